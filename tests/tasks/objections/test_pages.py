"""The pages of objections: the list, the thread, the acts of both sides, several at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tasks.filling import checking
from tasks.models import Objection, ObjectionState, Outcome, RankedMatter, Talk
from tests.factories import DUE, DURING
from tests.tasks.acts import acknowledged, object_to, object_to_row, page
from tests.tasks.acts import objection as unsaved
from units.models import Message

from .acts import WORDS, accept, answer, fresh, propose, reject


@pytest.fixture
def desk(reviewer, as_user):
    return as_user(reviewer)


@pytest.fixture
def unit(filler, as_user):
    return as_user(filler)


def sent_conclusion(outcome=Outcome.NOT_CONNECTED, prefix="", **more):
    fields = {"outcome": outcome, "text": WORDS[outcome], **more}
    return {f"{prefix}{name}": value for name, value in fields.items()}


def listed(client, query=""):
    return list(client.get(page("objection-list") + query).context["page"])


def test_the_whole_loop_by_its_pages(objection, campaign, desk, unit):
    sent = sent_conclusion(Outcome.DEFERRED, "proposal-", deferred_condition="接口开放后")
    desk.post(page("objection-propose", objection), sent)
    shown = unit.get(page("objection-detail", objection))
    assert "请贵单位答复是否同意" in shown.text and "接口开放后" in shown.text
    seen = shown.context["answer_form"].initial["seen"]
    answered = {"answer-agreed": "yes", "answer-text": "", "answer-seen": seen}
    unit.post(page("objection-answer", objection), answered)
    sent = sent_conclusion(Outcome.DEFERRED, deferred_condition="接口开放后")
    desk.post(page("objection-decide", objection), sent)
    assert fresh(objection).outcome == Outcome.DEFERRED
    assert "双方已确认" in unit.get(page("objection-detail", objection)).text
    assert [line.rank for line in RankedMatter.objects.obligated(campaign)] == [1, 3, 4, 5]


def test_the_page_says_who_moves_up_before_and_after(objection, desk, reviewer):
    assert "将由候补第 5 位" in desk.get(page("objection-detail", objection)).text
    accept(objection, reviewer)
    html = desk.get(page("objection-detail", objection)).text
    assert "由候补第 5 位" in html and "将由" not in html


def test_deciding_alone_needs_a_tick(objection, desk):
    refused = desk.post(page("objection-decide", objection), sent_conclusion())
    assert refused.status_code == 422
    assert "单位尚未同意该结论" in refused.text and WORDS[Outcome.NOT_CONNECTED] in refused.text
    desk.post(page("objection-decide", objection), sent_conclusion(alone="on"))
    assert fresh(objection).decided_alone
    assert "未经单位同意，由市局裁定" in desk.get(page("objection-detail", objection)).text


def test_a_decision_needs_words_and_a_deferral_an_end(objection, desk):
    address = page("objection-decide", objection)
    refused = desk.post(address, {"outcome": "connected", "text": ""})
    assert "请写明理由" in refused.text
    refused = desk.post(address, sent_conclusion(Outcome.DEFERRED, alone="on"))
    assert "请填写暂缓至哪一天" in refused.text
    assert fresh(objection).state == ObjectionState.PENDING


def test_not_agreeing_needs_words(objection, reviewer, unit):
    propose(objection, Outcome.CONNECTED, reviewer)
    refused = unit.post(page("objection-answer", objection), {"answer-agreed": "no"})
    assert refused.status_code == 422
    assert "不同意须写明理由" in refused.text


def test_the_home_of_the_unit_asks_for_the_answer(objection, reviewer, unit, filler):
    sentence = "1 项疑义已有拟定结论，待本单位答复"
    assert sentence not in unit.get("/").text
    proposed = propose(objection, Outcome.CONNECTED, reviewer)
    assert sentence in unit.get("/").text
    answer(proposed, filler)
    assert sentence not in unit.get("/").text


def test_reopening_is_told_with_its_reason(objection, reviewer, desk, unit, filler):
    reject(objection, reviewer)
    desk.post(page("objection-reopen", objection), {"reopen-reason": "部门补充了材料"})
    assert fresh(objection).state == ObjectionState.DISCUSSED
    assert Message.objects.filter(to=filler, body="部门补充了材料").exists()


def test_a_talk_is_kept_with_its_day(objection, desk, unit):
    sent = {"talk-kind": "call", "talk-held_on": "2018-04-03", "talk-text": "已电话沟通，待补材料"}
    for _click in range(2):
        desk.post(page("objection-talk", objection), sent)
    assert Talk.objects.count() == 1
    html = unit.get(page("objection-detail", objection)).text
    assert "电话 2018-04-03" in html and "待补材料" in html
    later = desk.post(page("objection-talk", objection), {**sent, "talk-held_on": "2999-01-01"})
    assert "沟通日期不能晚于今天" in later.text


def test_both_sides_write_into_the_thread(objection, desk, unit):
    sent = {"text": "请提供上级文件", "audience": "bureau"}
    desk.post(page("objection-post", objection), sent)
    assert "请提供上级文件" in unit.get(page("objection-detail", objection)).text


def test_a_leader_reads_and_has_nothing_to_press(objection, leader, as_user):
    html = as_user(leader).get(page("objection-detail", objection)).text
    assert "199****0011" in html and "19900000011" not in html
    assert "发出拟定结论" not in html and "上传材料" not in html


def test_the_rank_and_the_row_of_one_code_know_of_each_other(objection, row_objection, unit):
    for one, other in ((objection, row_objection), (row_objection, objection)):
        shown = unit.get(page("objection-detail", one))
        assert list(shown.context["related"]) == [other]


def test_a_late_objection_is_marked_not_lost(ranked, tasks, filler, desk):
    late = checking.object_to(
        acknowledged(tasks.check, filler),
        unsaved(ranked=ranked[0]),
        by=filler,
        at=DUE + timedelta(hours=1),
    )
    assert "逾期提出" in desk.get(page("objection-detail", late)).text
    assert listed(desk, "?late=on") == [late]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ranked row"),
        ("?about=ranked", "ranked"),
        ("?about=row", "row"),
        ("?state=discussed", "ranked"),
        ("?turn=unit", "ranked"),
        ("?turn=bureau", "row"),
        ("?reason=secret", ""),
        ("?reason=rare", "ranked row"),
        ("?mine=on", "ranked"),
        ("?late=on", ""),
        ("?q=90002 人社事项", "ranked row"),
        ("?q=rssx", "ranked row"),
        ("?q=不存在", ""),
        ("?unit=999999&state=nonsense&sort=nonsense", "ranked row"),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    objection, row_objection, reviewer, desk, query, found
):
    propose(objection, Outcome.CONNECTED, reviewer)
    names = {"ranked": objection.pk, "row": row_objection.pk}
    assert {one.pk for one in listed(desk, query)} == {names[name] for name in found.split()}


def test_the_states_are_counted_with_the_other_filters(objection, row_objection, reviewer, desk):
    reject(objection, reviewer)
    tabs = desk.get(page("objection-list") + "?state=rejected").context["tabs"]
    assert [(str(tab["label"]), tab["count"]) for tab in tabs if tab["count"]] == [
        ("全部", 2),
        ("待确认", 1),
        ("不成立", 1),
    ]
    (active,) = [tab for tab in tabs if tab["active"]]
    assert str(active["label"]) == "不成立"


def test_the_list_is_sorted(objection, row_objection, desk):
    assert listed(desk, "?sort=rank") == listed(desk, "?sort=-rank") == [objection, row_objection]
    assert [one.pk for one in listed(desk, "?sort=raised")] == [objection.pk, row_objection.pk]
    assert [one.pk for one in listed(desk, "?sort=-raised")] == [row_objection.pk, objection.pk]


def test_a_unit_lists_its_own(objection, pilot_objection, unit, collector, as_user):
    assert listed(unit) == [objection]
    assert listed(as_user(collector)) == [pilot_objection]


def test_what_is_listed_is_exported_with_both_sides_words(
    objection, row_objection, reviewer, filler, desk, tmp_path
):
    accept(answer(propose(objection, Outcome.NOT_CONNECTED, reviewer), filler), reviewer)
    response = desk.post(page("objection-export") + "?state=accepted")
    saved = tmp_path / "list.xlsx"
    saved.write_bytes(b"".join(response))
    head, *lines = load_workbook(saved).active.iter_rows(values_only=True)
    (line,) = [dict(zip(head, cells, strict=True)) for cells in lines]
    assert (line["拟定结论"], line["单位是否同意"], line["双方确认"]) == (
        "成立（不接入）", "同意", "是"
    )  # fmt: skip
    assert line["结论"] == "成立（不接入）" and line["裁定说明"] == WORDS[Outcome.NOT_CONNECTED]


def chosen(objections):
    return {"objection": [one.pk for one in objections]}


def test_several_are_shown_with_their_count_and_decided_together(
    ranked, tasks, filler, desk, campaign
):
    several = [object_to(line, tasks.check, filler) for line in ranked[:2]]
    shown = desk.get(page("objection-bulk"), chosen(several))
    assert "一并裁定 2 项疑义" in shown.text and "将由候补第 6 位" in shown.text
    sent = {**chosen(several), **sent_conclusion(), "expected": 2}
    assert desk.post(page("objection-bulk"), sent).status_code == 422
    desk.post(page("objection-bulk"), {**sent, "alone": "on"})
    assert {fresh(one).state for one in several} == {ObjectionState.ACCEPTED}
    assert [line.rank for line in RankedMatter.objects.obligated(campaign)] == [3, 4, 5, 6]


def test_several_of_two_units_are_not_decided_together(objection, pilot_objection, desk):
    both = chosen([objection, pilot_objection])
    response = desk.get(page("objection-bulk"), both, follow=True)
    assert "只限同一单位" in response.text
    response = desk.post(page("objection-bulk"), {**both, **sent_conclusion(alone="on")})
    assert not Objection.objects.exclude(state=ObjectionState.PENDING).exists()


def test_when_fewer_are_left_the_new_count_is_shown_first(ranked, tasks, filler, desk):
    several = [object_to(line, tasks.check, filler) for line in ranked[:2]]
    checking.withdraw(several[0], by=filler, at=DURING)
    sent = {**chosen(several), **sent_conclusion(alone="on"), "expected": 2}
    refused = desk.post(page("objection-bulk"), sent)
    assert "状态已变化" in refused.text and "一并裁定 1 项疑义" in refused.text
    assert fresh(several[1]).state == ObjectionState.PENDING


def test_the_ranking_shows_who_left_and_who_moved_up(objection, campaign, reviewer, desk):
    accept(objection, reviewer)
    shown = desk.get(page("ranking", campaign))
    assert shown.context["counts"] == {
        "obligated": 4, "reserve": 5, "out": 1, "moved": 1, "undecided": 0
    }  # fmt: skip
    assert "已退出" in shown.text and "递补" in shown.text


def test_the_page_costs_the_same_for_many_files_and_talks(objection, desk, city_list, filler):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.get(page("objection-detail", objection))
        return len(queries)

    cost()
    few = cost()
    for day in range(3, 9):
        sent = {"talk-kind": "call", "talk-held_on": f"2018-04-0{day}", "talk-text": "又谈了一次"}
        desk.post(page("objection-talk", objection), sent)
    for row in city_list.entry_rows.all()[3:6]:
        object_to_row(row, city_list, filler)
    desk.get(page("objection-detail", objection))
    assert cost() <= few + 2


@pytest.mark.parametrize("missing", ["contact_phone", "contact_name", "text"])
def test_case_14_an_objection_lacks_nothing_in_the_database_either(ranked, filler, missing):
    raised = unsaved(ranked=ranked[0])
    setattr(raised, missing, "")
    raised.campaign, raised.unit = ranked[0].campaign, filler.unit
    raised.raised_by, raised.raised_at = filler, DURING
    with pytest.raises(IntegrityError), transaction.atomic():
        raised.save()
