"""Pages about people: inbox, own jobs, units, accounts."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.paging import page_of

from . import accounts
from .filters import MessageFilter, PersonFilter, UnitFilter
from .forms import PersonForm
from .history import timeline
from .jobs import may_fetch, retry
from .models import Action, Event, Job, Message, Unit, User
from .permissions import Permission, may, may_hand_over, requires

MOST_EVENTS = 50
KEEP_MAPPING = (Permission.COLLECT, Permission.READ_ALL)


@require_safe
def message_list(request):
    mine = Message.objects.visible_to(request.user).order_by("-sent_at", "-pk")
    found = MessageFilter(request.GET, mine)
    template = "units/_messages.html" if request.htmx else "units/message_list.html"
    context = {"filter": found, "page": page_of(request, found.qs)}
    return render(request, template, context)


@require_POST
def message_open(request, pk):
    """Mark one message as read and go where it leads."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    Message.objects.filter(pk=pk).unread().update(read_at=timezone.now())
    inside = url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
    return redirect(message.url if inside else "units:inbox")


@require_POST
def message_read_all(request):
    Message.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("units:inbox")


@require_safe
def job_list(request):
    mine = Job.objects.visible_to(request.user).order_by("-asked_at", "-pk")
    return render(request, "units/job_list.html", {"page": page_of(request, mine)})


@require_safe
def job_detail(request, pk):
    """How far a job is; htmx asks for the card alone, each second until it is over."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    template = "components/job_card.html" if request.htmx else "units/job_detail.html"
    context = {
        "job": _card(job, at=timezone.now()),
        "poll_url": reverse("units:job-detail", args=[pk]),
        "home_url": reverse("units:job-list"),
        "crumbs": [(_("后台任务"), reverse("units:job-list")), (job.title, None)],
    }
    return render(request, template, context)


def _card(job, *, at):
    url = reverse("units:job-file", args=[job.pk]) if job.file else job.result_url
    broken = job.is_broken_off(at=at)
    waiting = _("处理中断，系统会自动再试，也可以立即重试。")
    phase = waiting if broken else job.phase
    return {
        "title": job.title,
        "state_label": _("中断，可重试") if broken else job.get_state_display(),
        "tone": "danger" if broken else job.tone,
        "message": job.message if job.is_over else phase,
        "done": job.done,
        "total": job.total,
        "finished": job.is_over,
        "retry_url": reverse("units:job-retry", args=[job.pk]) if broken else "",
        "result_url": url,
        "result_label": _("下载文件") if job.file else _("查看结果"),
    }


@require_POST
def job_retry(request, pk):
    """Ask again for an own job that broke off, with the right it was asked for with."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not may_fetch(request.user, job):
        raise PermissionDenied(_("您的角色不能进行此操作。"))
    if not retry(job, by=request.user, at=timezone.now()):
        messages.warning(request, _("该任务正在处理或已经结束，不需要重试。"))
    return redirect("units:job-detail", pk)


@require_safe
@never_cache
def job_file(request, pk):
    """The result of an own job, always as a download: it is never shown as a page of ours."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not job.file:
        raise Http404
    if not may_fetch(request.user, job):
        raise PermissionDenied(_("您的角色不能进行此操作。"))
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name)


@require_safe
def unit_list(request):
    units = Unit.objects.visible_to(request.user).select_related("parent").in_official_order()
    active = Count("users", filter=Q(users__is_active=True))
    found = UnitFilter(request.GET, units.annotate(people=active))
    template = "units/_units.html" if request.htmx else "units/unit_list.html"
    context = {
        "filter": found,
        "page": page_of(request, found.qs),
        "today": timezone.localdate(),
        "manages": may(request.user, Permission.ACCOUNTS),
    }
    return render(request, template, context)


@require_safe
def unit_detail(request, pk):
    return _unit_page(request, _visible_unit(request, pk), shows_phones=False)


@require_POST
@never_cache
@requires(Permission.READ_PHONES)
def unit_phones(request, pk):
    """Show the full numbers of a unit's people; that somebody looked is on record."""
    unit = _visible_unit(request, pk)
    Event.objects.record(Action.REVEAL, by=request.user, at=timezone.now(), subject=unit, unit=unit)
    return _unit_page(request, unit, shows_phones=True)


