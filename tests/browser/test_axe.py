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
    assert found == []


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
