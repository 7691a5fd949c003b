"""The form by which a substitute is named."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Delegation, User

from .appointing import overlapping
from .standing_in import PRINCIPALS

LONGEST = timedelta(days=92)


class DelegationForm(forms.ModelForm):
    """Who stands in for whom, from which day to which, and why."""

    class Meta:
        model = Delegation
        fields = ["principal", "substitute", "starts_on", "ends_on", "reason"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }

    def __init__(self, data=None, *, principals, on, **kwargs):
        self.on = on
        super().__init__(data, **kwargs)
        self.fields["principal"].queryset = principals
        self.fields["substitute"].queryset = _colleagues(principals)
        for name in ("principal", "substitute"):
            self.fields[name].label_from_instance = _named
            self.fields[name].empty_label = _("请选择")
        only = principals[0] if len(principals) == 1 else None
        if only:
            self.fields["principal"].initial = only.pk
            self.fields["principal"].widget = forms.HiddenInput()
            self.fields["substitute"].queryset = _colleagues(principals).exclude(pk=only.pk)

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < self.on:
            raise forms.ValidationError(_("委托不能从过去的日期开始。"))
        return day

    def clean(self):
        data = super().clean()
        principal, substitute = data.get("principal"), data.get("substitute")
        first, last = data.get("starts_on"), data.get("ends_on")
        if principal and substitute and principal.unit_id != substitute.unit_id:
            self.add_error("substitute", _("只能委托给同一单位的人员。"))
        if principal and principal == substitute:
            self.add_error("substitute", _("不能委托给自己。"))
        if first and last:
            self._judge_days(principal, first, last)
        return data

    def _judge_days(self, principal, first, last):
        if last < first:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        elif last - first > LONGEST:
            self.add_error("ends_on", _("一次最多委托三个月；长期变动请办理交接。"))
        elif principal and (other := overlapping(principal, first, last)):
            sentence = _("这段时间已委托%(name)s（%(from)s 至 %(to)s），请先收回。")
            words = {"name": other.substitute, "from": other.starts_on, "to": other.ends_on}
            self.add_error("starts_on", sentence % words)


def _colleagues(principals):
    units = principals.values("unit")
    people = User.objects.filter(unit__in=units, is_active=True).select_related("unit")
    return people.order_by("unit__sort_order", "unit_id", "role", "pk")


def _named(person):
    return f"{person.name}（{person.unit.short_name} {person.get_role_display()}）"


def principals_for(user, *, manages: bool):
    """For whom `user` may name a substitute: themselves, or anybody for who manages accounts."""
    people = User.objects.filter(role__in=PRINCIPALS, is_active=True).select_related("unit")
    people = people.order_by("unit__sort_order", "unit_id", "role", "pk")
    return people if manages else people.filter(pk=user.pk)
