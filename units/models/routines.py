"""What the portal does by itself at set times, with each run; and the pulse of its processes."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .jobs import MAX_ATTEMPTS, SILENCE
from .pairs import somebody


class Routine(models.Model):
    """A schedule as data: `code` names a function registered with `units.routines.routine`."""

    code = models.SlugField(_("编号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    # Monday is 0; empty: every day.
    weekdays = models.JSONField(_("星期"), default=list, blank=True)
    hour = models.TimeField(_("时间"))
    # 节假日顺延: what falls on a day off waits for the next workday.
    workdays_only = models.BooleanField(_("遇休息日顺延"), default=True)
    is_on = models.BooleanField(_("启用"), default=True)
    # Occasions before it are nobody's: beat had not seen this schedule yet, or it was another.
    counts_from = models.DateTimeField(_("起算时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class RunState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


UNFINISHED = (RunState.QUEUED, RunState.RUNNING)
RUN_TONES = {
    RunState.QUEUED: "muted",
    RunState.RUNNING: "info",
    RunState.DONE: "ok",
    RunState.FAILED: "danger",
}


class RunQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(state__in=UNFINISHED)

    def left_behind(self, *, at):
        """Runs nobody works on: never claimed, or their worker fell silent."""
        silent = Q(state=RunState.RUNNING, seen_at__lt=at - SILENCE)
        return self.filter(Q(state=RunState.QUEUED) | silent)

    def claim(self, pk, *, at):
        """Take run `pk` for this worker; None when somebody else has it or it is over."""
        taken = (
            self.filter(pk=pk, attempts__lt=F("most_attempts"))
            .left_behind(at=at)
            .update(state=RunState.RUNNING, started_at=at, seen_at=at, attempts=F("attempts") + 1)
        )
        return self.select_related("routine").get(pk=pk) if taken else None


class RoutineRun(models.Model):
    """One occasion of a routine: however many beats ring, it runs once (trust C4)."""

    routine = models.ForeignKey(
        Routine, models.PROTECT, related_name="runs", verbose_name=_("定时任务")
    )
    occasion = models.DateTimeField(_("应运行时间"))
    # Who ran it by hand; the schedule's own occasions are nobody's.
    by = somebody(_("运行人"))
    state = models.CharField(_("状态"), max_length=10, choices=RunState, default=RunState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    # As with jobs: attempts are never counted back, by them a worker knows its run.
    most_attempts = models.PositiveSmallIntegerField(_("最多尝试次数"), default=MAX_ATTEMPTS)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    seen_at = models.DateTimeField(_("最近进展"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    message = models.TextField(_("结果说明"), blank=True)
    result_url = models.CharField(_("结果页面"), max_length=200, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("运行记录")
        verbose_name_plural = _("运行记录")
        indexes = [
            models.Index(fields=["-occasion", "-id"], name="run_newest"),
            models.Index(
                fields=["seen_at"], condition=Q(state__in=UNFINISHED), name="run_unfinished"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["routine", "occasion"], name="run_once")]

    def __str__(self):
        return f"{self.routine} {timezone.localtime(self.occasion):%Y-%m-%d %H:%M}"

    @property
    def tone(self):
        return RUN_TONES[self.state]

    @property
    def is_unfinished(self):
        return self.state in UNFINISHED


class Pulse(models.Model):
    """When a process, or a task that beat rings, was last seen alive (T4)."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(_("时间"))
    # How the last run of a task ended, in words; empty is well.
    error = models.CharField(_("错误"), max_length=300, blank=True)
    # The last time it ended well, and the last time it did not.
    done_at = models.DateTimeField(_("最近成功"), null=True, blank=True)
    failed_at = models.DateTimeField(_("最近失败"), null=True, blank=True)

    class Meta:
        verbose_name = _("心跳")
        verbose_name_plural = _("心跳")

    def __str__(self):
        return self.name
