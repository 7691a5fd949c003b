"""Draft → published → final; what is published never changes, whoever tries (H4)."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction

from tasks.assessment import marking, publishing, sheets
from tasks.models import AssessmentSheet, Deduction, Mark, Score, SheetState
from tests.factories import CITY_TIME
from units.models import Action, Event, Message, MessageKind

from . import story
from .story import IN_JULY

CLOSED = datetime(2018, 7, 11, 0, 0, 1, tzinfo=CITY_TIME)


def stored(sheet):
    return AssessmentSheet.objects.get(pk=sheet.pk)


def test_the_units_are_told_until_when_they_may_appeal(published, people):
    # Published on Tuesday 3 July; the fifth workday after it is the 10th.
    last = datetime(2018, 7, 10, 23, 59, 59, 999999, tzinfo=CITY_TIME)
    assert (published.state, published.appeals_until) == (SheetState.PUBLISHED, last)
    told = Message.objects.filter(kind=MessageKind.CIRCULAR, subject__startswith="考核结果已公布")
    assert set(told.values_list("to__username", flat=True)) == {
        "filler", "head", "stranger", "collector",
    }  # fmt: skip
    assert "2018-07-10 24:00" in told[0].body
    event = Event.objects.of(published).get(action=Action.PUBLISH)
    assert event.changes == {"state": ["draft", "published"]}
    assert published.checksum[:16] in event.reason


def test_points_by_hand_are_wanted_first(sheet, admin):
    with pytest.raises(sheets.SheetRefused, match="还有 3 项人工评分"):
        publishing.publish(sheet.pk, seen=sheet.checksum, by=admin, at=IN_JULY)


def test_a_mark_moves_the_sums_and_says_why(sheet, score_of, reviewer):
    before = sheet.checksum
    gongan = score_of(sheet).gongan
    words = {"points": Decimal("1.5"), "reason": "两次会议无人参加"}
    marking.mark(sheet, "配合度", [gongan], **words, by=reviewer, at=IN_JULY)
    now = score_of(sheet).gongan
    assert (now.points, now.out_of) == (Decimal("1.5"), 30)
    (taken,) = now.deductions.filter(criterion="配合度")
    assert (taken.points, taken.sentence) == (Decimal("3.5"), "两次会议无人参加")
    assert stored(sheet).checksum != before
    event = Event.objects.get(action=Action.ASSESS, reason="两次会议无人参加")
    assert (event.unit, event.changes) == (gongan.unit, {"points": ["", "1.5"]})
    again = {"points": Decimal(5), "reason": "补充说明后改评"}
    marking.mark(sheet, "配合度", [gongan], **again, by=reviewer, at=IN_JULY)
    assert score_of(sheet).gongan.points == 5
    assert not score_of(sheet).gongan.deductions.filter(criterion="配合度").exists()
    assert Mark.objects.count() == 1


def test_marks_outlive_computing_again(marked, admin):
    again = sheets.compute(marked.pk, by=admin, at=IN_JULY + timedelta(hours=1))
    assert marking.unmarked(again) == 0
    assert again.checksum == marked.checksum


def test_what_was_not_looked_at_is_not_published(marked, admin):
    with pytest.raises(sheets.SheetRefused, match="得分刚有变化"):
        publishing.publish(marked.pk, seen="0" * 64, by=admin, at=IN_JULY)
    assert stored(marked).state == SheetState.DRAFT


def test_a_quarter_is_not_published_before_it_ends(campaign, tasks, people, admin):
    april = datetime(2018, 4, 20, tzinfo=CITY_TIME)
    opened = story.opened(campaign, admin)
    sheet = sheets.compute(opened.pk, by=admin, at=april)
    assert sheet.cut_off == april
    with pytest.raises(sheets.SheetRefused, match="考核期到2018-06-30才结束"):
        publishing.publish(sheet.pk, seen=sheet.checksum, by=admin, at=april)


def test_nobody_publishes_twice(published, admin):
    with pytest.raises(sheets.SheetRefused, match="已公布"):
        publishing.publish(published.pk, seen=published.checksum, by=admin, at=IN_JULY)
    assert Event.objects.of(published).filter(action=Action.PUBLISH).count() == 1


@pytest.mark.parametrize("act", ["compute", "mark", "discard"])
def test_a_published_sheet_refuses_every_act(published, admin, act):
    before = sheets.checksum(published)
    acts = {
        "compute": lambda: sheets.compute(published.pk, by=admin, at=CLOSED),
        "mark": lambda: marking.mark(
            published, "配合度", published.scores.all(),
            points=Decimal(0), reason="事后改分", by=admin, at=CLOSED,
        ),
        "discard": lambda: sheets.discard(published.pk, by=admin, at=CLOSED),
    }  # fmt: skip
    with pytest.raises(sheets.SheetRefused, match="已公布"):
        acts[act]()
    assert sheets.checksum(stored(published)) == before == published.checksum


BREAKS = {
    "points": lambda sheet: sheet.scores.update(points=0),
    "lines": lambda sheet: sheet.scores.update(lines=[]),
    "score gone": lambda sheet: sheet.scores.all().delete(),
    "score more": lambda sheet: Score.objects.create(
        sheet=sheet, unit=sheet.campaign.addressees.last(), points=1, out_of=1
    ),
    "deduction": lambda sheet: Deduction.objects.filter(score__sheet=sheet).update(points=1),
    "deduction gone": lambda sheet: Deduction.objects.filter(score__sheet=sheet).delete(),
    "deduction more": lambda sheet: Deduction.objects.create(
        score=sheet.scores.first(), criterion="配合度", points=1, sentence="补扣"
    ),
    "mark": lambda sheet: Mark.objects.filter(sheet=sheet).update(points=1),
    "frozen": lambda sheet: AssessmentSheet.objects.filter(pk=sheet.pk).update(frozen={}),
    "checksum": lambda sheet: AssessmentSheet.objects.filter(pk=sheet.pk).update(checksum="1"),
    "name": lambda sheet: AssessmentSheet.objects.filter(pk=sheet.pk).update(name="改名"),
    "window": lambda sheet: AssessmentSheet.objects.filter(pk=sheet.pk).update(
        appeals_until=CLOSED
    ),
    "draft again": lambda sheet: AssessmentSheet.objects.filter(pk=sheet.pk).update(
        state="draft", published_at=None, published_by=None, appeals_until=None
    ),
    "sheet gone": lambda sheet: AssessmentSheet.objects.filter(pk=sheet.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("what", BREAKS)
def test_the_database_itself_keeps_what_is_published(published, what):
    with pytest.raises(Error, match="published assessment never changes"), transaction.atomic():
        BREAKS[what](published)
    assert sheets.checksum(stored(published)) == published.checksum


def test_a_change_behind_the_portal_is_seen(sheet):
    """A draft is not fixed by the database; its checksum still tells."""
    sheet.scores.update(points=1)
    assert sheets.checksum(sheet) != sheet.checksum


def test_final_once_the_window_is_closed(published, admin):
    with pytest.raises(sheets.SheetRefused, match="申诉期到2018-07-10 24:00为止"):
        publishing.finalise(published.pk, by=admin, at=published.appeals_until)
    sheet = publishing.finalise(published.pk, by=admin, at=CLOSED)
    assert sheet.state == SheetState.FINAL
    assert Event.objects.of(sheet).filter(action=Action.FREEZE).exists()
    with pytest.raises(sheets.SheetRefused, match="只有已公布"):
        publishing.finalise(published.pk, by=admin, at=CLOSED)


def test_a_draft_may_be_discarded(sheet, admin):
    sheets.discard(sheet.pk, by=admin, at=IN_JULY)
    assert not AssessmentSheet.objects.exists() and not Score.objects.exists()
    assert Event.objects.filter(action=Action.DELETE, label="2018年第二季度").exists()
