"""运行: how the portal is, and everybody's jobs, for who operates it."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import jobs
from units.downloads import download
from units.models import Job, JobState, Pulse
from units.permissions import Permission, requires
from yichuang.paging import page_of

from . import health, listed, schedules
from .filters import BROKEN, JobFilter


def tabs(active: str) -> list[dict]:
    pages = (
        ("units:operations", _("概况与定时任务")),
        ("units:operation-jobs", _("全部后台任务")),
    )
    return [
        {"label": label, "url": reverse(name), "active": name == active} for name, label in pages
    ]


@require_safe
@requires(Permission.OPERATE)
def operations(request):
    now = timezone.now()
    context = {
        "tabs": tabs("units:operations"),
        "parts": health.parts(at=now),
        "ticks": _ticks(),
        "queue": _queue(now),
        "broken_query": f"?state={BROKEN}",
        "routines": schedules.lines(at=now),
    }
    return render(request, "units/operations.html", context)


# What beat rings, in the words of the page; others are shown by their code.
TICKS = {
    "sweep-jobs": gettext_lazy("巡查后台任务"),
    "seal-events": gettext_lazy("封存操作记录"),
    "ring-routines": gettext_lazy("触发定时任务"),
    "deliver-due": gettext_lazy("发送消息"),
    "remind": gettext_lazy("到期提醒"),
}


def _ticks():
    """How each thing that beat rings last ended, in the order of the schedule."""
    pulses = Pulse.objects.in_bulk(list(settings.CELERY_BEAT_SCHEDULE))
    return [
        {"label": TICKS.get(name, name), "pulse": pulses.get(name), "every": entry["schedule"]}
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
    ]


def _queue(at):
    """How many jobs wait, are at work, broke off; and since when the first one waits."""
    return Job.objects.aggregate(
        waiting=Count("pk", filter=Q(state=JobState.QUEUED)),
        oldest=Min("asked_at", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        broken=Count("pk", filter=Q(pk__in=Job.objects.broken_off(at=at).values("pk"))),
    )


@require_safe
@requires(Permission.OPERATE)
def operation_jobs(request):
    now = timezone.now()
    filters = JobFilter(request.GET)
    found = filters.narrow(Job.objects.select_related("owner__unit__parent"), at=now)
    page = page_of(request, found)
    context = {
        "tabs": tabs("units:operation-jobs"),
        "filters": filters,
        "page": page,
        "lines": listed.lines(page.object_list, at=now),
        "query": filters.query(),
        "back": request.get_full_path(),
    }
    template = "units/_operation_jobs.html" if request.htmx else "units/operation_jobs.html"
    return render(request, template, context)


@require_POST
@never_cache
@requires(Permission.OPERATE)
def operation_jobs_export(request):
    """What the page lists, as a workbook."""
    now = timezone.now()
    found = JobFilter(request.GET).narrow(Job.objects.select_related("owner__unit__parent"), at=now)
    name = f"后台任务 {timezone.localtime(now):%Y%m%d-%H%M}.xlsx"
    return download(name, partial(listed.write, jobs=found, at=now), by=request.user, at=now)


@require_POST
@requires(Permission.OPERATE)
def operation_job_retry(request, pk):
    """Retry anybody's job; whether its owner still may is judged when it is done."""
    job = get_object_or_404(Job, pk=pk)
    if jobs.retry(job, by=request.user, at=timezone.now()):
        messages.success(request, _("“%(title)s”已重新排队。") % {"title": job.title})
    else:
        messages.info(request, _("该任务正在处理或已经结束，不需要重试。"))
    return _back(request, "units:operation-jobs")


@require_POST
@requires(Permission.OPERATE)
def operation_job_abandon(request, pk):
    job = get_object_or_404(Job, pk=pk)
    if jobs.abandon(job, by=request.user, at=timezone.now()):
        messages.success(request, _("已放弃“%(title)s”，发起人会收到消息。") % {"title": job.title})
    else:
        messages.info(request, _("该任务正在处理或已经结束，不能放弃。"))
    return _back(request, "units:operation-jobs")


def _back(request, name):
    """To the list as it was narrowed, if the form says so and the address is one of ours."""
    back = request.POST.get("back", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    # Not `redirect`, which takes a word without a slash for the name of a page.
    return HttpResponseRedirect(back if inside else reverse(name))
