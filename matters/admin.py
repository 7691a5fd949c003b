"""The admin site shows the catalogue; only a library version changes it (二(一)3)."""

from django.contrib import admin

from units.admin_tables import ReadOnly, TableExportMixin

from .models import LibraryUpload, LibraryVersion, Matter
from .resources import MatterTable


@admin.register(Matter)
class MatterAdmin(ReadOnly, TableExportMixin, admin.ModelAdmin):
    resource_classes = [MatterTable]
    list_display = ["base_code", "name", "sub_item", "type", "client", "unit", "volume", "state"]
    list_filter = ["state", "type", "client"]
    list_select_related = ["unit"]
    search_fields = ["base_code", "inner_code", "name", "search"]
    ordering = ["sort_order", "pk"]


@admin.register(LibraryVersion)
class LibraryVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "label", "state", "applied_at", "applied_by"]
    list_select_related = ["applied_by"]
    ordering = ["-number"]


@admin.register(LibraryUpload)
class LibraryUploadAdmin(ReadOnly, admin.ModelAdmin):
    """The plan is shown on the upload's own page; here it would be a megabyte of text."""

    list_display = ["file_name", "state", "uploaded_at", "uploaded_by", "version"]
    list_select_related = ["uploaded_by", "version"]
    exclude = ["plan", "file"]
    ordering = ["-pk"]
