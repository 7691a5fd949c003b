"""Every page under axe: nothing serious or critical for people with a disability (WCAG 2.1 AA)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from .main_pages import make_busy, pages_of, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRAVE = {"serious", "critical"}
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


def test_axe_finds_nothing_grave_on_any_page(world, signed_in):
    make_busy(world)
    found = []
    for person, addresses in pages_of(world).items():
        page = signed_in(world[person]).new_page()
        for address in addresses:
            visit(page, address)
            found += grave(page)
    found += asked_for_reasons(signed_in(world["reviewer"]).new_page(), world["stranger_list"])
    assert found == []


def asked_for_reasons(page, task):
    """The two questions of the review desk: why the whole task, and why each row."""
    visit(page, reverse("tasks:review", args=[task.pk]))
    page.get_by_role("button", name="整体退回").click()
    found = grave(page)
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    page.locator('input[name="row"]').first.check()
    page.get_by_role("button", name="退回所选").click()
    page.get_by_role("heading", name="退回 1 行").wait_for()
    return found + grave(page)


def test_axe_finds_nothing_grave_on_the_sign_in_page(chromium, live_server, db):
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    visit(page, reverse("login"))
    assert grave(page) == []
    context.close()


def grave(page):
    """What axe holds against a page, each with the place and the markup."""
    violations = Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
