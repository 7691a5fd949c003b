"""Work asked for by a person that goes on in the background: a row here, a message only rings."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# A running job that has not reported for so long has lost its worker.
SILENCE = timedelta(seconds=90)
MAX_ATTEMPTS = 3


class JobState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


TONES = {
    JobState.QUEUED: "muted",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "danger",
}


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A job and its result belong to the person who asked for it."""
        return self.filter(owner=user)

    def unfinished(self):
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])

    def left_behind(self, *, at):
        """Jobs nobody works on: never claimed, or their worker fell silent."""
        return self.filter(
            Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, seen_at__lt=at - SILENCE)
        )

    def broken_off(self, *, at):
        """Jobs that may be asked for again: they failed half-way, or nobody works on them."""
        return self.filter(
            Q(state=JobState.FAILED, may_retry=True)
            | Q(state=JobState.RUNNING, seen_at__lt=at - SILENCE)
        )

    def idle(self, *, at):
        """Jobs that are not over and nobody works on: they wait, broke off or broke down."""
        return self.left_behind(at=at) | self.broken_off(at=at)

    def claim(self, pk, *, at):
        """Take job `pk` for this worker; None when somebody else has it or it is over."""
        taken = (
            self.filter(pk=pk, attempts__lt=F("most_attempts"))
            .left_behind(at=at)
            .update(state=JobState.RUNNING, seen_at=at, attempts=F("attempts") + 1)
        )
        return self.get(pk=pk) if taken else None


class Job(models.Model):
    """`kind` names a handler registered with `units.jobs.handler`; `arguments` holds ids only."""

    kind = models.CharField(_("类型"), max_length=40)
    title = models.CharField(_("名称"), max_length=120)
    arguments = models.JSONField(_("参数"), default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name=_("发起人")
    )
    state = models.CharField(_("状态"), max_length=10, choices=JobState, default=JobState.QUEUED)
    phase = models.CharField(_("阶段"), max_length=60, blank=True)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    message = models.TextField(_("结果说明"), blank=True)
    result_url = models.CharField(_("结果页面"), max_length=200, blank=True)
    file = models.FileField(_("结果文件"), upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(_("文件名"), max_length=160, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    # Attempts are never counted back: by them a worker knows whether the job is still its own.
    most_attempts = models.PositiveSmallIntegerField(_("最多尝试次数"), default=MAX_ATTEMPTS)
    # It broke off or broke down; what was refused is not better for being tried again.
    may_retry = models.BooleanField(_("可重试"), default=False)
    asked_at = models.DateTimeField(_("提交时间"))
    seen_at = models.DateTimeField(_("最近进展"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        indexes = [
            models.Index(
                fields=["seen_at"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="job_unfinished",
            ),
            models.Index(fields=["owner", "-asked_at"], name="job_owner"),
        ]

    def __str__(self):
        return self.title

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def state_label(self):
        return _("中断，可重试") if self.may_retry else self.get_state_display()

    @property
    def is_over(self):
        return self.state in {JobState.DONE, JobState.FAILED}

    def is_broken_off(self, *, at):
        """中断，可重试: it failed half-way, or its worker fell silent."""
        if self.state == JobState.RUNNING:
            return self.seen_at < at - SILENCE
        return self.state == JobState.FAILED and self.may_retry

    def report(self, *, phase, done, total, at):
        """Tell whoever watches how far the work is, and that the worker lives."""
        type(self).objects.filter(pk=self.pk, attempts=self.attempts).unfinished().update(
            phase=phase, done=done, total=total, seen_at=at
        )
