"""What becomes of a circular: drafted, edited, checked, issued by a person, recalled (H3)."""

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Circular, CircularReading, CircularState, OverdueReport
from units import inbox
from units.models import Action, Event, Unit, User

from . import drafting, telling
from .paper import circular_document
from .reading import Frozen

DRAFT, CHECKED = CircularState.DRAFT, CircularState.CHECKED
MOST_UNREAD = 10


class CircularRefused(Exception):
    """The circular may not take this step; the sentence says why."""


def previous_of(report: OverdueReport) -> Frozen | None:
    """The figures of the report before, of the same campaign."""
    before = OverdueReport.objects.before(report).first()
    return Frozen(before.figures) if before else None


@inbox.in_chinese
@transaction.atomic
def draft(report: OverdueReport, *, by: User | None = None, at: datetime) -> Circular:
    """The circular of `report`, drafted by `by` or by the schedule; the one that stands, if any."""
    type(report.campaign).objects.select_for_update(no_key=True).get(pk=report.campaign_id)
    if found := report.circulars.exclude(state=CircularState.RECALLED).first():
        return found
    frozen = Frozen(report.figures)
    circular = Circular.objects.create(
        campaign=report.campaign,
        report=report,
        title=drafting.title(frozen),
        addressees=drafting.addressees(report.campaign),
        situation=drafting.situation(frozen, previous_of(report)),
        problems=drafting.problems(frozen),
        demands=drafting.demands(frozen),
        signature=drafting.signature(frozen),
        drafted_at=at,
        drafted_by=by,
    )
    Event.objects.record(Action.CREATE, by=by, at=at, subject=circular)
    return circular


@transaction.atomic
def edit(circular: Circular, texts: dict, *, seen: int, by: User, at: datetime) -> bool:
    """Change the words; what was checked has to be checked anew. `seen` is the version on the
    editor's screen. False when nothing is different."""
    circular = _held(circular, seen)
    _refuse(not circular.is_open, _("通报已印发，不能修改；如有错误，请先撤回。"))
    changes = {
        name: [getattr(circular, name), text]
        for name, text in texts.items()
        if getattr(circular, name) != text
    }
    if not changes:
        return False
    for name, (_old, new) in changes.items():
        setattr(circular, name, new)
    if circular.state == CHECKED:
        changes["state"] = [CHECKED, DRAFT]
    circular.state, circular.checked_at, circular.checked_by = DRAFT, None, None
    circular.edited_at, circular.edited_by = at, by
    circular.version += 1
    circular.save()
    Event.objects.record(Action.EDIT, by=by, at=at, subject=circular, changes=changes)
    return True


def author_of(circular: Circular) -> User | None:
    """Whose words they are: who edited last, else who drafted; nobody's if the schedule did."""
    return circular.edited_by or circular.drafted_by


def obstacle_to_check(circular: Circular, user: User) -> str:
    """Why `user` may not check it, empty when they may. Four eyes: nobody checks their own words
    (CIRCULAR_FOUR_EYES)."""
    if circular.state != DRAFT:
        return _("通报已不是草稿，请看本页的最新状态。")
    author = author_of(circular)
    mine = author is not None and author.pk in {user.pk, user.acting_for and user.acting_for.pk}
    if settings.CIRCULAR_FOUR_EYES and mine:
        return _("最后起草或修改的是您本人，须由另一人核稿。")
    return ""


@transaction.atomic
def check(circular: Circular, *, seen: int, by: User, at: datetime) -> Circular:
    """核稿: the words as they stand are right, says another person than their author."""
    circular = _held(circular, seen)
    if reason := obstacle_to_check(circular, by):
        raise CircularRefused(reason)
    circular.state, circular.checked_at, circular.checked_by = CHECKED, at, by
    circular.save()
    _record(Action.CHECK_CIRCULAR, circular, DRAFT, by, at)
    return circular


