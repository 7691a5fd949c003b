"""What the list of matters can be narrowed and sorted by, read from the address."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from matters.models import ClientType, Matter, MatterState, MatterType
from units.models import Unit


def districts(request):
    return Unit.objects.districts().visible_to(request.user).in_official_order()


class MatterFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("编码、名称、系统或拼音首字母"), method="search", widget=forms.SearchInput
    )
    level = django_filters.ChoiceFilter(
        label=_("层级"),
        choices=[("city", _("市本级")), ("district", _("区、县（市）"))],
        empty_label=_("全部"),
        method="of_level",
    )
    district = django_filters.ModelChoiceFilter(
        label=_("区、县（市）"), queryset=districts, empty_label=_("全部")
    )
    type = django_filters.ChoiceFilter(
        label=_("事项类型"), choices=MatterType, empty_label=_("全部")
    )
    client = django_filters.ChoiceFilter(
        label=_("办理对象"), choices=ClientType, empty_label=_("全部")
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=MatterState, empty_label=_("全部"))
    sort = django_filters.OrderingFilter(
        fields={"base_code": "base_code", "name": "name", "volume": "volume"},
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Matter
        fields = []

    def search(self, matters, name, value):
        return matters.search(value)

    def of_level(self, matters, name, value):
        return matters.of_city() if value == "city" else matters.of_districts()
