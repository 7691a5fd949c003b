"""Every page and act of the portal, and what each of the cast gets there."""

from . import filling, library, people, portal, review, supervision

ROOMS = {
    **people.ROOMS,
    **portal.ROOMS,
    **library.ROOMS,
    **filling.ROOMS,
    **review.ROOMS,
    **supervision.ROOMS,
}
PAGES = [page for pages in ROOMS.values() for page in pages]
