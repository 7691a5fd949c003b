"""The pages: a sheet by group, the unit's own points, and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.assessment import sheets
from tasks.assessment.facts import facts_of
from tasks.assessment.period import Period
from tasks.models import AssessmentSheet, Mark, Score
from tests import factories
from tests.tasks.acts import page
from units.jobs import run
from units.models import Job, JobState, Message

from . import story
from .story import FIRST_OF_APRIL, IN_JULY, LAST_OF_JUNE


@pytest.fixture(autouse=True)
def in_july(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: IN_JULY)


def text_of(browser, name, *args, query=""):
    answer = browser.get(page(name, *args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_a_new_period_to_the_published_sheet(quarter, as_user, admin, reviewer):
    browser = as_user(admin)
    assert 'value="2018年第二季度"' in text_of(browser, "assessment-create")
    period = {"name": "2018年第二季度", "starts_on": "2018-04-01", "ends_on": "2018-06-30"}
    browser.post(page("assessment-create"), {"campaign": quarter.pk, **period})
    sheet = AssessmentSheet.objects.get()
    browser.post(page("assessment-compute", sheet))
    job = Job.objects.get(kind="compute-assessment")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "已计算 3 个单位的得分。")
    assert job.result_url == page("assessment-sheet", sheet)
    assert "还有 3 项人工评分没有填写" in text_of(browser, "assessment-sheet", sheet)
    marks = {"criterion": "配合度", "points": "5", "reason": "按要求配合各项工作", "rest": "on"}
    as_user(reviewer).post(page("assessment-marks", sheet), marks)
    assert Mark.objects.count() == 3
    sheet.refresh_from_db()
    browser.post(page("assessment-publish", sheet), {"seen": sheet.checksum})
    sheet.refresh_from_db()
    assert sheet.state == "published"
    assert "得分已公布，不再改变" in text_of(browser, "assessment-sheet", sheet)


@pytest.mark.parametrize(
    "changed", [{"ends_on": "2018-03-01"}, {"name": ""}, {"starts_on": "31.6."}]
)
def test_a_senseless_period_is_refused(campaign, as_user, admin, changed):
    data = {"campaign": campaign.pk, "name": "二季度", "starts_on": "2018-04-01",
            "ends_on": "2018-06-30"}  # fmt: skip
    assert as_user(admin).post(page("assessment-create"), data | changed).status_code == 422
    assert not AssessmentSheet.objects.exists()


def test_a_period_has_its_name_once(sheet, as_user, admin):
    data = {"campaign": sheet.campaign_id, "name": sheet.name, "starts_on": "2018-04-01",
            "ends_on": "2018-06-30"}  # fmt: skip
    answer = as_user(admin).post(page("assessment-create"), data)
    assert answer.status_code == 422 and "同名的考核期" in answer.content.decode()


@pytest.mark.parametrize(
    "changed", [{"points": "6"}, {"reason": ""}, {"rest": ""}, {"criterion": "按时报送"}]
)
def test_a_senseless_mark_is_refused(sheet, as_user, reviewer, changed):
    data = {"criterion": "配合度", "points": "5", "reason": "按要求配合", "rest": "on"} | changed
    assert as_user(reviewer).post(page("assessment-marks", sheet), data).status_code == 422
    assert not Mark.objects.exists()


def test_a_score_of_another_sheet_cannot_be_marked(sheet, quarter, as_user, admin, reviewer):
    other = sheets.open_sheet(
        quarter, name="另一期", starts_on=sheet.starts_on, ends_on=sheet.ends_on,
        by=admin, at=IN_JULY,
    )  # fmt: skip
    other = sheets.compute(other.pk, by=admin, at=IN_JULY)
    data = {"criterion": "配合度", "points": "5", "reason": "按要求配合",
            "scores": [other.scores.first().pk]}  # fmt: skip
    assert as_user(reviewer).post(page("assessment-marks", sheet), data).status_code == 422


def test_the_unit_sees_its_own_points_explained(published, as_user, head, filler):
    score = Score.objects.get(unit=head.unit)
    text = text_of(as_user(head), "score-detail", score)
    assert "42/50" in text and "逾期 3 个工作日" in text and "（12.5%）" in text
    contested = [page("appeal-create", one) for one in score.deductions.all()]
    assert len(contested) == 2 and all(url in text for url in contested)
    assert "申诉请由有报送权的负责人提出" in text_of(as_user(filler), "score-detail", score)
    assert "同类 2 个单位" in text


def test_the_evidence_opens_for_the_unit_and_the_bureau(published, as_user, head, reviewer):
    score = Score.objects.get(unit=head.unit)
    for person in (head, reviewer):
        browser = as_user(person)
        found = browser.get(page("score-detail", score)).context["lines"]
        urls = [
            piece["url"]
            for line in found
            for item in line["deductions"]
            for piece in item["evidence"]
            if piece["url"]
        ]
        assert len(urls) == 3  # the task, its receipt, the returned row
        assert [browser.get(url).status_code for url in urls] == [200, 200, 200]


def test_a_call_opens_for_the_bureau_only(published, as_user, collector, reviewer, leader):
    score = Score.objects.get(unit=collector.unit)
    for person, opens in ((collector, False), (reviewer, True), (leader, True)):
        browser = as_user(person)
        lines = browser.get(page("score-detail", score)).context["lines"]
        (call,) = next(
            item["evidence"]
            for line in lines
            for item in line["deductions"]
            if "无法联系" in item["row"].sentence
        )
        assert bool(call["url"]) is opens
        assert not opens or browser.get(call["url"]).status_code == 200


def test_others_find_nothing(published, as_user, stranger, head, district_filler, collector):
    score = Score.objects.get(unit=head.unit)
    for person in (stranger, collector, district_filler):
        assert as_user(person).get(page("score-detail", score)).status_code == 404
    own = Score.objects.get(unit=collector.unit)
    # A department of the district is not the district.
    assert as_user(district_filler).get(page("score-detail", own)).status_code == 404
    listed = text_of(as_user(stranger), "assessment-list")
    assert page("score-detail", Score.objects.get(unit=stranger.unit)) in listed
    assert page("score-detail", score) not in listed


def test_a_unit_sees_nothing_of_a_draft(sheet, as_user, head):
    score = Score.objects.get(unit=head.unit)
    assert as_user(head).get(page("score-detail", score)).status_code == 404
    assert "还没有公布的考核结果" in text_of(as_user(head), "assessment-list")


def test_the_sheet_is_narrowed_and_sorted_by_the_address(published, as_user, leader):
    browser = as_user(leader)
    whole = text_of(browser, "assessment-sheet", published)
    assert whole.index("市人力社保局") < whole.index("市公安局") < whole.index("上城区")
    assert "公安" not in _tables(text_of(browser, "assessment-sheet", published, query="?q=rls"))
    city = text_of(browser, "assessment-sheet", published, query="?group=city")
    assert "上城区" not in _tables(city)
    lost = text_of(browser, "assessment-sheet", published, query="?lost=填报质量")
    assert "市公安局" not in _tables(lost) and "市人力社保局" in _tables(lost)
    none = text_of(browser, "assessment-sheet", published, query="?q=zzz")
    assert "没有符合条件的单位" in none


def _tables(text):
    return text[text.index("<table") : text.rindex("</table>")]


def test_the_printed_sheet_has_room_for_signatures(published, as_user, leader):
    text = text_of(as_user(leader), "assessment-print", published)
    assert "负责人（签字）" in text and "与存储的得分一致" in text and "下城区" in text


@pytest.fixture
def many(published, campaign, town, admin):
    """Twenty more units on a second sheet."""

    def grow(sheet):
        for number in range(20):
            unit = factories.unit(f"新局{number}", parent=town.root, sort_order=50 + number)
            like = Score.objects.filter(sheet=published, unit=town.renshe).get()
            Score.objects.create(
                sheet=sheet, unit=unit, points=like.points, out_of=like.out_of, lines=like.lines
            )

    return grow


@pytest.mark.parametrize("name", ["assessment-sheet", "assessment-print", "assessment-marks"])
def test_a_sheet_costs_the_same_for_many_units(name, quarter, published, many, as_user, admin):
    sheet = sheets.open_sheet(
        quarter, name="另一期", starts_on=published.starts_on, ends_on=published.ends_on,
        by=admin, at=IN_JULY,
    )  # fmt: skip
    sheet = sheets.compute(sheet.pk, by=admin, at=IN_JULY)
    browser = as_user(admin)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page(name, sheet)).status_code == 200
        return len(queries)

    cost()
    few = cost()
    many(sheet)
    assert cost() == few <= 26


def test_the_lists_cost_the_same_for_many(published, quarter, as_user, admin, head):
    for person, name in ((admin, "assessment-list"), (head, "assessment-list"),
                         (admin, "appeal-list")):  # fmt: skip
        browser = as_user(person)
        browser.get(reverse(f"tasks:{name}"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(f"tasks:{name}"))
        assert len(queries) <= 14, name


def test_facts_cost_the_same_for_many_units(quarter, admin, town):
    """Computing reads a number of queries that does not grow with units or rows."""
    with CaptureQueriesContext(connection) as queries:
        facts_of(quarter, Period.until(FIRST_OF_APRIL, LAST_OF_JUNE, at=IN_JULY))
    assert len(queries) <= 16


def test_who_lost_the_right_computes_nothing(quarter, as_user, admin):
    sheet = story.opened(quarter, admin)
    as_user(admin).post(page("assessment-compute", sheet))
    type(admin).objects.filter(pk=admin.pk).update(role="reviewer")
    job = Job.objects.get(kind="compute-assessment")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "无权" in job.message
    assert not Score.objects.exists()


def test_the_message_leads_to_the_own_points(published, as_user, head):
    told = Message.objects.get(to=head, subject__startswith="考核结果已公布")
    assert (
        page("score-detail", Score.objects.get(unit=head.unit))
        in as_user(head).get(told.url).content.decode()
    )
