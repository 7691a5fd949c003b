"""A thread as a page of its own or as the part of another page, writing into it, having read it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from tasks.filling.views.reach import crumbs_of, get_visible_row
from tasks.models import Entry, Objection
from units.permissions import Permission, requires
from yichuang.numbers import number_of

from . import threads
from .forms import PostForm
from .shown import thread_of


def _about(request, model, pk):
    """The row or objection a thread is about, if this person may read it."""
    if model is Entry:
        row, task = get_visible_row(request, Entry, pk)
        row.task = task
        return row
    visible = Objection.objects.visible_to(request.user)
    related = ("unit__parent", "ranked", "entry__matter", "campaign")
    return get_object_or_404(visible.select_related(*related), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def thread(request, pk, model=Entry):
    return _page(request, _about(request, model, pk))


def _page(request, about, form=None, *, status=200):
    context = {"about": about, "thread": thread_of(about, request.user, form=form)}
    if request.htmx:
        return render(request, "tasks/thread.html", context, status=status)
    context["crumbs"] = _crumbs(request, about)
    context["about_url"] = _url_of(request, about)
    return render(request, "tasks/thread_detail.html", context, status=status)


def _crumbs(request, about):
    if isinstance(about, Entry):
        return crumbs_of(about.task, request.user)
    return [
        (_("疑义"), reverse("tasks:objection-list")),
        (str(about), reverse("tasks:objection-detail", args=[about.pk])),
    ]


def _url_of(request, about):
    """Where the row or the objection itself is looked at."""
    if isinstance(about, Objection):
        return reverse("tasks:objection-detail", args=[about.pk])
    if request.user.sees_everything:
        return reverse("tasks:review", args=[about.task.parent_id or about.task_id])
    return reverse("tasks:entry-form", args=[about.pk])


@require_POST
@requires(Permission.FILL, Permission.REVIEW)
def thread_post(request, pk, model=Entry):
    about = _about(request, model, pk)
    if not threads.audiences(about, request.user):
        raise PermissionDenied(_("您只能查看留言。"))
    form = PostForm(request.POST, about=about, user=request.user)
    if not form.is_valid():
        # htmx puts only successful answers in place.
        return _page(request, about, form, status=200 if request.htmx else 422)
    threads.post(about, **form.cleaned_data, by=request.user, at=timezone.now())
    if request.htmx:
        return _page(request, about)
    messages.success(request, _("留言已发出。"))
    return redirect(threads.address_of(about))


@require_POST
def thread_read(request, pk, model=Entry):
    """Everything up to the post the page showed is read; asked for by the page once it is seen."""
    about = _about(request, model, pk)
    upto = number_of(request.POST.get("upto", ""))
    newest = threads.posts_about(about, request.user).filter(pk=upto).first() if upto else None
    if newest:
        threads.see(about, upto=newest.pk, by=request.user)
    if request.htmx:
        return HttpResponse()
    return redirect(threads.address_of(about))
