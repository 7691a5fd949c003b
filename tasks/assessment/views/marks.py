"""The page on which the bureau gives the points no rule can count."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tasks.assessment import marking, scheme
from tasks.assessment.forms import MarkForm
from tasks.assessment.sheets import SheetRefused
from tasks.models import Mark, Score
from units.permissions import Permission, requires

from .sheets import get_sheet


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW)
def assessment_marks(request, pk):
    sheet = get_sheet(request, pk)
    criteria = scheme.by_hand(sheet.frozen.get("scheme", []))
    if not sheet.is_draft or not criteria:
        messages.warning(request, _("该考核期已公布，或者没有须人工评分的项目。"))
        return redirect("tasks:assessment-sheet", pk)
    sent = request.POST if request.method == "POST" else None
    form = MarkForm(sent, scores=sheet.scores.all(), criteria=criteria)
    if form.is_valid() and _given(request, sheet, form):
        return redirect("tasks:assessment-marks", pk)
    context = {
        "sheet": sheet,
        "form": form,
        "criteria": criteria,
        "lines": _lines(sheet, criteria),
        "ticked": set(request.POST.getlist("scores")),
        "unmarked": marking.unmarked(sheet),
        "crumbs": [
            (_("考核"), reverse("tasks:assessment-list")),
            (sheet.name, reverse("tasks:assessment-sheet", args=[pk])),
            (_("人工评分"), None),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "tasks/assessment_marks.html", context, status=status)


def _given(request, sheet, form) -> bool:
    values = form.cleaned_data
    chosen = set(values["scores"])
    if values["rest"]:
        chosen |= set(marking.unmarked_units(sheet, values["criterion"]))
    try:
        given = marking.mark(
            sheet,
            values["criterion"],
            chosen,
            points=values["points"],
            reason=values["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except SheetRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    text = ngettext("已给 %(n)d 个单位评分。", "已给 %(n)d 个单位评分。", given)
    messages.success(request, text % {"n": given})
    return True


def _lines(sheet, criteria) -> list[dict]:
    """Every assessed unit with its mark for each criterion, in official order."""
    marks = {
        (mark.unit_id, mark.criterion): mark
        for mark in Mark.objects.filter(sheet=sheet).select_related("by")
    }
    scores = Score.objects.filter(sheet=sheet).in_official_order().select_related("unit__parent")
    return [
        {
            "score": score,
            "key": str(score.pk),
            "marks": [marks.get((score.unit_id, one["name"])) for one in criteria],
        }
        for score in scores
    ]
