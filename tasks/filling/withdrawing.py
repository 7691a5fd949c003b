"""Taking a submission back until somebody has begun to review it (E7)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import RowState, State, Submission, Task
from tasks.suspicion.examining import examine
from units import inbox
from units.models import Action, MessageKind, Role, User
from units.permissions import Permission, may

from .before import restored
from .grid import row_model
from .rights import owns
from .row_moves import move_rows
from .submitting import NotReady

WAITING = frozenset({State.SUBMITTED, State.COLLECTED})


def last_standing(task: Task) -> Submission | None:
    """What the unit's word is at present; without its content, which is long."""
    standing = task.submissions.standing().newest_first().defer("content")
    return standing.select_related("by__unit", "signed_for").first()


def may_withdraw(task: Task, user: User) -> bool:
    """Whether to offer it: who signs for the unit takes back what nobody has begun to review."""
    signs = may(user, Permission.SUBMIT) and owns(task, user)
    return signs and task.state in WAITING and not obstacle(task, last_standing(task))


def obstacle(task: Task, submission: Submission | None) -> str:
    """Why the last submission cannot be taken back (any more); empty when it can."""
    if task.state not in WAITING or submission is None:
        return _("该任务当前没有可以撤回的报送。")
    if task.is_part and (task.state != State.COLLECTED or _passed_on(task, submission)):
        return _("本部门的报送已随区县统一报送，不能撤回；如需修改，请联系区县电子政务办。")
    if task.review_started_at:
        return _("%(who)s已于 %(at)s 开始审核，不能撤回；如需修改，请与审核人联系，由其退回。") % {
            "who": task.review_started_by.label,
            "at": f"{timezone.localtime(task.review_started_at):%m-%d %H:%M}",
        }
    if not submission.before or _decided(task, submission).exists():
        return _("其中已有行审核完毕，不能撤回；如需修改，请与审核人联系，由其退回。")
    return ""


@dataclass(frozen=True)
class Outlook:
    """What taking the last submission back would do."""

    drafts: int = 0
    returned: int = 0
    parts: int = 0
    owed_again: bool = False


def outlook(task: Task, submission: Submission | None) -> Outlook:
    if submission is None or not submission.before:
        return Outlook()
    before = submission.before
    waiting = _went_up(task, submission).filter(state=RowState.SUBMITTED)
    drafts = waiting.filter(pk__in=before["drafts"]).count()
    first = before["first_submitted_at"] is None
    return Outlook(drafts, waiting.count() - drafts, len(before["parts"]), first)


def _passed_on(part, submission):
    """The district has gone up with it since."""
    above = last_standing(part.parent)
    return above is not None and above.pk > submission.pk


def _went_up(task, submission):
    keys = [*submission.before["drafts"], *(line[0] for line in submission.before["returned"])]
    return row_model(task).objects.filter(pk__in=keys)


def _decided(task, submission):
    return _went_up(task, submission).filter(state__in=[RowState.APPROVED, RowState.RETURNED])


@inbox.in_chinese
@transaction.atomic
def withdraw(task: Task, *, by: User, at: datetime) -> Submission:
    """Take the last submission back: everything stands again as before it was made.

    Raises `NotReady`, with the sentence why, when it is too late.
    """
    task = Task.objects.held(task.pk)
    submission = last_standing(task)
    if reason := obstacle(task, submission):
        raise NotReady([reason])
    action = _action(submission.before)
    _open_rows(task, submission, action, by, at)
    Task.objects.filter(pk=task.pk).move(action, by=by, at=at)
    _restore(task, submission.before, by, at)
    if not task.is_part:
        examine(task)
    submission.withdrawn_at, submission.withdrawn_by = at, by
    submission.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if not task.is_part:
        examine(task)
    _tell(task, at)
    return submission


def _action(before) -> Action:
    if before["state"] == State.SUBMITTED:
        return Action.WITHDRAW_SUPPLEMENT
    if before["state"] == State.RETURNED or before["correction_due_at"]:
        return Action.WITHDRAW_CORRECTION
    return Action.WITHDRAW_SUBMISSION


def _open_rows(task, submission, action, by, at):
    """What waits still is a draft again, or returned with its reason."""
    waiting = _went_up(task, submission).filter(state=RowState.SUBMITTED)
    drafts = waiting.filter(pk__in=submission.before["drafts"])
    move_rows(drafts, action, RowState.DRAFT, by=by, at=at)
    reasons = {pk: (kind, text) for pk, kind, text in submission.before["returned"]}
    returned = waiting.filter(pk__in=reasons)
    move_rows(returned, action, RowState.RETURNED, by=by, at=at, reasons=reasons)


def _restore(task, before, by, at):
    task.parts.filter(pk__in=before["parts"]).move(Action.PULL_BACK, by=by, at=at)
    for pk, stood in {task.pk: before, **before["parts"]}.items():
        Task.objects.filter(pk=pk).update(**restored(stood))


def _tell(task, at):
    if task.is_part:
        people = inbox.people_of([task.parent.unit_id]).filter(role=Role.COLLECTOR)
        url = reverse("tasks:matrix", args=[task.parent_id])
    else:
        people, url = inbox.reviewers(), reverse("tasks:queue")
    subject = _("%(unit)s已撤回报送：%(task)s") % {
        "unit": task.unit.full_label,
        "task": task.obligation,
    }
    inbox.tell(people, kind=MessageKind.TASK, subject=subject, url=url, at=at)
