"""配合度 and whatever else no rule can count: the bureau gives the points, with a reason."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import AssessmentSheet, Deduction, Mark, Score
from units import inbox
from units.models import Action, Event, User

from . import scheme
from .counting import NOTHING, count
from .sheets import SheetRefused, checksum, deduction, draft, frozen, marks_of


def unmarked(sheet: AssessmentSheet) -> int:
    """How many points are still to be given before the sheet can be published."""
    wanted = scheme.by_hand(sheet.frozen.get("scheme", []))
    if not wanted:
        return 0
    units = sheet.scores.values("unit")
    names = [one["name"] for one in wanted]
    given = Mark.objects.filter(sheet=sheet, unit__in=units, criterion__in=names).count()
    return len(wanted) * sheet.scores.count() - given


def unmarked_units(sheet: AssessmentSheet, criterion: str):
    marked = Mark.objects.filter(sheet=sheet, criterion=criterion)
    return sheet.scores.exclude(unit__in=marked.values("unit"))


@inbox.in_chinese
@transaction.atomic
def mark(
    sheet: AssessmentSheet,
    criterion: str,
    scores,
    *,
    points: Decimal,
    reason: str,
    by: User,
    at: datetime,
) -> int:
    """Give each unit of `scores` so many points for `criterion`; how many were given."""
    sheet = draft(sheet.pk)
    wanted = {one["name"]: one for one in scheme.by_hand(sheet.frozen.get("scheme", []))}
    if criterion not in wanted:
        raise SheetRefused(_("考核办法已经改变，请重新计分后再评分。"))
    chosen = list(sheet.scores.filter(pk__in=[score.pk for score in scores]).select_related("unit"))
    for score in chosen:
        _keep(sheet, criterion, score.unit, points, reason, by, at)
    known = marks_of(sheet)
    for score in chosen:
        _settle(score, wanted[criterion], known[score.unit_id][criterion])
    sheet.checksum = checksum(sheet)
    sheet.save(update_fields=["checksum"])
    return len(chosen)


def _keep(sheet, criterion, unit, points, reason, by, at) -> None:
    was = Mark.objects.filter(sheet=sheet, unit=unit, criterion=criterion).first()
    kept, _new = Mark.objects.update_or_create(
        sheet=sheet,
        unit=unit,
        criterion=criterion,
        defaults={"points": points, "reason": reason, "at": at, "by": by},
    )
    changes = {"points": [str(was.points) if was else "", str(points)]}
    Event.objects.record(
        Action.ASSESS, by=by, at=at, subject=kept, unit=unit, changes=changes, reason=reason,
        label=f"{sheet}：{criterion}",
    )  # fmt: skip


def _settle(score: Score, criterion: dict, mark: dict) -> None:
    """Put the mark into the line of the criterion, and the sums right."""
    line = count(criterion, {}, mark)
    score.deductions.filter(criterion=line.criterion).delete()
    Deduction.objects.bulk_create(deduction(score, line, taken) for taken in line.taken)
    score.lines = [
        frozen(line) if one["criterion"] == line.criterion else one for one in score.lines
    ]
    assessed = [one for one in score.lines if one["score"] is not None]
    score.points = sum((Decimal(one["score"]) for one in assessed), NOTHING)
    score.out_of = sum(one["points"] for one in assessed)
    score.save(update_fields=["lines", "points", "out_of"])
