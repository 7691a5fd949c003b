"""What the pages show, and that they cost the same for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.circulars import circulars, compiling
from tasks.circulars.reading import Frozen
from tasks.models import Circular, ObligationKind
from tests import factories
from units.models import Action, Event, Role

from .conftest import CUT_OFF, LATER


def page(name, *args):
    return reverse(f"tasks:{name}", args=args)


def text_of(response):
    return response.content.decode()


def test_a_report_shows_its_frozen_figures_only(report, leader, as_user, reported):
    browser = as_user(leader)
    before = text_of(browser.get(report.get_absolute_url()))
    assert "8/22（36.4%）" in before and report.checksum in before
    assert page("task-detail", reported.city_list.pk) in before
    frozen = Frozen(report.figures)
    late, owing = len(frozen.where("overdue", ObligationKind)), len(frozen.units)
    assert f'<span class="stat__value">{late}/{owing}（' in before
    assert "其中清单 3/4（75.0%）" in before
    reported.city_list.entry_rows.update(state="approved", return_class="", return_reason="")
    assert "8/22（36.4%）" in text_of(browser.get(report.get_absolute_url()))


def test_a_tampered_report_is_said_to_be_one(report, leader, as_user, monkeypatch):
    monkeypatch.setattr(compiling, "is_unchanged", lambda report: False)
    assert "数据与校验值不符" in text_of(as_user(leader).get(report.get_absolute_url()))


def test_the_workbook_is_handed_out_with_an_event(report, leader, as_user):
    response = as_user(leader).post(page("report-workbook", report.pk))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert Event.objects.get(action=Action.EXPORT).label == f"通报附表_{report.number}.xlsx"


def test_a_unit_sees_why_it_is_named_and_takes_note(issued, stranger, as_user):
    browser = as_user(stranger)
    shown = text_of(browser.get(issued.get_absolute_url()))
    assert "本通报涉及本单位" in shown and "确认已阅" in shown
    assert page("report-detail", issued.report_id) not in shown
    browser.post(page("circular-read", issued.pk))
    assert "本单位已阅" in text_of(browser.get(issued.get_absolute_url()))


def test_the_home_of_a_named_unit_leads_there_until_it_has_taken_note(
    issued, stranger, collector, district_filler, as_user
):
    asked = "第1期通报涉及本单位，待确认已阅"
    link = f'href="{issued.get_absolute_url()}"'
    assert circulars.named_and_unread(stranger) == [issued]
    for person in (stranger, collector):
        html = text_of(as_user(person).get("/"))
        assert (asked in html and link in html) == bool(circulars.named_and_unread(person))
    assert asked not in text_of(as_user(district_filler).get("/"))
    circulars.read(issued, stranger.unit, by=stranger, at=LATER)
    assert asked not in text_of(as_user(stranger).get("/"))


def test_nobody_is_asked_to_read_what_was_recalled(issued, stranger, admin, as_user):
    circulars.recall(issued, reason="数字有误", by=admin, at=LATER)
    browser = as_user(stranger)
    assert "确认已阅" not in text_of(browser.get(issued.get_absolute_url()))
    assert "待确认已阅" not in text_of(browser.get("/"))


def test_a_district_takes_note_for_its_departments(issued, collector, district_filler, as_user):
    browser = as_user(district_filler)
    address = page("circular-list")
    assert "未确认" in text_of(browser.get(address))
    circulars.read(issued, collector.unit, by=collector, at=LATER)
    assert "未确认" not in text_of(browser.get(address))
    assert collector.label in text_of(browser.get(issued.get_absolute_url()))


def test_the_bureau_sees_who_has_taken_note(issued, stranger, reviewer, as_user):
    circulars.read(issued, stranger.unit, by=stranger, at=LATER)
    shown = text_of(as_user(reviewer).get(issued.get_absolute_url()))
    assert "1/4（25.0%）" in shown and "被点名而未确认" in shown


def test_the_own_text_survives_when_somebody_else_was_quicker(circular, reviewer, admin, as_user):
    texts = {name: getattr(circular, name) for name in Circular.TEXTS}
    theirs = {**texts, "problems": "他人写的。"}
    circulars.edit(circular, theirs, seen=0, by=admin, at=LATER)
    sent = {**texts, "problems": "我写的。", "seen": 0}
    response = as_user(reviewer).post(page("circular-edit", circular.pk), sent)
    assert response.status_code == 409
    assert "我写的。" in text_of(response) and "他人写的。" in text_of(response)
    assert Circular.objects.get(pk=circular.pk).problems == "他人写的。"


def test_saving_unchanged_lines_of_a_browser_changes_nothing(circular, reviewer, as_user):
    sent = {name: getattr(circular, name).replace("\n", "\r\n") for name in Circular.TEXTS}
    response = as_user(reviewer).post(page("circular-edit", circular.pk), {**sent, "seen": 0})
    assert response.status_code == 302
    assert Circular.objects.get(pk=circular.pk).version == 0


@pytest.mark.parametrize("number", ["第01期", "1", "杭智办[2018]9号", "杭智办〔2018〕第9号"])
def test_a_number_has_the_form_of_one(checked, admin, as_user, number):
    sent = {"number": number, "dated_on": "2018-04-09", "seen": 0}
    response = as_user(admin).post(page("circular-issue", checked.pk), sent)
    assert response.status_code == 422
    assert Circular.objects.get(pk=checked.pk).state == "checked"


def test_an_admin_issues_from_the_page(checked, admin, as_user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = {"number": "杭智办〔2018〕9号", "dated_on": "2018-04-09", "seen": 0}
    as_user(admin).post(page("circular-issue", checked.pk), sent)
    stored = Circular.objects.get(pk=checked.pk)
    assert stored.number == "杭智办〔2018〕9号" and stored.issued_by == admin


def test_who_wrote_the_words_is_told_why_not_to_check(circular, reviewer, as_user):
    texts = {name: getattr(circular, name) for name in Circular.TEXTS}
    circulars.edit(circular, {**texts, "problems": "无。"}, seen=0, by=reviewer, at=LATER)
    shown = text_of(as_user(reviewer).get(circular.get_absolute_url()))
    assert "须由另一人核稿" in shown and "核稿通过" not in shown


def test_markup_in_the_words_stays_text(circular, reviewer, as_user):
    Circular.objects.filter(pk=circular.pk).update(problems="<script>alert(1)</script>")
    shown = text_of(as_user(reviewer).get(circular.get_absolute_url()))
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


@pytest.mark.parametrize(
    ("name", "most"),
    [("circular-list", 16), ("report-list", 20), ("circular-detail", 22), ("report-detail", 18)],
)
def test_pages_cost_the_same_for_many(name, most, circular, campaign, admin, as_user, town):
    browser = as_user(admin)
    key = {"circular-detail": [circular.pk], "report-detail": [circular.report_id]}.get(name, [])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page(name, *key)).status_code == 200
        return len(queries)

    few = cost()
    for number in range(1, 8):
        at = CUT_OFF + timedelta(days=number)
        circulars.draft(compiling.compile_report(campaign, cut_off_at=at, at=at), at=at)
    factories.user("mehr", unit=town.bureau, role=Role.REVIEWER)
    assert cost() <= few + 1
    assert few <= most
