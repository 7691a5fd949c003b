"""What stays in the browser when somebody has signed out: nothing others could read."""

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import GridPage
from tests.tasks.acts import acknowledged

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING_KEPT = "() => !Object.keys(sessionStorage).some((slot) => slot.startsWith('yichuang'))"


def test_the_last_steps_are_forgotten_at_the_sign_out(tasks, filler, signed_in):
    task = acknowledged(tasks.city_list, filler)
    page = GridPage(signed_in(filler), task).page
    page.evaluate("sessionStorage.setItem('yichuang-grid-steps:task-1-user-1', '[[1]]')")
    page.locator(".tools__person").click()
    page.get_by_role("button", name="退出").click()
    expect(page.locator("[data-sign-in]")).to_be_visible()
    page.wait_for_function(NOTHING_KEPT)
