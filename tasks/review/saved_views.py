"""A person's views of a list: own columns, named filters, those colleagues share (N2, N3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.models import SavedView
from units.models import User

# Which lists have views, and where they are.
PAGES = {"desk": "tasks:desk", "queue": "tasks:queue"}
DEFAULT = "view="
SHOWN = ("page", "name", "query", "columns", "shared")


@dataclass(frozen=True)
class Shelf:
    """The views of one list as `user` sees them; `current` is the one that is open."""

    page: str
    user: User
    views: list[SavedView]
    own: SavedView | None  # the nameless one: own columns, and which view opens first
    current: int | None = None

    @classmethod
    def of(cls, page: str, user: User, current: int | None = None) -> "Shelf":
        visible = SavedView.objects.visible_to(user).filter(page=page).select_related("owner")
        views = list(visible.order_by("name", "pk").only(*SHOWN, "owner__name"))
        own = next((view for view in views if not view.name), None)
        return cls(page, user, [view for view in views if view.name], own, current)

    @property
    def open(self) -> SavedView | None:
        return next((view for view in self.views if view.pk == self.current), None)

    @property
    def first(self) -> SavedView | None:
        """The view that opens when the address asks for nothing."""
        wanted = self.own.query.removeprefix(DEFAULT) if self.own else ""
        return next((view for view in self.views if str(view.pk) == wanted), None)

    @property
    def columns(self) -> list[str]:
        """Those of the view that is open, else the person's own."""
        chosen = self.open or self.own
        return chosen.columns if chosen else []

    @property
    def plain_url(self) -> str:
        """The list without any view; a bare address would open the first one."""
        return reverse(PAGES[self.page]) + ("?view=0" if self.first else "")

    @property
    def tabs(self) -> list[dict]:
        plain = {"label": _("全部待审"), "url": self.plain_url, "active": self.open is None}
        return [plain, *(self._tab(view) for view in self.views)]

    def _tab(self, view):
        others = view.owner_id != self.user.pk
        label = _("%(name)s（%(owner)s）") % {"name": view.name, "owner": view.owner.name}
        return {
            "label": label if others else view.name,
            "url": url_of(view),
            "active": view.pk == self.current,
        }


def url_of(view: SavedView) -> str:
    query = "&".join(filter(None, [view.query, f"view={view.pk}"]))
    return f"{reverse(PAGES[view.page])}?{query}"


def _own(user, page, at):
    own, _created = SavedView.objects.get_or_create(
        owner=user, page=page, name="", defaults={"saved_at": at}
    )
    return own


@transaction.atomic
def keep_columns(page: str, columns: list[str], *, by: User, at: datetime, view=None) -> None:
    """Keep which columns `by` wants to see: in the open view if it is the own one."""
    mine = SavedView.objects.filter(owner=by, page=page, pk=view).exclude(name="").first()
    kept = mine or _own(by, page, at)
    kept.columns, kept.saved_at = columns, at
    kept.save(update_fields=["columns", "saved_at"])


@transaction.atomic
def save(page, name, query, columns, *, shared: bool, first: bool, by, at) -> SavedView:
    """Keep a view under `name`; the own one of that name is replaced."""
    view, _created = SavedView.objects.update_or_create(
        owner=by,
        page=page,
        name=name,
        defaults={"query": query, "columns": columns, "shared": shared, "saved_at": at},
    )
    if first:
        open_first(page, view, by=by, at=at)
    return view


@transaction.atomic
def open_first(page: str, view: SavedView | None, *, by: User, at: datetime) -> None:
    """Let `view`, or none, open when `by` comes to the list."""
    own = _own(by, page, at)
    own.query, own.saved_at = f"{DEFAULT}{view.pk}" if view else "", at
    own.save(update_fields=["query", "saved_at"])


@transaction.atomic
def rename(view: SavedView, *, name: str, shared: bool) -> bool:
    """Give a view another name, share it or not; False when the owner has one of that name."""
    others = SavedView.objects.filter(owner=view.owner, page=view.page, name=name)
    if others.exclude(pk=view.pk).exists():
        return False
    view.name, view.shared = name, shared
    view.save(update_fields=["name", "shared"])
    return True


def delete(view: SavedView) -> None:
    """Whoever let it open first comes to the plain list again: `Shelf.first` does not find it."""
    SavedView.objects.filter(pk=view.pk).delete()
