"""A circular's way: drafted, edited, checked by another, issued by a person, recalled."""

import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tasks.circulars import agreement, circulars, compiling
from tasks.circulars.circulars import CircularRefused
from tasks.circulars.reading import Frozen
from tasks.models import Circular, CircularState
from tests import factories
from units.models import Action, Event, Message, MessageKind, Role

from .conftest import CUT_OFF, LATER, NEXT_DAY


@pytest.fixture
def second(town):
    """Another reviewer of the bureau."""
    return factories.user("second", unit=town.bureau, role=Role.REVIEWER, name="贰审核")


def texts_of(circular, **changed):
    return {**{name: getattr(circular, name) for name in Circular.TEXTS}, **changed}


def edited(circular, by, **changed):
    circulars.edit(
        circular, texts_of(circular, **changed), seen=circular.version, by=by, at=NEXT_DAY
    )
    return Circular.objects.get(pk=circular.pk)


def test_a_report_has_one_standing_circular(report, circular, reviewer):
    assert circulars.draft(report, by=reviewer, at=LATER) == circular
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.create(
            campaign=circular.campaign, report=report, drafted_at=LATER, **texts_of(circular)
        )


def test_what_the_schedule_drafted_anybody_of_the_bureau_checks(circular, reviewer):
    checked = circulars.check(circular, seen=0, by=reviewer, at=NEXT_DAY)
    assert checked.state == CircularState.CHECKED
    assert Event.objects.filter(action=Action.CHECK_CIRCULAR, by=reviewer).count() == 1


def test_nobody_checks_their_own_words(circular, reviewer, second):
    mine = edited(circular, reviewer, problems="无。")
    with pytest.raises(CircularRefused, match="须由另一人核稿"):
        circulars.check(mine, seen=mine.version, by=reviewer, at=NEXT_DAY)
    assert circulars.check(mine, seen=mine.version, by=second, at=NEXT_DAY).checked_by == second


def test_who_drafts_does_not_check_either(report, reviewer):
    mine = circulars.draft(report, by=reviewer, at=CUT_OFF)
    with pytest.raises(CircularRefused, match="须由另一人核稿"):
        circulars.check(mine, seen=0, by=reviewer, at=NEXT_DAY)


def test_four_eyes_are_a_setting(report, reviewer, settings):
    settings.CIRCULAR_FOUR_EYES = False
    mine = circulars.draft(report, by=reviewer, at=CUT_OFF)
    assert circulars.check(mine, seen=0, by=reviewer, at=NEXT_DAY).checked_by == reviewer


def test_an_edit_after_the_check_asks_for_another_check(checked, reviewer, admin):
    again = edited(checked, reviewer, demands="请抓紧。")
    assert again.state == CircularState.DRAFT and again.checked_by is None
    with pytest.raises(CircularRefused, match="须先经核稿"):
        circulars.issue(
            again, number="第1期", dated_on=NEXT_DAY, seen=again.version, by=admin, at=NEXT_DAY
        )
    event = Event.objects.filter(action=Action.EDIT, subject="tasks.circular").get()
    assert event.changes["state"] == ["checked", "draft"]
    assert event.changes["demands"][1] == "请抓紧。"


def test_saving_nothing_new_keeps_the_check(checked, reviewer):
    assert not circulars.edit(
        checked, texts_of(checked), seen=checked.version, by=reviewer, at=NEXT_DAY
    )
    assert Circular.objects.get(pk=checked.pk).state == CircularState.CHECKED


@pytest.mark.parametrize("act", ["edit", "check"])
def test_nobody_acts_on_words_they_have_not_seen(circular, reviewer, second, act):
    edited(circular, reviewer, problems="无。")
    with pytest.raises(CircularRefused, match="被他人修改过"):
        if act == "edit":
            texts = texts_of(circular, problems="有。")
            circulars.edit(circular, texts, seen=0, by=second, at=NEXT_DAY)
        else:
            circulars.check(circular, seen=0, by=second, at=NEXT_DAY)
    assert Circular.objects.get(pk=circular.pk).problems == "无。"


