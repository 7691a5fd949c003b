"""What the submissions on the desk can be narrowed and sorted by, read from the address."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasks.models import ObligationKind, State
from tasks.supervision.waiting import first_day_in_time
from units.models import UnitKind
from units.workdays import start_of
from yichuang.filters import AddressFilter, any_or
from yichuang.numbers import LARGEST

PATHS = {"kind": "obligation__kind", "state": "state", "level": "unit__kind"}


class QueueFilter(AddressFilter):
    SORTS = {"unit": ("unit__sort_order",), "submitted": ("submitted_at",)}

    unit = forms.CharField(
        label=_("单位或拼音首字母"), required=False, max_length=20, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("任务"), required=False, choices=any_or(ObligationKind.choices)
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=any_or(
            (one.value, one.label) for one in (State.SUBMITTED, State.RETURNED, State.APPROVED)
        ),
    )
    level = forms.ChoiceField(
        label=_("市级或区县"),
        required=False,
        choices=any_or((one.value, one.label) for one in (UnitKind.DEPARTMENT, UnitKind.DISTRICT)),
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

    def narrow(self, tasks):
        """The longest waiting first, unless the head of the table asks for another order."""
        chosen = self.chosen
        for name in PATHS.keys() & chosen.keys():
            tasks = tasks.filter(**{PATHS[name]: chosen[name]})
        for word in self.words("unit"):
            tasks = tasks.filter(unit__search__contains=word)
        if "waited" in chosen:
            first = first_day_in_time(timezone.localdate(self.at), chosen["waited"])
            tasks = tasks.filter(state=State.SUBMITTED, submitted_at__lt=start_of(first))
        order = self.order()
        return tasks.order_by(*order) if order else tasks
