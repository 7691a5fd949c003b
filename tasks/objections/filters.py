"""What the list of objections can be narrowed and sorted by, read from the address."""

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from matters.models import Matter
from tasks.models import Objection, ObjectionReason, ObjectionState, Outcome, Turn
from units.forms import UnitChoiceField
from units.models import Unit, User
from yichuang.filters import AddressFilter, any_or

from .reach import LATE

NEWEST_FIRST = "-raised"


class ObjectionFilter(AddressFilter):
    # Rows without a rank, and those not decided yet, come last either way.
    SORTS = {
        "raised": ("raised_at", "pk"),
        "unit": ("unit__sort_order", "unit_id", "pk"),
        "rank": ("ranked__rank", "pk"),
        "decided": ("decided_at", "pk"),
    }

    q = forms.CharField(
        label=_("编码、事项名称或拼音首字母"),
        required=False,
        max_length=60,
        widget=forms.SearchInput,
    )
    unit = UnitChoiceField(label=_("单位"), required=False, empty_label=_("全部"))
    reason = forms.ChoiceField(
        label=_("原因类别"), required=False, choices=any_or(ObjectionReason.choices)
    )
    about = forms.ChoiceField(
        label=_("针对"),
        required=False,
        choices=any_or([("ranked", _("附件1事项")), ("row", _("附件2、3的行"))]),
    )
    turn = forms.ChoiceField(label=_("等待谁"), required=False, choices=any_or(Turn.choices))
    outcome = forms.ChoiceField(label=_("结论"), required=False, choices=any_or(Outcome.choices))
    mine = forms.BooleanField(label=_("我经手的"), required=False)
    late = forms.BooleanField(label=_("逾期提出的"), required=False)
    state = forms.ChoiceField(
        required=False, choices=any_or(ObjectionState.choices), widget=forms.HiddenInput
    )
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.user = user
        raised = Objection.objects.visible_to(user).values("unit")
        self.fields["unit"].queryset = (
            Unit.objects.filter(pk__in=raised).select_related("parent").in_official_order()
        )

    def narrow(self, objections):
        return self._in_state(self.narrow_but_state(objections))

    def narrow_but_state(self, objections):
        """As all filters but the state want it: what the counts of the states are about."""
        chosen = self.chosen
        for name in ("unit", "reason", "outcome"):
            if chosen.get(name):
                objections = objections.filter(**{name: chosen[name]})
        if chosen.get("about"):
            objections = objections.filter(ranked__isnull=chosen["about"] == "row")
        if chosen.get("turn"):
            objections = objections.waiting_for(chosen["turn"])
        if chosen.get("late"):
            objections = objections.filter(LATE)
        if chosen.get("mine"):
            objections = objections.filter(self._mine())
        return self._search(objections, chosen.get("q", ""))

    def _in_state(self, objections):
        state = self.chosen.get("state")
        return objections.filter(state=state) if state else objections

    def _mine(self):
        roles = ("raised_by", "proposed_by", "answered_by", "decided_by")
        mine = Q()
        for role in roles:
            mine |= Q(**{role: self.user})
        return mine

    def _search(self, objections, text):
        """The frozen list keeps no pinyin: it is looked up in the library by its code."""
        if not text.strip():
            return objections
        codes = Matter.objects.search(text).values("base_code")
        found = Q(entry__matter__in=Matter.objects.search(text)) | Q(ranked__base_code__in=codes)
        named = Q()
        for word in text.split():
            named &= Q(ranked__name__icontains=word) | Q(ranked__base_code__icontains=word)
        return objections.filter(found | named)

    def tabs(self, objections, query) -> list[dict]:
        """One tab per state with its count, each an address with the other filters."""
        counted = self.narrow_but_state(objections).order_by().values_list("state")
        counts = dict(counted.annotate(n=Count("pk")))
        chosen = self.chosen.get("state") or ""
        tabs = [("", _("全部"), sum(counts.values()))]
        tabs += [(value, label, counts.get(value, 0)) for value, label in ObjectionState.choices]
        return [
            {"label": label, "count": n, "active": value == chosen, "url": _url(query, value)}
            for value, label, n in tabs
        ]


def _url(query, state) -> str:
    query = query.copy()
    query.pop("page", None)
    query["state"] = state
    return f"?{query.urlencode()}"
