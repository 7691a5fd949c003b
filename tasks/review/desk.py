"""What the reviewer sees: the queue of submissions and the rows of one, suspicious first."""

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

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
    """Tasks that came up, the longest waiting first, with their rows counted in SQL."""
    return (
        Task.objects.visible_to(user)
        .owed()
        .filter(Q(state=State.SUBMITTED) | Q(first_submitted_at__isnull=False))
        .select_related("unit", "obligation__campaign", "review_started_by")
        .annotate(
            rows=_counted(Q()),
            waiting=_counted(Q(state=RowState.SUBMITTED)),
            suspicious=_counted(Q(state=RowState.SUBMITTED), odd=True),
            returned=_counted(Q(state=RowState.RETURNED)),
            approved=_counted(Q(state=RowState.APPROVED)),
        )
        .order_by(
            Case(When(state=State.SUBMITTED, then=Value(0)), default=Value(1)), "moved_at", "pk"
        )
    )


def _counted(condition, *, odd=False):
    """Rows of the task itself, of its parts, or of its 就近可办 list that meet `condition`."""
    own = Q(task=OuterRef("pk")) | Q(task__parent=OuterRef("pk"))
    return sum(
        (
            Coalesce(
                Subquery(
                    model.objects.counted()
                    .filter(own & condition & (is_odd(model) if odd else Q()))
                    .order_by()
                    .values(one=Value(1))
                    .annotate(n=Count("pk"))
                    .values("n"),
                    output_field=IntegerField(),
                ),
                0,
            )
            for model in (Entry, NearbyEntry)
        ),
        start=Value(0),
    )


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
