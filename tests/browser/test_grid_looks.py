"""The grid on a phone, for reading only, in English, and under axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.tasks.acts import fill_in, submit

from .grid_page import GridPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_on_a_phone_a_row_opens_as_a_form(signed_in, filler, city_list, stored):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    grid = GridPage(signed_in(filler, **phone), city_list)
    assert "方向键移动" not in grid.page.locator(".fg-panel").inner_text()
    grid.cell(0, "name").tap()
    field = grid.page.get_by_role("dialog").get_by_label("联系人")
    field.fill("王测试")
    field.blur()
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_a_sheet_with_the_bureau_can_only_be_read(signed_in, filler, head, city_list):
    fill_in(city_list, filler)
    submit(city_list, head)
    grid = GridPage(signed_in(filler), city_list)
    grid.type(0, "contact", "改")
    assert grid.text(0, "contact") == "方填报"
    assert grid.page.locator('[role="grid"]').get_attribute("aria-readonly") == "true"


def test_every_label_of_the_grid_exists_in_english(signed_in, filler, city_list):
    grid = GridPage(signed_in(filler, locale="en-GB"), city_list)
    grid.context.add_cookies([{"name": "django_language", "value": "en", "url": grid.page.url}])
    grid.open()
    grid.click(0, "contact")
    grid.press("F1")
    shown = " ".join(grid.page.locator(".fg-toolbar, .fg-keys").all_inner_texts())
    shown = shown.replace("A … 中", "")
    assert not re.search("[\u4e00-\u9fff]", shown), shown


@pytest.mark.parametrize("keys", [(), ("F2",), ("Shift+F10",), ("Alt+Shift+ArrowDown",), ("?",)])
def test_axe_finds_nothing_in_the_grid(grid, keys):
    grid.click(0, "districts")
    grid.press(*keys)
    found = Axe().run(grid.page, context="fill-grid")
    assert found.response["violations"] == [], found.generate_report()
