"""A proposed system name brings its level along, in one step that can be undone."""

import pytest
from playwright.sync_api import expect

from tasks.models import System
from tasks.systems import register
from tests.factories import DURING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def social(filler):
    (system,) = register.resolve(["杭州市人力社保一体化系统"], by=filler, at=DURING).values()
    System.objects.filter(pk=system.pk).update(level="city_built")
    return system


def test_the_level_comes_with_a_proposed_name_and_goes_with_one_undo(social, grid, stored):
    grid.click(0, "system_name")
    grid.page.keyboard.type("rlsb")
    option = grid.page.locator(".fg-option", has_text=social.name)
    expect(option).to_contain_text("市级自建 · 已用于 0 行")
    grid.press("ArrowDown", "Enter")
    assert grid.text(0, "system_name") == social.name
    assert grid.text(0, "system_level") == "市级自建"
    grid.wait_saved()
    assert stored(0, "system_level") == "city_built"
    grid.press("Control+z")
    assert (grid.text(0, "system_name"), grid.text(0, "system_level")) == ("", "")


def test_a_level_that_was_given_stays(social, grid):
    grid.type(0, "system_level", "省级垂管")
    grid.click(0, "system_name")
    grid.page.keyboard.type("人力社保")
    grid.page.locator(".fg-option", has_text=social.name).click()
    assert grid.text(0, "system_name") == social.name
    assert grid.text(0, "system_level") == "省级垂管"
