"""Whose work is missing, and the step at which each of them stands (story 5)."""

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasks.models import CampaignState, ObligationKind, State, Task
from tasks.supervision.nudging import MISSING
from units.models import User
from units.permissions import Permission, may
from units.workdays import end_of, workdays_after

from .contacts import FILLER_FIRST

# 即将到期: so many workdays ahead, from where the ladder begins (domain §5.3).
SOON = 3


class Step(TextChoices):
    UNSIGNED = "unsigned", _("未签收")
    UNTOUCHED = "untouched", _("未动")
    DRAFT = "draft", _("草稿")
    FOR_HEAD = "for_head", _("待部门审核")
    PARTS = "parts", _("部门未报齐")
    TO_GATHER = "to_gather", _("待统一报送")
    RETURNED = "returned", _("已退回未改")


TONES = {
    Step.UNSIGNED: "warn",
    Step.UNTOUCHED: "warn",
    Step.DRAFT: "info",
    Step.FOR_HEAD: "info",
    Step.PARTS: "info",
    Step.TO_GATHER: "info",
    Step.RETURNED: "danger",
}


def _step():
    """The step of a missing task. A district's list has no draft of its own: its parts have."""
    collected = Q(obligation__kind=ObligationKind.DISTRICT_LIST, parent__isnull=True)
    out = Task.objects.filter(parent=OuterRef("pk"), state__in=MISSING, missing_reason="")
    return Case(
        When(state=State.ISSUED, then=Value(Step.UNSIGNED)),
        When(state=State.RETURNED, then=Value(Step.RETURNED)),
        When(state=State.FOR_HEAD, then=Value(Step.FOR_HEAD)),
        When(collected & Exists(out), then=Value(Step.PARTS)),
        When(collected, then=Value(Step.TO_GATHER)),
        When(state=State.ACKNOWLEDGED, then=Value(Step.UNTOUCHED)),
        default=Value(Step.DRAFT),
    )


def missing(user: User) -> QuerySet:
    """Tasks that are still to be reported and that `user` may chase, each with its `step`.

    The bureau and the leaders look at all, a collector at the parts of the own district. Nobody
    is chased for a draft or for a campaign that is over.
    """
    tasks = Task.objects.visible_to(user).filter(
        state__in=MISSING, obligation__campaign__state=CampaignState.PUBLISHED
    )
    if not may(user, Permission.READ_ALL):
        tasks = tasks.filter(parent__unit=user.unit_id)
    return tasks.annotate(step=_step())


def is_overdue(at: datetime) -> Q:
    """The condition of `Task.objects.overdue` on a task that is missing."""
    return Q(first_submitted_at__isnull=True, late_at__lt=at)


def is_past_correction(at: datetime) -> Q:
    return Q(state=State.RETURNED, first_submitted_at__isnull=False, correction_due_at__lt=at)


def is_due_soon(at: datetime) -> Q:
    """Not late yet, and to be reported or corrected within the next workdays."""
    until = end_of(workdays_after(timezone.localdate(at), SOON))
    first = Q(first_submitted_at__isnull=True, late_at__gte=at, due_at__lte=until)
    again = Q(
        first_submitted_at__isnull=False, correction_due_at__gte=at, correction_due_at__lte=until
    )
    return first | again


def has_no_account(unit: str = "unit") -> Q:
    """Nobody of the unit can be told by the portal."""
    people = User.objects.filter(unit=OuterRef(unit), role__in=FILLER_FIRST, is_active=True)
    return ~Exists(people)
