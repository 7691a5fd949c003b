"""Changing a rule: what would be struck before it is said, and what follows once it is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Campaign, CampaignState, Entry, Finding, RowState, SuspicionRule
from units import jobs
from units.models import Action, Event, Job, User

from .examining import Examination, examine_all
from .gathering import pieces
from .rules import REGISTRY

EXAMINE = "examine-all"
# More rows than this are examined by a job.
AT_ONCE = 2000
SAMPLE = 5


def waiting():
    """Rows under review of the campaigns that are out."""
    out = Entry.objects.reviewable().reported()
    return out.filter(task__obligation__campaign__state=CampaignState.PUBLISHED)


def _campaigns():
    return Campaign.objects.filter(state=CampaignState.PUBLISHED).order_by("pk")


@dataclass
class Forecast:
    """Rows under review that the rule strikes now and would strike; facts by entry."""

    now: dict[int, dict] = field(default_factory=dict)
    then: dict[int, dict] = field(default_factory=dict)
    plain_now: int = 0
    plain_then: int = 0

    @property
    def new(self) -> list[int]:
        return sorted(self.then.keys() - self.now.keys())

    @property
    def gone(self) -> list[int]:
        return sorted(self.now.keys() - self.then.keys())


def forecast(rule: SuspicionRule) -> Forecast:
    """What would be, were `rule` set as it is in memory. Writes nothing."""
    struck = Finding.objects.filter(rule=rule, entry__in=waiting())
    seen = Forecast(now=dict(struck.values_list("entry", "facts")))
    for campaign in _campaigns() if rule.enabled else ():
        found = Examination(campaign, [rule]).of_all().found
        seen.then.update({entry: facts for (entry, _rule), facts in found.items()})
    seen.plain_now = waiting().plain().count()
    seen.plain_then = seen.plain_now + _freed(rule, seen.gone) - _plain_among(seen.new)
    return seen


def _plain_among(pks) -> int:
    return sum(waiting().plain().filter(pk__in=some).count() for some in pieces(pks))


def _freed(rule, pks) -> int:
    """How many of these rows no other rule strikes."""
    others = Finding.objects.filter(rule__enabled=True).exclude(rule=rule)
    return sum(
        len(set(some) - set(others.filter(entry__in=some).values_list("entry", flat=True)))
        for some in pieces(pks)
    )


@transaction.atomic
def change(rule: SuspicionRule, values: dict, *, by: User, at: datetime) -> bool:
    """Store how the rule is set now, with one event; False when nothing is another."""
    rule = SuspicionRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    changes = {
        name: [getattr(rule, name), value]
        for name, value in values.items()
        if getattr(rule, name) != value
    }
    if not changes:
        return False
    for name, (_old, new) in changes.items():
        setattr(rule, name, new)
    rule.updated_at, rule.updated_by = at, by
    rule.save()
    title = str(REGISTRY[rule.code].title)
    Event.objects.record(Action.EDIT, by=by, at=at, subject=rule, changes=changes, label=title)
    return True


def examine_again(*, by: User) -> Job | None:
    """Examine everything under review: at once, or by the job that is returned."""
    if waiting().count() > AT_ONCE:
        return jobs.ask(EXAMINE, title=_("按新规则重新核查"), owner=by)
    for campaign in _campaigns():
        examine_all(campaign)
    return None


def examine_everything(report) -> int:
    """All campaigns that are out; how many rows have something odd now."""
    campaigns = list(_campaigns())
    for done, campaign in enumerate(campaigns):
        report(_("核查"), done, len(campaigns))
        examine_all(campaign)
    return waiting().filter(state=RowState.SUBMITTED).odd().count()
