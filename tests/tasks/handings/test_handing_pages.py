"""Handing out by page and by grid, and what must come first before the list goes on."""

import json

import pytest

from matters.models import Matter
from tasks.handings import handing
from tasks.handings.choosing import division_of
from tasks.models import Entry, Handing, State
from tests.factories import DURING
from tests.tasks.acts import filled_in, fresh, page, signature, submit


def ask(browser, task, rows, **more):
    return browser.post(
        page("hand-rows", task), json.dumps({"rows": rows, **more}), content_type="application/json"
    )


def test_the_grid_hands_selected_rows_to_a_person(as_user, city_list, filler, rows, colleagues):
    answer = ask(as_user(filler), city_list, rows[:2], recipient=f"person:{colleagues.jiu.pk}")
    assert answer.json()["message"] == "已分办 2 行给纪就业。"
    assert [row["id"] for row in answer.json()["rows"]] == rows[:2]
    assert Handing.objects.get().to == colleagues.jiu


def test_the_grid_hands_rows_to_a_division_until_a_day(
    as_user, city_list, filler, rows, colleagues
):
    more = {"recipient": "division:就业处", "due_on": "2199-01-01", "note": "急"}
    assert ask(as_user(filler), city_list, rows[:2], **more).status_code == 200
    given = Handing.objects.get()
    assert (given.division, given.note, given.due_on.year) == ("就业处", "急", 2199)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"recipient": ""}, "这个字段是必填项"),
        ({"recipient": "division:别的处"}, "不在可用的选项中"),
        ({"recipient": "division:就业处", "due_on": "2018-01-01"}, "交回日期不能早于今天"),
        ({"recipient": "division:就业处", "note": "x" * 301}, "300"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    as_user, city_list, filler, rows, colleagues, sent, sentence
):
    answer = ask(as_user(filler), city_list, rows[:2], **sent)
    assert answer.status_code == 400
    assert sentence in answer.json()["message"]
    assert not Handing.objects.exists()


def test_rows_go_to_nobody_outside_the_unit(as_user, city_list, filler, rows, stranger):
    answer = ask(as_user(filler), city_list, rows[:2], recipient=f"person:{stranger.pk}")
    assert answer.status_code == 400


def test_rows_of_another_list_are_not_handed(as_user, city_list, tasks, filler, colleagues):
    foreign = list(tasks.stranger_list.entry_rows.values_list("pk", flat=True))
    answer = ask(as_user(filler), city_list, foreign, recipient="division:就业处")
    assert "没有分办" in answer.json()["message"]


def test_without_the_grid_one_narrows_ticks_and_hands_out(
    as_user, city_list, filler, rows, colleagues
):
    browser, address = as_user(filler), page("handing-create", city_list)
    shown = browser.get(address, {"q": "人社事项2"}).content.decode()
    assert "人社事项2" in shown and "人社事项3" not in shown
    answer = browser.post(address, {"row": rows[1:2], "recipient": "division:工伤处"})
    assert answer.url == city_list.get_absolute_url()
    assert Entry.objects.get(handing__division="工伤处").pk == rows[1]


def test_the_library_says_which_division_is_in_charge():
    matter = Matter(extra={"责任科室": "", "承办处室": "就业处"})
    assert division_of(matter) == "就业处"
    assert division_of(Matter(extra={"备注": "就业处"})) == ""


def test_the_colleague_finds_the_rows_at_home_and_gives_them_back(
    as_user, hand, rows, colleagues, filler
):
    given = hand(rows[:2])
    browser = as_user(colleagues.jiu)
    assert "分办给我的 2 行" in browser.get("/").content.decode()
    browser.post(page("handing-return", given), {"answer": "填好了"})
    given.refresh_from_db()
    assert (given.returned_by, given.answer) == (colleagues.jiu, "填好了")
    assert "分办给我的" not in browser.get("/").content.decode()


def test_only_who_has_the_rows_gives_them_back(as_user, hand, rows, colleagues, head, stranger):
    given = hand(rows[:2])
    assert as_user(colleagues.shang).post(page("handing-return", given)).status_code == 403
    assert as_user(head).post(page("handing-return", given)).status_code == 403
    assert as_user(stranger).post(page("handing-return", given)).status_code == 404


