"""Seals (封存): links of a hash chain over the audit trail, so that a change shows (P3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .events import AppendOnly


class EventSeal(models.Model):
    """Events `first_id` to `last_id`. `digests` holds number and digest of each, one after the
    other (units.sealing.LINE); `checksum` is over them and the seal before."""

    number = models.PositiveIntegerField(_("编号"), unique=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField(_("记录数"))
    digests = models.BinaryField()
    previous = models.CharField(max_length=64)
    checksum = models.CharField(_("校验值"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("记录封存")
        verbose_name_plural = _("记录封存")

    def __str__(self):
        return f"#{self.number}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise AppendOnly("seals are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("seals are never deleted")
