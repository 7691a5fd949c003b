"""The pages of change slips: raised from a matter or a row, known to two, withdrawn, listed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matters.models import Matter
from tasks.models import ChangeSlip, Entry, SlipState
from units.downloads import workbook_of
from units.history import timeline
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.numbers import number_of
from yichuang.paging import page_of

from . import slips
from .forms import AcknowledgeForm, SlipFilter, SlipForm, WithdrawForm
from .resources import SlipResource

READERS = (Permission.FILL, Permission.READ_ALL)


def _visible(request):
    return ChangeSlip.objects.visible_to(request.user).select_related(
        "unit__parent", "matter", "raised_by__unit", "business_by", "technical_by", "synced_in"
    )


def _own(request, pk):
    """A slip of the own unit or of one that is collected; others' are read, not decided."""
    slip = get_object_or_404(_visible(request), pk=pk)
    if not slips.may_work_on(slip, request.user):
        raise PermissionDenied(_("该提示单由其他单位办理，您只能查看。"))
    return slip


@require_safe
@requires(*READERS)
def slip_list(request):
    today = timezone.localdate()
    visible, filters = _visible(request), SlipFilter(request.GET)
    page = page_of(request, filters.narrow(visible, on=today).order_by("-pk"))
    standing = visible.standing()
    context = {
        "filters": filters,
        "page": page,
        "lines": [(slip, slips.is_overdue(slip, on=today)) for slip in page.object_list],
        "query": request.GET.urlencode(),
        "open": standing.filter(state=SlipState.OPEN).count(),
        "standing": standing.count(),
        "overdue": standing.filter(operate_on__lt=today).count(),
        "may_raise": may(request.user, Permission.FILL),
        "crumbs": [(_("事项清单"), reverse("matters:matter-list")), (_("变更提示单"), None)],
    }
    return render(request, "tasks/slip_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def slip_create(request):
    """About the matter the address names; without one, about a matter that is missing."""
    matter = None
    if asked := request.GET.get("matter"):
        matters = Matter.objects.visible_to(request.user).select_related("unit__parent")
        matter = get_object_or_404(matters, pk=number_of(asked))
    sent = request.POST if request.method == "POST" else None
    form = SlipForm(sent, user=request.user, matter=matter, on=timezone.localdate())
    if form.is_valid():
        slip = slips.hand_in(form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("已提出，请业务处室和技术（信息）处室分别知会。"))
        return redirect(slip)
    context = {
        "form": form,
        "matter": matter,
        "standing": _visible(request).standing().filter(matter=matter) if matter else [],
        "crumbs": [(_("变更提示单"), reverse("tasks:slip-list")), (_("新提示单"), None)],
    }
    return render(request, "tasks/slip_form.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Permission.FILL)
def slip_of_row(request, pk, model=Entry):
    """From a row of a list to the slip about its matter."""
    row = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    return redirect(f"{reverse('tasks:slip-create')}?matter={row.matter_id}")


@require_safe
@requires(*READERS)
def slip_detail(request, pk):
    return _page(request, get_object_or_404(_visible(request), pk=pk))


def _page(request, slip, form=None, withdrawal=None, status=200):
    works = slips.may_work_on(slip, request.user)
    sides, known_to_me = slips.sides_left(slip), slips.is_known_to(slip, request.user)
    is_open, division = slip.state == SlipState.OPEN, {"division": request.user.division}
    context = {
        "slip": slip,
        "sides": _sides(slip),
        "text": slips.in_words(slip),
        "overdue": slips.is_overdue(slip, on=timezone.localdate()),
        "may_acknowledge": works and is_open and not known_to_me,
        "waits_for": sides[0].label if is_open and known_to_me else "",
        "may_withdraw": works and slip.state in {SlipState.OPEN, SlipState.KNOWN},
        "form": form or AcknowledgeForm(sides=sides, initial=division),
        "withdrawal": withdrawal or WithdrawForm(),
        "history": timeline(Event.objects.of(slip)),
        "crumbs": [
            (_("变更提示单"), reverse("tasks:slip-list")),
            (_("第 %(n)s 号") % {"n": slip.pk}, None),
        ],
    }
    return render(request, "tasks/slip_detail.html", context, status=status)


def _sides(slip):
    """Who has acknowledged for each division, and when."""
    return [
        {
            "label": side.label,
            "division": getattr(slip, f"{side}_division"),
            "by": getattr(slip, f"{side}_by"),
            "at": getattr(slip, f"{side}_at"),
        }
        for side in slips.Side
    ]


@require_POST
@requires(Permission.FILL)
def slip_acknowledge(request, pk):
    slip, form = _own(request, pk), AcknowledgeForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, form=form, status=422)
    side, division = slips.Side(form.cleaned_data["side"]), form.cleaned_data["division"]
    try:
        slip = slips.acknowledge(slip, side, division=division, by=request.user, at=timezone.now())
    except slips.SlipRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, slips.known_in_words(slip))
    return redirect(slip)


@require_POST
@requires(Permission.FILL)
def slip_withdraw(request, pk):
    slip, form = _own(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, withdrawal=form, status=422)
    reason = form.cleaned_data["reason"]
    if slips.withdraw(slip, reason=reason, by=request.user, at=timezone.now()):
        messages.success(request, _("已撤回提示单。"))
    else:
        messages.warning(request, _("提示单已经同步或撤回，请刷新后再看。"))
    return redirect(slip)


@require_POST
@never_cache
@requires(*READERS)
def slip_export(request):
    """What the list shows, as a workbook; handing it out is written into the audit trail."""
    filters = SlipFilter(QueryDict(request.POST.get("query", "")))
    chosen = filters.narrow(ChangeSlip.objects.visible_to(request.user), on=timezone.localdate())
    resource = SlipResource(reader=request.user)
    return workbook_of(resource, chosen, by=request.user, at=timezone.now())
