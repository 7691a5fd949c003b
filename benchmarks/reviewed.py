"""The cases of the review desk: a city whose 9,600 rows are all with the bureau."""

import gzip
import os
from wsgiref.util import setup_testing_defaults

from benchmarks.imports import watch_database
from benchmarks.places import fresh

PAGES = 40


def prepare(meter) -> None:
    """The city of the tests with sixty oddities, examined by the bureau's rules."""
    from django.core.management import call_command

    from tasks.suspicion.examining import examine_all
    from tests import factories
    from tests.tasks.suspicion.large_review import large_review, seed

    call_command("migrate", run_syncdb=True, verbosity=0)
    town = factories.city()
    people = factories.cast(town)
    review = large_review(town)
    seed(review, people.reviewer)
    examine_all(review.campaign)
    _settle()


def _settle() -> None:
    """What autovacuum does within minutes of any load: without statistics a plan is a guess."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def desk(meter, *, query: str) -> dict:
    """The same page again and again, as a reviewer opens it all day.

    Asked of what gunicorn loads and compressed for the browser, on a connection that stays open
    and is looked after with every request.
    """
    fresh(os.environ["DATABASE_URL"])
    from yichuang.wsgi import application

    watch_database(meter)
    asked = _asked(query)
    _page(application, asked)  # what is read once, templates for instance, is no cost of a page
    with meter:
        for _ in range(PAGES):
            packed = _page(application, asked)
    page = gzip.decompress(packed)
    return {"pages": PAGES, "rows": page.count(b"data-desk-row"), "size": len(page) / 1e3}


def _asked(query: str) -> dict:
    """The request of a reviewer who has signed in."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from units.models import User

    client, person = Client(), User.objects.get(username="reviewer")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    asked = {
        "PATH_INFO": reverse("tasks:desk"),
        "QUERY_STRING": query,
        "HTTP_COOKIE": f"{session.key}={session.value}",
        "HTTP_ACCEPT_ENCODING": "gzip",
    }
    setup_testing_defaults(asked)
    return asked


def _page(application, asked: dict) -> bytes:
    def start(status, headers):
        assert status.startswith("200"), status

    answer = application(dict(asked), start)
    content = b"".join(answer)
    answer.close()
    return content
