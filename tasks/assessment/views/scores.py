"""The points of one unit, each deduction with its evidence: the unit's own page."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tasks.assessment import appealing
from tasks.assessment.evidence import links
from tasks.assessment.standing import standing_of
from tasks.models import Score
from units.permissions import Permission, may, requires

# So many pieces of evidence are shown at once; the others open.
AT_FIRST = 5


def get_score(request, pk) -> Score:
    visible = Score.objects.visible_to(request.user).select_related("sheet__campaign", "unit")
    return get_object_or_404(visible, pk=pk)


@require_safe
@requires(Permission.FILL, Permission.READ_ALL)
def score_detail(request, pk):
    score, now = get_score(request, pk), timezone.now()
    standing, sheet = standing_of(score), score.sheet
    closed = appealing.closed_because(sheet, at=now)
    reads_all = may(request.user, Permission.READ_ALL)
    context = {
        "score": score,
        "sheet": sheet,
        "standing": standing,
        "lines": _lines(standing, request.user, may_appeal=not closed),
        "closed": "" if sheet.is_draft else closed,
        "own": score.unit_id == request.user.unit_id,
        "may_sign": may(request.user, Permission.SUBMIT),
        "crumbs": [
            (_("考核"), reverse("tasks:assessment-list")),
            (sheet.name, reverse("tasks:assessment-sheet", args=[sheet.pk]) if reads_all else None),
            (score.unit.full_label, None),
        ],
    }
    return render(request, "tasks/score_detail.html", context)


def _lines(standing, user, *, may_appeal) -> list[dict]:
    """Each criterion with what was taken off and why."""
    lines = []
    for cell, line in zip(standing.cells, standing.score.lines, strict=True):
        own = [one for one in standing.deductions if one.criterion == cell.criterion]
        lines.append(
            {
                "cell": cell,
                "beyond": line["beyond"],
                "in_time": _in_time(line),
                "deductions": [_deduction(one, user, may_appeal) for one in own],
            }
        )
    return lines


def _in_time(line) -> list[dict]:
    """What was reported in time, as the facts say; nobody should wonder whether it was seen."""
    tasks = line["facts"].get("tasks", [])
    return [one for one in tasks if one["submitted"] and not one["workdays_late"]]


def _deduction(deduction, user, may_appeal) -> dict:
    evidence = links(deduction.evidence, user)
    appeal = getattr(deduction, "appeal", None)
    return {
        "row": deduction,
        "evidence": evidence[:AT_FIRST],
        "more": evidence[AT_FIRST:],
        "appeal": appeal,
        "may_appeal": may_appeal and appeal is None and appealing.may_appeal(deduction, user),
    }
