"""What the submissions on the desk can be narrowed and sorted by, read from the address."""

from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasks.models import ObligationKind, State
from tasks.supervision.waiting import first_day_in_time
from tasks.supervision.workdays import start_of
from units.models import UnitKind
from yichuang.numbers import LARGEST

ANY = ("", _("全部"))
PATHS = {"kind": "obligation__kind", "state": "state", "level": "unit__kind"}
SORTS = {"unit": "unit__sort_order", "submitted": "submitted_at"}


class QueueFilter(forms.Form):
    """A senseless filter is left out, never an error."""

    unit = forms.CharField(
        label=_("单位或拼音首字母"), required=False, max_length=20, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("任务"), required=False, choices=[ANY, *ObligationKind.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ANY,
            *((one.value, one.label) for one in (State.SUBMITTED, State.RETURNED, State.APPROVED)),
        ],
    )
    level = forms.ChoiceField(
        label=_("市级或区县"),
        required=False,
        choices=[
            ANY,
            *((one.value, one.label) for one in (UnitKind.DEPARTMENT, UnitKind.DISTRICT)),
        ],
    )
    waited = forms.IntegerField(
        label=_("等待超过（工作日）"), required=False, min_value=0, max_value=250
    )
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    view = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput
    )

    def __init__(self, data, *, at: datetime):
        super().__init__(data)
        self.at = at
        self.is_valid()

    @cached_property
    def chosen(self) -> dict:
        """The valid filters that say something."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    def query(self) -> str:
        """The filters as the part of an address after the ?, for a view that keeps them."""
        return urlencode({name: value for name, value in self.chosen.items() if name != "view"})

    def narrow(self, tasks):
        chosen = self.chosen
        for name in PATHS.keys() & chosen.keys():
            tasks = tasks.filter(**{PATHS[name]: chosen[name]})
        for word in chosen.get("unit", "").lower().split():
            tasks = tasks.filter(unit__search__contains=word)
        if "waited" in chosen:
            first = first_day_in_time(timezone.localdate(self.at), chosen["waited"])
            tasks = tasks.filter(state=State.SUBMITTED, submitted_at__lt=start_of(first))
        return self._sorted(tasks)

    def _sorted(self, tasks):
        """The longest waiting first, unless the head of the table asks for another order."""
        sort = self.chosen.get("sort", "")
        name = SORTS.get(sort.removeprefix("-"))
        if name is None:
            return tasks
        down = sort.startswith("-")
        return tasks.order_by(F(name).desc(nulls_last=True) if down else F(name).asc(), "pk")
