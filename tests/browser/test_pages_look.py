"""Every page at an office screen and at a phone: it fits, and the browser has no complaint."""

import pytest
from django.urls import reverse

from .main_pages import make_busy, pages_of, visit
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [{"width": 1366, "height": 768}, {"width": 390, "height": 844}]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_pages_fit_and_nothing_fails_on_them(world, signed_in):
    make_busy(world)
    troubles = []
    for person, addresses in pages_of(world).items():
        page = signed_in(world[person]).new_page()
        watched = Watch(page)
        for address in addresses:
            troubles += too_wide(page, address)
        troubles += watched.troubles
    assert troubles == []


def test_the_sign_in_page_fits_too(chromium, live_server, db):
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    watched = Watch(page)
    assert too_wide(page, reverse("login")) + watched.troubles == []
    context.close()


def too_wide(page, address):
    """The sizes of screen on which one would have to scroll sideways."""
    found = []
    visit(page, address)
    for screen in SCREENS:
        page.set_viewport_size(screen)
        if (beyond := page.evaluate(OVERFLOW)) > 0:
            found.append(f"{address} at {screen['width']}: {beyond} px too wide")
    return found
