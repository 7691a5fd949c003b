"""What the ladder has said in a campaign, and whether it speaks of it at all."""

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.chasing.contacts import contacts_of
from tasks.models import Campaign
from tasks.reminding import changing, history
from units.downloads import download
from units.models import Unit
from units.permissions import Permission, may, requires
from yichuang.filters import AddressFilter
from yichuang.numbers import number_of
from yichuang.templatetags.ui import moment
from yichuang.xlsx.writing import Column, Kind, write_data

READERS = (Permission.CAMPAIGN, Permission.OPERATE, Permission.REVIEW, Permission.READ_ALL)


class HistoryFilter(AddressFilter):
    q = forms.CharField(
        label=gettext_lazy("单位或拼音首字母"),
        required=False,
        max_length=60,
        widget=forms.SearchInput,
    )
    problems = forms.BooleanField(label=gettext_lazy("只看未送达的"), required=False)

    def narrow(self, lines):
        words = self.words()
        chosen = (line for line in lines if all(word in line.unit.search for word in words))
        if "problems" in self.chosen:
            chosen = (line for line in chosen if any(map(_is_problem, line.cells)))
        return list(chosen)


def _is_problem(cell):
    return cell is not None and cell.tone in {"warn", "danger", "muted"}


def _campaign(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


def _district(campaign, asked):
    """The district whose departments the address asks for."""
    if not asked:
        return None
    units = Unit.objects.filter(tasks__obligation__campaign=campaign, tasks__parts__isnull=False)
    return get_object_or_404(units.distinct(), pk=number_of(asked))


@require_safe
@requires(*READERS)
def campaign_reminders(request, pk):
    campaign, filters = _campaign(request, pk), HistoryFilter(request.GET)
    district = _district(campaign, request.GET.get("district"))
    rungs, lines = history.table(campaign, district=district)
    deaf = history.without_account(campaign)
    contacts = contacts_of([unit.pk for unit in deaf])
    here = reverse("tasks:campaign-reminders", args=[pk])
    crumbs = [
        (campaign.number, reverse("tasks:campaign-detail", args=[pk])),
        (_("提醒记录"), here if district else None),
    ]
    context = {
        "campaign": campaign,
        "district": district,
        "filters": filters,
        "rungs": rungs,
        "lines": filters.narrow(lines),
        "total": len(lines),
        "deaf": [(unit, contacts[unit.pk].first) for unit in deaf],
        "query": request.GET.urlencode(),
        "may_switch": may(request.user, Permission.CAMPAIGN),
        "may_set": may(request.user, Permission.CAMPAIGN) or may(request.user, Permission.OPERATE),
        "crumbs": [*crumbs, (district.short_name, None)] if district else crumbs,
    }
    return render(request, "tasks/campaign_reminders.html", context)


@require_POST
@requires(Permission.CAMPAIGN)
def campaign_reminders_switch(request, pk):
    campaign, on = _campaign(request, pk), request.POST.get("on") == "1"
    if changing.switch(campaign, on, by=request.user, at=timezone.now()):
        said = _("已开启自动提醒。") if on else _("已停止自动提醒，此前的节点不会补发。")
        messages.success(request, said)
    return redirect("tasks:campaign-reminders", pk)


@require_POST
@never_cache
@requires(*READERS)
def campaign_reminders_export(request, pk):
    """What the page shows, a line for each unit and rung; handing it out is in the trail."""
    campaign = _campaign(request, pk)
    asked = QueryDict(request.POST.get("query", ""))
    rungs, lines = history.table(campaign, district=_district(campaign, asked.get("district")))
    columns = (
        Column("单位", 22),
        Column("节点", 18),
        Column("时间", 16, Kind.CODE),
        Column("任务数", 8, Kind.NUMBER),
        Column("渠道", 22),
        Column("结果", 22),
    )

    def write(stream):
        with override("zh-hans"):  # workbooks are always Chinese
            rows = list(_rows(HistoryFilter(asked).narrow(lines), rungs))
            return write_data(stream, columns, rows, name="提醒记录")

    return download("提醒记录.xlsx", write, by=request.user, at=timezone.now(), subject=campaign)


def _rows(lines, rungs):
    for line in lines:
        for rung, cell in zip(rungs, line.cells, strict=True):
            if cell:
                said = [moment(cell.at), len(cell.tasks), cell.ways, cell.label]
                yield [line.unit.full_label, rung.name, *said]
