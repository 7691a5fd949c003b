"""Signing in, and what holds before anybody has."""

import os
import subprocess
import sys

import pytest
from django.urls import reverse

from tests import factories
from units.models import Action, Event


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True


def fails(client, username, **headers):
    sent = {"username": username, "password": "wrong"}
    return client.post(reverse("login"), sent, **headers).status_code


def test_a_stranger_behind_the_same_proxy_locks_nobody_out(locking, settings, client, people):
    settings.BEHIND_PROXY = True
    stranger = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert [fails(client, "admin", **stranger) for _ in range(6)][-1] in {403, 429}
    # What the visitor claims stands before what the proxy adds.
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    assert fails(client, "admin", **forged) in {403, 429}
    sent = {"username": "admin", "password": factories.PASSWORD}
    own = client.post(reverse("login"), sent, HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert own.status_code == 302
    assert Event.objects.filter(action=Action.SIGN_IN).get().ip == "198.51.100.7"


def test_without_a_proxy_a_claimed_address_counts_for_nothing(locking, client, people):
    for number in range(5):
        fails(client, "admin", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert fails(client, "admin", HTTP_X_FORWARDED_FOR="198.51.100.99") in {403, 429}
    assert fails(client, "nobody-of-that-name") == 200


def test_personal_pages_are_kept_by_no_cache(as_user, filler, tasks):
    client = as_user(filler)
    for address in (reverse("tasks:home"), reverse("tasks:grid", args=[tasks.city_list.pk])):
        assert "no-store" in client.get(address)["Cache-Control"]
    assert "no-store" in client.get("/tasks/999999/")["Cache-Control"]


def test_the_admin_site_has_no_second_page_for_passwords(as_user, admin):
    answer = as_user(admin).post(reverse("admin:password_change"), {"old_password": "x"})
    assert answer.url == reverse("password_change")


def test_a_foreign_host_is_refused_before_anything_else(client, db):
    assert client.get("/", HTTP_HOST="elsewhere.example").status_code == 400


def test_a_slip_in_the_kind_of_installation_starts_nothing():
    slip = {**os.environ, "YICHUANG_ENV": "prod"}
    code = "import yichuang.settings"
    started = subprocess.run([sys.executable, "-c", code], env=slip, capture_output=True, text=True)
    assert started.returncode != 0
    assert "demo, production or test" in started.stderr
