"""The workday calendar on its pages: a year, a day in two steps, publishing, the package (G2)."""

from datetime import date

import pytest
from django.urls import reverse

from tasks.calendar import editing
from tasks.models import Task
from tests.factories import DURING
from tests.tasks.acts import fresh
from units import almanac, workdays
from units.almanac import Special
from units.models import Action, CalendarYear, Event, Message, SpecialDay
from units.workdays import end_of

SUNDAY, MONDAY = date(2018, 4, 8), date(2018, 4, 9)


@pytest.fixture
def graced(ruled):
    """Late after 8 April, the first workday after the holiday."""
    ruled("legal", grace=1)


def day_page(day):
    return reverse("tasks:calendar-day", args=[day.isoformat()])


OFF = {"works": "off", "name": "清明", "note": "国办发明电〔2018〕3号", "seen": ""}


@pytest.fixture
def sunday_off(as_user, admin):
    """`sunday_off()` makes the shifted Sunday a day off, from preview to confirmation."""

    def change(**more):
        sent = {**OFF, "seen": "1|清明", **more}
        return as_user(admin).post(day_page(SUNDAY), sent, follow=True)

    return change


def test_a_year_shows_days_off_and_shifted_days_in_words(filler, as_user):
    page = as_user(filler).get(reverse("tasks:calendar"), {"year": 2018}).text
    for words in (
        "4月5日至4月7日放假，4月8日上班",
        "4月6日 清明 放假",
        "4月8日 清明 调休上班",
        "国办发明电〔2017〕12号",
        "已公布",
    ):
        assert words in page
    assert reverse("tasks:calendar-day", args=["2018-04-06"]) not in page, "only to look at"


def test_case_2_an_unpublished_year_says_so_in_big(filler, as_user):
    page = as_user(filler).get(reverse("tasks:calendar"), {"year": 2027}).text
    assert "2027年节假日安排尚未公布" in page
    assert "尚未公布" in page


@pytest.mark.parametrize("year", ["", "x", "1999", "99999999999999999999"])
def test_a_senseless_year_is_the_present_one(year, filler, as_user, clock):
    clock(DURING)
    page = as_user(filler).get(reverse("tasks:calendar"), {"year": year})
    assert page.context["year"] == 2018


def test_a_preview_says_how_many_deadlines_are_touched(graced, sunday_off, tasks):
    page = sunday_off()
    assert f"{Task.objects.count()} 项任务的逾期起算日将改变" in page.text
    assert fresh(tasks.city_list).late_at == end_of(SUNDAY)
    assert SpecialDay.objects.get(day=SUNDAY).works


def test_confirmed_the_day_changes_and_deadlines_settle(
    graced, sunday_off, tasks, admin, filler, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sunday_off(confirmed="1")
    assert fresh(tasks.city_list).late_at == end_of(MONDAY)
    assert not workdays.is_workday(SUNDAY)
    event = Event.objects.of(SpecialDay.objects.get(day=SUNDAY)).get()
    assert (event.action, event.by) == (Action.EDIT, admin)
    assert event.changes == {"works": [True, False]}
    moved = Event.objects.of(tasks.city_list).first()
    assert moved.changes == {"late_at": ["2018-04-08", "2018-04-09"]}
    assert moved.reason == "工作日历调整：2018年4月8日改为休息（国办发明电〔2018〕3号）"
    subject = "任务的逾期起算日有调整"
    assert Message.objects.filter(to=filler, subject=subject).count() == 2  # grace, then this


def test_a_day_can_follow_its_weekday_again(admin, tasks):
    editing.change({SUNDAY: None}, seen={SUNDAY: (True, "清明")}, by=admin, at=DURING)
    assert not SpecialDay.objects.filter(day=SUNDAY).exists()
    event = Event.objects.filter(subject="units.specialday").get()
    assert event.action == Action.DELETE
    assert event.changes == {"works": [True, None], "name": ["清明", None]}


def test_who_was_quicker_wins(sunday_off, admin):
    SpecialDay.objects.filter(day=SUNDAY).update(name="别的")
    page = sunday_off(confirmed="1")
    assert "这一天刚刚已由他人修改" in page.text
    assert SpecialDay.objects.get(day=SUNDAY).works


def test_sent_twice_it_is_done_once(sunday_off):
    sunday_off(confirmed="1")
    sunday_off(confirmed="1")
    assert Event.objects.filter(subject="units.specialday").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"works": "usual", "name": "清明"},
        {"works": "works"},  # no choice for a Monday
        {"works": "off", "name": "节" * 21},
        {},
    ],
)
def test_a_senseless_day_is_refused(sent, admin, as_user):
    page = as_user(admin).post(day_page(MONDAY), {**sent, "seen": "", "confirmed": "1"})
    assert page.status_code == 422
    assert not SpecialDay.objects.filter(day=MONDAY).exists()


