"""The admin site of units and people; what happened is shown there and never changed."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportMixin

from . import accounts
from .admin_tables import BureauOnly, ReadOnly, TableExportMixin
from .forms import PersonForm
from .models import Action, Event, Job, RosterMember, Unit, UnitAlias, User
from .resources import PersonImport, PersonTable, UnitTable, Workbook
from .tables import RosterResource


class UnitForm(forms.ModelForm):
    """A unit as the administrator edits it, with the reason that goes on record."""

    reason = forms.CharField(label=_("修改理由"), max_length=200, required=False)

    class Meta:
        model = Unit
        fields = [
            "name",
            "short_name",
            "level",
            "kind",
            "parent",
            "gb_code",
            "local_code",
            "org_code",
            "sort_order",
            "valid_from",
            "valid_to",
            "successor",
            "counterparts",
        ]


class AliasInline(BureauOnly, admin.TabularInline):
    model = UnitAlias
    extra = 1


@admin.register(Unit)
class UnitAdmin(BureauOnly, TableExportMixin, admin.ModelAdmin):
    """Units are renamed, ended and given aliases, never deleted."""

    form = UnitForm
    resource_classes = [UnitTable]
    inlines = [AliasInline]
    list_display = ["full_label", "name", "kind", "level", "gb_code", "sort_order", "valid_to"]
    list_filter = ["kind", "level"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "aliases__name"]
    ordering = ["sort_order", "pk"]
    filter_horizontal = ["counterparts"]
    autocomplete_fields = ["parent", "successor"]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        # The paths of everything below would have to move along.
        return ["parent"] if obj else []

    def save_related(self, request, form, formsets, change):
        """Record fields, counterparts and aliases as one act, once all of them are stored."""
        before = _aliases(form.instance)
        super().save_related(request, form, formsets, change)
        changes = {
            name: [_shown(_initial(form, name)), _shown(form.cleaned_data[name])]
            for name in form.changed_data
            if name != "reason"
        }
        if (after := _aliases(form.instance)) != before:
            changes["aliases"] = [before, after]
        Event.objects.record(
            Action.EDIT if change else Action.CREATE,
            by=request.user,
            at=timezone.now(),
            subject=form.instance,
            unit=form.instance,
            changes=changes,
            reason=form.cleaned_data["reason"],
        )


def _aliases(unit):
    return "、".join(unit.aliases.order_by("pk").values_list("name", flat=True))


def _initial(form, name):
    """What the field held before; of a reference the form knows the key alone."""
    value = form.initial.get(name)
    if name in {"parent", "successor"} and value:
        return Unit.objects.get(pk=value)
    return value


def _shown(value):
    """What the record keeps of a form's value: names for references."""
    if value is None:
        return ""
    if isinstance(value, str | int):
        return value
    if hasattr(value, "__iter__"):
        return "、".join(str(item) for item in value)
    return str(value)


@admin.register(User)
class PersonAdmin(BureauOnly, ImportMixin, TableExportMixin, admin.ModelAdmin):
    """Accounts are opened, switched off and given passwords on the portal's own pages."""

    form = PersonForm
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    resource_classes = [PersonTable]
    list_display = ["username", "name", "unit", "role", "division", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    list_select_related = ["unit__parent"]
    search_fields = ["username", "name", "unit__short_name", "unit__name"]
    ordering = ["unit__sort_order", "unit_id", "pk"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_import_permission(self, request):
        return self._enters(request)

    def get_import_formats(self):
        return [Workbook]

    def get_import_resource_classes(self, request):
        return [PersonImport]

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"by": request.user, "at": timezone.now()}

    def get_form(self, request, obj=None, **kwargs):
        plain = super().get_form(request, obj, **kwargs)

        class OwnForm(plain):
            def __init__(self, *args, **options):
                super().__init__(*args, editor=request.user, **options)

        return OwnForm

    def save_model(self, request, obj, form, change):
        accounts.change(obj, by=request.user, at=timezone.now())


@admin.register(RosterMember)
class RosterAdmin(ReadOnly, TableExportMixin, admin.ModelAdmin):
    """附件4 is the units' own; the administrator reads it here."""

    resource_classes = [RosterResource]
    list_display = ["unit", "duty", "name", "division", "position"]
    list_filter = ["duty"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__short_name"]
    ordering = ["unit__sort_order", "unit_id", "rank", "pk"]


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    """The audit trail: read, never changed; its own page says what changed, numbers masked."""

    exclude = ["changes"]
    list_display = ["at", "action", "label", "by", "unit", "reason", "ip"]
    list_filter = ["action"]
    list_select_related = ["by", "unit"]
    search_fields = ["label", "by__name", "by__username", "unit__short_name"]
    date_hierarchy = "at"
    ordering = ["-pk"]


@admin.register(Job)
class JobAdmin(ReadOnly, admin.ModelAdmin):
    """What is under way; the results stay with those who asked for them."""

    list_display = ["title", "kind", "owner", "state", "attempts", "asked_at", "finished_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["owner"]
    exclude = ["file"]
    ordering = ["-pk"]
