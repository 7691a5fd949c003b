"""What becomes of a change slip: raised, known to two divisions, withdrawn (A3-4, A3-5)."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import ChangeSlip, SlipKind, SlipState
from units import inbox
from units.models import Action, Event, MessageKind, Unit, User
from units.permissions import Permission, may


class Side(models.TextChoices):
    """技术与业务处室紧密配合，不得擅自操作: one acknowledgement of each (A3-5)."""

    BUSINESS = "business", gettext_lazy("业务处室")
    TECHNICAL = "technical", gettext_lazy("技术（信息）处室")


class SlipRefused(Exception):
    """The slip may not take this step; the sentence says why."""


def may_work_on(slip: ChangeSlip, user: User) -> bool:
    """People of the unit, and whoever collects for it."""
    return may(user, Permission.FILL) and user.unit.contains(slip.unit)


def is_overdue(slip: ChangeSlip, *, on: date) -> bool:
    """The day on which somebody was to correct the library has passed without a new version."""
    return slip.state in {SlipState.OPEN, SlipState.KNOWN} and slip.operate_on < on


def sides_left(slip: ChangeSlip) -> list[Side]:
    """Who has not acknowledged yet."""
    return [side for side in Side if not getattr(slip, f"{side}_at")]


def is_known_to(slip: ChangeSlip, user: User) -> bool:
    """Whether `user` has acknowledged for one side; the other is for somebody else."""
    return user.pk in (slip.business_by_id, slip.technical_by_id)


def known_in_words(slip: ChangeSlip) -> str:
    """What an acknowledgement came to, for who gave it."""
    if left := sides_left(slip):
        return _("已知会；%(side)s还须由另一人知会。") % {"side": left[0].label}
    return _("两个处室都已知会，已通知提出人和市数据资源局。")


@inbox.in_chinese
@transaction.atomic
def hand_in(slip: ChangeSlip, *, by: User, at: datetime) -> ChangeSlip:
    """Store a new slip and tell the unit; a second click finds the one that stands."""
    Unit.objects.select_for_update(no_key=True).get(pk=slip.unit_id)
    same = ChangeSlip.objects.standing().filter(
        unit=slip.unit, matter=slip.matter, kind=slip.kind, what=slip.what
    )
    if found := same.first():
        return found
    slip.raised_at, slip.raised_by = at, by
    slip.save()
    Event.objects.record(
        Action.CREATE, by=by, at=at, subject=slip, unit=slip.unit, reason=slip.what
    )
    inbox.tell(
        inbox.people_of([slip.unit_id]).exclude(pk=by.pk),
        kind=MessageKind.TASK,
        subject=_("变更提示单待知会：%(slip)s") % {"slip": slip},
        body=slip.what,
        url=slip.get_absolute_url(),
        at=at,
    )
    return slip


@inbox.in_chinese
@transaction.atomic
def acknowledge(
    slip: ChangeSlip, side: Side, *, division: str, by: User, at: datetime
) -> ChangeSlip:
    """One division knows; when both do, by two people, the slip is 已知会."""
    slip = _held(slip)
    other = Side.TECHNICAL if side == Side.BUSINESS else Side.BUSINESS
    if slip.state != SlipState.OPEN or getattr(slip, f"{side}_at"):
        raise SlipRefused(_("该处室已经知会，或提示单已不再等待知会；请看本页的最新状态。"))
    if getattr(slip, f"{other}_by_id") == by.pk:
        raise SlipRefused(_("业务处室和技术（信息）处室须由两个人分别知会，您已代表另一处室知会。"))
    setattr(slip, f"{side}_division", division)
    setattr(slip, f"{side}_at", at)
    setattr(slip, f"{side}_by", by)
    changes = {f"{side}_division": ["", division]}
    if getattr(slip, f"{other}_at"):
        slip.state = SlipState.KNOWN
        changes["state"] = [SlipState.OPEN, SlipState.KNOWN]
    slip.save()
    Event.objects.record(
        Action.ACKNOWLEDGE_SLIP, by=by, at=at, subject=slip, unit=slip.unit, changes=changes
    )
    if slip.state == SlipState.KNOWN:
        _tell_known(slip, at=at)
    return slip


def _tell_known(slip: ChangeSlip, *, at: datetime) -> None:
    inbox.tell(
        [slip.raised_by, *inbox.reviewers()],
        kind=MessageKind.TASK,
        subject=_("变更提示单已知会：%(slip)s") % {"slip": slip},
        body=_("%(unit)s将由%(operator)s于%(day)s在省权力事项管理平台操作。")
        % {"unit": slip.unit.full_label, "operator": slip.operator, "day": slip.operate_on},
        url=slip.get_absolute_url(),
        at=at,
    )


@transaction.atomic
def withdraw(slip: ChangeSlip, *, reason: str, by: User, at: datetime) -> bool:
    """Nothing is wrong after all; False when the slip no longer stands."""
    slip = _held(slip)
    if slip.state not in {SlipState.OPEN, SlipState.KNOWN}:
        return False
    before, slip.state = slip.state, SlipState.WITHDRAWN
    slip.save(update_fields=["state"])
    Event.objects.record(
        Action.WITHDRAW,
        by=by,
        at=at,
        subject=slip,
        unit=slip.unit,
        reason=reason,
        changes={"state": [before, slip.state]},
    )
    return True


def _held(slip: ChangeSlip) -> ChangeSlip:
    slips = ChangeSlip.objects.select_related("unit__parent", "matter", "raised_by")
    return slips.select_for_update(of=("self",)).get(pk=slip.pk)


@inbox.in_chinese
def in_words(slip: ChangeSlip) -> str:
    """The slip as text, to be sent to whoever works in the provincial platform."""
    matter = _("%(unit)s的新事项") % {"unit": slip.unit.full_label}
    lines = [
        _("【变更提示单 %(number)s】%(unit)s") % {"number": slip.pk, "unit": slip.unit.full_label},
        _("事项：%(matter)s") % {"matter": slip.matter or matter},
        _("类别：%(kind)s") % {"kind": SlipKind(slip.kind).label},
        _("库内信息有何不对：%(what)s") % {"what": slip.what},
        _("应改为：%(wanted)s") % {"wanted": slip.wanted} if slip.wanted else "",
        _("由%(operator)s于%(day)s在省权力事项管理平台操作，后期自动同步。")
        % {"operator": slip.operator, "day": slip.operate_on},
    ]
    return "\n".join(line for line in lines if line)
