"""The first screen of every role: whose turn it is, with denominators, two clicks to the work."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tasks.collecting import collecting
from tasks.filling import submitting
from tasks.home import bureau, goals
from tasks.models import Entry, NearbyEntry, NearbyStatus, RankedMatter, ReturnClass, Severity, Task
from tasks.review import decisions
from tests.factories import DURING
from tests.tasks.acts import because, fill_in, filled_in, object_to, page, rows, submit
from units.models import Job, JobState

LINK = re.compile(r'href="(/[^"#]*)"')


def links(client, url):
    return {found.split("?")[0] for found in LINK.findall(client.get(url).content.decode())}


def clicks(client, target, start="/"):
    """How many links lie between the home page and the page where the work is done."""
    near = links(client, start)
    if target in near:
        return 1
    return 2 if any(target in links(client, url) for url in near if "logout" not in url) else 3


@pytest.mark.parametrize(
    ("who", "work"),
    [
        ("filler", ("grid", "city_list")),
        ("head", ("sign", "city_list")),
        ("collector", ("matrix", "district_list")),
        ("reviewer", ("review", "stranger_list")),
        ("admin", ("campaign-detail", "campaign")),
        ("leader", ("campaign-detail", "campaign")),
    ],
)
def test_everybody_is_at_their_work_in_two_clicks(
    who, work, campaign, tasks, people, as_user, city_list
):
    name, about = work
    if who == "head":
        filled_in(city_list)
        submitting.send_to_head(city_list, by=people.filler, at=DURING)
    if who == "reviewer":
        stranger = tasks.stranger_list
        submitting.acknowledge(stranger, by=people.stranger, at=DURING)
        Task.objects.filter(pk=stranger.pk).update(
            state="submitted", first_submitted_at=DURING, submitted_at=DURING
        )
    subject = campaign if about == "campaign" else getattr(tasks, about)
    assert clicks(as_user(getattr(people, who)), page(name, subject)) <= 2


@pytest.mark.parametrize("who", ["contractor", "hall"])
def test_who_has_no_part_yet_is_told_so_and_what_there_is(who, campaign, people, as_user):
    html = as_user(getattr(people, who)).get("/").content.decode()
    assert "目前没有" in html
    assert "查看发给您的消息" in html


def test_the_reviewer_sees_what_waits_and_how_long(submitted, reviewer, as_user):
    Task.objects.filter(pk=submitted.pk).update(submitted_at=timezone.now() - timedelta(days=60))
    context = as_user(reviewer).get("/").context
    assert (context["waiting"], context["came_up"], context["late_reviews"]) == (1, 1, 1)
    assert "个工作日" in context["oldest"].text


def test_rows_are_counted_by_what_was_found_in_them(submitted, reviewer):
    rows = list(Entry.objects.filter(task=submitted).order_by("pk"))
    Entry.objects.filter(pk=rows[0].pk).update(severity=Severity.HIGH)
    Entry.objects.filter(pk__in=[row.pk for row in rows[1:3]]).update(severity=Severity.LOW)
    Entry.objects.filter(pk__in=[row.pk for row in rows[3:]]).update(severity=Severity.NONE)
    _template, context = bureau.reviewer(reviewer, DURING)
    assert [one["count"] for one in context["severities"]] == [1, 0, 2, 5]
    assert context["rows_waiting"] == 8


def test_objections_are_counted_by_whose_turn_it_is(tasks, filler, reviewer):
    for ranked in RankedMatter.objects.of_check(tasks.check)[:2]:
        object_to(ranked, tasks.check, filler)
    _template, context = bureau.reviewer(reviewer, DURING)
    assert (context["objections_ours"], context["objections"]) == (2, 2)


def test_a_correction_past_its_own_day_is_counted_apart(submitted, reviewer):
    row = submitted.entry_rows.first()
    decisions.send_back_rows(submitted, {row.pk: because("请核对")}, by=reviewer, at=DURING)
    later = Task.objects.get(pk=submitted.pk).correction_due_at + timedelta(days=1)
    for at, late in ((DURING, 0), (later, 1)):
        _template, context = bureau.reviewer(reviewer, at)
        assert (context["returned"], context["returned_late"]) == (1, late)


def test_the_administrator_sees_jobs_that_failed_and_the_last_seal(campaign, admin, as_user):
    for state in (JobState.DONE, JobState.FAILED):
        Job.objects.create(
            kind="export", title="导出", owner=admin, state=state, asked_at=timezone.now()
        )
    html = as_user(admin).get("/").content.decode()
    assert "1/2（50.0%）" in html
    assert "还没有封存过" in html


class TestLeader:
    def test_the_goals_have_their_denominators(self, campaign, tasks, leader):
        first, nearby, everything = goals.goals(leader)
        assert (first.total, first.needed) == (4, 4)
        rows = NearbyEntry.objects.count()
        assert (nearby.total, nearby.needed, nearby.done) == (rows, -(-rows * 50 // 100), 0)
        whole = Entry.objects.count()
        assert (everything.total, everything.needed) == (whole, -(-whole * 80 // 100))

    def test_a_draft_counts_for_no_goal(self, campaign, tasks, leader):
        NearbyEntry.objects.update(status=NearbyStatus.OPENED)
        assert goals.goals(leader)[1].done == 0

    def test_every_goal_opens_what_is_behind_it(self, campaign, tasks, leader, as_user):
        page = as_user(leader).get("/")
        for goal in page.context["goals"]:
            assert f'href="{goal.url}"' in page.text
            assert as_user(leader).get(goal.url).status_code == 200

    def test_every_task_is_somebody_s_turn(self, submitted, leader):
        turns = bureau.turns(leader)
        assert turns["submitted"] == 1
        assert turns["total"] == sum(n for name, n in turns.items() if name != "total")

    def test_no_number_stands_without_its_denominator(self, submitted, leader, as_user):
        html = as_user(leader).get("/").content.decode()
        assert "至少应完成" in html
        assert "现在轮到谁" in html


def test_the_head_reads_how_many_tasks_wait_for_the_signature(city_list, head, filler, as_user):
    filled_in(city_list)
    submitting.send_to_head(city_list, by=filler, at=DURING)
    html = as_user(head).get("/").content.decode()
    assert "待您审核报送 1/3 项" in html


def test_days_left_stand_beside_each_deadline(campaign, tasks, reviewer):
    line = bureau.progress(reviewer, DURING)[0]
    assert line.time_left == "还有 2 个工作日"
    assert line.obligation.due_at.date() == date(2018, 4, 6)


class TestCollector:
    @pytest.fixture
    def office(self, as_user, collector, tasks):
        submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
        return as_user(collector)

    def test_as_long_as_departments_are_awaited_they_are_counted(self, office, two_of_three):
        html = office.get("/").text
        assert "还有 1/3 个部门未报，催齐后统一报送" in html
        assert "核对并统一报送：" not in html

    def test_when_all_have_reported_the_next_step_is_to_sign(self, office, parts, tasks, collector):
        for part in parts:
            fill_in(part, collector)
            submit(part, collector)
        html = office.get("/").text
        assert "各部门已报齐，请核对并统一报送" in html
        assert f'href="{page("sign", tasks.district_list)}"' in html

    def test_a_department_noted_as_missing_is_not_awaited(self, office, two_of_three, collector):
        collecting.mark_missing(two_of_three[2], note="机构调整", by=collector, at=DURING)
        assert "已报 2/3 个部门，其余已注明未报，请核对并统一报送" in office.get("/").text


def test_what_came_back_is_counted_by_class_and_opened_alone(submitted, reviewer, filler, as_user):
    first, second = rows(submitted, "submitted")[:2]
    reasons = {
        first.pk: because("与库相差较大", ReturnClass.VOLUME),
        second.pk: because("请写全称", ReturnClass.NAME),
    }
    decisions.send_back_rows(submitted, reasons, by=reviewer, at=DURING)
    html = as_user(filler).get("/").text
    assert "办件量有误 1 行、系统名称不规范 1 行" in html
    assert "0/2（0.0%）" in html
    assert f'href="{page("grid", submitted)}?show=returned"' in html


def test_what_is_overdue_is_marked_and_what_is_not_is_not(city_list, filler, as_user):
    """The red mark, not only words among others."""
    mark = '<span class="tag tag--danger">'
    browser = as_user(filler)
    assert mark in browser.get("/").content.decode()
    later = timezone.now() + timedelta(days=30)
    Task.objects.update(due_at=later, late_at=later)
    assert mark not in browser.get("/").content.decode()


def test_what_is_overdue_opens_the_units_behind_it(campaign, tasks, leader, as_user):
    """The share of the overview is as many tasks as its address shows on the desk."""
    browser = as_user(leader)
    text = browser.get(page("home")).text
    [(link, share)] = re.findall(r'<a href="([^"]*obligation=city_list[^"]*)">(\d+)/', text)
    desk = browser.get(link.replace("&amp;", "&"))
    late = tasks.city_list.obligation.tasks.overdue(at=timezone.now()).count()
    assert int(share) == late == desk.context["count"]
