"""The workday calendar with its shifted days (调休), as data the bureau can mend (G2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .pairs import somebody


class CalendarYear(models.Model):
    """A year whose days off the State Council has published; of others Monday to Friday is
    assumed, and every page that counts workdays says so (domain §3.1, case 2)."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    # The notice of the State Council's office, e.g. 国办发明电〔2017〕12号.
    source = models.CharField(_("依据文件"), max_length=120, blank=True)
    changed_at = models.DateTimeField(_("修改时间"), null=True, blank=True)
    changed_by = somebody(_("修改人"))

    class Meta:
        verbose_name = _("日历年份")
        verbose_name_plural = _("工作日历")

    def __str__(self):
        return str(self.year)


class SpecialDay(models.Model):
    """A day of a holiday, or a day off that is worked instead; all others follow the week."""

    day = models.DateField(_("日期"), unique=True)
    works = models.BooleanField(_("上班"))
    name = models.CharField(_("节日"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("特殊日期")
        verbose_name_plural = _("特殊日期")

    def __str__(self):
        return self.day.isoformat()
