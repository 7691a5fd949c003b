"""Nothing leaves at night or on days off; shifted workdays are workdays (G8)."""

from datetime import datetime

import pytest

from tests.factories import CITY_TIME
from units.channels import hours

pytestmark = pytest.mark.django_db


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2018-04-02 08:00", "2018-04-02 08:00"),
        ("2018-04-02 19:59", "2018-04-02 19:59"),
        ("2018-04-02 20:00", "2018-04-03 08:00"),
        ("2018-04-02 07:59", "2018-04-02 08:00"),
        ("2018-04-04 21:00", "2018-04-08 08:00"),  # 清明 5–7 April, the Sunday after is worked
        ("2018-04-06 12:00", "2018-04-08 08:00"),
        ("2018-04-08 12:00", "2018-04-08 12:00"),
        ("2018-02-14 23:00", "2018-02-22 08:00"),  # 春节 15–21 February
    ],
)
def test_the_next_moment_at_which_one_may_send(at, allowed):
    assert hours.next_allowed(moment(at)) == moment(allowed)


@pytest.mark.parametrize(
    ("at", "digest"),
    [
        ("2018-04-02 08:00", "2018-04-02 08:30"),
        ("2018-04-02 08:31", "2018-04-03 08:30"),
        ("2018-04-04 10:00", "2018-04-08 08:30"),
    ],
)
def test_a_digest_leaves_on_a_workday_in_the_morning(at, digest):
    assert hours.next_digest(moment(at)) == moment(digest)


def test_the_hours_are_settings(settings):
    settings.QUIET_FROM = settings.QUIET_FROM.replace(hour=18)
    assert not hours.is_allowed(moment("2018-04-02 18:00"))
