"""Draft → published, with five workdays to appeal → final. Each step is a person's act."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.models import Appeal, AssessmentSheet, SheetState
from units import inbox
from units.models import Action, Event, MessageKind, User
from units.workdays import end_of, workdays_after
from yichuang.templatetags.ui import moment

from .marking import unmarked
from .sheets import SheetRefused, checksum, draft, held

# domain §5.6: appeal within 5 workdays.
APPEAL_WORKDAYS = 5


def window_from(at: datetime) -> datetime:
    """24:00 of the fifth workday after the day of publication."""
    return end_of(workdays_after(timezone.localdate(at), APPEAL_WORKDAYS))


def not_ready(sheet: AssessmentSheet) -> str:
    """Why the draft cannot be published yet, in a sentence, or nothing."""
    if sheet.computed_at is None:
        return _("还没有计分，请先计分。")
    if sheet.cut_off < end_of(sheet.ends_on):
        return _(
            "考核期到%(day)s才结束，数据截止时间在此之前；请在考核期结束后重新计分再公布。"
        ) % {"day": moment(sheet.ends_on)}
    if not sheet.scores.exists():
        return _("没有参加考核的单位，不能公布。")
    if left := unmarked(sheet):
        words = ngettext(
            "还有 %(n)d 项人工评分没有填写，请先评分。",
            "还有 %(n)d 项人工评分没有填写，请先评分。",
            left,
        )
        return words % {"n": left}
    return ""


@inbox.in_chinese
@transaction.atomic
def publish(pk: int, *, seen: str, by: User, at: datetime) -> AssessmentSheet:
    """Fix the sheet and tell the units; `seen` is the checksum the person looked at."""
    sheet = draft(pk)
    if why := not_ready(sheet):
        raise SheetRefused(why)
    if sheet.checksum != seen or checksum(sheet) != seen:
        raise SheetRefused(_("得分刚有变化，请核对本页的最新结果后再公布。"))
    sheet.state, sheet.published_at, sheet.published_by = SheetState.PUBLISHED, at, by
    sheet.appeals_until = window_from(at)
    sheet.save()
    Event.objects.record(
        Action.PUBLISH, by=by, at=at, subject=sheet,
        changes={"state": [SheetState.DRAFT, SheetState.PUBLISHED]},
        reason=_("校验值 %(sum)s") % {"sum": sheet.checksum[:16]},
    )  # fmt: skip
    _tell_units(sheet, at=at)
    return sheet


def _tell_units(sheet, *, at) -> None:
    inbox.tell(
        inbox.people_of(sheet.scores.values("unit")),
        kind=MessageKind.CIRCULAR,
        subject=_("考核结果已公布：%(sheet)s") % {"sheet": sheet},
        body=_("请查看本单位得分和每项扣分的依据；有异议的，请于%(until)s前由负责人提出申诉。")
        % {"until": moment(sheet.appeals_until)},
        url=reverse("tasks:assessment-list"),
        at=at,
    )


def not_final(sheet: AssessmentSheet, *, at: datetime) -> str:
    """Why a published sheet cannot be made final yet, in a sentence, or nothing."""
    if sheet.state != SheetState.PUBLISHED:
        return _("只有已公布的考核得分表可以定稿。")
    if at <= sheet.appeals_until:
        return _("申诉期到%(until)s为止，期满后才能定稿。") % {"until": moment(sheet.appeals_until)}
    if left := Appeal.objects.pending().filter(deduction__score__sheet=sheet).count():
        words = ngettext(
            "还有 %(n)d 件申诉没有答复，请先答复。", "还有 %(n)d 件申诉没有答复，请先答复。", left
        )
        return words % {"n": left}
    return ""


@transaction.atomic
def finalise(pk: int, *, by: User, at: datetime) -> AssessmentSheet:
    sheet = held(pk)
    if why := not_final(sheet, at=at):
        raise SheetRefused(why)
    sheet.state, sheet.finalised_at, sheet.finalised_by = SheetState.FINAL, at, by
    sheet.save(update_fields=["state", "finalised_at", "finalised_by"])
    Event.objects.record(
        Action.FREEZE, by=by, at=at, subject=sheet,
        changes={"state": [SheetState.PUBLISHED, SheetState.FINAL]},
    )  # fmt: skip
    return sheet
