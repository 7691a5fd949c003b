"""Stores the small city if it is not there and asks for attachment 2; prints the job's number."""

import django

django.setup()

from tasks.models import Campaign  # noqa: E402 - Django must be set up first
from tests import factories  # noqa: E402 - Django must be set up first
from units import jobs  # noqa: E402 - Django must be set up first
from units.models import User  # noqa: E402 - Django must be set up first


def asked():
    if not Campaign.objects.exists():
        town = factories.city()
        people = factories.cast(town)
        factories.catalogue(town)
        factories.campaign(town, people)
    owner, notice = User.objects.get(username="admin"), Campaign.objects.get()
    return jobs.ask(
        "export",
        title="附件2",
        owner=owner,
        campaign=notice.pk,
        table="2",
        edition="data",
        unit=None,
        answers=False,
    )


if __name__ == "__main__":
    print(asked().pk)
