"""The workday calendar as rows: what they say, and how long a process believes its copy."""

from datetime import date, timedelta
from itertools import accumulate

import chinese_calendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from units import almanac, workdays
from units.models import CalendarYear, SpecialDay
from units.workdays import is_workday, warning, workdays_after, workdays_between


def test_the_migrations_fill_what_the_package_knows(db, days_off):
    assert workdays.stored() == days_off
    assert CalendarYear.objects.get(year=2018).source == "国办发明电〔2017〕12号"
    assert min(days_off.years) == 2017


def test_every_day_of_the_published_years_is_what_the_package_says(days_off):
    day = date(2017, 1, 1)
    while day.year in days_off.years:
        assert days_off.works(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_case_2_shifted_days_are_workdays():
    assert is_workday(date(2018, 4, 8))
    assert is_workday(date(2018, 12, 29))
    assert not is_workday(date(2018, 4, 6))


def test_case_2_an_unpublished_year_goes_by_the_week_and_says_so():
    assert 2027 not in almanac.years(), "published meanwhile: take a later year"
    assert is_workday(date(2027, 1, 1))  # a Friday, New Year's Day
    assert not is_workday(date(2027, 1, 2))
    assert "2027年" in warning(date(2018, 4, 6), date(2027, 1, 1))
    assert warning(date(2018, 4, 6)) == ""


def test_workdays_of_the_dossier():
    """domain §3.1: workdays 04-10…06-29 = 57, 04-10…12-29 = 184."""
    before = date(2018, 4, 9)
    assert workdays_between(before, date(2018, 6, 29)) == 57
    assert workdays_between(before, date(2018, 12, 29)) == 184
    assert workdays_between(date(2018, 4, 6), date(2018, 4, 10)) == 3
    assert workdays_after(date(2018, 4, 6), 2) == date(2018, 4, 9)


def test_counting_is_the_same_as_going_day_by_day():
    start = date(2018, 1, 31)
    days = [start + timedelta(days=n) for n in range(1, 800)]
    for day, count in zip(days, accumulate(map(is_workday, days)), strict=True):
        assert workdays_between(start, day) == count
        assert workdays_between(day, start) == 0


@pytest.fixture
def monday_off(db):
    """2018年4月9日 is made a day off, behind the back of this process."""
    SpecialDay.objects.create(day=date(2018, 4, 9), works=False, name="清明")


def test_a_process_believes_its_copy_for_a_while(monday_off, settings):
    assert is_workday(date(2018, 4, 9))
    settings.CALENDAR_SECONDS = -1
    assert not is_workday(date(2018, 4, 9))
    assert workdays_between(date(2018, 4, 8), date(2018, 4, 10)) == 1


def test_who_changes_a_day_looks_at_once(monday_off, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        workdays.forget_on_commit()
        assert is_workday(date(2018, 4, 9)), "not before it is stored"
    assert not is_workday(date(2018, 4, 9))


def test_hot_loops_ask_the_database_for_nothing(db):
    with CaptureQueriesContext(connection) as queries:
        for _turn in range(1000):
            is_workday(date(2018, 4, 9))
    assert len(queries) == 0


def test_a_changed_calendar_leaves_the_known_one_alone(days_off):
    monday, friday = date(2018, 4, 9), date(2018, 4, 6)
    changed = days_off.changed({monday: (False, "清明"), friday: None})
    assert (changed.works(monday), changed.works(friday)) == (False, True)
    assert (days_off.works(monday), days_off.works(friday)) == (True, False)
