"""What the portal knows of each unit in a period, as plain values that can be frozen.

Only what happened up to the cut-off counts. Reads a number of queries that does not grow with
the units; `facts_of` is what rules judge (tasks.assessment.rules).
"""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Campaign, Extension, ObligationKind, State, Submission, Task
from units.models import Unit
from units.workdays import workdays_between
from yichuang.templatetags.ui import last_day, moment

from .calls import unreachable
from .group import groups
from .period import Period
from .returned_rows import rows_by_unit

Facts = dict


def facts_of(campaign: Campaign, period: Period) -> dict[Unit, Facts]:
    """By unit that owed something by the cut-off, in official order; released ones are not among
    them (domain case 15)."""
    owed = _owed(campaign, period)
    units = {task.unit_id: task.unit for task in owed}
    due = [task for task in owed if _is_due(task, period)]
    tasks = _tasks(due, period)
    rows, calls = rows_by_unit(campaign, period), unreachable(campaign, units, period)
    roster = groups([task for task in owed if _has_roster(task, period)], period)
    nothing = {"reported": 0, "returned": []}
    return {
        unit: {
            "tasks": tasks.get(pk, []),
            "rows": rows.get(pk, nothing),
            "unreachable": calls.get(pk, []),
            "group": roster.get(pk),
        }
        for pk, unit in units.items()
    }


def left_out(campaign: Campaign, period: Period) -> list[dict]:
    """Units addressed that are not assessed, and why."""
    assessed = {task.unit_id for task in _owed(campaign, period)}
    with_tasks = set(Task.objects.of_campaign(campaign).owed().values_list("unit_id", flat=True))
    units = campaign.addressees.exclude(pk__in=assessed).in_official_order()
    released = _("任务已全部免除，不考核。")
    return [
        {
            "unit": unit.short_name,
            "why": released if unit.pk in with_tasks else _("没有事项和任务，不考核。"),
        }
        for unit in units
    ]


def _owed(campaign, period) -> list[Task]:
    tasks = Task.objects.of_campaign(campaign).owed().for_page().in_official_order()
    published = tasks.filter(obligation__campaign__published_at__lte=period.cut_off)
    return [task for task in published if not _is_released(task)]


def _is_released(task) -> bool:
    """No matter is left: the task is closed although nothing was ever submitted."""
    return task.state == State.APPROVED and task.first_submitted_at is None


def _is_due(task, period) -> bool:
    """A moved deadline may have left the period; what is not yet late is not yet judged."""
    if not period.began < task.late_at <= period.ended:
        return False
    return task.late_at < period.cut_off or _submitted(task, period) is not None


def _has_roster(task, period) -> bool:
    """The working group is judged once it is reported, or should have been."""
    if task.kind != ObligationKind.ROSTER:
        return False
    return task.late_at < period.cut_off or _submitted(task, period) is not None


def _submitted(task, period):
    first = task.first_submitted_at
    return first if first and first <= period.cut_off else None


def _tasks(due, period) -> dict[int, list[Facts]]:
    """By unit: each task that fell due, in time or not."""
    moved, signed = _extensions(due, period), _first_submissions(due, period)
    tasks = defaultdict(list)
    for task in due:
        extensions = moved.get(task.pk, [])
        tasks[task.unit_id].append(_task(task, period, extensions, signed.get(task.pk)))
    return tasks


def _task(task, period, extensions, submission) -> Facts:
    first = _submitted(task, period)
    evidence = [{"kind": "task", "pk": task.pk, "label": str(task.obligation)}]
    evidence += [
        {"kind": "extension", "pk": one.task_id, "label": _("延期：%(why)s") % {"why": one.reason}}
        for one in extensions
    ]
    if submission:
        label = _("第 1 次报送 %(at)s") % {"at": moment(submission.at)}
        evidence.append({"kind": "submission", "pk": submission.pk, "label": label})
    return {
        "title": str(task.obligation),
        "due": moment(task.due_at),
        "late_at": task.late_at.isoformat(),
        "extended": _extended(task, extensions),
        "submitted": moment(first) if first else "",
        "submitted_at": first.isoformat() if first else None,
        "workdays_late": _workdays_late(task, first),
        "evidence": evidence,
    }


def _extended(task, extensions) -> str:
    if extensions:
        return _("（原定%(was)s，已延期）") % {"was": moment(extensions[0].was)}
    if last_day(task.late_at) != last_day(task.due_at):
        return _("（%(late)s后起算逾期）") % {"late": moment(task.late_at)}
    return ""


def _workdays_late(task, first) -> int:
    """Less than a workday late is late by one; trust B5: after `late_at`, never at it."""
    if first is None or first <= task.late_at:
        return 0
    return max(1, workdays_between(last_day(task.late_at), timezone.localdate(first)))


def _extensions(due, period) -> dict[int, list[Extension]]:
    moved = Extension.objects.filter(task__in=due, at__lte=period.cut_off).order_by("pk")
    by_task = defaultdict(list)
    for one in moved:
        by_task[one.task_id].append(one)
    return by_task


def _first_submissions(due, period) -> dict[int, Submission]:
    """The first that stands; the receipt of it is the evidence."""
    standing = Submission.objects.standing().filter(task__in=due, at__lte=period.cut_off)
    newest_first = standing.only("pk", "task_id", "at").order_by("-number")
    return {one.task_id: one for one in newest_first}
