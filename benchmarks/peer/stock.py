"""Stock django-import-export: the admin site of its documentation, all defaults."""

from django.contrib import admin
from import_export import resources
from import_export.admin import ImportExportModelAdmin

from .models import PlainMatter


class MatterResource(resources.ModelResource):
    class Meta:
        model = PlainMatter
        import_id_fields = ["inner_code"]
        exclude = ["id"]


class OpenSite(admin.AdminSite):
    """Without the portal's rule that only the bureau enters; it would measure that, too."""

    def has_permission(self, request):
        return True


class MatterAdmin(ImportExportModelAdmin):
    resource_classes = [MatterResource]

    def _yes(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = _yes
    has_view_permission = has_module_permission = _yes


site = OpenSite(name="stock")
site.register(PlainMatter, MatterAdmin)
