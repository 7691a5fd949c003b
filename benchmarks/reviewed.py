"""The cases of the review desk: a city whose 9,600 rows are all with the bureau."""

import os

from benchmarks.imports import watch_database
from benchmarks.places import fresh

PAGES = 20


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


def desk(meter, *, query: str) -> dict:
    """The same page again and again, as a reviewer opens it all day."""
    fresh(os.environ["DATABASE_URL"])
    from django.test import Client
    from django.urls import reverse

    from units.models import User

    watch_database(meter)
    # Without the test environment, which keeps a copy of every context that is rendered.
    client, address = Client(HTTP_HOST="127.0.0.1"), f"{reverse('tasks:desk')}?{query}"
    person = User.objects.get(username="reviewer")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    client.get(address)  # what is read once, templates for instance, is no cost of a page
    with meter:
        for _ in range(PAGES):
            answer = client.get(address)
    assert answer.status_code == 200
    shown = answer.content.count(b"data-desk-row")
    return {"pages": PAGES, "rows": shown, "size": len(answer.content) / 1e3}
