"""What the admin pages of all apps share: who enters, what is only read, how tables leave it."""

import re
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm

from yichuang.xlsx.writing import write_csv, write_data

from .downloads import download
from .permissions import may
from .phones import PHONE_FIELDS
from .tables import TableResource

NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\s]+')


class BureauOnly:
    """Only the bureau's administrators; what they may do here does not depend on flags."""

    def _enters(self, request) -> bool:
        return self.admin_site.has_permission(request)

    def has_module_permission(self, request):
        return self._enters(request)

    def has_view_permission(self, request, obj=None):
        return self._enters(request)

    def has_add_permission(self, request, obj=None):
        return self._enters(request)

    def has_change_permission(self, request, obj=None):
        return self._enters(request)

    def has_delete_permission(self, request, obj=None):
        return self._enters(request)


class ReadOnly(BureauOnly):
    """Looked at here, changed elsewhere: states by moves, matters by library versions.

    Numbers are not shown: the pages of the portal show them on demand, which is recorded (E3).
    """

    actions = None

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), *PHONE_FIELDS]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class TableFormat(Format):
    """A way to write the rows of a table resource; rows stream, no dataset is built."""

    title = ""
    extension = ""

    def get_title(self):
        return self.title

    def get_extension(self):
        return self.extension

    def can_export(self):
        return True

    def write(self, stream: BinaryIO, resource: TableResource, queryset, *, at: datetime) -> int:
        raise NotImplementedError


class DataWorkbook(TableFormat):
    title = _("数据版")
    extension = "xlsx"

    def write(self, stream, resource, queryset, *, at):
        return write_data(
            stream, resource.columns, resource.rows(queryset), name=resource.get_display_name()
        )


class DataCsv(TableFormat):
    title = _("数据版（CSV）")
    extension = "csv"

    def write(self, stream, resource, queryset, *, at):
        return write_csv(stream, resource.columns, resource.rows(queryset))


class TableExportMixin(ExportMixin):
    """django-import-export in the admin site, over the same resources as the pages."""

    export_form_class = ExportForm
    formats = [DataWorkbook, DataCsv]

    def has_export_permission(self, request):
        return self._enters(request) and all(
            may(request.user, resource.permission) for resource in self.resource_classes
        )

    def get_export_resource_kwargs(self, request, **kwargs):
        return {"reader": request.user}

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        if not self.has_export_permission(request):
            raise PermissionDenied
        resource = self.choose_export_resource_class(export_form, request)(reader=request.user)
        now = timezone.now()
        name = NOT_IN_A_FILE_NAME.sub("_", resource.get_display_name())
        write = partial(file_format.write, resource=resource, queryset=queryset, at=now)
        return download(f"{name}.{file_format.get_extension()}", write, by=request.user, at=now)
