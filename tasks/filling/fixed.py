"""杭智办〔2018〕2号 二(一)3: what the bureau has fixed is not changed, and trying is recorded."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from tasks.models import Task
from units.models import Action, Event, User

from .columns import fixed_columns
from .grid import rows_of, values


def fixed_cells(task: Task, cells: list[dict]) -> list[dict]:
    """Those of `cells` that lie in a fixed column."""
    fixed = {column["key"] for column in fixed_columns(task)}
    return [cell for cell in cells if cell["field"] in fixed]


@transaction.atomic
def record_refusal(task: Task, cells: list[dict], *, by: User, at: datetime) -> None:
    """Keep who tried to change which fixed facts into what (domain case 5)."""
    by_row = defaultdict(list)
    for cell in cells:
        by_row[cell["id"]].append(cell)
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.REFUSED,
                by=by,
                at=at,
                subject=row,
                unit=task.unit,
                changes={
                    cell["field"]: [values(row)[cell["field"]], str(cell.get("now"))[:200]]
                    for cell in by_row[row.pk]
                },
            )
        )
        for row in rows_of(task).filter(pk__in=by_row)
    )
