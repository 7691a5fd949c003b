"""Days before and after all others: no form stores one, no address falls over one.

What is due in the year 9999 has no workday after it, and every page that counts days would fall.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from tasks.models import ChasingSlip, Extension, SlipFeedback
from tests.page_world import world_of

DAYS = ("0001-01-01", "0999-12-31", "9999-12-24", "9999-12-30", "9999-12-31")


@pytest.fixture
def world(town, people, campaign, tasks):
    return world_of(town, people, campaign, tasks)


@pytest.fixture
def stored():
    """How many rows there are that hold a day which somebody typed."""
    models = (ChasingSlip, Extension, SlipFeedback)
    return lambda: [model.objects.count() for model in models]


def forms(world, day):
    """(who, page, its argument, what is sent) of every form of the new rooms that asks a day."""
    campaign, unit = world["campaign"].pk, world["renshe"].pk
    said = {"reason": "经费尚未落实", "demand": "请尽快落实", "due_on": day}
    moved = {"whole": "on", "until": day, "reason": "系统升级", "confirmed": "1"}
    free = {"unit": unit, "campaign": campaign, "kind": "urge", "item": "经费未落实", **said}
    call = {"whom": "other", "name": "某人", "campaign": campaign, "outcome": "promised"}
    slip, circular = world["chasing_slip"].pk, world["circular"].pk
    ticked = {"row": world["city_list"].pk, "way": "urge"}
    period = {"campaign": campaign, "name": "第一季度"}
    return [
        ("reviewer", "extension-create", campaign, moved),
        ("reviewer", "chasing-slip-create", None, free),
        ("reviewer", "chasing-issue", None, ticked | said),
        ("reviewer", "chasing-call", unit, call | {"promised_on": day}),
        ("filler", "chasing-slip-feedback", slip, {"text": "本周报送", "promised_on": day}),
        ("admin", "circular-issue", circular, {"number": "第2期", "dated_on": day, "seen": 0}),
        ("admin", "assessment-create", None, period | {"starts_on": day, "ends_on": "2018-03-31"}),
        ("admin", "assessment-create", None, period | {"starts_on": "2018-01-01", "ends_on": day}),
    ]


@pytest.mark.parametrize("day", DAYS)
def test_no_form_takes_a_day_that_nobody_can_count_from(world, people, as_user, stored, day):
    before = stored()
    for who, name, key, sent in forms(world, day):
        address = reverse(f"tasks:{name}", args=[key] if key else [])
        answer = as_user(getattr(people, who)).post(address, sent)
        assert answer.status_code == 422, (name, day)
    assert stored() == before


def test_the_same_forms_take_a_day_of_these_years(world, people, as_user):
    for who, name, key, sent in forms(world, "2099-04-01"):
        if name in {"circular-issue", "assessment-create"}:
            continue  # these ask for more than a day
        address = reverse(f"tasks:{name}", args=[key] if key else [])
        with transaction.atomic():
            answer = as_user(getattr(people, who)).post(address, sent)
            transaction.set_rollback(True)
        assert answer.status_code == 302, name


@pytest.mark.parametrize("first", DAYS)
def test_no_address_falls_over_such_a_day(world, people, as_user, first):
    admin, campaign = as_user(people.admin), world["campaign"].pk
    scheme = reverse("tasks:scheme-preview", args=[campaign])
    for last in DAYS:
        assert admin.get(scheme, {"starts_on": first, "ends_on": last}).status_code == 200
    preview = {"day": first, "hour": "09:00"}
    assert admin.get(reverse("tasks:reminder-preview"), preview).status_code == 200
    export = {"query": f"day={first}"}
    assert admin.post(reverse("tasks:reminder-export"), export).status_code == 200
    assert admin.get(reverse("tasks:calendar-day", args=[first])).status_code == 404
