"""Acknowledging, handing to the head, signing and submitting a task, and its receipt."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.models import (
    Entry,
    ObligationKind,
    RankedMatter,
    RowState,
    State,
    Submission,
    Task,
)
from tasks.models.tasks import WITH_THE_DISTRICT
from tasks.suspicion.examining import examine
from units import inbox
from units.models import Action, MessageKind, Role, RosterDuty, RosterMember, User

from .before import going_up, snapshot
from .content import checksum_of, content_of
from .grid import row_model
from .row_moves import move_rows


class NotReady(Exception):
    """What was asked for cannot be done yet; `sentences` say what is missing."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Stale(Exception):
    """What was on the screen is no longer what would be signed."""


@transaction.atomic
def acknowledge(task: Task, *, by: User, at: datetime) -> bool:
    """签收: the unit has seen the task; False when somebody already did."""
    moved = Task.objects.filter(pk=task.pk).move(Action.ACKNOWLEDGE, by=by, at=at)
    Task.objects.filter(pk__in=[row.pk for row in moved]).update(
        acknowledged_at=at, acknowledged_by=by
    )
    return bool(moved)


@inbox.in_chinese
@transaction.atomic
def send_to_head(task: Task, *, by: User, at: datetime) -> bool:
    """The filler is done; the heads of the unit are told. A district's list has none above."""
    if task.is_collected:
        return False
    moved = Task.objects.filter(pk=task.pk).move(Action.SEND_TO_HEAD, by=by, at=at)
    if moved:
        heads = inbox.people_of([task.unit_id]).filter(role=Role.HEAD)
        subject = _("请审核并报送：%(task)s") % {"task": task.obligation}
        words = {"subject": subject, "url": reverse("tasks:sign", args=[task.pk])}
        inbox.tell(heads, **words, kind=MessageKind.TASK, inner=True, at=at)
    return bool(moved)


@inbox.in_chinese
@transaction.atomic
def hand_back(task: Task, *, note: str, by: User, at: datetime) -> bool:
    """The head gives the task back to the filler with a reason."""
    moved = Task.objects.filter(pk=task.pk).move(Action.HAND_BACK, by=by, at=at, note=note)
    if moved:
        Task.objects.filter(pk=task.pk).update(return_note=note)
        fillers = inbox.people_of([task.unit_id]).filter(role=Role.FILLER)
        subject = _("处室退回修改：%(task)s") % {"task": task.obligation}
        words = {"subject": subject, "body": note, "url": task.get_absolute_url()}
        inbox.tell(fillers, **words, kind=MessageKind.REVIEW, inner=True, at=at)
    return bool(moved)


def blockers(task: Task) -> list[str]:
    """What still keeps the task from being submitted, in words; empty when it is ready."""
    return [sentence for sentence in _BLOCKERS[_kind(task)](task) if sentence]


def _kind(task):
    return "collected" if task.is_collected else task.kind


def _row_blockers(task):
    tally = row_model(task).objects.filter(task=task).tally()
    if missing := tally["total"] - tally["complete"]:
        yield ngettext(
            "还有 %(n)s 行未填完整或有待确认的提示。",
            "还有 %(n)s 行未填完整或有待确认的提示。",
            missing,
        ) % {"n": f"{missing}/{tally['total']}"}
    if missing and (taken := _unconfirmed(task)):
        yield ngettext(
            "其中 %(n)s 行接用了他处的答案，请核对后确认。",
            "其中 %(n)s 行接用了他处的答案，请核对后确认。",
            taken,
        ) % {"n": taken}
    if not task.is_part and task.kind == ObligationKind.NEARBY and not task.office_contact:
        yield _("尚未登记审管办的确认人和日期。")


def _unconfirmed(task):
    """Rows whose answer was taken over: taken over is not confirmed (domain §6.3, story 2)."""
    return Entry.objects.filter(task=task, unconfirmed=True).counted().count()


def _part_blockers(task):
    ready = Q(state__in=WITH_THE_DISTRICT)
    awaited = task.parts.exclude(ready).filter(missing_reason="").select_related("unit")
    names = [_awaited(part) for part in awaited.order_by("unit__sort_order")]
    counts = task.parts.aggregate(total=Count("pk"), ready=Count("pk", filter=ready))
    if names:
        yield _(
            "还有 %(n)s 个部门未报送：%(names)s。请催办，或注明“该部门未报”的原因后统一报送。"
        ) % {"n": f"{len(names)}/{counts['total']}", "names": "、".join(names)}
        if noted := counts["total"] - counts["ready"] - len(names):
            yield _("另有 %(n)s 个部门已注明未报。") % {"n": f"{noted}/{counts['total']}"}
    if not counts["ready"]:
        yield _("没有任何部门报送，无法统一报送。")


def _awaited(part):
    """A department that reported once and corrects is named as that."""
    name = part.unit.short_name
    return _("%(name)s（退回修改）") % {"name": name} if part.state == State.RETURNED else name


