"""Saving in Chromium: refusals, two editors, no network, a reload, an expired session."""

import json

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tasks.models import Entry
from tests.factories import PASSWORD

from .grid_page import GridPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_refused_value_stays_and_says_why(grid, stored):
    grid.type(0, "volume", "约300")
    grid.wait_saved()
    grid.click(0, "volume")
    assert (grid.state(0, "volume"), grid.text(0, "volume")) == ("refused", "约300")
    described = grid.page.locator(".fg-input").get_attribute("aria-describedby")
    assert "约300" in grid.page.locator(f"#{described}").inner_text()
    assert stored(0, "volume") is None


def test_the_later_of_two_editors_sees_both_values_and_chooses(
    grid, signed_in, head, city_list, stored
):
    other = GridPage(signed_in(head), city_list)
    other.type(0, "contact", "他填的")
    other.wait_saved()
    grid.type(0, "contact", "我填的")
    grid.wait_saved()
    grid.click(0, "contact")
    assert grid.state(0, "contact") == "conflict"
    assert "他填的" in grid.notes and "我填的" in grid.notes
    assert stored(0, "contact") == "他填的"
    grid.page.get_by_role("button", name="用我的").click()
    grid.wait_saved()
    assert stored(0, "contact") == "我填的"


def test_taking_the_others_value_forgets_mine(grid, city_list, stored):
    Entry.objects.filter(task=city_list).update(contact="他填的")
    grid.type(0, "contact", "我填的")
    grid.wait_saved()
    grid.click(0, "contact")
    grid.page.get_by_role("button", name="用对方的").click()
    assert grid.text(0, "contact") == stored(0, "contact") == "他填的"


def test_without_network_the_cells_wait_and_are_sent_later(grid, stored):
    grid.context.set_offline(True)
    grid.type(0, "contact", "王测试")
    grid.wait_status("offline")
    assert "未保存 1 格" in grid.save_line
    grid.context.set_offline(False)
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_cells_unsaved_at_a_reload_are_found_and_saved(grid, stored):
    grid.page.on("dialog", lambda dialog: dialog.accept())
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.type(0, "contact", "王测试")
    grid.wait_status("offline")
    grid.page.unroute("**/cells/")
    grid.open()
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_leaving_with_unsaved_cells_warns(grid):
    asked = []
    grid.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.click(0, "contact")
    grid.page.keyboard.type("王测")
    grid.open()
    assert asked == ["beforeunload"]


def test_after_an_expired_session_signing_in_again_saves_the_rest(grid, filler, stored, signed_in):
    Session.objects.all().delete()
    grid.type(0, "contact", "王测试")
    grid.wait_status("signed_out")
    link = grid.page.get_by_role("link", name="重新登录后继续")
    assert f"next=/tasks/{grid.task.pk}/grid/" in link.get_attribute("href").replace("%2F", "/")
    grid.context.add_cookies(signed_in(filler).cookies())
    grid.open()
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_a_refusal_of_the_server_is_said_in_its_words(grid):
    answer = {"message": "本任务已报送，不能修改。"}
    refuse = {"status": 409, "content_type": "application/json", "body": json.dumps(answer)}
    grid.page.route("**/cells/", lambda route: route.fulfill(**refuse))
    grid.type(0, "contact", "王测试")
    grid.wait_status("rejected")
    assert "本任务已报送，不能修改。" in grid.save_line


def test_ten_minutes_without_network_lose_nothing(grid, stored):
    grid.page.clock.install()
    grid.open()
    grid.context.set_offline(True)
    grid.type(0, "contact", "王测试")
    grid.page.clock.run_for(1000)
    grid.wait_status("offline")
    grid.paste(1, "contact", "李样例\t85250000")
    grid.page.clock.run_for(600_000)
    assert "未保存 3 格" in grid.save_line
    assert grid.state(0, "contact") == "unsaved"
    grid.context.set_offline(False)
    grid.page.clock.run_for(31_000)
    grid.wait_saved()
    assert (stored(0, "contact"), stored(1, "phone")) == ("王测试", "85250000")


@pytest.mark.parametrize("trouble", ["500", "killed"])
def test_a_server_in_trouble_is_tried_again_until_it_is_back(grid, stored, trouble):
    tries = []

    def answer(route):
        tries.append(route)
        if trouble == "500":
            route.fulfill(status=500, body="<h1>Server Error</h1>", content_type="text/html")
        else:
            route.abort("connectionrefused")

    grid.page.route("**/cells/", answer)
    grid.type(0, "contact", "王测试")
    grid.wait_status("offline")
    assert "连接中断" in grid.save_line
    expect(grid.page.locator(".fg-save")).to_contain_text("2 秒后重试")
    assert len(tries) == 2
    grid.page.unroute("**/cells/")
    grid.page.click("[data-act=retry]")
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_who_signs_in_again_finds_the_rest_and_it_is_saved(grid, filler, stored):
    Session.objects.all().delete()
    asked = []
    grid.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grid.paste(0, "contact", "王测试\t85250000")
    grid.wait_status("signed_out")
    assert "未保存的 2 格已留在本机" in grid.save_line
    grid.page.get_by_role("link", name="重新登录后继续").click()
    grid.page.locator('input[name="username"]').fill(filler.username)
    grid.page.locator('input[name="password"]').fill(PASSWORD)
    grid.page.locator('input[name="password"]').press("Enter")
    grid.page.wait_for_selector(".fg-cell")
    grid.wait_saved()
    assert (stored(0, "contact"), stored(0, "phone"), asked) == ("王测试", "85250000", [])


def test_every_state_of_a_cell_has_its_word(grid, city_list):
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.type(0, "contact", "王测试")
    grid.wait_status("offline")
    grid.click(0, "contact")
    state = grid.page.locator(".fg-state")
    expect(state).to_have_text("未存")
    grid.page.unroute("**/cells/")
    held = []
    grid.page.route("**/cells/", lambda route: held.append(route))
    grid.page.click("[data-act=retry]")
    expect(state).to_have_text("正在存")
    held[0].continue_()
    grid.page.unroute("**/cells/")
    grid.wait_saved()
    expect(state).to_have_text("已存")
    Entry.objects.filter(task=city_list).update(contact="他填的")
    grid.type(0, "contact", "我填的")
    grid.wait_saved()
    grid.click(0, "contact")
    expect(state).to_have_text("他人已改")
