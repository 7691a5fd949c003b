"""A hundred thousand reported rows, made by the database itself."""

from django.db import connection

from tasks.models import Entry, RowState, Task
from tests import factories
from tests.factories import DURING
from units.models import Unit, UnitKind

UNITS, MATTERS = 1000, 100
# One row in a hundred is grave, one in twenty suspicious.
SEVERITY = (
    "CASE WHEN (t.id * 7 + m.id) %% 100 = 0 THEN 3 WHEN (t.id + m.id) %% 20 = 0 THEN 2 ELSE 0 END"
)


def many_rows(task):
    """A thousand more units with a list like `task`, each of a hundred waiting rows."""
    root = Unit.objects.get(kind=UnitKind.CITY)
    Unit.objects.bulk_create(
        Unit(
            name=f"第{number}局",
            short_name=f"第{number}局",
            search=f"第{number}局",
            parent=root,
            kind=UnitKind.DEPARTMENT,
            level="city",
            path=f"{root.path}x{number}/",
            sort_order=number,
        )
        for number in range(UNITS)
    )
    Task.objects.bulk_create(
        Task(
            obligation=task.obligation, unit=unit, state="submitted", due_at=task.due_at,
            late_at=task.late_at,
            first_submitted_at=DURING, submitted_at=DURING,
        )
        for unit in Unit.objects.filter(path__startswith=f"{root.path}x")
    )  # fmt: skip
    with factories.library_open("大库") as version:
        for number in range(MATTERS):
            factories.matter(version, task.unit, f"许可-8{number:04d}-000", f"大库事项{number}")
    _copy_rows(task.entry_rows.first())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tasks_entry, tasks_task, units_unit, matters_matter")


def _copy_rows(entry):
    """One row for each of the new lists and matters, like `entry`."""
    own = {"task_id": "t.id", "matter_id": "m.id", "severity": SEVERITY, "state": "%s"}
    columns = [field.column for field in Entry._meta.concrete_fields if not field.primary_key]
    values = ", ".join(own.get(column, f"e.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tasks_entry ({', '.join(columns)}) SELECT {values} FROM tasks_entry e"
            " CROSS JOIN tasks_task t JOIN units_unit u ON u.id = t.unit_id AND u.path LIKE %s"
            " CROSS JOIN matters_matter m WHERE e.id = %s AND m.name LIKE %s",
            [RowState.SUBMITTED, "%x%", entry.pk, "大库事项%"],
        )
