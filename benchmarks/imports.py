"""The cases of the import: ours, stock django-import-export, and the plain pipeline."""

import os

from benchmarks import books
from benchmarks.places import READY, fresh


def prepare(meter) -> None:
    """Tables, the units of the library, and the bureau's administrator."""
    from django.core.management import call_command

    from units.models import Role, Unit, UnitKind, User

    call_command("migrate", run_syncdb=True, verbosity=0)
    root = _unit(None, books.CITY, UnitKind.CITY)
    bureau = _unit(root, "市数据资源局", UnitKind.BUREAU)
    for trade in books.TRADES:
        _unit(root, books.unit_name(books.CITY, trade), UnitKind.DEPARTMENT)
    for name in books.DISTRICTS:
        district = _unit(root, name, UnitKind.DISTRICT)
        for trade in books.TRADES:
            below = books.unit_name(name, trade)
            _unit(district, below, UnitKind.DISTRICT_DEPARTMENT)
    User.objects.create(username="bench", name="测试管理员", unit=bureau, role=Role.ADMIN)
    assert Unit.objects.count() > 400


def _unit(parent, short_name, kind):
    from units.models import Unit, UnitLevel

    level = UnitLevel.DISTRICT if "district" in kind else UnitLevel.CITY
    name = f"{parent.name}{short_name}" if parent else "杭州市人民政府"
    return Unit.objects.create(
        parent=parent, name=name, short_name=short_name, kind=kind, level=level
    )


def fill(meter, *, book: str) -> None:
    """The library once imported, in our tables and in the peer's."""
    client = start(meter, READY)
    _upload(client, book)
    _confirmed(client)
    from benchmarks.peer import plain as pipeline

    pipeline.bring_in(book, _unit_names())


def ours(meter, *, book: str, ready: str = READY) -> dict:
    """Upload, look at the preview, confirm, written: through the pages and the job."""
    client = start(meter, ready)
    from matters.models import LibraryUpload, Matter
    from units.models import Event

    with meter:
        page = _upload(client, book)
        _confirmed(client)
    upload = LibraryUpload.objects.latest("pk")

    plan = upload.plan["counts"]
    return {
        "page": len(page.content) / 1e6,
        "matters": Matter.objects.count(),
        "events": Event.objects.filter(subject="matters.matter").count(),
    } | plan


def plain(meter, *, book: str, ready: str = READY) -> dict:
    start(meter, ready)
    from benchmarks.peer import plain as pipeline

    units = _unit_names()
    with meter:
        return pipeline.bring_in(book, units)


def stock(meter, *, book: str, ready: str = READY) -> dict:
    """Upload with dry run and preview page, then the confirmed import, as its admin does."""
    client = start(meter, ready)
    address = "/stock/peer/plainmatter/"
    xlsx = number_of(client.get(f"{address}import/").context["form"], "xlsx")
    with meter:
        with open(book, "rb") as file:
            form = {"import_file": file, "format": xlsx, "resource": 0}
            page = client.post(f"{address}import/", form)
        confirm = page.context["confirm_form"].initial
        done = client.post(f"{address}process_import/", confirm)
    assert done.status_code == 302, done.content[:2000]
    from benchmarks.peer.models import PlainMatter

    return {"page": len(page.content) / 1e6, "matters": PlainMatter.objects.count()}


def restart(ready: str = READY) -> None:
    """Work on a fresh copy of a prepared database, able to do every job."""
    fresh(os.environ["DATABASE_URL"], ready)
    from django.test.utils import setup_test_environment

    from yichuang.celery import app

    setup_test_environment()
    app.loader.import_default_modules()


def watch_database(meter) -> None:
    """Count what the server does for this session as well."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            meter.watch(cursor.fetchone()[0])


def start(meter, ready: str, user: str = "bench"):
    """A signed-in browser on a fresh copy of the database, everything imported already."""
    restart(ready)
    from django.test import Client
    from django.urls import reverse

    from units.models import User

    client, person = Client(), User.objects.get(username=user)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    client.get(reverse("matters:upload-list"))
    watch_database(meter)
    return client


def _upload(client, book: str):
    """The preview page of the uploaded workbook."""
    from django.urls import reverse

    with open(book, "rb") as file:
        answer = client.post(reverse("matters:upload-create"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    _work_off()
    return client.get(reverse("matters:upload-detail", args=[_latest().pk]))


def _confirmed(client) -> None:
    """What the person confirms is written by the job."""
    from django.urls import reverse

    from matters.models import UploadState

    client.post(reverse("matters:upload-apply", args=[_latest().pk]))
    _work_off()
    upload = _latest()
    assert upload.state == UploadState.APPLIED, (upload.state, upload.job and upload.job.message)


def _latest():
    from matters.models import LibraryUpload

    return LibraryUpload.objects.defer("plan").latest("pk")


def _work_off() -> None:
    """What the worker does, in this process."""
    from units import jobs
    from units.models import Job

    for pk in list(Job.objects.unfinished().values_list("pk", flat=True)):
        jobs.run(pk)


def _unit_names() -> frozenset[tuple[str, str]]:
    from units.models import Unit

    city = {
        (books.CITY, name)
        for name in Unit.objects.departments().values_list("short_name", flat=True)
    }
    below = Unit.objects.filter(kind="district_department")
    return frozenset(city | set(below.values_list("parent__short_name", "short_name")))


def number_of(form, extension: str) -> str:
    """The number of a file format in one of the peer's forms."""
    return next(value for value, label in form.fields["format"].choices if label == extension)
