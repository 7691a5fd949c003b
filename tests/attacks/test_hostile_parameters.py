"""Whatever a page asks its address or a form for, it gets the same hostile text (trust G7)."""

import pytest
from django.db import transaction
from django.http import QueryDict

from tests.page_world import world_of
from tests.test_pages import PAGES, address

from .means import TOO_LONG_A_NUMBER

HOSTILE = [
    "\0",
    TOO_LONG_A_NUMBER,
    "99999999999999999999",
    "1:99999999999999999999",
    "0001-01-01",
    "9999-12-31",
    "[" * 5000,
    "1",
]


class SameForAll(QueryDict):
    """Has one text under every name that anybody asks for."""

    def __init__(self, text="", **options):
        super().__init__(mutable=True)
        self.text = text

    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return self.text

    def get(self, name, default=None):
        return self.text

    def getlist(self, name, default=None):
        return [self.text]

    def lists(self):
        yield "q", [self.text]

    def copy(self):
        return SameForAll(self.text)

    __deepcopy__ = __copy__ = lambda self, *memo: self.copy()


class HostileMiddleware:
    """Exchanges what a request brings; the text comes in a header."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        text = HOSTILE[int(request.headers["X-Hostile"])]
        request.GET = SameForAll(text)
        if request.method == "POST":
            request.POST = SameForAll(text)
        return self.get_response(request)


@pytest.mark.parametrize("who", ["admin", "filler"])
def test_no_page_falls_over_whatever_it_is_given(
    town, people, campaign, tasks, as_user, settings, who
):
    world = world_of(town, people, campaign, tasks)
    client = as_user(getattr(people, who))
    client.raise_request_exception = False
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.HostileMiddleware"]
    fallen = set()
    for page in PAGES:
        for number, text in enumerate(HOSTILE):
            with transaction.atomic():
                about = {"x-hostile": str(number)}
                answer = client.generic(page.method, address(page, world), headers=about)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                fallen.add(f"{page}: {text[:20]}")
            if answer.status_code in {403, 404}:
                break
    assert fallen == set()
