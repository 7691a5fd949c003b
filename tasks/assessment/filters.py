"""What a sheet and the list of appeals can be narrowed and sorted by, read from the address."""

from dataclasses import replace

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.models import AppealState
from yichuang.filters import AddressFilter, any_or

from .standing import Group

OFFICIAL = "official"


class SheetFilter(AddressFilter):
    q = forms.CharField(
        label=_("单位或拼音首字母"), required=False, max_length=60, widget=forms.SearchInput
    )
    group = forms.ChoiceField(
        label=_("单位类别"),
        required=False,
        choices=any_or([("city", _("市级部门")), ("district", _("区、县（市）"))]),
    )
    lost = forms.ChoiceField(label=_("扣分项目"), required=False)
    order = forms.ChoiceField(
        label=_("排列"),
        required=False,
        choices=[("", _("按名次")), (OFFICIAL, _("按单位顺序"))],
    )

    def __init__(self, *args, criteria=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lost"].choices = any_or([(one["name"], one["name"]) for one in criteria])

    def narrow(self, groups: list[Group]) -> list[Group]:
        """The ranks are those among all; what is looked for only leaves others out."""
        wanted = self.chosen.get("group")
        found = [
            replace(group, standings=tuple(self._in_order(filter(self._fits, group.standings))))
            for group in groups
            if wanted in (None, group.key)
        ]
        return [group for group in found if group.standings]

    def _fits(self, standing) -> bool:
        lost = self.chosen.get("lost")
        if lost and all(one.criterion != lost for one in standing.deductions):
            return False
        return all(word in standing.unit.search for word in self.words())

    def _in_order(self, standings):
        if self.chosen.get("order") == OFFICIAL:
            return sorted(standings, key=lambda one: (one.unit.sort_order, one.unit.pk))
        return standings


class AppealFilter(AddressFilter):
    SORTS = {
        "at": ("appealed_at", "pk"),
        "unit": ("deduction__score__unit__sort_order", "deduction__score__unit_id", "pk"),
    }

    q = forms.CharField(
        label=_("单位、扣分原因或理由"), required=False, max_length=60, widget=forms.SearchInput
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=any_or(AppealState.choices))
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def narrow(self, appeals):
        for word in self.words():
            appeals = appeals.filter(
                Q(deduction__score__unit__search__contains=word)
                | Q(deduction__sentence__icontains=word)
                | Q(text__icontains=word)
            )
        if "state" in self.chosen:
            appeals = appeals.filter(state=self.chosen["state"])
        return appeals.order_by(*self.order("-at"))
