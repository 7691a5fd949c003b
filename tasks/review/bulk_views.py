"""Bulk approvals: what would be approved, the act, what came of it, and its undoing."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling.submitting import Stale
from tasks.models import BulkApproval, Entry
from tasks.suspicion.rules import REGISTRY
from units.permissions import Permission, may, requires
from yichuang.numbers import number_of
from yichuang.paging import page_of

from . import bulk, desk_columns
from .bulk_plan import REASONS, Plan, plan_for, rules_of
from .bulk_scope import with_scopes
from .desk_filters import DeskFilter
from .desk_rows import Lines, fetched
from .selection import Selection

SAMPLE = 8
NAMED = 20
SHOWN = ["unit", "level", "system", "volume", "scope", "contact"]


def confirm(request, selection: Selection, *, status=200):
    """What would be approved and what not, before it is asked for."""
    plan = plan_for(selection, with_low=False)
    more = plan_for(selection, with_low=True)
    columns = desk_columns.columns_of(SHOWN)
    rows = Entry.objects.filter(pk__in=_spread(plan))
    context = {
        "selection": selection,
        "plan": plan,
        "more": more if more.count > plan.count else None,
        "low": more.count - plan.count,
        "all": plan.count + plan.left,
        "left": [_left(selection, reason, pks) for reason, pks in _in_order(plan)],
        "rules": _rules(selection, plan),
        "columns": columns,
        "sample": Lines(fetched(rows).order_by("pk"), columns, reader=request.user, at=None),
        "address": request.GET.urlencode(),
        "shown": selection.shown_at.isoformat() if selection.shown_at else "",
        "crumbs": [(_("审核"), reverse("tasks:desk")), (_("批量通过"), None)],
    }
    return render(request, "tasks/bulk_confirm.html", context, status=status)


def _spread(plan: Plan) -> list[int]:
    """A sample from the whole length of what would be approved, not only from its beginning."""
    step = max(1, plan.count // SAMPLE)
    return [pk for pk, _version in plan.rows[::step][:SAMPLE]]


def _in_order(plan):
    return [(reason, plan.left_out[reason]) for reason in REASONS if reason in plan.left_out]


def _left(selection, reason, pks):
    """One reason for staying behind: how many, where to see them, and which if few were meant."""
    label, found_by = REASONS[reason]
    named = () if selection.everything else fetched(Entry.objects.filter(pk__in=pks[:NAMED]))
    return {
        "label": label,
        "count": len(pks),
        "url": _desk(selection, **found_by) if found_by and selection.everything else "",
        "rows": named,
    }


def _rules(selection, plan):
    """The rules that keep rows back, with a link to the rows of each."""
    suspicious = (pk for reason, pks in _in_order(plan) if reason.isdecimal() for pk in pks)
    return [
        {
            "label": REGISTRY[rule.code].title,
            "tone": rule.tone,
            "severity": rule.get_severity_display(),
            "count": count,
            "url": _desk(selection, rule=rule.pk) if selection.everything else "",
        }
        for rule, count in rules_of(suspicious)
    ]


def _desk(selection, **found_by):
    return f"{reverse('tasks:desk')}?{selection.filters.query(**found_by)}"


@require_POST
@requires(Permission.REVIEW)
def bulk_start(request):
    now = timezone.now()
    filters = DeskFilter(request.GET, user=request.user, at=now)
    selection = Selection.of(request, filters)
    try:
        approval = bulk.ask(
            selection,
            with_low=request.POST.get("with_low") == "yes",
            expected=number_of(request.POST.get("expected", "")) or 0,
            fingerprint=request.POST.get("fingerprint", ""),
            by=request.user,
            at=now,
        )
    except Stale:
        messages.warning(request, _("可通过的行已变化，请核对新的数目后再确认。"))
        return confirm(request, selection, status=422)
    if approval.job_id:
        return redirect("units:job-detail", pk=approval.job_id)
    return redirect("tasks:bulk-detail", pk=approval.pk)


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def bulk_list(request):
    approvals = BulkApproval.objects.select_related("by", "undone_by").order_by("-asked_at", "-pk")
    page = page_of(request, approvals)
    context = {
        "page": page,
        "lines": with_scopes(page.object_list),
        "crumbs": [(_("审核"), reverse("tasks:desk")), (_("批量通过记录"), None)],
    }
    return render(request, "tasks/bulk_list.html", context)


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def bulk_detail(request, pk):
    approvals = BulkApproval.objects.select_related("by", "undone_by", "job")
    approval = get_object_or_404(approvals, pk=pk)
    until, now = bulk.undo_until(approval), timezone.now()
    [(approval, scope)] = with_scopes([approval])
    context = {
        "approval": approval,
        "scope": scope,
        "until": until if until and until >= now else None,
        "may_undo": may(request.user, Permission.REVIEW),
        "fallen": _fallen(approval),
        "working": approval.job if approval.job and not approval.job.is_over else None,
        "watches": approval.job and approval.job.owner_id == request.user.pk,
        "left": [(REASONS[reason][0], approval.excluded[reason]) for reason in _known(approval)],
        "units": [line for rows in bulk.still_approved(approval) for line in _per_unit(rows)],
        "crumbs": [
            (_("审核"), reverse("tasks:desk")),
            (_("批量通过记录"), reverse("tasks:bulk-list")),
            (str(approval), None),
        ],
    }
    return render(request, "tasks/bulk_detail.html", context)


def _fallen(approval) -> int:
    """Rows that were meant and had changed when their turn came."""
    over = approval.done_at is not None
    return approval.expected - approval.approved if over else 0


def _known(approval):
    return [reason for reason in REASONS if reason in approval.excluded]


def _per_unit(rows):
    """How many rows of each unit, in the official order."""
    names = ("task__parent__unit__short_name", "task__unit__short_name")
    order = ("task__unit__sort_order", "task__unit_id")
    counted = rows.values(*names, *order).annotate(n=Count("pk")).order_by(*order)
    return [
        {"unit": "·".join(filter(None, (row[names[0]], row[names[1]]))), "count": row["n"]}
        for row in counted
    ]


@require_POST
@requires(Permission.REVIEW)
def bulk_undo(request, pk):
    approval = get_object_or_404(BulkApproval, pk=pk)
    try:
        approval = bulk.undo(approval, by=request.user, at=timezone.now())
    except bulk.TooLate:
        messages.warning(request, _("已不能撤销：超过了可撤销的时间，或已被撤销。"))
    else:
        if approval.job and not approval.job.is_over:
            text = _("正在撤销：相关行逐个单位恢复为待审核，并通知各单位。")
        else:
            text = _("已撤销，相关行恢复为待审核，并已通知各单位。")
        messages.success(request, text)
    return redirect("tasks:bulk-detail", pk=pk)
