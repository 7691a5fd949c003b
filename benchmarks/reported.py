"""The cases of attachment 3: a district's list of 20,000 reported rows, and its export."""

from benchmarks import books
from benchmarks.downloads import said_of
from benchmarks.imports import start
from benchmarks.places import READY

DEPARTMENTS, MATTERS = 16, 1_250


def prepare(meter) -> None:
    """The tests' city with a long list that was reported, and the peer's table of as many rows."""
    from django.core.management import call_command

    from tasks.models import Entry, RowState, Task
    from tests import factories
    from tests.factories import DURING
    from tests.tasks.export_books import FACTS
    from tests.tasks.workbooks.large_list import large_district

    call_command("migrate", run_syncdb=True, verbosity=0)
    town = factories.city()
    people = factories.cast(town)
    factories.catalogue(town)
    large_district(town, DEPARTMENTS, MATTERS)
    factories.campaign(town, people)
    Task.objects.filter(unit__path__startswith=town.xiacheng.path).update(first_submitted_at=DURING)
    rows = Entry.objects.filter(task__unit__parent=town.xiacheng)
    rows.update(**FACTS, state=RowState.SUBMITTED)
    _fill_plain_table()


def _fill_plain_table() -> None:
    from benchmarks.peer.models import PlainMatter

    lines = (dict(zip(books.PEER_HEADER, line, strict=True)) for line in books.library())
    matters = (PlainMatter(**line | {"volume": line["volume"] or None}) for line in lines)
    PlainMatter.objects.bulk_create(matters, batch_size=1_000)


def exported(meter, *, user: str, edition: str) -> dict:
    """From the click of the bureau to the last byte of the file."""
    client = start(meter, READY, user)
    from django.urls import reverse

    from tasks.models import Campaign
    from units.models import Unit

    client.get(reverse("tasks:export-list"))
    district = Unit.objects.get(short_name="下城区")
    asked = {"campaign": Campaign.objects.get().pk, "table": "3", "unit": district.pk}
    with meter:
        answer = client.post(reverse("tasks:export-start"), asked | {"edition": edition})
        content = b"".join(answer.streaming_content)
    return said_of(content)
