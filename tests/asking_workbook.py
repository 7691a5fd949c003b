"""Stores the small city with a long list and brings a workbook for it, or confirms the one brought.

Prints the number of the job.
"""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django must be set up first

from tasks.models import Entry, ObligationKind, Task, WorkbookUpload  # noqa: E402
from tasks.workbooks import receiving, writing  # noqa: E402
from tests import factories  # noqa: E402
from tests.tasks.acts import acknowledged  # noqa: E402
from tests.tasks.workbooks import books  # noqa: E402
from units.models import Job, User  # noqa: E402

ROWS = 2_000


def brought() -> Job:
    town = factories.city()
    people = factories.cast(town)
    with factories.library_open() as version:
        factories.matters_of(version, town.gongan, ROWS)
    factories.campaign(town, people)
    tasks = Task.objects.for_page()
    task = tasks.get(unit=town.gongan, obligation__kind=ObligationKind.CITY_LIST)
    task = acknowledged(task, people.stranger)
    rows = Entry.objects.filter(task=task).select_related("matter", "task__unit").in_order()
    content = books.file(books.sheet([books.line(row) for row in rows]))
    _upload, job = receiving.receive(
        task, content, language="zh-hans", by=people.stranger, at=timezone.now()
    )
    return job


def confirmed() -> Job:
    upload, person = WorkbookUpload.objects.get(), User.objects.get(username="stranger")
    job, _count = writing.confirm(upload, stale=False, by=person, at=timezone.now())
    return job


if __name__ == "__main__":
    print((confirmed() if sys.argv[1:] else brought()).pk)
