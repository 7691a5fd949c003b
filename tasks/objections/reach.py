"""Whom an objection shows itself to, who speaks for the unit, who decides, by when it was due."""

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from tasks.filling import rights
from tasks.models import Objection, ObligationKind, Task
from units.models import User
from units.permissions import Permission, may

# A1-4: objections to attachment 1 are due with the check of the unit, those to a row with its list.
_CHECKS = Task.objects.filter(
    unit=OuterRef("unit"),
    obligation__campaign=OuterRef("campaign"),
    obligation__kind=ObligationKind.CHECK,
)
CLOCKS = {
    name: Coalesce(F(f"entry__task__{name}"), Subquery(_CHECKS.values(name)[:1]))
    for name in ("due_at", "late_at")
}
# Late ones are marked, never lost.
LATE = Q(raised_at__gt=F("late_at"))

SUBJECT = ("unit__parent", "ranked", "entry__matter", "entry__task__unit", "campaign")
PEOPLE = ("raised_by__unit", "proposed_by__unit", "answered_by__unit", "decided_by__unit")


def visible(user: User):
    """The objections `user` may see, each with its deadline `due_at` and when it is late."""
    found = Objection.objects.visible_to(user).select_related(*SUBJECT, *PEOPLE)
    return found.annotate(**CLOCKS)


def get_visible(user: User, pk: int) -> Objection:
    return get_object_or_404(visible(user), pk=pk)


def is_late(objection: Objection) -> bool:
    return objection.late_at is not None and objection.raised_at > objection.late_at


def may_speak(user: User) -> bool:
    """Whether `user` answers and brings evidence for the units whose objections they see."""
    return may(user, Permission.FILL)


def may_decide(user: User) -> bool:
    return may(user, Permission.REVIEW)


def get_decidable(user: User, pk: int) -> Objection:
    """An objection for the bureau to judge: never that of the own unit in somebody's right."""
    objection = get_visible(user, pk)
    rights.refuse_own_unit(objection, user)
    return objection


def related_to(objection: Objection, user: User):
    """Objections of the same unit to the same base code: to the rank, to the row, earlier ones."""
    code = base_code_of(objection)
    same = Q(ranked__base_code=code) | Q(entry__matter__base_code=code)
    others = visible(user).filter(same, unit=objection.unit_id, campaign=objection.campaign_id)
    return others.exclude(pk=objection.pk).order_by("-raised_at", "-pk")


def base_code_of(objection: Objection) -> str:
    return objection.ranked.base_code if objection.ranked else objection.entry.matter.base_code
