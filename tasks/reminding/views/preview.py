"""Who would get what on a day: read, and handed out as a workbook."""

from datetime import timedelta

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.reminding.forecast import forecast
from tasks.reminding.forms import PreviewFilter
from units import workdays
from units.downloads import download
from units.permissions import Permission, requires
from yichuang.paging import page_of
from yichuang.templatetags.ui import moment
from yichuang.xlsx.writing import Column, Kind, write_data

COLUMNS = (
    Column("发送时间", 16, Kind.CODE),
    Column("单位", 22),
    Column("姓名", 10, Kind.SHORT),
    Column("角色", 14, Kind.SHORT),
    Column("渠道", 20),
    Column("标题", 40),
    Column("正文", 80),
    Column("备注", 24),
)


@require_safe
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def reminder_preview(request):
    filters = PreviewFilter(_with_day(request.GET))
    day = filters.chosen["day"]
    occasions = forecast(day, filters.chosen.get("hour"))
    lines = [(one, digest) for one in occasions for digest in filters.narrow(one.digests)]
    page = page_of(request, lines)
    context = {
        "filters": filters,
        "day": day,
        "works": workdays.is_workday(day),
        "occasions": [_shown(one, page.object_list) for one in occasions],
        "page": page,
        "before": _link(filters, day, -1),
        "after": _link(filters, day, 1),
        "query": filters.query(),
        "warning": workdays.warning(day),
        "crumbs": [(_("提醒阶梯"), reverse("tasks:rung-list")), (_("发送预览"), None)],
    }
    return render(request, "tasks/reminder_preview.html", context)


def _with_day(asked: QueryDict) -> QueryDict:
    """The day that is asked for in words a calendar knows; else tomorrow."""
    day = PreviewFilter(asked).chosen.get("day") or timezone.localdate() + timedelta(days=1)
    asked = asked.copy()
    asked["day"] = day.isoformat()
    return asked


def _shown(occasion, lines):
    """An occasion with those of its digests that are on this page."""
    return {
        "occasion": occasion,
        "digests": [digest for one, digest in lines if one is occasion],
    }


def _link(filters, day, step):
    return f"?{filters.query(day=(day + timedelta(days=step)).isoformat())}"


@require_POST
@never_cache
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def reminder_preview_export(request):
    """What the preview shows, as a workbook; handing it out is written into the audit trail."""
    filters = PreviewFilter(_with_day(QueryDict(request.POST.get("query", ""))))
    day = filters.chosen["day"]

    def write(stream):
        with override("zh-hans"):  # workbooks are always Chinese
            rows = list(_rows(filters, day))
            return write_data(stream, COLUMNS, rows, name="发送预览")

    name = f"发送预览 {day.isoformat()}.xlsx"
    return download(name, write, by=request.user, at=timezone.now())


def _rows(filters, day):
    for occasion in forecast(day, filters.chosen.get("hour")):
        at, note = moment(occasion.leaves_at), ""
        if occasion.is_put_off:
            note = _("原定 %(at)s，顺延") % {"at": moment(occasion.moment)}
        for one in filters.narrow(occasion.digests):
            person = one.person
            yield [
                at, person.unit.full_label, person.name, str(person.get_role_display()), one.ways,
                one.subject, one.body, note,
            ]  # fmt: skip
        for unit in occasion.unreached:
            yield [at, unit.full_label, "", "", "", "", "", _("无可用账号，请电话联系")]
