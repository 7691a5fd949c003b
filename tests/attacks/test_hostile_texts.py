"""Hostile text in every text field there is, and the numbers of others, on every page there is."""

import io
import zipfile

import pytest
from django.apps import apps
from django.contrib.admin.sites import site as admin_site
from django.db import DatabaseError, models, transaction
from django.urls import reverse

from tasks.models import Audience, Post, Submission, Talk, TalkKind
from tests.factories import DURING, ISSUED
from tests.page_world import world_of
from tests.test_pages import PAGES, address
from units.models import Action, Event, User
from units.phones import PHONE_FIELDS

PAYLOAD = "<img src=x onerror=1>\"'{{7*7}}</script>"
NUMBER = "19912345678"
# What leads somewhere, or tells one thing from another.
KEYS = {
    "path", "search", "key", "checksum", "previous", "fingerprint", "url", "result_url", "query",
    "page", "code", "kind", "username", "password", "state", "subject", "base_code", "language",
    "return_class", "left_because",
}  # fmt: skip
APPS = ("units", "matters", "tasks")


@pytest.fixture
def world(town, people, campaign, tasks, filler):
    world = world_of(town, people, campaign, tasks)
    for link in ("entry", "objection"):
        Post.objects.create(
            **{link: world[link]}, text="留言", audience=Audience.BUREAU, at=DURING, by=filler
        )
    Talk.objects.create(
        objection=world["objection"], kind=TalkKind.MEETING, held_on=ISSUED, text="已沟通",
        at=DURING, by=filler,
    )  # fmt: skip
    return world


def text_fields():
    """(model, field) for all text that people or files bring."""
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and not (field.choices or field.unique or field.name in KEYS):
                yield model, field


def write(rows, field, text) -> bool:
    """Write `text` into all rows; False where the database itself says no."""
    try:
        with transaction.atomic():
            rows.update(**{field.name: text[: field.max_length]})
    except DatabaseError:
        return False
    return True


def record_everything(world, text, by):
    """The trail and the messages cannot be changed: they get some of their own."""
    row = world["entry"]
    Event.objects.record(
        Action.EDIT, by=by, at=DURING, subject=row, unit=row.task.unit, label=text, reason=text,
        changes={"remark": [text, text], "districts": [text, text], "unheard": [text, text]},
    )  # fmt: skip


def test_no_text_becomes_markup_on_any_page(world, people, as_user):
    record_everything(world, PAYLOAD, people.filler)
    written = [
        write(model._base_manager.all(), field, PAYLOAD)
        for model, field in text_fields()
        if field.name not in PHONE_FIELDS and model._meta.label != "units.Event"
    ]
    assert sum(written) > 60
    alive = set()
    for who in ("admin", "filler", "collector"):
        client = as_user(getattr(people, who))
        for page in PAGES:
            answer = client.get(address(page, world)) if page.method == "GET" else None
            # JSON is no page: the browser is told so, and told to believe it.
            if answer and "html" in answer.headers.get("Content-Type", ""):
                alive |= {f"{page} by {who}"} if b"<img src=x" in answer.content else set()
    assert alive == set()


def unpacked(response) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if not body.startswith(b"PK"):
        return body
    package = zipfile.ZipFile(io.BytesIO(body))
    return b"".join(package.read(name) for name in package.namelist())


def write_numbers(town):
    for model, field in text_fields():
        if field.name in PHONE_FIELDS:
            rows = model._base_manager.all()
            write(rows.exclude(unit=town.bureau) if model is User else rows, field, NUMBER)


def test_nobody_reads_numbers_without_the_right(world, people, as_user, town):
    write_numbers(town)
    seen = set()
    for who in ("leader", "contractor", "hall", "other_collector", "reviewer"):
        # Everybody may read the own number, on the page of what they want to receive.
        User.objects.filter(pk=getattr(people, who).pk).update(phone="19800000000")
        client = as_user(getattr(people, who))
        # What a reviewer hands out or has shown is on record; pages do neither.
        pages = [page for page in PAGES if page.method == "GET" or who != "reviewer"]
        for page in pages:
            with transaction.atomic():
                answer = client.generic(page.method, address(page, world))
                if NUMBER.encode() in unpacked(answer):
                    seen.add(f"{page} by {who}")
                transaction.set_rollback(True)
    assert seen == set()


def test_the_admin_site_shows_no_numbers(world, people, as_user, town, filler):
    """Where a number is shown in full, somebody asked for it and that is on record (E3)."""
    write_numbers(town)
    Submission.objects.update(content={"rows": [{"phone": NUMBER}]})
    row = world["entry"]
    changes = {"phone": ["", NUMBER]}
    Event.objects.record(Action.EDIT, by=filler, at=DURING, subject=row, changes=changes)
    client, seen = as_user(people.admin), set()
    for model in set(admin_site._registry) - {User}:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        pages += [reverse(f"{name}_change", args=[one.pk]) for one in model.objects.all()[:3]]
        seen |= {page for page in pages if NUMBER in client.get(page).text}
    assert seen == set()
