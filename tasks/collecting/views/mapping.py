"""The page on which a district keeps which city departments its own ones answer to."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.collecting import mapping
from tasks.collecting.forms import CounterpartsForm
from units.history import timeline
from units.models import Event, Unit, UnitKind
from units.permissions import Permission, may, requires
from yichuang.numbers import number_of

MOST_EVENTS = 20


def _district(request, pk):
    """The own district; for the bureau any."""
    return get_object_or_404(Unit.objects.districts().visible_to(request.user), pk=pk)


def _department(request, pk):
    departments = Unit.objects.filter(kind=UnitKind.DISTRICT_DEPARTMENT)
    visible = departments.visible_to(request.user).select_related("parent")
    return get_object_or_404(visible, pk=pk)


def _may_keep(user):
    return may(user, Permission.COLLECT) or may(user, Permission.ACCOUNTS)


@require_safe
@requires(Permission.COLLECT, Permission.ACCOUNTS, Permission.READ_ALL)
def mapping_page(request, pk):
    district = _district(request, pk)
    context = {
        "district": district,
        "mapping": mapping.mapping_of(district, on=timezone.localdate()),
        "may_keep": _may_keep(request.user),
        "crumbs": [
            (_("单位与人员"), reverse("units:unit-list")),
            (district.short_name, reverse("units:unit-detail", args=[pk])),
            (_("市区部门对应"), None),
        ],
    }
    if not may(request.user, Permission.COLLECT):
        context["districts"] = Unit.objects.districts().in_official_order()
    return render(request, "tasks/mapping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COLLECT, Permission.ACCOUNTS)
def mapping_edit(request, pk):
    department = _department(request, pk)
    cities = mapping.cities(on=timezone.localdate())
    sent = request.POST if request.method == "POST" else None
    form = CounterpartsForm(sent, department=department, cities=cities)
    if form.is_valid():
        chosen, now = form.cleaned_data["cities"], timezone.now()
        if mapping.answer_to(department, chosen, by=request.user, at=now):
            messages.success(request, _("已保存，接用和差异比对立即按新的对应关系。"))
        return redirect("tasks:mapping", department.parent_id)
    context = {
        "department": department,
        "form": form,
        "history": timeline(Event.objects.of(department)[:MOST_EVENTS]),
        "crumbs": [
            (
                _("市区部门对应"),
                reverse("tasks:mapping", args=[department.parent_id]),
            ),
            (department.short_name, None),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "tasks/mapping_form.html", context, status=status)


@require_POST
@requires(Permission.COLLECT, Permission.ACCOUNTS)
def mapping_accept(request, pk):
    """Take one proposal (`department`) or all of them."""
    district, asked = _district(request, pk), request.POST.get("department")
    count = mapping.accept(
        district,
        only=None if asked is None else number_of(asked) or 0,
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
    )
    if count:
        text = ngettext("已采用 %(n)s 个部门的建议。", "已采用 %(n)s 个部门的建议。", count)
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("没有可采用的建议，请刷新后再看。"))
    return redirect("tasks:mapping", pk)