def test_a_helper_neither_recalls_nor_hands_on(as_user, hand, rows, city_list, colleagues):
    given = hand(rows[:2])
    browser = as_user(colleagues.jiu)
    assert browser.post(page("handing-recall", given)).status_code == 403
    assert ask(browser, city_list, rows[3:4], recipient="division:工伤处").status_code == 403
    assert as_user(colleagues.shang).post(page("handing-recall", given)).status_code == 302


def test_the_task_page_lists_what_is_out(as_user, hand, rows, city_list, filler):
    hand(rows[:2])
    shown = as_user(filler).get(city_list.get_absolute_url()).content.decode()
    assert "分办给纪就业的 2 行" in shown and "0/2" in shown


def test_the_grid_opens_on_exactly_these_rows(as_user, hand, rows, city_list, colleagues):
    given = hand(rows[2:4])
    response = as_user(colleagues.jiu).get(page("grid", city_list), {"handing": given.pk})
    focus = response.context["sheet"]["focus"]
    assert (focus["label"], sorted(focus["rows"])) == ("分办给纪就业的 2 行", rows[2:4])
    listed = as_user(colleagues.jiu).get(
        page("grid", city_list), {"view": "list", "handing": given.pk}
    )
    assert [row.pk for row in listed.context["page"]] == rows[2:4]


def test_the_grid_knows_who_has_a_row(as_user, hand, rows, city_list, filler):
    given = hand(rows[:1])
    sheet = as_user(filler).get(page("grid", city_list)).context["sheet"]
    assert [row["handing"] for row in sheet["rows"][:2]] == [given.pk, None]
    assert sheet["handings"][given.pk]["whom"] == "纪就业"


def test_the_bureau_is_not_told_who_of_a_unit_has_a_row(
    as_user, hand, rows, city_list, filler, head, reviewer
):
    filled_in(city_list)
    given = hand(rows[:1])
    handing.give_back(given, by=filler, at=DURING)
    submit(city_list, head)
    sheet = as_user(reviewer).get(page("grid", city_list)).context["sheet"]
    assert sheet["handings"] == {}


def test_a_helper_does_not_send_the_list_to_the_head(as_user, hand, rows, city_list, colleagues):
    filled_in(city_list)
    hand(rows[:2])
    browser = as_user(colleagues.jiu)
    assert browser.post(page("send-to-head", city_list)).status_code == 403
    assert page("send-to-head", city_list) not in browser.get(city_list.get_absolute_url()).text


def test_rows_that_are_out_are_recalled_before_the_list_goes_to_the_head(
    as_user, hand, rows, city_list, filler
):
    filled_in(city_list)
    given = hand(rows[:2])
    browser = as_user(filler)
    refused = browser.post(page("send-to-head", city_list))
    assert refused.status_code == 409 and "收回并送审" in refused.content.decode()
    browser.post(page("send-to-head", city_list), {"recall": "1"})
    given.refresh_from_db()
    assert (fresh(city_list).state, given.recalled_by) == (State.FOR_HEAD, filler)


def test_rows_that_are_out_are_recalled_before_the_head_signs(as_user, hand, rows, city_list, head):
    filled_in(city_list)
    given = hand(rows[:2])
    browser, address = as_user(head), page("submit", city_list)
    refused = browser.post(address, signature(city_list))
    assert refused.status_code == 409
    assert "还有 2 行在分办中" in refused.content.decode()
    browser.post(address, {**signature(city_list), "recall": "on"})
    given.refresh_from_db()
    assert (fresh(city_list).state, given.recalled_by) == (State.SUBMITTED, head)


def test_a_signature_that_is_refused_recalls_nothing(as_user, hand, rows, city_list, head):
    given = hand(rows[:2])
    sent = {**signature(city_list), "recall": "on"}
    assert as_user(head).post(page("submit", city_list), sent).status_code == 409
    given.refresh_from_db()
    assert given.is_open


def test_an_answer_to_what_was_recalled_meanwhile_changes_nothing(
    as_user, hand, rows, colleagues, filler
):
    given = hand(rows[:2])
    handing.recall(given, by=filler, at=DURING)
    as_user(colleagues.jiu).post(page("handing-return", given), {"answer": "晚了"})
    given.refresh_from_db()
    assert given.answer == ""
