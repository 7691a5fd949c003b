"""申诉: who signs for the unit contests a deduction in time, the bureau answers with a reason."""

import uuid
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.models import Appeal, AppealFile, AppealState, Deduction, SheetState
from tasks.objections.evidence import checksum_of
from units import inbox
from units.models import Action, Event, MessageKind, User
from units.permissions import Permission, may
from yichuang.templatetags.ui import moment

from . import sheets


class AppealRefused(Exception):
    """The appeal may not take this step; the sentence says why."""


def may_appeal(deduction: Deduction, user: User) -> bool:
    """Who signs for the unit, a substitute included."""
    return deduction.score.unit_id == user.unit_id and may(user, Permission.SUBMIT)


def closed_because(sheet, *, at: datetime) -> str:
    """Why no appeal is taken at the moment `at`, in a sentence, or nothing."""
    if sheet.state == SheetState.DRAFT:
        return _("考核得分表尚未公布。")
    if sheet.state == SheetState.FINAL or at > sheet.appeals_until:
        return _("申诉期已于%(until)s截止，不再受理申诉。") % {"until": moment(sheet.appeals_until)}
    return ""


@inbox.in_chinese
@transaction.atomic
def appeal(deduction: Deduction, *, text: str, files=(), by: User, at: datetime) -> Appeal:
    """Keep the appeal and its checked files; `at` is when it arrived (trust B4).

    The sheet is held, so that nobody makes it final meanwhile and of two only one appeals.
    """
    sheet = sheets.held(deduction.score.sheet_id)
    if why := closed_because(sheet, at=at):
        raise AppealRefused(why)
    if Appeal.objects.filter(deduction=deduction).exists():
        raise AppealRefused(_("该项扣分已提出申诉，一项扣分只能申诉一次。"))
    kept = Appeal.objects.create(deduction=deduction, text=text, appealed_at=at, appealed_by=by)
    fresh = {checksum_of(file): (file, checked) for file, checked in files}
    if len(fresh) > settings.MOST_EVIDENCE:
        raise AppealRefused(_("材料最多 %(n)d 个文件。") % {"n": settings.MOST_EVIDENCE})
    for checksum, (file, checked) in fresh.items():
        _keep(kept, file, checked, checksum, by, at)
    unit = deduction.score.unit
    Event.objects.record(Action.APPEAL, by=by, at=at, subject=kept, unit=unit, reason=text)
    inbox.tell(
        inbox.reviewers(),
        kind=MessageKind.CIRCULAR,
        subject=_("%(unit)s对考核扣分提出申诉") % {"unit": unit.short_name},
        body=f"{deduction.sentence}\n{text}",
        url=reverse("tasks:appeal-detail", args=[kept.pk]),
        at=at,
    )
    return kept


def _keep(kept, file, checked, checksum, by, at) -> None:
    stored = AppealFile(
        appeal=kept, file_name=checked.name, size=file.size, checksum=checksum,
        uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    stored.file.save(f"{uuid.uuid4()}{checked.suffix}", file, save=False)
    stored.save()
    said = _("%(name)s，校验值 %(sum)s") % {"name": checked.name, "sum": checksum[:16]}
    unit = kept.deduction.score.unit
    Event.objects.record(Action.ATTACH, by=by, at=at, subject=stored, unit=unit, reason=said)


@inbox.in_chinese
@transaction.atomic
def decide(
    appeal: Appeal,
    *,
    state: AppealState,
    given_back: Decimal,
    decision: str,
    by: User,
    at: datetime,
) -> Appeal:
    """Answer once: fully, partly with some points given back, or not. The unit is told."""
    held = Appeal.objects.select_for_update(of=("self",), no_key=True).get(pk=appeal.pk)
    if held.state != AppealState.PENDING:
        raise AppealRefused(_("该申诉已由他人答复，请查看最新状态。"))
    deduction = held.deduction
    given = {AppealState.ACCEPTED: deduction.points, AppealState.REJECTED: Decimal(0)}
    held.given_back = given.get(state, given_back)
    if state == AppealState.PARTLY and not 0 < held.given_back < deduction.points:
        raise AppealRefused(_("部分成立的，返还的分数应大于 0、小于所扣的分数。"))
    held.state, held.decision, held.decided_at, held.decided_by = state, decision, at, by
    held.save()
    unit = deduction.score.unit
    Event.objects.record(
        Action.DECIDE_APPEAL, by=by, at=at, subject=held, unit=unit, reason=decision,
        changes={
            "state": [AppealState.PENDING, held.state],
            "given_back": ["0", str(held.given_back)],
        },
    )  # fmt: skip
    inbox.tell(
        inbox.people_of([unit.pk]),
        kind=MessageKind.CIRCULAR,
        subject=_("考核申诉已答复：%(state)s") % {"state": held.get_state_display()},
        body=decision,
        url=reverse("tasks:appeal-detail", args=[held.pk]),
        at=at,
    )
    return held