def _check_blockers(task):
    rows = RankedMatter.objects.of_check(task)
    if unanswered := rows.filter(answer="").count():
        yield _("还有 %(n)s 项未核对，请逐项选择“可接入”或提出疑义，或一次确认其余“无疑义”。") % {
            "n": f"{unanswered}/{rows.count()}"
        }


def _roster_blockers(task):
    present = set(RosterMember.objects.filter(unit=task.unit).values_list("duty", flat=True))
    missing = [duty.label for duty in RosterMember.REQUIRED_DUTIES if duty not in present]
    if missing:
        names = "、".join(str(label) for label in missing)
        yield _("工作小组还缺：%(names)s。") % {"names": names}
    staff = RosterMember.objects.filter(unit=task.unit, duty=RosterDuty.STAFF)
    if staff.filter(office_phone="", mobile="").exists():
        yield _("具体工作人员（联络员）须有联系电话。")


_BLOCKERS = {
    "collected": _part_blockers,
    ObligationKind.CITY_LIST: _row_blockers,
    ObligationKind.DISTRICT_LIST: _row_blockers,
    ObligationKind.NEARBY: _row_blockers,
    ObligationKind.CHECK: _check_blockers,
    ObligationKind.ROSTER: _roster_blockers,
}


def way_up(task: Task) -> Action | None:
    """How `task` goes up in its present state: to the district, to the bureau, as a
    supplement with a department that was late, or not at all."""
    if task.is_part:
        action = Action.SUBMIT_TO_COLLECTOR
    elif task.is_collected and task.parts.filter(state=State.COLLECTED).exists():
        action = Action.SUPPLEMENT if task.state == State.SUBMITTED else Action.SUBMIT
    else:
        action = Action.SUBMIT
    return action if task.may_move(action) else None


@transaction.atomic
def submit(
    task: Task,
    *,
    by: User,
    at: datetime,
    contact_name: str,
    contact_phone: str,
    feedback: str = "",
    checksum: str,
) -> Submission:
    """Sign and submit: to the bureau, or, for a district department's part, to its district.

    `checksum` is that of the content the signer saw. Raises `Stale` when the content or the
    state has changed since, `NotReady` when something is missing.
    """
    task = Task.objects.held(task.pk)
    content, action = content_of(task), way_up(task)
    if action is None or checksum_of(content) != checksum:
        raise Stale
    if sentences := blockers(task):
        raise NotReady(sentences)
    before = snapshot(task)
    _rows_go_up(task, by=by, at=at)
    Task.objects.filter(pk=task.pk).move(action, by=by, at=at, note=feedback)
    said = {"contact_name": contact_name, "contact_phone": contact_phone, "feedback": feedback}
    _remember(task, action, at, said)
    submission = _receipt(task, content, checksum, by, at, before, said)
    if not task.is_part:
        examine(task)
    _tell(task, submission, at)
    return submission


def _rows_go_up(task, *, by, at):
    """The open rows of the task, or of the parts that are ready, become the bureau's."""
    move_rows(going_up(task), Action.SUBMIT, RowState.SUBMITTED, by=by, at=at)
    if task.is_collected:
        moved = task.parts.filter(state=State.COLLECTED).move(Action.PASS_UP, by=by, at=at)
        passed = task.parts.filter(pk__in=[part.pk for part in moved])
        passed.update(return_note="", correction_due_at=None)
        passed.filter(first_submitted_at=None).update(first_submitted_at=at)


def _remember(task, action, at, said):
    Task.objects.filter(pk=task.pk, first_submitted_at=None).update(first_submitted_at=at)
    Task.objects.filter(pk=task.pk).update(
        **said,
        return_note="",
        missing_reason="",
        correction_due_at=None,
        version=F("version") + 1,
    )
    # A supplement joins what waits already: neither the wait nor the review begins anew.
    if action != Action.SUPPLEMENT:
        Task.objects.filter(pk=task.pk).update(
            submitted_at=at, review_started_at=None, review_started_by=None
        )


def _receipt(task, content, checksum, by, at, before, said):
    return Submission.objects.create(
        task=task,
        number=task.submissions.count() + 1,
        at=at,
        by=by,
        signed_for=by.acting_for,
        before=before,
        content=content,
        counts={"rows": len(content["rows"])},
        checksum=checksum,
        **said,
    )


@inbox.in_chinese
def _tell(task, submission, at):
    if task.is_part:
        people = inbox.people_of([task.parent.unit_id]).filter(role=Role.COLLECTOR)
        url = reverse("tasks:matrix", args=[task.parent_id])
    else:
        people, url = inbox.reviewers(), reverse("tasks:review", args=[task.pk])
    subject = _("%(unit)s已报送：%(task)s") % {
        "unit": task.unit.full_label,
        "task": task.obligation,
    }
    inbox.tell(people, kind=MessageKind.TASK, subject=subject, url=url, at=at)
