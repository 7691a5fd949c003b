"""What the rows on the desk can be narrowed and sorted by, read from the address."""

from datetime import datetime
from functools import cached_property

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matters.models import MatterType, SystemLevel
from tasks.models import (
    Campaign,
    CampaignState,
    Entry,
    Finding,
    Objection,
    ObligationKind,
    RowState,
    Scope,
    Severity,
    SuspicionRule,
    System,
    Task,
)
from tasks.models.objections import UNDECIDED
from tasks.supervision.waiting import first_day_in_time
from tasks.suspicion import rules
from units.models import Action, Event, Unit
from units.workdays import start_of
from yichuang.filters import ANY, AddressFilter, any_or
from yichuang.numbers import LARGEST

LISTS = (ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST)
CITY = "city"
ALL = "all"
# Without a word in the address the desk shows what waits.
STATES = [
    ("", RowState.SUBMITTED.label),
    (RowState.RETURNED.value, RowState.RETURNED.label),
    (RowState.APPROVED.value, RowState.APPROVED.label),
    (RowState.EXCLUDED.value, RowState.EXCLUDED.label),
    (RowState.CANCELLED.value, RowState.CANCELLED.label),
    (ALL, _("全部")),
]
SEVERITIES = [ANY, *((str(value), label) for value, label in reversed(Severity.choices))]
OPENED_AGAIN = (
    Action.SEND_BACK,
    Action.UNLOCK,
    Action.LIBRARY_CHANGE,
    Action.RETURN_TO_COLLECTOR,
)
GRAVEST_FIRST = (F("severity").desc(), F("pk").asc())


class DeskFilter(AddressFilter):
    q = forms.CharField(
        label=_("编码、事项、系统或拼音首字母"),
        required=False,
        max_length=40,
        widget=forms.SearchInput,
    )
    campaign = forms.ChoiceField(label=_("专项"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    severity = forms.ChoiceField(label=_("疑点程度"), required=False, choices=SEVERITIES)
    rule = forms.ChoiceField(label=_("疑点"), required=False)
    region = forms.ChoiceField(label=_("市级或区县"), required=False)
    unit = forms.CharField(label=_("单位"), required=False, max_length=20)
    level = forms.ChoiceField(
        label=_("系统层级"), required=False, choices=any_or(SystemLevel.choices)
    )
    system = forms.CharField(label=_("系统名称"), required=False, max_length=30)
    scope = forms.ChoiceField(label=_("适用范围"), required=False, choices=any_or(Scope.choices))
    type = forms.ChoiceField(
        label=_("事项类型"), required=False, choices=any_or(MatterType.choices)
    )
    objection = forms.ChoiceField(
        label=_("疑义"),
        required=False,
        choices=[ANY, ("undecided", _("待裁定")), ("any", _("提出过"))],
    )
    waited = forms.IntegerField(
        label=_("等待超过（工作日）"), required=False, min_value=0, max_value=250
    )
    again = forms.BooleanField(label=_("只看退回后重报的"), required=False)
    task = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput
    )
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    view = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput
    )

    FIRST = ("q", "campaign", "state", "severity", "rule", "region", "unit")
    ASIDE = ("sort", "view")
    SORTS = {
        "severity": ("severity",),
        "matter": ("matter__base_code",),
        "unit": ("task__unit__sort_order", "task_id", "sort_order"),
        "level": ("system_level",),
        "system": ("system_name",),
        "volume": ("volume",),
    }

    def __init__(self, data, *, user, at: datetime):
        super().__init__(data)
        self.user, self.at = user, at
        campaigns = Campaign.objects.visible_to(user).exclude(state=CampaignState.DRAFT)
        self.campaigns = list(campaigns.newest_first().only("pk", "number"))
        self.fields["campaign"].choices = [
            (str(one.pk) if place else "", one.number) for place, one in enumerate(self.campaigns)
        ]
        self.fields["rule"].choices = [ANY, *self._rules()]
        districts = Unit.objects.districts().in_official_order()
        self.districts = dict(districts.values_list("pk", "short_name"))
        self.fields["region"].choices = [
            ANY,
            (CITY, _("市级部门")),
            *((str(pk), name) for pk, name in self.districts.items()),
        ]
        if len(self.campaigns) < 2:
            del self.fields["campaign"]

    def _rules(self):
        enabled = SuspicionRule.objects.filter(enabled=True).order_by("sort_order", "pk")
        stored = enabled.values_list("pk", "code")
        known = rules.REGISTRY
        return [(str(pk), known[code].title) for pk, code in stored if code in known]

    @property
    def first(self):
        """The filters that are always in sight."""
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def more(self):
        names = (name for name in self.fields if name not in self.FIRST)
        return [self[name] for name in names if not self[name].is_hidden]

    @property
    def more_chosen(self) -> int:
        return sum(field.name in self.chosen for field in self.more)

    @cached_property
    def notice(self) -> Campaign | None:
        wanted = self.chosen.get("campaign")
        found = (one for one in self.campaigns if str(one.pk) == wanted)
        return next(found, self.campaigns[0] if self.campaigns else None)

    def rows(self):
        """The rows that came up and match, in no order; drafts are the units' own (A3-7)."""
        state = self.chosen.get("state", RowState.SUBMITTED)
        rows = self.came_up
        if state != ALL:
            rows = rows.filter(state=state)
        for name in ("severity", "level", "scope", "type"):
            if name in self.chosen:
                rows = rows.filter(**{PATHS[name]: self.chosen[name]})
        if rule := self.chosen.get("rule"):
            rows = rows.filter(Exists(Finding.objects.filter(entry=OuterRef("pk"), rule=rule)))
        if asked := self.chosen.get("objection"):
            rows = rows.filter(_objected(asked))
        if self.chosen.get("again"):
            rows = rows.filter(_opened_again())
        return self._named(rows)

    def in_order(self):
        """`rows()` as the head of the table asks, the gravest first."""
        return self.rows().order_by(*self.ordering)

    @property
    def ordering(self):
        return self.order() or GRAVEST_FIRST

    @cached_property
    def tally(self) -> dict[str, int]:
        """How many rows were reported in the campaign, by state."""
        rows = self.came_up
        if self.chosen.keys() & NARROWING_TASKS:
            tasks = _lists(self.user, self.notice)
            rows = _came_up(self.user, tasks.values("pk"))
        return dict(rows.values_list("state").annotate(n=Count("*")))

    @property
    def count(self) -> int:
        """How many `rows()` there are, which is known when they are narrowed by state alone."""
        if self.chosen.keys() - COUNTED_ANYWAY:
            return self.rows().count()
        state = self.chosen.get("state", RowState.SUBMITTED)
        return sum(self.tally.values()) if state == ALL else self.tally.get(state, 0)

    @cached_property
    def came_up(self):
        """Everything that was reported on the lists that are looked at."""
        return _came_up(self.user, self._tasks)

    def _named(self, rows):
        for word in self.words():
            rows = rows.filter(Q(matter__search__contains=word) | _on_system(word))
        for word in self.words("system"):
            rows = rows.filter(_on_system(word))
        return rows

    @cached_property
    def _tasks(self) -> list[int]:
        """The lists whose rows came up and are looked for: few, so that the database knows how
        many rows to expect and takes the right index."""
        tasks = _lists(self.user, self.notice)
        if region := self.chosen.get("region"):
            city = Q(obligation__kind=ObligationKind.CITY_LIST)
            tasks = tasks.filter(city if region == CITY else Q(parent__unit=region))
        for word in self.words("unit"):
            tasks = tasks.filter(
                Q(unit__search__contains=word) | Q(parent__unit__search__contains=word)
            )
        if pk := self.chosen.get("task"):
            tasks = tasks.filter(Q(pk=pk) | Q(parent=pk))
        if "waited" in self.chosen:
            first = first_day_in_time(timezone.localdate(self.at), self.chosen["waited"])
            since = start_of(first)
            tasks = tasks.filter(
                Q(parent__isnull=True, submitted_at__lt=since) | Q(parent__submitted_at__lt=since)
            )
        return list(tasks.order_by("pk").values_list("pk", flat=True))


