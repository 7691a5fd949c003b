"""The scheme is data: set by an administrator, old → new in the trail, tried before it is used."""

import pytest

from tasks.assessment import scheme, sheets
from tasks.assessment.rules import REGISTRY
from tasks.models import Criterion, Deduction, Score
from tests.factories import DURING
from tests.tasks.acts import page
from units.models import Action, Event

from . import story
from .story import IN_JULY


@pytest.fixture
def adopted(campaign, admin):
    scheme.adopt(campaign, by=admin, at=DURING)
    return {one.rule: one for one in campaign.criteria.all()}


def sent(criterion, **changed):
    values = {
        "name": criterion.name, "points": criterion.points, "sort_order": criterion.sort_order,
        "is_on": "on", **criterion.parameters,
    }  # fmt: skip
    return {name: value for name, value in (values | changed).items() if value is not None}


def test_a_campaign_has_the_standard_until_it_adopts_it(campaign, admin):
    before = scheme.in_force(campaign)
    assert not Criterion.objects.exists()
    assert scheme.adopt(campaign, by=admin, at=DURING)
    assert not scheme.adopt(campaign, by=admin, at=DURING)
    assert scheme.in_force(campaign) == before
    assert scheme.full_points(scheme.criteria_of(campaign)) == 100
    assert Event.objects.filter(action=Action.CREATE, subject="tasks.criterion").count() == 6


def test_a_change_is_recorded_old_and_new(adopted, as_user, admin):
    one = adopted["on_time"]
    data = sent(one, points=15, per_workday=3)
    assert as_user(admin).post(page("criterion-edit", one), data).status_code == 302
    one.refresh_from_db()
    assert (one.points, one.parameters) == (15, {"per_workday": 3, "never": 10})
    event = Event.objects.of(one).first()
    assert event.changes == {"points": [20, 15], "per_workday": [2, 3]}
    assert (event.action, event.by) == (Action.EDIT, admin)


@pytest.mark.parametrize(
    "changed",
    [
        {"points": 0},
        {"points": 101},
        {"per_workday": -1},
        {"never": 101},
        {"never": ""},
        {"name": "填报质量"},
        {"name": " "},
    ],
)
def test_a_senseless_setting_is_refused(adopted, as_user, admin, changed):
    one = adopted["on_time"]
    answer = as_user(admin).post(page("criterion-edit", one), sent(one, **changed))
    assert answer.status_code == 422
    one.refresh_from_db()
    assert (one.name, one.points, one.parameters) == (
        "按时报送", 20, {"per_workday": 2, "never": 10},
    )  # fmt: skip


def test_steps_of_no_percent_are_refused(adopted, as_user, admin):
    one = adopted["filled_well"]
    assert as_user(admin).post(page("criterion-edit", one), sent(one, percent=0)).status_code == 422


def test_the_sum_is_said_when_it_is_not_a_hundred(adopted, campaign, as_user, admin):
    browser = as_user(admin)
    assert "应为 100 分" not in browser.get(page("scheme-detail", campaign)).content.decode()
    one = adopted["connected"]
    browser.post(page("criterion-edit", one), sent(one, is_on=None))
    assert (
        "分值之和为 60 分，应为 100 分"
        in browser.get(page("scheme-detail", campaign)).content.decode()
    )


def test_facts_are_counted_once_marks_as_often_as_wanted(adopted, campaign, as_user, admin):
    browser = as_user(admin)
    assert browser.get(page("criterion-add", campaign) + "?rule=on_time").status_code == 404
    data = {"name": "创新加分", "points": 3, "sort_order": 90, "is_on": "on"}
    browser.post(page("criterion-add", campaign) + "?rule=marked", data)
    assert campaign.criteria.filter(rule="marked").count() == 2
    assert browser.post(page("criterion-add", campaign) + "?rule=marked", data).status_code == 422


def test_a_sheet_keeps_the_scheme_it_was_computed_by(quarter, admin):
    opened = story.opened(quarter, admin)
    sheet = sheets.compute(opened.pk, by=admin, at=IN_JULY)
    one = quarter.criteria.get(rule="on_time")
    scheme.change(one.pk, {"points": 10}, one.parameters, by=admin, at=IN_JULY)
    sheet.refresh_from_db()
    assert sheet.frozen["scheme"][0]["points"] == 20
    again = sheets.compute(sheet.pk, by=admin, at=IN_JULY)
    assert again.frozen["scheme"][0]["points"] == 10


def test_a_preview_says_what_the_sheet_will(quarter, as_user, leader, admin, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: IN_JULY)
    asked = "?starts_on=2018-04-01&ends_on=2018-06-30"
    text = as_user(leader).get(page("scheme-preview", quarter) + asked).content.decode()
    assert "37/45" in text and "41/45" in text and "0/25" in text
    assert "逾期 3 个工作日" in text
    assert not Score.objects.exists() and not Deduction.objects.exists()


@pytest.mark.parametrize("asked", ["?starts_on=x", "?starts_on=2018-04-02&ends_on=2018-04-01"])
def test_a_preview_of_no_period_is_no_error(campaign, as_user, admin, asked):
    assert as_user(admin).get(page("scheme-preview", campaign) + asked).status_code == 200


def test_every_rule_says_its_aim_with_its_parameters():
    for rule in REGISTRY.values():
        text = str(rule.aim % rule.defaults()) if rule.parameters else str(rule.aim)
        assert "%(" not in text


def test_a_rule_of_another_version_is_read_and_left_out(adopted, campaign, as_user, admin, filler):
    """Nobody is locked out of the scheme by a row that this version cannot count."""
    Criterion.objects.filter(pk=adopted["on_time"].pk).update(rule="of_later")
    for person in (admin, filler):
        assert "本版本没有这一计分方法" in as_user(person).get(page("scheme-detail", campaign)).text
    assert as_user(admin).get(page("criterion-edit", adopted["on_time"])).status_code == 200
    tried = as_user(admin).get(page("scheme-preview", campaign)).context["groups"]
    cells = [cell for group in tried for standing in group.standings for cell in standing.cells]
    own = [cell for cell in cells if cell.criterion == adopted["on_time"].name]
    assert own and {cell.score for cell in own} == {None}
