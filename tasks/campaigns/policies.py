"""The rule for deadlines on days off: what each choice means for the very dates, and changing it
while a campaign runs (domain Q4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Campaign, CampaignState, DayOffPolicy, ObligationKind
from tasks.supervision import settling
from tasks.supervision.deadlines import late_from, sentence
from units import inbox, workdays
from units.models import Action, Event, User
from units.workdays import end_of
from yichuang.templatetags.ui import last_day

FIELDS = ("day_off_policy", "grace_workdays", "reminders_on")


@dataclass
class Outlook:
    """One deadline by the chosen rule; on a day off, by each of them: (rule, sentence, chosen)."""

    label: str
    sentence: str
    choices: list[tuple[str, str, bool]]


def outlooks(days: Iterable[tuple[ObligationKind, date]], campaign: Campaign) -> list[Outlook]:
    return [_outlook(kind, day, campaign) for kind, day in days]


def _outlook(kind, day, campaign):
    due_at = end_of(day)
    chosen, choices = campaign.day_off_policy, []
    if not workdays.is_workday(day):
        for policy in DayOffPolicy:
            rule = Campaign(day_off_policy=policy, grace_workdays=campaign.grace_workdays)
            choices.append((policy.label, sentence(due_at, rule), policy == chosen))
    return Outlook(kind.label, sentence(due_at, campaign), choices)


def warning(days: Iterable[tuple[ObligationKind, date]], campaign: Campaign) -> str:
    """That some of the dates are counted without a published calendar."""
    dues = [end_of(day) for _kind, day in days]
    moments = [*dues, *(late_from(due_at, campaign) for due_at in dues)]
    return workdays.warning(*map(last_day, moments))


def shifts(campaign: Campaign) -> list[settling.Shift]:
    """Whose lateness the rule of `campaign`, as it is in memory, would move."""
    tasks = settling.open_tasks().of_campaign(campaign)
    return settling.shifts(tasks, campaign=campaign)


@inbox.in_chinese
@transaction.atomic
def change(campaign: Campaign, *, reason: str, by: User, at: datetime) -> list[settling.Shift]:
    """Store the rule of a campaign that runs, and settle from when on its tasks are late."""
    stored = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    changes = {
        name: [getattr(stored, name), getattr(campaign, name)]
        for name in FIELDS
        if getattr(stored, name) != getattr(campaign, name)
    }
    if not changes or stored.state != CampaignState.PUBLISHED:
        return []
    campaign.save(update_fields=FIELDS)
    Event.objects.record(
        Action.EDIT, by=by, at=at, subject=campaign, changes=changes, reason=reason
    )
    tasks = settling.open_tasks().of_campaign(campaign)
    moved = settling.shifts(tasks.select_for_update(of=("self",), no_key=True), campaign=campaign)
    settling.settle(
        moved, reason=_("截止日规则调整：%(reason)s") % {"reason": reason}, by=by, at=at
    )
    return moved
