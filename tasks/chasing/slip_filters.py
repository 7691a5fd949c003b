"""What of the slips is listed, and in which order."""

import re
from datetime import datetime

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from tasks.models import Campaign, ChasingKind, ChasingState, SlipFeedback
from tasks.models.chasing import WORDS
from units.models import User
from yichuang.filters import AddressFilter, any_or
from yichuang.numbers import number_of

# 催办〔2018〕3号, or as people type it: 催办2018-3, 〔2018〕3, 3号.
NUMBER = re.compile(r"(?:(?P<year>\d{4})\D{1,2})?(?P<number>\d{1,6})号?$", re.ASCII)


class SlipFilter(AddressFilter):
    SORTS = {
        "number": ("year", "number"),
        "unit": ("unit__sort_order", "unit_id"),
        "due": ("due_at",),
        "issued": ("issued_at",),
    }

    q = forms.CharField(
        label=_("编号、单位或工作事项"), required=False, max_length=60, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(label=_("单别"), required=False, choices=any_or(ChasingKind.choices))
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=any_or(
            [
                ("standing", _("未销号")),
                ("to_answer", _("待反馈")),
                ("to_judge", _("已反馈，待核")),
                ("settled", _("已报送，待销号")),
                ("overdue", _("超过时限")),
                *(
                    (state.value, state.label)
                    for state in (
                        ChasingState.ACCEPTED,
                        ChasingState.SENT_BACK,
                        ChasingState.CLOSED,
                        ChasingState.CANCELLED,
                    )
                ),
            ]
        ),
    )
    campaign = forms.ModelChoiceField(
        label=_("专项"), required=False, queryset=Campaign.objects.none(), empty_label=_("全部")
    )
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data, *, user: User, at: datetime):
        super().__init__(data)
        self.at = at
        campaigns = Campaign.objects.visible_to(user).newest_first()
        self.fields["campaign"].queryset = campaigns
        self.fields["campaign"].label_from_instance = lambda campaign: campaign.number

    def narrow(self, slips: QuerySet) -> QuerySet:
        chosen = self.chosen
        for word in self.words():
            slips = slips.filter(_speaks_of(word))
        if "kind" in chosen:
            slips = slips.filter(kind=chosen["kind"])
        if "campaign" in chosen:
            slips = slips.filter(campaign=chosen["campaign"])
        return self._in_state(slips, chosen.get("state", ""))

    def in_order(self, slips: QuerySet) -> QuerySet:
        return slips.order_by(*(self.order() or ["-issued_at", "-pk"]))

    def _in_state(self, slips, state):
        if state == "overdue":
            return slips.overdue(at=self.at)
        if state in {"standing", "to_answer", "to_judge", "settled"}:
            return getattr(slips, state)()
        return slips.filter(state=state) if state else slips


def _speaks_of(word: str) -> Q:
    asked = Q(unit__search__contains=word) | Q(item__icontains=word) | Q(addressee__contains=word)
    if found := NUMBER.search(word):
        numbered = Q(number=number_of(found["number"]))
        if found["year"]:
            numbered &= Q(year=number_of(found["year"]))
        for kind, name in WORDS.items():
            if name in word:
                numbered &= Q(kind=kind)
        asked |= numbered
    return asked


def with_feedback(slips: QuerySet) -> QuerySet:
    """Each slip with the last thing the unit said, as `last_feedback`."""
    said = SlipFeedback.objects.filter(slip=OuterRef("pk")).order_by("-pk")
    return slips.annotate(last_feedback=Subquery(said.values("text")[:1]))
