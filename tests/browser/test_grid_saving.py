"""Saving in Chromium: refusals, two editors, no network, a reload, an expired session."""

import json

import pytest
from django.contrib.sessions.models import Session

from tasks.models import Entry

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
