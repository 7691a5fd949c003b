"""Chromium, and people who have signed in to it."""

import os
import shutil
import threading

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tasks.filling import submitting
from tasks.models import Entry
from tests import factories
from tests.test_pages import world  # noqa: F401 - the objects of all addresses, here too
from units import jobs
from units.models import Job, JobState
from yichuang.celery import app as celery

from .grid_page import GridPage
from .watch import Watch

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = {"width": 1366, "height": 768}
PATIENCE = 15_000


@pytest.fixture(scope="session")
def chromium():
    named = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread; the tests still ask the database directly.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def signed_in(chromium, live_server):
    """`signed_in(person)` is a fresh browser profile in which that person has signed in."""
    contexts = []

    def profile(person, **options):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        context = chromium.new_context(
            **{"viewport": SCREEN, "base_url": live_server.url, "locale": "zh-CN", **options}
        )
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        context.add_cookies(cookies)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        return context

    yield profile
    for context in contexts:
        context.close()


@pytest.fixture
def stranger_at(chromium, live_server):
    """`stranger_at()` is a page in a fresh browser profile in which nobody has signed in."""
    contexts = []

    def fresh():
        context = chromium.new_context(
            viewport=SCREEN, base_url=live_server.url, locale="zh-CN", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        return context.new_page()

    yield fresh
    for context in contexts:
        context.close()


@pytest.fixture
def watch():
    """`watch(page)` notes what goes wrong there; the test fails in the end if anything did."""
    watches = []

    def over(page):
        watches.append(Watch(page))
        return watches[-1]

    yield over
    assert [trouble for one in watches for trouble in one.troubles] == []


@pytest.fixture
def worker(live_server):
    """Works on what people ask for, as the Celery worker does, while the test runs."""
    over = threading.Event()
    celery.loader.import_default_modules()  # the apps' jobs.py, which register the handlers

    def work():
        while not over.wait(0.1):
            for pk in Job.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True):
                jobs.run(pk)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.fixture
def city_list(tasks, filler):
    """The eight rows of 市人力社保局, acknowledged."""
    submitting.acknowledge(tasks.city_list, by=filler, at=factories.DURING)
    return tasks.city_list


@pytest.fixture
def long_list(city_list):
    """The same list with two hundred rows."""
    with factories.library_open("长表") as version:
        matters = [
            factories.matter(
                version, city_list.unit, f"许可-7{n:04}-000", f"长表事项{n}", sort_order=n
            )
            for n in range(192)
        ]
    Entry.objects.bulk_create(
        Entry(task=city_list, matter=matter, sort_order=100 + n) for n, matter in enumerate(matters)
    )
    return city_list


@pytest.fixture
def grid(signed_in, filler, city_list):
    page = GridPage(signed_in(filler), city_list)
    yield page
    assert page.errors == []


@pytest.fixture
def stored(city_list):
    """`stored(row, field)` is what the database holds now."""
    ids = [entry.pk for entry in Entry.objects.filter(task=city_list).in_order()]

    def value(row, field):
        return Entry.objects.values_list(field, flat=True).get(pk=ids[row])

    return value