@inbox.in_chinese
@transaction.atomic
def issue(
    circular: Circular, *, number: str, dated_on: date, seen: int, by: User, at: datetime
) -> Circular:
    """印发: a person gives it its number; the Word document is fixed, the units are told."""
    circular = _held(circular, seen)
    _refuse(circular.state != CHECKED, _("通报须先经核稿才能印发，请看本页的最新状态。"))
    taken = Circular.objects.filter(campaign=circular.campaign_id, number=number)
    _refuse(taken.exists(), _("本专项已有%(number)s的通报，请换一个期号。") % {"number": number})
    circular.number, circular.dated_on = number, dated_on
    circular.state, circular.issued_at, circular.issued_by = CircularState.ISSUED, at, by
    content = circular_document(circular)
    circular.file_name = file_name_of(circular)
    circular.checksum = hashlib.sha256(content).hexdigest()
    circular.file.save(f"{circular.pk}.docx", ContentFile(content), save=False)
    circular.save()
    _record(Action.ISSUE_CIRCULAR, circular, CHECKED, by, at)
    telling.tell_issued(circular, at=at)
    return circular


@inbox.in_chinese
@transaction.atomic
def recall(circular: Circular, *, reason: str, by: User, at: datetime) -> Circular:
    """撤回: it no longer counts; its words and its file stay, marked."""
    circular = _held(circular, None)
    _refuse(circular.state != CircularState.ISSUED, _("只有已印发的通报可以撤回。"))
    circular.state, circular.recalled_at, circular.recalled_by = CircularState.RECALLED, at, by
    circular.recall_reason = reason
    circular.save()
    _record(Action.RECALL_CIRCULAR, circular, CircularState.ISSUED, by, at, reason=reason)
    telling.tell_recalled(circular, at=at)
    return circular


def reader_of(user: User) -> Unit:
    """The unit that takes note for `user`: the own one, a district for its departments."""
    return user.unit.parent if user.unit.is_district_department else user.unit


def named_and_unread(user: User) -> list[Circular]:
    """Those that name the unit of `user` and that nobody there has taken note of, newest first."""
    unread = (
        Circular.objects.visible_to(user)
        .filter(state=CircularState.ISSUED)
        .exclude(readings__unit=user.unit_id)
    )
    newest = unread.select_related("report").newest_first()[:MOST_UNREAD]
    return [one for one in newest if user.unit_id in Frozen(one.report.figures).named_keys]


@transaction.atomic
def read(circular: Circular, unit: Unit, *, by: User, at: datetime) -> bool:
    """已阅: the unit has taken note; False when a colleague has said so already."""
    _reading, first = CircularReading.objects.get_or_create(
        circular=circular, unit=unit, defaults={"at": at, "by": by}
    )
    if first:
        Event.objects.record(Action.CONFIRM, by=by, at=at, subject=circular, unit=unit)
    return first


def file_name_of(circular: Circular) -> str:
    """As it is saved: number (or 草稿) and title, without what no file name may hold."""
    state = "" if circular.is_out else "（草稿）"
    heading = circular.heading.replace("/", "").replace("\\", "")
    return f"{circular.number}{heading[:100]}{state}.docx"


def _held(circular: Circular, seen: int | None) -> Circular:
    held = Circular.objects.for_page().select_for_update(of=("self",)).get(pk=circular.pk)
    stale = seen is not None and seen != held.version
    _refuse(stale, _("通报在此期间被他人修改过，请看最新内容后再操作。"))
    return held


def _refuse(condition: bool, sentence: str) -> None:
    if condition:
        raise CircularRefused(sentence)


def _record(action, circular, before, by, at, **more) -> None:
    changes = {"state": [before, circular.state]}
    if circular.number and action == Action.ISSUE_CIRCULAR:
        changes["number"] = ["", circular.number]
    Event.objects.record(action, by=by, at=at, subject=circular, changes=changes, **more)
