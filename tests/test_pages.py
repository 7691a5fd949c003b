"""Everybody gets at every address what the table of pages says.

A URL name that is missing from the table fails, and so does a GET that writes.
"""

from http.cookies import SimpleCookie

import pytest
from django.contrib.admin.sites import site as admin_site
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.page_world import world_of
from tests.pages import PAGES, ROOMS
from tests.pages.table import CAST

# The addresses of the admin site are not in the table: its own registry is walked instead.
ADMIN = "admin"


@pytest.fixture
def world(town, people, campaign, tasks):
    return world_of(town, people, campaign, tasks)


def address(page, world):
    return reverse(page.name, args=[world[arg].pk for arg in page.args])


@pytest.fixture
def browsers(people, as_user):
    """One browser per person of the cast, each signed in."""
    signed_in = {who: as_user(getattr(people, who)) for who in CAST if who != "anonymous"}
    return {"anonymous": Client(), **signed_in}


def ask(page, client, world, only_reads):
    """The status of one request; whatever a POST stored, in the browser too, is undone."""
    url = address(page, world)
    if page.method == "GET":
        with only_reads():
            return client.get(url).status_code
    cookies = client.cookies.output()
    with transaction.atomic():
        status = client.post(url, page.data).status_code
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
    return status


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_what_the_table_says(room, world, browsers, only_reads):
    wrong = {}
    for page in ROOMS[room]:
        for who, client in browsers.items():
            got, expected = ask(page, client, world, only_reads), page.status(who)
            if got != expected:
                wrong[f"{page} by {who}"] = f"{got}, not {expected}"
    assert wrong == {}


def test_an_object_that_does_not_exist_is_not_found(world, browsers):
    for page in PAGES:
        if page.args:
            url = reverse(page.name, args=[10**20 for _arg in page.args])
            response = browsers["admin"].generic(page.method, url)
            assert response.status_code in {403, 404}, page


def test_an_act_without_a_token_is_refused(world, people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.admin, backend="django.contrib.auth.backends.ModelBackend")
    for page in PAGES:
        if page.method == "POST":
            assert client.post(address(page, world), page.data).status_code == 403, page


def test_a_page_answers_no_other_method(world, browsers):
    for page in PAGES:
        # Django's own sign-in pages take PUT for POST, its language switch GET for going back.
        if ":" not in page.name:
            continue
        known = {other.method for other in PAGES if other.name == page.name}
        for method in {"PUT", "DELETE", "PATCH"} | ({"GET"} - known):
            response = browsers["admin"].generic(method, address(page, world))
            assert response.status_code in {403, 405}, (method, page)


def named_urls(resolver=None, namespace=""):
    """The names of all addresses but the admin site's own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        inner = getattr(pattern, "namespace", None)
        if inner == ADMIN:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from named_urls(pattern, f"{namespace}{inner}:" if inner else namespace)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_in_the_table():
    assert {page.name for page in PAGES} == set(named_urls())


def test_few_pages_are_public():
    public = {page.name for page in PAGES if page.anonymous == 200}
    assert public == {"login", "healthz", "live", "tasks:feed-file"}


def admin_pages():
    yield reverse("admin:index")
    for model in admin_site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_the_admin_site_is_the_administrators_alone(world, browsers, only_reads):
    for who, client in browsers.items():
        expected = {"admin": 200, "anonymous": 302}.get(who, 403)
        for url in admin_pages():
            with only_reads():
                assert client.get(url).status_code == expected, (who, url)
