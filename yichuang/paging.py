"""Long lists a page at a time."""

from django.core.paginator import Page, Paginator

PER_PAGE = 50


def page_of(request, rows, *, count: int | None = None) -> Page:
    """The page of `rows` that the address asks for; the nearest one when there is no such page.

    How many rows there are is counted unless `count` says it.
    """
    paginator = Paginator(rows, PER_PAGE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
