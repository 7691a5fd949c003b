"""Library versions: each apply of an uploaded library workbook makes one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import UnitKind


class VersionState(models.TextChoices):
    APPLYING = "applying", _("写入中")
    APPLIED = "applied", _("已生效")


class LibraryVersion(models.Model):
    """A state of the catalogue. While one is `applying`, in its own transaction, the
    database lets matters be written that name it; at all other times it refuses."""

    number = models.PositiveIntegerField(_("版本号"), unique=True)
    label = models.CharField(_("名称"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=VersionState)
    applied_at = models.DateTimeField(_("生效时间"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    counts = models.JSONField(_("统计"), default=dict)

    class Meta:
        verbose_name = _("权力事项库版本")
        verbose_name_plural = _("权力事项库版本")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=VersionState.APPLYING),
                name="one_library_version_applying",
            )
        ]

    def __str__(self):
        return f"V{self.number} {self.label}"


class UploadState(models.TextChoices):
    READING = "reading", _("读取中")
    UNCLEAR = "unclear", _("待指定表头")
    PREVIEWED = "previewed", _("待确认")
    APPLYING = "applying", _("写入中")
    APPLIED = "applied", _("已生效")
    REFUSED = "refused", _("无法读取")
    CANCELLED = "cancelled", _("已放弃")


TONES = {
    UploadState.READING: "info",
    UploadState.UNCLEAR: "warn",
    UploadState.PREVIEWED: "info",
    UploadState.APPLYING: "info",
    UploadState.APPLIED: "ok",
    UploadState.REFUSED: "danger",
    UploadState.CANCELLED: "muted",
}


class LibraryUploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uploads are the bureau's own work."""
        return self if user.unit.kind == UnitKind.BUREAU else self.none()


class LibraryUpload(models.Model):
    """A library workbook as it came, what was understood of it, and what became of it."""

    file = models.FileField(_("文件"), upload_to="library/%Y/%m/")
    file_name = models.CharField(_("文件名"), max_length=200)
    checksum = models.CharField(_("校验值"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=UploadState, default=UploadState.READING
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    # The version the plan was made against; None before the first library.
    base_version = models.ForeignKey(
        LibraryVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("比对版本")
    )
    refusal = models.TextField(_("无法读取的原因"), blank=True)
    # {sheet name: {"rows": [header rows], "columns": {field: column index}}} picked by a person.
    mapping = models.JSONField(_("列对应"), default=dict, blank=True)
    plan = models.JSONField(_("核对结果"), default=dict)
    version = models.OneToOneField(
        LibraryVersion, models.PROTECT, null=True, related_name="upload", verbose_name=_("生成版本")
    )
    job = models.ForeignKey("units.Job", models.SET_NULL, null=True, related_name="+")

    objects = LibraryUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("事项库导入")
        verbose_name_plural = _("事项库导入")

    def __str__(self):
        return self.file_name

    @property
    def is_read(self):
        """Whether there is a plan to show."""
        return self.state not in {UploadState.READING, UploadState.REFUSED}

    @property
    def tone(self):
        return TONES[self.state]


class PlanLines(models.Model):
    """Some hundred of the matters that an upload would add, as JSON text in the order of the
    workbook. Kept apart from the plan: a page of the preview reads only its own."""

    # No index of its own: the constraint below has one that starts with it.
    upload = models.ForeignKey(
        LibraryUpload, models.CASCADE, related_name="added_lines", db_index=False
    )
    number = models.PositiveIntegerField()
    lines = models.TextField()

    class Meta:
        verbose_name = _("拟新增事项")
        verbose_name_plural = _("拟新增事项")
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="plan_lines_once")]

    def __str__(self):
        return f"{self.upload_id}-{self.number}"


class PickedHeader(models.Model):
    """How a person of the bureau read a header of a library workbook; used again for the same
    words."""

    # SHA-256 of the folded labels of the header row, in their order.
    fingerprint = models.CharField(max_length=64, unique=True)
    # {field: column index}
    columns = models.JSONField(default=dict)
    learnt_at = models.DateTimeField(_("记下时间"))

    class Meta:
        verbose_name = _("列对应")
        verbose_name_plural = _("列对应")

    def __str__(self):
        return self.fingerprint[:8]
