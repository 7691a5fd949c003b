"""The bureau sets the rules: first it sees what would be, then everything is examined again."""

import pytest

from tasks.models import SuspicionRule
from tasks.suspicion import changing, rules
from tests.factories import DURING
from tests.tasks.acts import page
from units import jobs
from units.models import Event, Job
from yichuang.celery import app as celery

SHARED_ODDITY = {"volume": 9_700, "remark": "含街道代收件，库内未统计。"}


@pytest.fixture
def deviating(desk, town):
    """A row 21 percent above the library's figure."""
    row = desk.row(town.renshe)
    desk.change(row, **SHARED_ODDITY)
    desk.examine(row)
    return row


@pytest.fixture
def rule(db):
    return SuspicionRule.objects.get(code="volume_deviation")


def sent(rule, **changed):
    facts = {"enabled": "on", "severity": rule.severity, "threshold": rule.threshold}
    return {name: value for name, value in (facts | changed).items() if value is not None}


def test_a_preview_tells_what_would_be_struck_and_stores_nothing(
    deviating, rule, desk, as_user, reviewer, only_reads
):
    rule.threshold = 25
    with only_reads():
        seen = changing.forecast(rule)
    assert (list(seen.now), list(seen.then)) == ([deviating.pk], [])
    assert seen.plain_then == seen.plain_now + 1
    answer = as_user(reviewer).post(page("rule-preview", rule), sent(rule))
    assert "不再有此疑点" in answer.text and "9,700" in answer.text
    rule.refresh_from_db()
    assert rule.threshold == 20 and desk.found()


def test_a_stricter_rule_shows_whom_it_would_strike(desk, rule, town):
    row = desk.row(town.renshe)
    desk.change(row, volume=8_100)
    rule.threshold = 1
    seen = changing.forecast(rule)
    assert seen.new == [row.pk] and seen.plain_then == seen.plain_now - 1


def test_a_saved_rule_counts_at_once_and_is_traced(deviating, rule, desk, as_user, reviewer):
    answer = as_user(reviewer).post(page("rule-save", rule), sent(rule, threshold=25))
    assert answer.url == page("rule-list")
    assert desk.found() == {} and desk.severity(deviating) == 0
    [event] = Event.objects.of(rule)
    assert (event.changes, event.by) == ({"threshold": [20, 25]}, reviewer)


def test_another_severity_moves_the_rows(deviating, rule, desk, as_user, reviewer):
    as_user(reviewer).post(page("rule-save", rule), sent(rule, severity=3))
    assert desk.severity(deviating) == 3


def test_switched_off_a_rule_frees_its_rows(deviating, rule, desk, as_user, reviewer):
    as_user(reviewer).post(page("rule-save", rule), sent(rule, enabled=None))
    assert desk.found() == {} and desk.severity(deviating) == 0


def test_a_rule_saved_as_it_is_leaves_no_trace(rule, as_user, reviewer):
    as_user(reviewer).post(page("rule-save", rule), sent(rule))
    assert not Event.objects.of(rule).exists()


def test_a_senseless_threshold_is_refused(rule, as_user, reviewer):
    answer = as_user(reviewer).post(page("rule-save", rule), sent(rule, threshold=0))
    assert answer.status_code == 422
    rule.refresh_from_db()
    assert rule.threshold == 20


def test_many_rows_are_examined_by_a_job(deviating, rule, desk, as_user, reviewer, monkeypatch):
    monkeypatch.setattr(changing, "AT_ONCE", 5)
    as_user(reviewer).post(page("rule-save", rule), sent(rule, threshold=25))
    assert desk.found()
    celery.loader.import_default_modules()
    jobs.run(Job.objects.get(kind=changing.EXAMINE).pk)
    assert desk.found() == {}


def test_the_list_counts_the_rows_and_leads_to_them(deviating, rule, as_user, leader):
    answer = as_user(leader).get(page("rule-list"))
    line = next(line for line in answer.context["lines"] if line["rule"] == rule)
    assert line["n"] == 1 and f"?rule={rule.pk}" in answer.text
    assert page("rule-detail", rule) not in answer.text


def test_every_rule_says_what_it_looks_for(as_user, reviewer, django_assert_max_num_queries):
    client = as_user(reviewer)
    with django_assert_max_num_queries(12):
        answer = client.get(page("rule-list"))
    assert len(answer.context["lines"]) == len(rules.REGISTRY)
    assert "%(" not in answer.text


def test_changing_is_recorded_by_whom(rule, reviewer):
    assert changing.change(rule, {"threshold": 30}, by=reviewer, at=DURING)
    rule.refresh_from_db()
    assert (rule.updated_by, rule.updated_at) == (reviewer, DURING)
