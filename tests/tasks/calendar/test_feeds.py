"""Deadlines in people's own calendars, read back by two parsers (G10)."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tasks.calendar import feed_keys
from tasks.models import CalendarFeed, RowState, Task
from tasks.review import decisions
from tasks.supervision.deadlines import extend, extend_obligation
from tests.factories import CITY_TIME, DURING
from tests.tasks.acts import because, rows
from units.workdays import end_of

TUESDAY = date(2018, 4, 10)


@pytest.fixture
def address():
    """`address(person)` is that person's secret address."""

    def of(person):
        feed = feed_keys.renew(person, at=DURING)
        return reverse("tasks:feed-file", args=[feed_keys.token_of(feed)])

    return of


def fetched(address):
    """What a calendar program gets: it never signs in."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


def events(address):
    parsed = Calendar.from_ical(fetched(address))
    return {str(event["UID"]): event for event in parsed.walk("VEVENT")}


def test_a_unit_finds_its_own_deadlines(address, filler, tasks):
    found = events(address(filler))
    own = {f"task-{task.pk}@yichuang" for task in Task.objects.filter(unit=filler.unit)}
    assert set(found) == own
    assert "市公安局" not in str(found)


def test_a_deadline_ends_at_midnight_in_shanghai(address, filler, tasks):
    event = events(address(filler))[f"task-{tasks.city_list.pk}@yichuang"]
    assert event.end == datetime(2018, 4, 7, tzinfo=CITY_TIME)
    assert event.end - event.start == timedelta(minutes=30)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert str(event["SUMMARY"]) == "截止：补填对接事项清单（市级部门）"
    assert "截止 2018年4月6日 24:00，逢清明假期" in str(event["DESCRIPTION"])
    assert str(event["URL"]).endswith(tasks.city_list.get_absolute_url())


def test_the_zone_is_told_along(address, filler, tasks):
    parsed = Calendar.from_ical(fetched(address(filler)))
    (zone,) = parsed.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(datetime(2018, 4, 6)) == timedelta(hours=8)


def test_it_rings_on_the_morning_of_the_last_workday(address, filler, tasks):
    event = events(address(filler))[f"task-{tasks.city_list.pk}@yichuang"]
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == datetime(2018, 4, 4, 9, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    ("policy", "day"), [("before", date(2018, 4, 4)), ("after", date(2018, 4, 8))]
)
def test_the_rule_for_days_off_moves_the_entry(policy, day, ruled, address, filler, tasks):
    ruled(policy)
    event = events(address(filler))[f"task-{tasks.city_list.pk}@yichuang"]
    assert event.end == datetime(day.year, day.month, day.day + 1, tzinfo=CITY_TIME)


def test_a_moved_deadline_is_the_same_entry_later_on(address, filler, tasks, admin):
    where = address(filler)
    uid = f"task-{tasks.city_list.pk}@yichuang"
    before = events(where)[uid]
    extend([tasks.city_list], TUESDAY, reason="顺延", by=admin, at=DURING)
    after = events(where)[uid]
    assert after.end == datetime(2018, 4, 11, tzinfo=CITY_TIME)
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_what_came_back_has_its_own_clock(address, submitted, reviewer, filler):
    row = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(submitted, {row.pk: because("请核对")}, by=reviewer, at=DURING)
    found = events(address(filler))
    event = found[f"correction-{submitted.pk}@yichuang"]
    assert f"task-{submitted.pk}@yichuang" not in found
    assert event.end == datetime(2018, 4, 4, tzinfo=CITY_TIME)


def test_what_is_reported_rings_no_more(address, submitted, filler):
    event = events(address(filler))[f"task-{submitted.pk}@yichuang"]
    assert str(event["SUMMARY"]).startswith("已报送：")
    assert event.walk("VALARM") == []


def test_the_bureau_reads_every_obligation(address, reviewer, campaign, admin):
    where = address(reviewer)
    found = events(where)
    assert set(found) == {f"obligation-{one.pk}@yichuang" for one in campaign.obligations.all()}
    roster = campaign.obligations.get(kind="roster")
    extend_obligation(roster, TUESDAY, reason="顺延", by=admin, at=DURING)
    moved = events(where)[f"obligation-{roster.pk}@yichuang"]
    assert moved.end == datetime(2018, 4, 11, tzinfo=CITY_TIME)
    assert (found[f"obligation-{roster.pk}@yichuang"]["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)


def test_a_campaign_that_is_over_leaves_the_calendar(address, filler, campaign, tasks):
    type(campaign).objects.update(state="closed")
    assert events(address(filler)) == {}


def test_a_renewed_address_makes_the_old_one_useless(address, filler, tasks):
    old, new = address(filler), address(filler)
    assert Client().get(old).status_code == 404
    fetched(new)


def test_a_closed_account_reads_nothing(address, filler, tasks):
    where = address(filler)
    type(filler).objects.filter(pk=filler.pk).update(is_active=False)
    assert Client().get(where).status_code == 404


def test_who_reads_the_table_alone_cannot_make_an_address(filler):
    feed = feed_keys.renew(filler, at=DURING)
    for token in (feed.nonce, f"{feed.nonce}.", f"{feed.nonce}.{'x' * 43}", "x"):
        address = reverse("tasks:feed-file", args=[token])
        assert Client().get(address).status_code == 404


def test_the_page_shows_the_address_and_ends_it(filler, as_user, tasks):
    browser = as_user(filler)
    where = reverse("tasks:feed")
    assert "还没有订阅地址" in browser.get(where).text
    browser.post(reverse("tasks:feed-renew"))
    shown = browser.get(where).context["address"]
    assert shown.startswith("http://testserver/calendar/feed/")
    fetched(shown.removeprefix("http://testserver"))
    browser.post(reverse("tasks:feed-stop"))
    assert not CalendarFeed.objects.exists()
    assert Client().get(shown.removeprefix("http://testserver")).status_code == 404


def test_the_feed_costs_the_same_for_many(address, filler, tasks, django_assert_num_queries):
    where = address(filler)
    with django_assert_num_queries(2):
        fetched(where)
    Task.objects.filter(pk=tasks.roster.pk).delete()
    with django_assert_num_queries(2):
        fetched(where)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_the_text_keeps_to_the_letter_of_rfc_5545(address, filler, tasks):
    """Read without icalendar: line ends, folding, pairs, what an event must have."""
    raw = fetched(address(filler))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    lines, open_parts, seen = unfolded(raw.decode()), [], {}
    for line in filter(None, lines):
        name, _colon, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*", name), line
        if name == "BEGIN":
            open_parts.append(value)
            seen = {} if value == "VEVENT" else seen
        elif name == "END":
            assert open_parts.pop() == value
            if value == "VEVENT":
                assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE"} <= seen.keys()
        elif open_parts[-1] == "VEVENT":
            seen[name.split(";")[0]] = value
    assert open_parts == []
    assert any(re.fullmatch(r"DTSTART;TZID=Asia/Shanghai:20180406T233000", line) for line in lines)
    assert "TRIGGER;VALUE=DATE-TIME:20180404T010000Z" in lines


def test_another_day_is_another_entry_not_another_name(address, filler, tasks):
    where = address(filler)
    Task.objects.update(due_at=end_of(TUESDAY), late_at=end_of(TUESDAY))
    assert f"task-{tasks.check.pk}@yichuang" in events(where)