# Filters that leave some lists out, and those that do not change what `tally` counts.
NARROWING_TASKS = {"region", "unit", "task", "waited"}
COUNTED_ANYWAY = {"campaign", "state", "sort", "view"}

PATHS = {
    "severity": "severity",
    "level": "system_level",
    "scope": "scope",
    "type": "matter__type",
}


def _came_up(user, tasks):
    rows = Entry.objects.visible_to(user).filter(task__in=tasks)
    return rows.exclude(state=RowState.DRAFT)


def _lists(user, campaign):
    """The lists of the campaign whose rows came up; a part came up with its district's."""
    lists = Task.objects.visible_to(user).of_campaign(campaign)
    return lists.filter(
        Q(parent__isnull=True) | Q(parent__first_submitted_at__isnull=False),
        obligation__kind__in=LISTS,
        first_submitted_at__isnull=False,
    )


def _on_system(word):
    systems = System.objects.filter(search__contains=word)
    return Q(system__in=systems.values("pk")) | Q(**{f"system_name__{_containing(word)}": word})


def _containing(word):
    """Digits and Chinese have no case: none need be folded in ten thousand names to find them."""
    return "contains" if word.upper() == word.lower() else "icontains"


def _objected(asked):
    objections = Objection.objects.filter(entry=OuterRef("pk"))
    return Exists(objections.filter(state__in=UNDECIDED) if asked == "undecided" else objections)


def _opened_again():
    return Exists(
        Event.objects.filter(
            subject=Entry._meta.label_lower, subject_id=OuterRef("pk"), action__in=OPENED_AGAIN
        )
    )
