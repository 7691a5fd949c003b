"""Uploaded workbooks: a filled-in list as it came, what would change, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Job, JobState, Unit
from units.models.pairs import both_or_neither, somebody

from .tasks import Task


class WorkbookState(models.TextChoices):
    READING = "reading", _("读取中")
    UNCLEAR = "unclear", _("待指定表头")
    PREVIEWED = "previewed", _("待确认")
    APPLYING = "applying", _("写入中")
    APPLIED = "applied", _("已写入")
    REFUSED = "refused", _("无法读取")
    CANCELLED = "cancelled", _("已放弃")
    REVERTED = "reverted", _("已撤回")
    UNCHANGED = "unchanged", _("无变化")


TONES = {
    WorkbookState.READING: "info",
    WorkbookState.UNCLEAR: "warn",
    WorkbookState.PREVIEWED: "info",
    WorkbookState.APPLYING: "info",
    WorkbookState.APPLIED: "ok",
    WorkbookState.REFUSED: "danger",
    WorkbookState.CANCELLED: "muted",
    WorkbookState.REVERTED: "muted",
    WorkbookState.UNCHANGED: "ok",
}
REREADABLE = frozenset({WorkbookState.PREVIEWED, WorkbookState.UNCLEAR, WorkbookState.UNCHANGED})
# A failed job has written nothing: what it was asked to do may be asked for again.
_FAILED = Q(job__state=JobState.FAILED)


class WorkbookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An upload belongs to the person who brought it; the history of a task to its unit."""
        if user.sees_everything:
            return self
        return self.filter(task__unit__path__startswith=user.unit.path)

    def undecided(self):
        return self.filter(
            Q(state=WorkbookState.PREVIEWED) | Q(_FAILED, state=WorkbookState.APPLYING)
        )

    def open(self):
        """Not decided yet: it may be given up, also when whoever read it broke off."""
        nobody_reads = Q(job__isnull=True) | _FAILED
        return self.filter(
            Q(state__in=[WorkbookState.PREVIEWED, WorkbookState.UNCLEAR])
            | Q(_FAILED, state=WorkbookState.APPLYING)
            | Q(nobody_reads, state=WorkbookState.READING)
        )

    def rereadable(self):
        """Nothing of it was written: it may be read anew."""
        return self.filter(Q(state__in=REREADABLE) | Q(_FAILED, state=WorkbookState.APPLYING))

    def newest_first(self):
        return self.order_by("-pk")


class WorkbookUpload(models.Model):
    """One file brought for `task`; a district's list is brought for the task with the parts."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="workbooks")
    file = models.FileField(_("文件"), upload_to="workbooks/%Y/%m/")
    file_name = models.CharField(_("文件名"), max_length=200)
    checksum = models.CharField(_("校验值"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=WorkbookState, default=WorkbookState.READING
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    # In which the person reads the preview.
    language = models.CharField(max_length=10, blank=True)
    # Why the file cannot be read, in words.
    refusal = models.TextField(_("原因"), blank=True)
    # {sheet name: {"rows": [header rows], "columns": {field: column index}}} picked by a person.
    mapping = models.JSONField(_("列对应"), default=dict, blank=True)
    plan = models.JSONField(_("核对结果"), default=dict, blank=True)
    # [[row id, {field: [old, new]}, {"origin", "unconfirmed" before}], …] as it was written.
    written = models.JSONField(_("写入内容"), default=list, blank=True)
    applied_at = models.DateTimeField(_("写入时间"), null=True, blank=True)
    applied_by = somebody(_("写入人"))
    reverted_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    reverted_by = somebody(_("撤回人"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作簿上传")
        verbose_name_plural = _("工作簿上传")
        indexes = [models.Index(fields=["task", "-id"], name="workbook_of_task")]
        constraints = [
            both_or_neither("applied", name="workbook_applied_both_or_neither"),
            both_or_neither("reverted", name="workbook_reverted_both_or_neither"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def tone(self):
        return TONES[self.state]


class ColumnMapping(models.Model):
    """How a person of `unit` read a header that was not certain; used again for the same words."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    # SHA-256 of the folded labels of the header row, in their order.
    fingerprint = models.CharField(max_length=64)
    # {field: column index}
    columns = models.JSONField(default=dict)
    learnt_at = models.DateTimeField(_("记下时间"))

    class Meta:
        verbose_name = _("列对应")
        verbose_name_plural = _("列对应")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], name="column_mapping_once_per_unit"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.fingerprint[:8]}"