def _visible_unit(request, pk):
    units = Unit.objects.visible_to(request.user).select_related("parent", "successor")
    return get_object_or_404(units, pk=pk)


def _unit_page(request, unit, *, shows_phones):
    own = unit.pk == request.user.unit_id
    people = unit.users.filter(is_active=True).order_by("role", "pk")
    context = {
        "unit": unit,
        "children": Unit.objects.filter(parent=unit).in_official_order(),
        "predecessors": unit.predecessors.in_official_order(),
        "counterparts": unit.counterparts.in_official_order(),
        "people": people,
        "leaving": {person.pk for person in people if may_hand_over(request.user, person)},
        "shows_phones": shows_phones or own,
        "may_reveal": may(request.user, Permission.READ_PHONES) and not own,
        "manages": may(request.user, Permission.ACCOUNTS),
        "keeps_mapping": any(may(request.user, one) for one in KEEP_MAPPING),
        "today": timezone.localdate(),
        "crumbs": [(_("单位与人员"), reverse("units:unit-list")), (unit.full_label, None)],
    }
    return render(request, "units/unit_detail.html", context)


@require_safe
@requires(Permission.ACCOUNTS)
def person_list(request):
    everybody = (
        User.objects.visible_to(request.user)
        .select_related("unit__parent")
        .order_by("unit__sort_order", "unit_id", "role", "pk")
    )
    found = PersonFilter(request.GET, everybody)
    template = "units/_people.html" if request.htmx else "units/person_list.html"
    return render(request, template, {"filter": found, "page": page_of(request, found.qs)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.ACCOUNTS)
def person_create(request):
    unit = request.GET.get("unit", "")
    form = PersonForm(_sent(request), initial={"unit": unit if unit.isdecimal() else None})
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        try:
            password = accounts.open_account(person, by=request.user, at=timezone.now())
            return _password_page(request, person, password)
        except IntegrityError:  # a double click: the other request was quicker
            form.add_error("username", person.unique_error_message(User, ("username",)))
    crumbs = [(_("人员账号"), reverse("units:people")), (_("新增人员"), None)]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "units/person_form.html", context, status=_status(form))


def _sent(request):
    """What was posted, even when nothing was; None for a page that is merely opened."""
    return request.POST if request.method == "POST" else None


def _status(form):
    """A form that was refused is told apart from one that is shown for the first time."""
    return 422 if form.errors else 200


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ACCOUNTS)
def person_edit(request, pk):
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = PersonForm(_sent(request), instance=person, editor=request.user)
    if request.method == "POST" and form.is_valid():
        accounts.change(form.instance, by=request.user, at=timezone.now())
        messages.success(request, _("已保存。"))
        return redirect("units:person-edit", pk=pk)
    history = Event.objects.of(person)[:MOST_EVENTS]
    context = {
        "form": form,
        "person_edited": person,
        "is_self": person == request.user,
        "history": timeline(history),
        "crumbs": [(_("人员账号"), reverse("units:people")), (form.initial["name"], None)],
    }
    return render(request, "units/person_form.html", context, status=_status(form))


@require_POST
@requires(Permission.ACCOUNTS)
def person_switch(request, pk):
    """Switch an account off, or on again; nobody locks themselves out."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if person == request.user:
        raise PermissionDenied(_("不能停用自己的账号。"))
    active = request.POST.get("active") == "1"
    accounts.switch(person, active=active, by=request.user, at=timezone.now())
    messages.success(request, _("账号已启用。") if active else _("账号已停用，立即生效。"))
    return redirect("units:person-edit", pk=pk)


@require_POST
@never_cache
@requires(Permission.ACCOUNTS)
@sensitive_variables("password")
def person_password(request, pk):
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    password = accounts.reset_password(person, by=request.user, at=timezone.now())
    return _password_page(request, person, password)


def _password_page(request, person, password):
    crumbs = [(_("人员账号"), reverse("units:people")), (person.name, None)]
    context = {"person_edited": person, "password": password, "crumbs": crumbs}
    return render(request, "units/person_password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def change_password(request):
    """The person's own password; this session goes on, all others of the person end."""
    form = PasswordChangeForm(request.user, _sent(request))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        accounts.choose_password(person, at=timezone.now())
        update_session_auth_hash(request, person)
        return redirect("password_change_done")
    template = "registration/password_change_form.html"
    return render(request, template, {"form": form}, status=_status(form))
