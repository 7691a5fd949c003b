"""The print edition as a format of django-import-export, for rows chosen in the admin site."""

from django.utils.translation import gettext_lazy as _

from tasks.models import Campaign
from units.admin_tables import TableFormat
from yichuang.xlsx.writing import write_print

from . import paper
from .attachments import MODELS, RESOURCES, Edition, Export, Meter
from .resources import CheckedRankingResource


class PrintEdition(TableFormat):
    title = _("打印版")
    extension = "xlsx"

    def write(self, stream, resource, queryset, *, at):
        """One workbook; rows of several campaigns stand on sheets of their own."""
        meter = Meter(None, 0)
        exports = list(_exports(resource, queryset))
        write_print(
            stream,
            (sheet for export in exports for sheet in paper.sheets(export, at=at, meter=meter)),
        )
        return meter.done


def _exports(resource, queryset):
    answers = isinstance(resource, CheckedRankingResource)
    table = next(table for table, known in RESOURCES.items() if isinstance(resource, known))
    path = MODELS[table][1]
    ids = resource.narrow(queryset).order_by().values_list(f"{path}_id", flat=True).distinct()
    for campaign in Campaign.objects.filter(pk__in=list(ids)).newest_first():
        yield Export(
            campaign=campaign,
            table=table,
            edition=Edition.PRINT,
            reader=resource.reader,
            answers=answers,
            chosen=queryset,
        )
