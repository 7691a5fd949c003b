"""What is signed: the content of a task as plain values, and its checksum."""

import hashlib
import json

from django.utils import translation

from tasks.models import Entry, NearbyEntry, ObligationKind, RankedMatter, Task
from tasks.models.objections import LIVE
from tasks.models.tasks import WITH_THE_DISTRICT
from units.models import RosterMember


def content_of(task: Task) -> dict:
    """The facts a submission of `task` consists of, in Chinese and in official order."""
    with translation.override("zh-hans"):
        return {
            "campaign": task.obligation.campaign.number,
            "obligation": task.kind,
            "unit": task.unit.name,
            "rows": _READERS[task.kind](task),
        }


def checksum_of(content: dict) -> str:
    """SHA-256 over canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _list_rows(task):
    rows = Entry.objects.of_submission(task).counted()
    if task.is_collected:
        rows = rows.exclude(task__in=task.parts.exclude(state__in=WITH_THE_DISTRICT))
    rows = rows.select_related("matter", "task__unit")
    return [_row(row) for row in rows.order_by("task__unit__sort_order", "task_id", "sort_order")]


def _row(row):
    facts = {name: getattr(row, name) for name in (*row.FACTS, "remark")}
    matter = row.matter
    return {
        "code": matter.inner_code,
        "name": matter.full_name,
        "unit": row.task.unit.short_name,
        **facts,
    }


def _nearby_rows(task):
    rows = NearbyEntry.objects.filter(task=task).counted().in_order()
    return [_row(row) for row in rows.select_related("matter", "task__unit")]


def _check_rows(task):
    return [
        {
            "rank": row.rank,
            "code": row.base_code,
            "name": row.full_name,
            "answer": row.answer,
            "objection": next((one.text for one in row.objections.all() if one.state in LIVE), ""),
        }
        for row in RankedMatter.objects.of_check(task).in_rank().prefetch_related("objections")
    ]


def _roster_rows(task):
    members = RosterMember.objects.filter(unit=task.unit).in_official_order()
    return list(
        members.values(
            "duty", "name", "division", "position", "office_phone", "mobile", "remark", "rank"
        )
    )


_READERS = {
    ObligationKind.CITY_LIST: _list_rows,
    ObligationKind.DISTRICT_LIST: _list_rows,
    ObligationKind.NEARBY: _nearby_rows,
    ObligationKind.CHECK: _check_rows,
    ObligationKind.ROSTER: _roster_rows,
}
