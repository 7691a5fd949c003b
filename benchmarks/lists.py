"""The cases of a unit's workbook: the district, fifteen departments and files of the tests."""

from pathlib import Path

from benchmarks.imports import restart, watch_database


def prepare(meter, *, book: str) -> None:
    """The tests' city with a list of 9,600 rows that is out, and its workbook filled in."""
    from django.core.management import call_command

    from tasks.filling import submitting
    from tests import factories
    from tests.factories import DURING
    from tests.tasks.workbooks.large_list import Book, district_task, large_district, rows_of

    call_command("migrate", run_syncdb=True, verbosity=0)
    town = factories.city()
    people = factories.cast(town)
    factories.catalogue(town)
    large_district(town)
    task = district_task(factories.campaign(town, people), town.xiacheng)
    for one in (task, *task.parts.all()):
        submitting.acknowledge(one, by=people.other_collector, at=DURING)
    filled = [row for row in rows_of(task) if row.task.unit.short_name.startswith("区第")]
    Path(book).write_bytes(Book(task, filled).content())


def preview(meter, *, book: str) -> dict:
    """From the bytes that came to the page that shows what they would change."""
    restart()
    from django.test import Client
    from django.urls import reverse

    client, person = Client(), _person(meter)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    with meter:
        upload = _read(book, person)
        page = client.get(reverse("tasks:workbook-detail", args=[upload.pk]))
    assert page.status_code == 200
    return upload.plan["counts"] | {"page": len(page.content) / 1e6}


def written(meter, *, book: str) -> dict:
    restart()
    from tasks.workbooks import writing
    from tests.factories import DURING

    person = _person(meter)
    upload = _read(book, person)
    with meter:
        count = writing.write(upload, stale=False, by=person, at=DURING)
    return {"written": count}


def _person(meter):
    from units.models import User

    watch_database(meter)
    return User.objects.select_related("unit").get(username="other_collector")


def _read(book: str, person):
    """What receiving and the worker do with the file, before anybody decides."""
    from tasks.models import ObligationKind, Task
    from tasks.workbooks import receiving
    from tests.factories import DURING
    from tests.tasks.workbooks.books import uploaded

    lists = Task.objects.for_page().filter(obligation__kind=ObligationKind.DISTRICT_LIST)
    file = uploaded(Path(book).read_bytes())
    task = lists.get(unit=person.unit)
    upload, _job = receiving.receive(task, file, language="zh-hans", by=person, at=DURING)
    receiving.read(upload, by=person)
    return upload
