"""Rings every bell of the portal `argv[1]` times over: messages that arrive twice, and more."""

import sys

import django

django.setup()

from tasks.reminding.jobs import remind  # noqa: E402 - once Django is set up
from units.channels.jobs import deliver_due  # noqa: E402 - once Django is set up
from units.jobs import sweep_jobs  # noqa: E402 - once Django is set up
from units.models import RoutineRun  # noqa: E402 - once Django is set up
from units.routines import ring_routines, work_on_run  # noqa: E402 - once Django is set up

if __name__ == "__main__":
    for _time in range(int(sys.argv[1])):
        for bell in (remind, ring_routines, deliver_due, sweep_jobs):
            bell.apply_async()
        for pk in RoutineRun.objects.values_list("pk", flat=True):
            work_on_run.apply_async(kwargs={"pk": pk})
