"""Subscribing to deadlines: the page with one's address, renewing and ending it, the feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.calendar import feed_keys, feeds
from tasks.models import CalendarFeed


@require_safe
@never_cache
def feed(request):
    stored = CalendarFeed.objects.filter(user=request.user).first()
    context = {
        "feed": stored,
        "address": _address(request, stored) if stored else "",
        "crumbs": [(_("首页"), "/"), (_("工作日历"), reverse("tasks:calendar")), (_("订阅"), None)],
    }
    return render(request, "tasks/feed.html", context)


def _address(request, stored):
    return request.build_absolute_uri(reverse("tasks:feed-file", args=[feed_keys.token_of(stored)]))


@require_POST
def feed_renew(request):
    had_one = CalendarFeed.objects.filter(user=request.user).exists()
    feed_keys.renew(request.user, at=timezone.now())
    messages.success(
        request, _("已换成新地址，旧地址即刻失效。") if had_one else _("已生成订阅地址。")
    )
    return redirect("tasks:feed")


@require_POST
def feed_stop(request):
    if feed_keys.stop(request.user):
        messages.success(request, _("已停止订阅，地址即刻失效。"))
    return redirect("tasks:feed")


@require_safe
@login_not_required
@never_cache
def feed_file(request, token):
    """A calendar program cannot sign in: who knows the address reads these dates, nothing else."""
    reader = feed_keys.reader_of(token)
    if reader is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    with translation.override("zh-hans"):
        text = feeds.feed_of(reader, site=site, at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="yichuang.ics"'
    return response
