"""What one search finds, kind by kind: the first few, how many, and the list that holds them all.

Every kind is searched as its own list is, so that the link shows what was counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matters.models import Matter
from tasks.filling.signing import receipt_number
from tasks.models import Objection
from tasks.objections.filters import ObjectionFilter
from tasks.receipts import register
from tasks.receipts.forms import ReceiptFilter
from tasks.systems import ledger
from tasks.systems.forms import SystemFilter
from units.filters import PersonFilter, UnitFilter
from units.models import Unit, User
from units.permissions import Permission, may

SHOWN = 8
# Counting goes no further: such a search has to be narrowed anyway.
COUNTED_UP_TO = 1_000


@dataclass
class Hit:
    title: str
    note: str
    url: str


@dataclass
class Group:
    """The hits of one kind; `url` is empty for who has no list of them."""

    title: str
    hits: list[Hit]
    count: int
    url: str

    @property
    def is_more(self):
        return self.count > len(self.hits)

    @property
    def total(self):
        return f"{COUNTED_UP_TO:,}+" if self.count > COUNTED_UP_TO else f"{self.count:,}"


@dataclass(frozen=True)
class Kind:
    title: str
    found: Callable  # (text, user) → an ordered queryset
    hit: Callable  # object, user → Hit
    list_name: str
    needs: frozenset[Permission] = frozenset()  # any of these, to find such things at all
    list_needs: frozenset[Permission] = frozenset()  # … and to open their list


def search(text: str, user: User) -> Iterator[Group]:
    """The groups that hold anything, in the order people look for them."""
    for kind in KINDS:
        if not _any(user, kind.needs):
            continue
        found = kind.found(text, user)
        hits = [kind.hit(one, user) for one in found[:SHOWN]]
        if not hits:
            continue
        count = len(hits)
        if count == SHOWN:
            count = found.order_by()[: COUNTED_UP_TO + 1].count()
        opens = _any(user, kind.list_needs)
        url = f"{reverse(kind.list_name)}?{urlencode({'q': text})}" if opens else ""
        yield Group(str(kind.title), hits, count, url)


def _any(user, permissions):
    return not permissions or any(may(user, permission) for permission in permissions)


def _matters(text, user):
    matters = Matter.objects.visible_to(user).search(text)
    return matters.select_related("unit__parent").order_by("sort_order", "pk")


def _matter(matter, user):
    note = f"{matter.base_code} · {matter.unit.full_label} · {matter.get_state_display()}"
    return Hit(matter.full_name, note, reverse("matters:matter-detail", args=[matter.pk]))


def _systems(text, user):
    return SystemFilter({"q": text}).narrow(ledger.known()).order_by("name")


def _system(system, user):
    url = reverse("tasks:system-detail", args=[system.pk])
    return Hit(system.name, system.get_level_display() or str(_("未登记层级")), url)


def _units(text, user):
    units = Unit.objects.visible_to(user).select_related("parent").in_official_order()
    return UnitFilter({"q": text}, units).qs


def _unit(unit, user):
    note = f"{unit.name} · {unit.get_kind_display()}"
    return Hit(unit.full_label, note, reverse("units:unit-detail", args=[unit.pk]))


def _people(text, user):
    people = User.objects.visible_to(user).filter(is_active=True).select_related("unit__parent")
    ordered = people.order_by("unit__sort_order", "unit_id", "role", "pk")
    return PersonFilter({"q": text}, ordered).qs


def _person(person, user):
    note = f"{person.unit.full_label} · {person.get_role_display()}"
    return Hit(person.name, note, reverse("units:unit-detail", args=[person.unit_id]))


def _receipts(text, user):
    receipts = register.receipts_of(user).select_related("task__unit__parent", "task__obligation")
    return ReceiptFilter({"q": text}, receipts.defer("content").newest_first()).qs


def _receipt(submission, user):
    task, at = submission.task, submission.at
    title = f"{receipt_number(submission)}　{task.unit.full_label}"
    note = f"{task.obligation.get_kind_display()} · {at:%Y-%m-%d}"
    reviews = may(user, Permission.REVIEW) and not task.is_part
    page, pk = ("tasks:review", task.pk) if reviews else ("tasks:receipt", submission.pk)
    return Hit(title, note, reverse(page, args=[pk]))


def _objections(text, user):
    objections = Objection.objects.visible_to(user).select_related(
        "unit__parent", "ranked", "entry__matter"
    )
    return ObjectionFilter({"q": text}, user=user).narrow(objections).order_by("-pk")


def _objection(objection, user):
    note = f"{objection.unit.full_label} · {objection.get_state_display()}"
    return Hit(str(objection), note, reverse("tasks:objection-detail", args=[objection.pk]))


READERS = frozenset({Permission.REVIEW, Permission.READ_ALL})
WORKERS = READERS | {Permission.FILL}

KINDS = (
    Kind(_("事项"), _matters, _matter, "matters:matter-list"),
    Kind(_("业务系统"), _systems, _system, "tasks:system-list", READERS),
    Kind(_("单位"), _units, _unit, "units:unit-list"),
    Kind(
        _("人员"),
        _people,
        _person,
        "units:people",
        list_needs=frozenset({Permission.ACCOUNTS}),
    ),
    Kind(_("报送"), _receipts, _receipt, "tasks:receipt-list"),
    Kind(_("疑义"), _objections, _objection, "tasks:objection-list", WORKERS),
)
