"""经费保障 (S4): said by the unit, whatever became of its roster, and read in attachment 4."""

import io

import pytest
from openpyxl import load_workbook

from tasks.filling import funding
from tasks.models import Funding, FundingState
from tests.factories import DURING
from tests.tasks.acts import fresh, page
from units.models import Action, Event

from .export_books import export


def send(browser, task, **data):
    return browser.post(page("funding", task), {f"funding-{k}": v for k, v in data.items()})


def test_the_unit_says_it_and_changes_it(tasks, as_user, filler, head):
    assert send(as_user(filler), tasks.roster, state="applied", note="已报财政").status_code == 302
    kept = Funding.objects.get()
    assert (kept.state, kept.note, kept.changed_by) == (FundingState.APPLIED, "已报财政", filler)
    seen = {"seen": funding.mark_of(kept)}
    data = {"funding-state": "secured", "funding-note": "", **seen}
    as_user(head).post(page("funding", tasks.roster), data)
    events = Event.objects.of(kept)
    assert [one.action for one in events] == [Action.EDIT, Action.CREATE]
    assert events[0].changes == {"state": ["applied", "secured"], "note": ["已报财政", ""]}
    assert events[0].unit == filler.unit


@pytest.mark.parametrize("data", [{"state": ""}, {"state": "plenty"}, {"state": "missing"}])
def test_what_says_nothing_is_refused(tasks, as_user, filler, data):
    assert send(as_user(filler), tasks.roster, **data).status_code == 422
    assert not Funding.objects.exists()


def test_a_second_person_sees_what_the_first_said(tasks, as_user, filler, head):
    send(as_user(filler), tasks.roster, state="applied", note="已报财政")
    data = {"funding-state": "secured", "funding-note": "", "seen": ""}
    answer = as_user(head).post(page("funding", tasks.roster), data)
    assert answer.status_code == 422 and "刚被他人修改" in answer.content.decode()
    assert Funding.objects.get().state == FundingState.APPLIED


def test_saying_the_same_again_is_no_event(tasks, filler):
    words = {"state": "secured", "note": "", "by": filler, "at": DURING}
    assert funding.state(tasks.roster, **words)
    assert not funding.state(tasks.roster, **words)
    assert Event.objects.filter(subject="tasks.funding").count() == 1


def test_it_may_change_after_the_roster_is_approved(tasks, as_user, filler):
    type(tasks.roster).objects.filter(pk=tasks.roster.pk).update(state="approved")
    assert send(as_user(filler), fresh(tasks.roster), state="secured").status_code == 302


def test_the_bureau_reads_it(tasks, as_user, filler, reviewer):
    send(as_user(filler), tasks.roster, state="applied", note="已报财政")
    text = as_user(reviewer).get(page("roster", tasks.roster)).content.decode()
    assert "申请中" in text and "已报财政" in text and "保存经费情况" not in text


def test_attachment_4_says_it_below_the_table(tasks, campaign, as_user, filler, reviewer, town):
    send(as_user(filler), tasks.roster, state="applied", note="已报财政")
    for unit, words in (
        (town.renshe, "经费保障：申请中（已报财政）。"),
        (None, "经费保障（单位数）：申请中1个、未填写"),
    ):
        stream = io.BytesIO()
        export(campaign, "4", "print", reviewer, unit=unit).write(stream, at=DURING)
        sheet = load_workbook(stream).active
        assert words in str([cell.value for row in sheet.iter_rows() for cell in row])
