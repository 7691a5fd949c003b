"""The pulse of beat, of workers and of what beat rings: who was last seen alive, and how (T4).

A process notes each sign of life in memory; a thread beside it writes that down every few
seconds, so that a slow database never holds the process up. What a ticking task achieved is
noted by the task's own worker, as Celery reports it: no room has to do anything for it.
"""

import logging
import socket
import threading
import time
from datetime import datetime

from celery import current_app, signals
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from .models import Pulse

log = logging.getLogger(__name__)

# A process writes its pulse so often, while it has shown a sign of life since.
INTERVAL_SECONDS = 10
BEAT, WORKER = "beat", "worker"


def beat(name: str, *, at: datetime, error: str = "") -> None:
    """`name` was alive `at`, and its last run ended with `error`, or well."""
    ended = {"failed_at": at} if error else {"done_at": at}
    Pulse.objects.bulk_create(
        [Pulse(name=name[:80], at=at, error=error[:300], **ended)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "error", *ended],
    )


class Pacemaker(threading.Thread):
    """Writes the pulse of this process for as long as somebody calls `felt`."""

    def __init__(self, kind: str):
        super().__init__(name=f"pulse of {kind}", daemon=True)
        self.pulse = f"{kind}@{socket.gethostname()}"
        self._felt = threading.Event()

    def felt(self, **_signal) -> None:
        """A sign of life; Celery calls it as a receiver of signals."""
        self._felt.set()

    def run(self) -> None:
        while True:
            self._felt.wait()
            self._felt.clear()
            self.write()
            time.sleep(INTERVAL_SECONDS)

    def write(self) -> None:
        try:
            close_old_connections()
            beat(self.pulse, at=timezone.now())
        except DatabaseError as error:
            log.warning("no pulse of %s: %s", self.pulse, type(error).__name__)
        finally:
            # Nobody else closes the connection of this thread.
            connection.close()


@signals.beat_init.connect
def watch_beat(**_signal):
    """Beat is alive as long as it sends what is due, whoever receives it."""
    pacemaker = Pacemaker(BEAT)
    pacemaker.start()
    pacemaker.felt()
    signals.before_task_publish.connect(pacemaker.felt, weak=False)


# Celery asks whether anybody listens before the worker is ready, so this one is made at once.
_worker = Pacemaker(WORKER)
signals.heartbeat_sent.connect(_worker.felt, weak=False)


@signals.worker_ready.connect
def watch_worker(**_signal):
    """A worker is alive as long as it stays connected and its loop goes round."""
    _worker.start()


def _ticks() -> dict[str, str]:
    """{task: the name it has in the schedule of beat}."""
    return {entry["task"]: name for name, entry in current_app.conf.beat_schedule.items()}


@signals.task_success.connect
def note_success(sender=None, **_signal):
    if name := _ticks().get(sender.name):
        _note(name)


@signals.task_failure.connect
def note_failure(sender=None, exception=None, **_signal):
    if name := _ticks().get(sender.name):
        _note(name, error=f"{type(exception).__name__}: {exception}")


def _note(name, error=""):
    try:
        beat(name, at=timezone.now(), error=error)
    except DatabaseError:
        log.warning("no pulse of %s: the database does not answer", name)
