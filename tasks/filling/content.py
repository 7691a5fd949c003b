"""What is signed: the content of a task as plain values, and its checksum."""

import hashlib
import json

from django.utils import translation

from tasks.models import Entry, NearbyEntry, ObligationKind, RankedMatter, State, Task
from units.models import RosterMember

# No value given: `None` is a value a fact may have had.
_STORED = object()


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


# Parts that go up with the district's submission.
WITH_THE_DISTRICT = frozenset({State.COLLECTED, State.SUBMITTED, State.APPROVED})


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
    ranked = RankedMatter.objects.filter(campaign=task.obligation.campaign, unit=task.unit)
    return [
        {
            "rank": row.rank,
            "code": row.base_code,
            "name": row.full_name,
            "answer": row.answer,
            "objection": next(
                (o.text for o in row.objections.all() if o.state in ("pending", "accepted")), ""
            ),
        }
        for row in ranked.in_rank().prefetch_related("objections")
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


def fact_labels(task: Task) -> dict[str, str]:
    """The facts a unit fills in for `task`, by field name, in the order of the sheet."""
    model = NearbyEntry if task.kind == ObligationKind.NEARBY else Entry
    names = (*model.FACTS, "remark")
    return {name: model._meta.get_field(name).verbose_name for name in names}


def fact_text(row, name: str, districts: dict[int, str], value=_STORED) -> str:
    """A fact in words: labels instead of slugs, names instead of ids."""
    value = getattr(row, name) if value is _STORED else value
    if value in ("", None, []):
        return ""
    if name == "districts":
        return "、".join(districts.get(pk, str(pk)) for pk in value)
    if isinstance(value, int):
        return f"{value:,}"
    choices = dict(row._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))
