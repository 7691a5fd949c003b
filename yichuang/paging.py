"""Long lists a page at a time."""

from django.core.paginator import Page, Paginator

PER_PAGE = 50


def page_of(request, rows) -> Page:
    """The page of `rows` that the address asks for; the nearest one when there is no such page."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
