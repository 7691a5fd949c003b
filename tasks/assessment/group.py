"""The working group as it was reported (S1), and what was said of the money (S4)."""

from collections import defaultdict

from django.utils.translation import gettext as _

from tasks.models import Funding, FundingState, Submission, Task
from units.models import Event, RosterDuty, RosterMember
from yichuang.templatetags.ui import moment

from .period import Period


def groups(tasks: list[Task], period: Period) -> dict[int, dict]:
    """By unit: the duties missing from the last roster signed by the cut-off, and its money.

    A roster nobody signed is a draft, the unit's own (A3-7): nothing of it is read.
    """
    signed = _signed(tasks, period)
    money = _money(tasks, period)
    return {task.unit_id: _group(task, signed.get(task.pk), money[task.pk]) for task in tasks}


def _group(task, submission, money) -> dict:
    there = {row["duty"] for row in submission.content["rows"]} if submission else set()
    state, evidence = money
    return {
        "reported": submission is not None,
        "missing": [
            str(RosterDuty(duty).label)
            for duty in RosterMember.REQUIRED_DUTIES
            if duty not in there
        ],
        "evidence": [_opened(task, submission)],
        "funding": state,
        "funding_said": str(FundingState(state).label) if state else "",
        "funding_evidence": evidence or [_opened(task, None)],
    }


def _opened(task, submission) -> dict:
    if submission is None:
        return {"kind": "roster", "pk": task.pk, "label": str(task.obligation)}
    words = {"number": submission.number, "at": moment(submission.at)}
    label = _("第 %(number)s 次报送 %(at)s") % words
    return {"kind": "submission", "pk": submission.pk, "label": label}


def _signed(tasks, period) -> dict[int, Submission]:
    standing = Submission.objects.standing().filter(task__in=tasks, at__lte=period.cut_off)
    return {one.task_id: one for one in standing.order_by("number")}


def _money(tasks, period) -> dict[int, tuple[str, list[dict]]]:
    """By task: what was said by the cut-off, read from the trail, and who said it when."""
    said = {one.pk: one.task_id for one in Funding.objects.filter(task__in=tasks)}
    events = Event.objects.filter(
        subject=Funding._meta.label_lower, subject_id__in=said, at__lte=period.cut_off
    )
    found = defaultdict(lambda: ("", []))
    for event in events.select_related("by").order_by("pk"):
        if "state" in event.changes:
            task, state = said[event.subject_id], event.changes["state"][1]
            label = _("%(at)s填写：%(state)s") % {
                "at": moment(event.at),
                "state": FundingState(state).label,
            }
            found[task] = state, [{"kind": "roster", "pk": task, "label": label}]
    return found
