"""The admin site reads the work and exports it; states move only by moves, never here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from units.admin_tables import DataCsv, DataWorkbook, ReadOnly, TableExportMixin

from .exports import lists, resources
from .exports.formats import PrintEdition
from .filling.rights import may_read_rows
from .models import (
    Campaign,
    Entry,
    NearbyEntry,
    Objection,
    Obligation,
    RankedMatter,
    Submission,
    System,
    Task,
)
from .systems.resources import SystemResource


@admin.register(Campaign)
class CampaignAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "title", "issued_on", "state", "pages"]
    list_filter = ["state"]
    search_fields = ["number", "title"]
    readonly_fields = ["pages"]

    @admin.display(description=_("页面"))
    def pages(self, campaign):
        return format_html(
            '<a href="{}">{}</a> · <a href="{}?campaign={}">{}</a>',
            reverse("tasks:campaign-detail", args=[campaign.pk]),
            _("专项"),
            reverse("tasks:export-list"),
            campaign.pk,
            _("导出附件1至附件4"),
        )


@admin.register(Obligation)
class ObligationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["campaign", "kind", "title", "due_at"]
    list_select_related = ["campaign"]
    list_filter = ["kind"]


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["unit", "obligation", "state", "due_at", "first_submitted_at"]
    list_select_related = ["unit", "obligation"]
    list_filter = ["state", "obligation__kind"]
    search_fields = ["unit__short_name", "unit__name"]


@admin.register(Entry)
class EntryAdmin(ReadOnly, TableExportMixin, admin.ModelAdmin):
    """附件2 and 附件3: the resource chosen decides which rows and columns."""

    resource_classes = [lists.CityEntryResource, lists.DistrictEntryResource]
    formats = [PrintEdition, DataWorkbook, DataCsv]
    list_display = ["code", "name", "unit", "state", "complete", "updated_at"]
    list_select_related = ["matter", "task__unit__parent"]
    list_filter = ["state", "complete", "task__obligation__kind", "task__obligation__campaign"]
    search_fields = ["matter__base_code", "matter__name", "task__unit__short_name"]

    def get_exclude(self, request, obj=None):
        """A draft is the unit's own: here too its content shows only once reported (A3-7)."""
        hidden = super().get_exclude(request, obj)
        if obj is None or may_read_rows(obj.task, request.user):
            return hidden
        return [*hidden, *obj.FACTS, "remark", "warnings", "settled"]

    @admin.display(description=_("权力编码"), ordering="matter__base_code")
    def code(self, row):
        return row.matter.base_code

    @admin.display(description=_("事项名称"), ordering="matter__name")
    def name(self, row):
        return row.matter.full_name

    @admin.display(description=_("单位"), ordering="task__unit__sort_order")
    def unit(self, row):
        return row.task.unit.full_label


@admin.register(NearbyEntry)
class NearbyEntryAdmin(EntryAdmin):
    resource_classes = [lists.NearbyResource]
    formats = [DataWorkbook, DataCsv]
    list_filter = ["status", "state", "task__unit"]


@admin.register(RankedMatter)
class RankedMatterAdmin(ReadOnly, TableExportMixin, admin.ModelAdmin):
    """附件1, with or without the group 核对意见."""

    resource_classes = [resources.RankingResource, resources.CheckedRankingResource]
    formats = [PrintEdition, DataWorkbook, DataCsv]
    list_display = ["rank", "base_code", "full_name", "unit", "volume", "answer"]
    list_select_related = ["unit"]
    list_filter = ["answer", "campaign"]
    search_fields = ["base_code", "name", "unit__short_name"]
    ordering = ["campaign_id", "rank"]

    @admin.display(description=_("事项名称"))
    def full_name(self, ranked):
        return ranked.full_name


@admin.register(Objection)
class ObjectionAdmin(ReadOnly, TableExportMixin, admin.ModelAdmin):
    resource_classes = [resources.ObjectionResource]
    formats = [DataWorkbook, DataCsv]
    list_display = ["subject", "unit", "reason", "state", "raised_at"]
    list_select_related = ["unit", "ranked", "entry__matter"]
    list_filter = ["state", "reason", "campaign"]

    @admin.display(description=_("事项"))
    def subject(self, objection):
        return str(objection)


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):
    # What was signed is full of numbers; the receipt hands it out, and that is recorded.
    exclude = ["content", "before"]
    list_display = ["task", "number", "at", "by", "checksum"]
    list_select_related = ["task__unit", "task__obligation", "by"]


@admin.register(System)
class SystemAdmin(ReadOnly, TableExportMixin, admin.ModelAdmin):
    """系统台账; names and merges are changed on its pages, with their reasons."""

    resource_classes = [SystemResource]
    formats = [DataWorkbook, DataCsv]
    list_display = ["name", "level", "merged_into", "created_at", "page"]
    list_select_related = ["merged_into"]
    list_filter = ["level"]
    search_fields = ["search"]
    readonly_fields = ["page"]

    @admin.display(description=_("页面"))
    def page(self, system):
        url = reverse("tasks:system-detail", args=[system.pk])
        return format_html('<a href="{}">{}</a>', url, _("台账"))
