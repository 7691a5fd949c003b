"""Several objections of one unit decided together, with one reason."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tasks.filling import rights
from tasks.filling.submitting import Stale
from tasks.objections import deciding, reach
from tasks.objections.effects import effect_of
from tasks.objections.forms import DecisionForm
from units.permissions import Permission, requires
from yichuang.numbers import number_of, numbers_of

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW)
def objection_bulk(request):
    """First the count and what it does, then the decision."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = numbers_of(sent.getlist("objection"))[:MOST]
    found = reach.visible(request.user).pending().filter(pk__in=chosen).order_by("pk")
    objections = list(found)
    if refusal := _refusal(objections):
        messages.warning(request, refusal)
        return redirect("tasks:objection-list")
    rights.refuse_own_unit(objections[0], request.user)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decide(request, objections, form):
        return redirect("tasks:objection-list")
    return _page(request, objections, form)


def _refusal(objections) -> str:
    if not objections:
        return _("请先勾选尚未裁定的疑义。")
    if len({(one.unit_id, one.campaign_id) for one in objections}) > 1:
        return _("一并裁定只限同一单位、同一专项的疑义，请先按单位筛选。")
    return ""


def _decide(request, objections, form) -> bool:
    expected = number_of(request.POST.get("expected", ""))
    who = {"by": request.user, "at": timezone.now()}
    try:
        count = deciding.decide_many(objections, form.conclusion(), expected=expected, **who)
    except deciding.NotAgreed:
        form.refuse_alone()
        return False
    except Stale:
        messages.warning(request, _("所选疑义的状态已变化，请核对新的数目后再裁定。"))
        return False
    text = ngettext("已一并裁定 %(n)d 项疑义。", "已一并裁定 %(n)d 项疑义。", count)
    messages.success(request, text % {"n": count})
    return True


def _page(request, objections, form):
    context = {
        "objections": objections,
        "form": form,
        "effect": effect_of(objections).for_reader(request.user),
        "unit": objections[0].unit,
        "unagreed": sum(not one.agreed for one in objections),
        "crumbs": [(_("疑义"), reverse("tasks:objection-list")), (_("一并裁定"), None)],
    }
    status = 422 if form.is_bound else 200
    return render(request, "tasks/objection_bulk.html", context, status=status)
