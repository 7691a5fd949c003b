"""Asking for a job, working on it, and the sweeper that rings again for jobs left behind."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import inbox, pulse, routines, sealing  # noqa: F401 - Celery finds what the first two register
from .delegations.standing_in import recognise
from .models import Action, Event, Job, JobState, Message, MessageKind
from .models.jobs import MAX_ATTEMPTS
from .permissions import Permission, may

log = logging.getLogger(__name__)

HANDLERS: dict[str, Callable[[Job, Callable], None]] = {}
# Who has lost the right to ask for a job of a kind no longer gets the results of old ones.
NEEDED: dict[str, Permission] = {}
# What people call a kind of job.
NAMES: dict[str, str] = {}


def handler(kind: str, *, needs: Permission | None = None, name: str = ""):
    """Register a function `(job, report)` that does jobs of `kind`; it must bear a second run.

    `report(phase, done, total)` shows progress; the function may set `job.message`,
    `job.result_url` and save `job.file`.
    """

    def register(function):
        HANDLERS[kind] = function
        NAMES[kind] = name or kind
        if needs:
            NEEDED[kind] = needs
        return function

    return register


def may_fetch(user, job: Job) -> bool:
    """Whether the owner of `job` still has the right it was asked for with."""
    return job.kind not in NEEDED or may(user, NEEDED[job.kind])


class JobRefused(Exception):
    """The job cannot be done and trying again will not help; the sentence is for its owner."""


def ask(kind: str, *, title: str, owner, **arguments) -> Job:
    """Store a job and ring the bell after commit; a dead broker only delays it."""
    job = Job.objects.create(
        kind=kind, title=title, owner=owner, arguments=arguments, asked_at=timezone.now()
    )
    transaction.on_commit(lambda: ring(job.pk))
    return job


def ring(pk: int) -> None:
    try:
        work_on.apply_async(kwargs={"pk": pk}, retry=False)
    except Exception:  # any broker trouble: the sweeper rings again
        log.warning("job %s waits for the sweeper: the broker does not answer", pk)


@shared_task(ignore_result=True)
def work_on(*, pk):
    run(pk)


@shared_task(ignore_result=True)
def sweep_jobs():
    sweep(at=timezone.now())


@shared_task(ignore_result=True)
def seal_events():
    sealing.seal_new(at=timezone.now())


def sweep(*, at) -> None:
    """Ring again for jobs nobody works on; close those that failed too often."""
    for job in Job.objects.left_behind(at=at):
        if job.attempts >= job.most_attempts:
            text = _("多次中断，可重试。没有写了一半的数据。")
            _finish(job, JobState.FAILED, text, may_retry=True)
        else:
            ring(job.pk)


@transaction.atomic
def retry(job: Job, *, by, at) -> bool:
    """Let a job that broke off be tried again; False when it is being worked on or is over.

    Attempts go on counting: a worker that was only slow still learns that it is no longer his.
    """
    again = (
        Job.objects.filter(pk=job.pk)
        .broken_off(at=at)
        .update(
            state=JobState.QUEUED,
            attempts=F("attempts") + 1,
            most_attempts=F("attempts") + 1 + MAX_ATTEMPTS,
            may_retry=False,
            phase="",
            done=0,
            message="",
            finished_at=None,
        )
    )
    if again:
        Event.objects.record(Action.REOPEN, by=by, at=at, subject=job)
        transaction.on_commit(lambda: ring(job.pk))
    return bool(again)


@transaction.atomic
def abandon(job: Job, *, by, at) -> bool:
    """放弃: nobody takes the job up any more; False while somebody works on it, or it is over.

    A worker that was only slow learns from the attempts that it is no longer his.
    """
    given_up = (
        Job.objects.filter(pk=job.pk)
        .idle(at=at)
        .update(
            state=JobState.FAILED,
            attempts=F("attempts") + 1,
            may_retry=False,
            message=_("管理员已放弃此任务，没有写了一半的数据。"),
            finished_at=at,
        )
    )
    if given_up:
        job.refresh_from_db()
        Event.objects.record(Action.WITHDRAW, by=by, at=at, subject=job, reason=_("放弃后台任务"))
        _tell_owner(job, at=at)
    return bool(given_up)


def run(pk: int) -> None:
    """Work on job `pk` if it is free; an unexpected error is kept with the job, not lost."""
    job = Job.objects.claim(pk, at=timezone.now())
    if job is None:
        return

    def report(phase, done, total):
        job.report(phase=phase, done=done, total=total, at=timezone.now())

    try:
        with override("zh-hans"):
            _refuse_without_right(job)
            HANDLERS[job.kind](job, report)
    except JobRefused as refusal:
        _finish(job, JobState.FAILED, str(refusal))
    except (OperationalError, InterfaceError) as error:
        # The database went away or is locked: silence, and the sweeper rings again.
        log.warning("job %s broke off: %s", job.pk, type(error).__name__)
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        text = _("程序出错，未写入任何数据。请重试；如仍失败请联系管理员（编号 %(pk)s）。")
        _finish(job, JobState.FAILED, text % {"pk": job.pk}, may_retry=True)
    else:
        _finish(job, JobState.DONE, job.message)
        # A job may have written thousands of events: they do not wait for the next minute.
        sealing.seal_new(at=timezone.now())


def _refuse_without_right(job) -> None:
    """Rights are judged when the work is done, not when it was asked for (trust A3)."""
    recognise(job.owner, on=timezone.localdate())
    if not (job.owner.is_active and may_fetch(job.owner, job)):
        raise JobRefused(_("您已无权进行此操作，没有写入任何内容，也没有生成文件。"))


@transaction.atomic
def _finish(job, state, message, *, may_retry=False):
    """Close the job and tell its owner, unless another worker has taken it up meanwhile."""
    now = timezone.now()
    job.state, job.message, job.finished_at = state, message, now
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts).unfinished()
    # The last steps of a job that is done need not have been reported one by one.
    closed = mine.update(
        done=F("total") if state == JobState.DONE else F("done"),
        state=state,
        message=message,
        may_retry=may_retry,
        finished_at=now,
        result_url=job.result_url,
        file=job.file.name,
        file_name=job.file_name,
    )
    if closed:
        _tell_owner(job, at=now)


def _tell_owner(job, *, at):
    """To the owner alone: who stands in for them has no right to the result."""
    told = Message(
        to=job.owner,
        kind=MessageKind.JOB,
        subject=f"{job.title}：{job.get_state_display()}"[:120],
        body=job.message,
        url=job.result_url or reverse("units:job-detail", args=[job.pk]),
        sent_at=at,
    )
    inbox.put([told], at=at)