def test_issuing_fixes_the_document_and_its_checksum(issued):
    stored = Circular.objects.get(pk=issued.pk)
    content = stored.file.read()
    assert content.startswith(b"PK")
    assert stored.checksum == hashlib.sha256(content).hexdigest()
    assert stored.number == "第1期" and stored.file_name.startswith("第1期关于“一窗受理”")
    event = Event.objects.get(action=Action.ISSUE_CIRCULAR)
    assert event.changes == {"state": ["checked", "issued"], "number": ["", "第1期"]}


def test_a_number_is_given_once_in_a_campaign(issued, campaign, reviewer, admin):
    report = compiling.compile_report(campaign, cut_off_at=LATER, at=LATER)
    another = circulars.draft(report, at=LATER)
    circulars.check(another, seen=0, by=reviewer, at=NEXT_DAY)
    with pytest.raises(CircularRefused, match="换一个期号"):
        circulars.issue(another, number="第1期", dated_on=NEXT_DAY, seen=0, by=admin, at=NEXT_DAY)


def test_units_are_told_and_those_named_learn_for_what(issued, stranger, filler, admin):
    told = Message.objects.filter(kind=MessageKind.CIRCULAR)
    named = told.get(to=stranger)
    assert named.subject.startswith("通报涉及本单位") and "逾期未报" in named.body
    assert named.url == issued.get_absolute_url()
    # 市人力社保局 is named, too: for what it did not correct in time.
    assert "超过修改时限未重报" in told.get(to=filler).body
    assert not told.filter(to=admin).exists()


@pytest.mark.parametrize(
    "column", ["title", "problems", "number", "checksum", "file", "issued_at", "report_id"]
)
def test_the_database_refuses_to_alter_an_issued_circular(issued, column):
    value = "NULL" if column == "issued_at" else "0" if column == "report_id" else "'x'"
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        connection.cursor().execute(f"UPDATE tasks_circular SET {column} = {value}")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE tasks_circular SET state = 'draft'", "DELETE FROM tasks_circular"],
)
def test_an_issued_circular_neither_steps_back_nor_goes(issued, statement):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_issued_circular_is_not_edited(issued, reviewer):
    with pytest.raises(CircularRefused, match="请先撤回"):
        edited(issued, reviewer, problems="无。")


def test_recalling_keeps_the_file_and_tells_the_units(issued, admin, stranger, report):
    before = issued.file.name, issued.checksum
    recalled = circulars.recall(issued, reason="数字有误，另行印发", by=admin, at=NEXT_DAY)
    stored = Circular.objects.get(pk=recalled.pk)
    assert stored.state == CircularState.RECALLED
    assert (stored.file.name, stored.checksum) == before and stored.file.read()
    assert Event.objects.get(action=Action.RECALL_CIRCULAR).reason == "数字有误，另行印发"
    assert Message.objects.filter(to=stranger, subject__startswith="通报已撤回").count() == 1
    # Another one may be drawn up from the same figures.
    assert circulars.draft(report, at=NEXT_DAY) != stored


def test_a_recalled_circular_stays_recalled(issued, admin):
    circulars.recall(issued, reason="数字有误", by=admin, at=NEXT_DAY)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        connection.cursor().execute("UPDATE tasks_circular SET recall_reason = 'x'")
    with pytest.raises(CircularRefused, match="只有已印发"):
        circulars.recall(issued, reason="再次", by=admin, at=NEXT_DAY)


def test_a_unit_takes_note_once(issued, stranger):
    assert circulars.read(issued, stranger.unit, by=stranger, at=NEXT_DAY)
    assert not circulars.read(issued, stranger.unit, by=stranger, at=LATER)
    assert issued.readings.count() == 1


def test_a_draft_agrees_with_its_figures(circular, report):
    assert agreement.doubts(circular, Frozen(report.figures), None) == []


def test_a_changed_figure_and_a_dropped_name_are_said(circular, report):
    circular.situation = circular.situation.replace("1/4（25.0%）", "2/4（50.0%）")
    circular.problems = circular.problems.replace("市公安局", "某局")
    said = "".join(agreement.doubts(circular, Frozen(report.figures), None))
    assert "2/4（50.0%）" in said
    assert "文中未提到的单位：市公安局" in said


def test_figures_of_single_units_may_be_quoted(circular, report):
    circular.problems += "\n市人力社保局已报送8/8（100.0%），退回2项。"
    assert agreement.doubts(circular, Frozen(report.figures), None) == []
