"""Web, worker and beat as children of one process: restarted when they die, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# A child that lived so long is healthy again; its next death starts with the short pause.
HEALTHY_SECONDS = 30
LONGEST_PAUSE = 30
GRACE_SECONDS = 8
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Runs in the new child: the kernel ends it when the parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen | None = field(default=None, repr=False)
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = 1.0

    def start(self, *, now: float) -> None:
        # A session of its own: Ctrl-C reaches the parent alone, which ends the children in order.
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )
        self.started_at = now

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def watch(self, *, now: float) -> str:
        """Start a dead child again after a pause that doubles; say what happened, if anything."""
        if self.is_alive:
            return ""
        if self.process is not None:
            ended = self.process.returncode
            self.process = None
            self.pause = 1.0 if now - self.started_at > HEALTHY_SECONDS else self.pause
            self.start_again_at = now + self.pause
            pause, self.pause = self.pause, min(2 * self.pause, LONGEST_PAUSE)
            return f"{self.name} ended ({ended}), again in {pause:.0f} s"
        if now >= self.start_again_at:
            self.start(now=now)
        return ""

    def signal(self, number: int) -> None:
        if self.is_alive:
            os.killpg(self.process.pid, number)


class Stopped(Exception):
    """Somebody asked the parent to end."""


def stop(number, frame):
    raise Stopped


def supervise(children: list[Child], *, say: Callable[[str], None], when_started) -> None:
    """Keep `children` running until SIGTERM, SIGINT or SIGHUP, then end them all."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        for child in children:
            child.start(now=time.monotonic())
        when_started()
        while True:
            for child in children:
                if news := child.watch(now=time.monotonic()):
                    say(news)
            time.sleep(0.25)
    except Stopped:
        pass
    finally:
        end(children)


def end(children: list[Child]) -> None:
    """Ask politely, wait a little, then insist."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # The master alone gets the polite signal: it ends its own children in order.
    for child in children:
        if child.is_alive:
            child.process.terminate()
    patience = time.monotonic() + GRACE_SECONDS
    while any(child.is_alive for child in children) and time.monotonic() < patience:
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
