"""The moment of arrival decides (trust B4): to the millisecond, in every process, on each
database; who waits for a lock while the clock strikes is in time, who is late is kept."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from tasks.filling import submitting
from tasks.filling.views import signing
from tasks.models import Task
from tests.factories import CITY_TIME
from tests.tasks.acts import fill_in, fresh, page, signature
from yichuang.middleware import ArrivalMiddleware, arrival_of

IN_TIME = datetime(2018, 4, 6, 23, 59, 59, 999_000, tzinfo=CITY_TIME)
LATE = datetime(2018, 4, 7, tzinfo=CITY_TIME)


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def process_zone(request, monkeypatch):
    """The time zone of the machine, which nothing may depend on."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()


@pytest.fixture
def ready(tasks, filler):
    fill_in(tasks.city_list, filler)
    return fresh(tasks.city_list)


def sign(task, browser):
    return browser.post(page("submit", task), signature(task))


@pytest.mark.parametrize(("moment", "late"), [(IN_TIME, False), (LATE, True)])
def test_the_last_millisecond_is_in_time_and_midnight_is_late(
    process_zone, ready, head, as_user, moment, late
):
    browser = as_user(head)
    with time_machine.travel(moment, tick=False):
        assert Task.objects.overdue(at=timezone.now()).filter(pk=ready.pk).exists() is late
        assert fresh(ready).is_overdue(at=timezone.now()) is late
        answer = sign(ready, browser)
    assert answer.status_code == 302, "late or not, it is taken"
    task = fresh(ready)
    assert task.first_submitted_at == moment
    assert task.was_late is late
    assert task.submissions.count() == 1


def test_the_day_ends_in_hangzhou(process_zone, ready):
    """Midnight in Hangzhou is 16:00 in London, whatever the machine's clock shows."""
    assert ready.late_at == datetime(2018, 4, 6, 15, 59, 59, 999_999, tzinfo=UTC)


def test_who_arrives_before_and_is_stored_after_is_in_time(ready, head, as_user, monkeypatch):
    """The request waits for a lock while the clock strikes."""
    browser, submit = as_user(head), submitting.submit
    with time_machine.travel(IN_TIME, tick=False) as clock:

        def waits(task, **kwargs):
            clock.move_to(LATE + timedelta(seconds=5))
            return submit(task, **kwargs)

        monkeypatch.setattr(signing.submitting, "submit", waits)
        sign(ready, browser)
        assert timezone.now() > LATE
    task = fresh(ready)
    assert task.first_submitted_at == IN_TIME
    assert not task.was_late


def test_what_came_late_is_marked_on_task_and_receipt(ready, head, as_user):
    browser = as_user(head)
    with time_machine.travel(LATE, tick=False):
        receipt = browser.get(sign(ready, browser).url).text
        assert "2018-04-07 00:00:00（逾期报送）" in receipt
        assert "逾期报送" in browser.get(ready.get_absolute_url()).text


def test_a_supplement_after_the_deadline_is_not_late(district, collector, as_user):
    """The first submission decides."""
    assert not fresh(district).was_late


REQUEST = RequestFactory().get("/")
NOW = datetime(2018, 4, 7, 0, 0, 3, tzinfo=CITY_TIME)


def told(seconds_ago):
    stamp = (NOW - timedelta(seconds=seconds_ago)).timestamp()
    return RequestFactory().get("/", headers={"X-Request-Start": f"t={stamp:.3f}"})


@pytest.fixture
def behind_proxy(settings):
    settings.BEHIND_PROXY, settings.ARRIVAL_HEADER = True, "X-Request-Start"


def test_our_proxy_says_when_a_request_came(behind_proxy):
    assert arrival_of(told(3.5), NOW) == NOW - timedelta(seconds=3.5)


@pytest.mark.parametrize("seconds_ago", [-1, 121, 10**12])
def test_a_senseless_moment_of_the_proxy_is_not_believed(behind_proxy, seconds_ago):
    request = RequestFactory().get(
        "/", headers={"X-Request-Start": f"t={NOW.timestamp() - seconds_ago:.3f}"}
    )
    assert arrival_of(request, NOW) == NOW


@pytest.mark.parametrize("text", ["", "soon", "t=nan", "t=inf", "t=1e400"])
def test_no_moment_is_no_moment(behind_proxy, text):
    request = RequestFactory().get("/", headers={"X-Request-Start": text})
    assert arrival_of(request, NOW) == NOW


@pytest.mark.parametrize(("proxy", "header"), [(False, "X-Request-Start"), (True, "")])
def test_a_visitor_has_no_say_in_it(settings, proxy, header):
    settings.BEHIND_PROXY, settings.ARRIVAL_HEADER = proxy, header
    assert arrival_of(told(60), NOW) == NOW


def test_arrival_is_the_first_thing_that_is_noted(settings):
    names = settings.MIDDLEWARE
    arrival = names.index("yichuang.middleware.ArrivalMiddleware")
    assert arrival < names.index("django.middleware.security.SecurityMiddleware")
    seen = []
    with time_machine.travel(NOW, tick=False):
        ArrivalMiddleware(lambda request: seen.append(request.arrived_at))(REQUEST)
    assert seen == [NOW]
