"""The queue of submissions and the rows of one, suspicious first."""

from collections import Counter

from django.db.models import Case, Count, IntegerField, Q, Value, When

from matters.models import SystemLevel
from tasks.filling.grid import row_model
from tasks.filling.history import Words
from tasks.models import Entry, NearbyEntry, RowState, State, Task
from tasks.models.rows import is_odd
from tasks.suspicion.reading import sentences

from .decisions import rows_in_review
from .reasons import Reason

WAITING_FIRST = Case(
    When(state=RowState.SUBMITTED, then=Value(0)),
    When(state=RowState.RETURNED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def queue(user):
    """Tasks that came up, the longest waiting first."""
    return (
        Task.objects.visible_to(user)
        .owed()
        .filter(Q(state=State.SUBMITTED) | Q(first_submitted_at__isnull=False))
        .select_related("unit", "obligation__campaign", "review_started_by")
        .order_by(
            Case(When(state=State.SUBMITTED, then=Value(0)), default=Value(1)), "moved_at", "pk"
        )
    )


def tallies(tasks) -> dict[int, Counter]:
    """For each of the tasks its rows by state, those of its parts included, "rows" for all of
    them and "odd" for those that wait and are suspicious; three queries, however many rows."""
    found = {task.pk: Counter() for task in tasks}
    family = Task.objects.filter(Q(pk__in=found) | Q(parent__in=found))
    owed = {pk: parent or pk for pk, parent in family.values_list("pk", "parent")}
    for model in (Entry, NearbyEntry):
        rows = model.objects.counted().filter(task__in=owed).order_by()
        odd = Count("pk", filter=is_odd(model) & Q(state=RowState.SUBMITTED))
        grouped = rows.values_list("task", "state").annotate(n=Count("pk"), odd=odd)
        for task, state, count, suspicious in grouped:
            found[owed[task]] += Counter({state: count, "rows": count, "odd": suspicious})
    return found


def rows(task: Task, filters: dict):
    """The rows that came up and match the filters, waiting and suspicious ones first.

    Drafts of a department that was missing are left out: the bureau does not read them (A3-7).
    """
    came_up = rows_in_review(task).exclude(state=RowState.DRAFT)
    found = came_up.select_related("matter", "task__unit", "task__parent")
    if text := filters.get("q"):
        for word in text.lower().split():
            found = found.filter(
                Q(matter__search__contains=word) | Q(**{f"{_name_field(task)}__icontains": word})
            )
    if state := filters.get("state"):
        found = found.filter(state=state)
    if part := filters.get("part"):
        found = found.filter(task=part)
    if filters.get("suspicious"):
        found = found.odd()
    gravest = f"-{found.model.ODD}"
    return found.order_by(WAITING_FIRST, gravest, "task__unit__sort_order", "sort_order")


def _name_field(task):
    return "system_name" if row_model(task) is Entry else "remark"


def fact_labels(task: Task) -> dict[str, str]:
    """The facts a unit fills in for `task`, by field name, in the order of the sheet."""
    model, words = row_model(task), Words()
    return {name: words.label(model, name) for name in (*model.FACTS, "remark")}


def lines(task: Task, found, *, masked: bool = True) -> list[dict]:
    """Rows with their facts in words, the odd things in sentences, and what changed."""
    found = list(found)
    findings, words, names = sentences(found), Words(masked=masked), list(fact_labels(task))
    before, asked = _before(task), _asked(task)
    return [
        {
            "row": row,
            "facts": [_fact(words, row, name) for name in names],
            "findings": findings.get(row.pk, ()),
            "asked": asked.get(row.pk, "") if row.state == RowState.SUBMITTED else "",
            "changes": _changes(words, row, before.get(row.matter.inner_code), names),
            "blocked": getattr(row, "system_level", "") == SystemLevel.UNKNOWN,
        }
        for row in found
    ]


def _fact(words, row, name):
    model = type(row)
    return {
        "name": name,
        "label": words.label(model, name),
        "text": words.value(model, name, getattr(row, name)),
    }


def _before(task) -> dict[str, dict]:
    """The submission the bureau saw before, by matter code; empty when this is the first.

    What was taken back was never looked at.
    """
    earlier = task.submissions.standing().newest_first()[1:2]
    return {line["code"]: line for one in earlier for line in one.content["rows"]}


def _asked(task) -> dict[int, str]:
    """Why rows were returned that came up again with the last submission, by their key."""
    last = task.submissions.standing().newest_first().values_list("before", flat=True).first()
    returned = (last or {}).get("returned", ())
    return {pk: str(Reason(kind, text)) for pk, kind, text in returned}


def _changes(words, row, earlier, names):
    if earlier is None:
        return []
    return [
        words.change(type(row), name, earlier.get(name), getattr(row, name))
        for name in names
        if earlier.get(name) != getattr(row, name)
    ]