@pytest.mark.parametrize("text", ["2018-02-30", "today", "1999-12-31", "2100-01-01"])
def test_no_such_day(text, admin, as_user):
    address = reverse("tasks:calendar-day", args=[text])
    assert as_user(admin).get(address).status_code == 404


def test_a_day_whose_change_moves_nothing_says_so(admin, as_user, tasks):
    page = as_user(admin).post(day_page(MONDAY), {"works": "usual", "name": "", "seen": ""})
    assert "不会改变任何日期" in page.text


def test_a_year_is_published_with_its_document(admin, as_user):
    address = reverse("tasks:calendar-publish", args=[2027])
    as_user(admin).post(address, {"source": "国办发明电〔2026〕9号"})
    row = CalendarYear.objects.get(year=2027)
    assert (row.source, row.changed_by) == ("国办发明电〔2026〕9号", admin)
    assert Event.objects.of(row).get().changes == {"source": [None, "国办发明电〔2026〕9号"]}


def test_published_by_mistake(admin, as_user):
    browser = as_user(admin)
    browser.post(reverse("tasks:calendar-unpublish", args=[2018]))
    assert not CalendarYear.objects.filter(year=2018).exists()
    assert SpecialDay.objects.filter(day=SUNDAY).exists(), "its days stay"
    assert "2018年节假日安排尚未公布" in (
        browser.get(reverse("tasks:calendar"), {"year": 2018}).text
    )


@pytest.fixture
def newer_package(monkeypatch):
    """A version of chinesecalendar that knows 2027."""
    days = [Special(date(2027, 1, 1), False, "元旦"), Special(date(2027, 1, 3), True, "元旦")]
    monkeypatch.setattr(almanac, "years", lambda: [2026, 2027])
    monkeypatch.setattr(almanac, "special_days", lambda year: days if year == 2027 else [])


def test_a_newer_package_is_offered_shown_and_taken(
    newer_package, admin, as_user, django_capture_on_commit_callbacks
):
    browser = as_user(admin)
    page = browser.get(reverse("tasks:calendar"), {"year": 2027}).text
    assert "与本表有 2 天不同" in page
    shown = browser.get(reverse("tasks:calendar-news", args=[2027])).text
    assert "1月1日 元旦 放假" in shown and "1月3日 元旦 调休上班" in shown
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(
            reverse("tasks:calendar-take", args=[2027]), {"source": "国办发明电〔2026〕9号"}
        )
    assert not workdays.is_workday(date(2027, 1, 1))
    assert workdays.is_workday(date(2027, 1, 3))
    assert workdays.warning(date(2027, 1, 1)) == ""
    assert editing.news(2027) == {}
    assert Event.objects.filter(subject="units.specialday").count() == 2


def test_taking_what_is_known_changes_nothing(admin, as_user):
    assert "没有可采用的数据" in (
        as_user(admin).get(reverse("tasks:calendar-news", args=[2018])).text
    )


def test_the_page_costs_the_same_for_every_year(admin, as_user, django_assert_max_num_queries):
    browser = as_user(admin)
    for year in (2018, 2020, 2027):
        with django_assert_max_num_queries(16):
            browser.get(reverse("tasks:calendar"), {"year": year})
