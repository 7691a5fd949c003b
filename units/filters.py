"""What the lists of this app can be narrowed by, read from the address."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Message, MessageKind, Role, Unit, UnitKind, User


class MessageFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("消息类别"), choices=MessageKind, empty_label=_("全部")
    )
    unread = django_filters.BooleanFilter(
        label=_("只看未读"),
        method="only_unread",
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Message
        fields = []

    def only_unread(self, messages, name, value):
        return messages.unread() if value else messages


class UnitFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("名称、别名或拼音首字母"), method="search", widget=forms.SearchInput
    )
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=UnitKind, empty_label=_("全部"))

    class Meta:
        model = Unit
        fields = []

    def search(self, units, name, value):
        return units.filter(
            Q(search__contains=value.lower())
            | Q(pk__in=Unit.objects.filter(aliases__name__contains=value).values("pk"))
        )


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("姓名、账号或单位"), method="search", widget=forms.SearchInput
    )
    role = django_filters.ChoiceFilter(label=_("角色"), choices=Role, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("on", _("在用")), ("off", _("已停用"))],
        empty_label=_("全部"),
        method="in_state",
    )

    class Meta:
        model = User
        fields = []

    def search(self, people, name, value):
        return people.filter(
            Q(name__contains=value)
            | Q(username__contains=value)
            | Q(unit__short_name__contains=value)
        )

    def in_state(self, people, name, value):
        return people.filter(is_active=value == "on")
