"""What the portal does by itself at set times: which occasion is due, and running it once.

A schedule is a row (`units.models.Routine`), what it does a function that its room registers.
Beat rings every half minute; each occasion becomes a row before anybody works on it, and a
worker claims the row before it works (trust C4). After a standstill of days only the latest
occasion of each routine is run (trust C5).
"""

import logging
import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime

from celery import shared_task
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import inbox
from .models import Action, Event, MessageKind, Role, Routine, RoutineRun, RunState, User
from .models.jobs import MAX_ATTEMPTS
from .occasions import latest_occasion

log = logging.getLogger(__name__)

Work = Callable[..., str | tuple[str, str]]
ROUTINES: dict[str, Work] = {}

# A worker that does not say so often that it lives has died (`models.jobs.SILENCE`).
SIGN_OF_LIFE_SECONDS = 20


class RoutineRefused(Exception):
    """The routine cannot be run as things stand; the sentence is for who operates the portal."""


def routine(code: str):
    """Register a function `(*, occasion, at)` that does the routine `code`.

    It answers with a sentence, or with a sentence and the address of the result. It must bear a
    second run for the same `occasion`: a worker may die between its last write and the moment
    the run is closed.
    """

    def register(function: Work) -> Work:
        ROUTINES[code] = function
        return function

    return register


# ── Ringing ────────────────────────────────────────────────────────────────────────


def due_occasions(at: datetime) -> list[tuple[Routine, datetime]]:
    """The latest occasion of each routine that counts, and has no run yet."""
    counting = Routine.objects.filter(is_on=True, code__in=ROUTINES, counts_from__lt=at)
    latest = [(one, latest_occasion(one, at=at)) for one in counting]
    latest = [(one, when) for one, when in latest if when and when > one.counts_from]
    moments = [when for _one, when in latest]
    begun = set(
        RoutineRun.objects.filter(occasion__in=moments).values_list("routine_id", "occasion")
    )
    return [(one, when) for one, when in latest if (one.pk, when) not in begun]


@shared_task(ignore_result=True)
def ring_routines():
    ring_due(at=timezone.now())


@shared_task(ignore_result=True)
def work_on_run(*, pk):
    run(pk)


def ring_due(*, at: datetime) -> None:
    """Give each due occasion its run, and ring for every run that nobody works on."""
    # Whoever meets a routine for the first time owes nothing for the days before.
    Routine.objects.filter(counts_from__isnull=True).update(counts_from=at)
    RoutineRun.objects.bulk_create(
        (RoutineRun(routine=one, occasion=when) for one, when in due_occasions(at)),
        ignore_conflicts=True,  # another beat rang at the same moment
    )
    sweep(at=at)


def sweep(*, at: datetime) -> None:
    """Ring again for runs nobody works on; close those that broke off too often."""
    for one in RoutineRun.objects.left_behind(at=at).select_related("routine"):
        if one.attempts >= one.most_attempts:
            _finish(one, RunState.FAILED, _("多次中断，可重试。"))
        else:
            ring(one.pk)


def ring(pk: int) -> None:
    try:
        work_on_run.apply_async(kwargs={"pk": pk}, retry=False)
    except Exception:  # any broker trouble: the sweeper rings again
        log.warning("run %s waits for the sweeper: the broker does not answer", pk)


# ── Running ───────────────────────────────────────────────────────────────────────────────


@inbox.in_chinese
def run(pk: int) -> None:
    """Do run `pk` if it is free; what goes wrong is kept with the run, in words."""
    one = RoutineRun.objects.claim(pk, at=timezone.now())
    if one is None:
        return
    try:
        with _signs_of_life(one):
            message, url = _work(one)
    except RoutineRefused as refusal:
        _finish(one, RunState.FAILED, str(refusal))
    except (OperationalError, InterfaceError) as error:
        # The database went away or is locked: silence, and the sweeper tries again.
        log.warning("run %s broke off: %s", one.pk, type(error).__name__)
    except Exception as error:
        log.exception("run %s (%s) failed", one.pk, one.routine.code)
        text = _("程序出错（%(kind)s：%(error)s）。请重试；如仍失败请联系维护人员（编号 %(pk)s）。")
        words = {"kind": type(error).__name__, "error": str(error)[:200], "pk": one.pk}
        _finish(one, RunState.FAILED, text % words)
    else:
        _finish(one, RunState.DONE, message, url)


def _work(one: RoutineRun) -> tuple[str, str]:
    work = ROUTINES.get(one.routine.code)
    if work is None:
        raise RoutineRefused(_("本系统没有编号为“%s”的定时任务。") % one.routine.code)
    said = work(occasion=one.occasion, at=timezone.now())
    return said if isinstance(said, tuple) else (said, "")


@contextmanager
def _signs_of_life(one):
    """Say every few seconds that the worker of this run lives, however long the work takes."""
    over = threading.Event()
    mine = RoutineRun.objects.filter(pk=one.pk, attempts=one.attempts, state=RunState.RUNNING)

    def say():
        while not over.wait(SIGN_OF_LIFE_SECONDS):
            try:
                mine.update(seen_at=timezone.now())
            except (OperationalError, InterfaceError) as error:
                log.warning("run %s: no sign of life: %s", one.pk, type(error).__name__)
            finally:
                connection.close()

    speaker = threading.Thread(target=say, name=f"run {one.pk}", daemon=True)
    speaker.start()
    try:
        yield
    finally:
        over.set()
        speaker.join()


@transaction.atomic
def _finish(one, state, message, url=""):
    """Close the run, unless another worker has taken it up meanwhile; say so when it failed."""
    now = timezone.now()
    mine = RoutineRun.objects.filter(pk=one.pk, attempts=one.attempts).unfinished()
    closed = mine.update(state=state, message=message, result_url=url[:200], finished_at=now)
    if closed and state == RunState.FAILED:
        inbox.tell(
            User.objects.filter(role=Role.ADMIN, is_active=True),
            kind=MessageKind.JOB,
            subject=_("定时任务失败：%(name)s") % {"name": one.routine.name},
            body=message,
            at=now,
        )


# ── By hand ───────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def run_now(routine: Routine, *, by: User, at: datetime) -> RoutineRun | None:
    """立即运行: an occasion of its own; None while another run of the routine is not over."""
    routine = Routine.objects.select_for_update().get(pk=routine.pk)
    if routine.code not in ROUTINES or routine.runs.unfinished().exists():
        return None
    one = RoutineRun.objects.create(routine=routine, occasion=at, by=by)
    Event.objects.record(Action.RUN, by=by, at=at, subject=one)
    transaction.on_commit(lambda: ring(one.pk))
    return one


@transaction.atomic
def retry(one: RoutineRun, *, by: User, at: datetime) -> bool:
    """Let a run that failed be tried again; False when it has not, or somebody was quicker."""
    again = RoutineRun.objects.filter(pk=one.pk, state=RunState.FAILED).update(
        state=RunState.QUEUED,
        attempts=F("attempts") + 1,
        most_attempts=F("attempts") + 1 + MAX_ATTEMPTS,
        message="",
        finished_at=None,
    )
    if again:
        Event.objects.record(Action.REOPEN, by=by, at=at, subject=one)
        transaction.on_commit(lambda: ring(one.pk))
    return bool(again)
