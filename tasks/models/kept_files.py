"""Files people add in support of what they say: under names of ours, served as downloads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptFile(models.Model):
    """One file; each kind adds what it supports."""

    file = models.FileField(_("文件"), upload_to="evidence/%Y/%m/")
    file_name = models.CharField(_("文件名"), max_length=160)
    size = models.PositiveIntegerField(_("大小（字节）"))
    checksum = models.CharField(_("校验值"), max_length=64)
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.file_name
