"""A sheet is opened for a period and computed from facts; whoever computes a draft again
replaces it, what was published is never touched (the database refuses, migration 0020)."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.circulars.snapshot import one_snapshot
from tasks.filling.content import checksum_of
from tasks.models import AssessmentSheet, Campaign, Deduction, Mark, Score
from units import inbox
from units.models import Action, Event, Unit, User
from yichuang.templatetags.ui import moment

from . import scheme
from .counting import Line, Total, total
from .facts import facts_of, left_out
from .period import Period


class SheetRefused(Exception):
    """The sheet may not take this step; the sentence says why."""


@transaction.atomic
def open_sheet(
    campaign: Campaign, *, name: str, starts_on: date, ends_on: date, by: User, at: datetime
) -> AssessmentSheet:
    scheme.adopt(campaign, by=by, at=at)
    sheet = AssessmentSheet.objects.create(
        campaign=campaign, name=name, starts_on=starts_on, ends_on=ends_on,
        created_at=at, created_by=by,
    )  # fmt: skip
    period = {"starts_on": ["", starts_on.isoformat()], "ends_on": ["", ends_on.isoformat()]}
    Event.objects.record(Action.CREATE, by=by, at=at, subject=sheet, changes=period)
    return sheet


def held(pk: int) -> AssessmentSheet:
    """The sheet as it is now, nobody else's until the transaction ends."""
    return AssessmentSheet.objects.select_for_update(no_key=True).get(pk=pk)


def draft(pk: int) -> AssessmentSheet:
    """The same; refused once it is published."""
    sheet = held(pk)
    if not sheet.is_draft:
        raise SheetRefused(_("考核得分表已公布，不能再改；差错通过申诉更正。"))
    return sheet


@inbox.in_chinese
def compute(
    pk: int, *, by: User, at: datetime, report: Callable = lambda *_said: None
) -> AssessmentSheet:
    """Count the points of every unit from the facts up to now or to the end of the period.

    The facts are read as of one instant; only what is written holds anybody up.
    """
    sheet = AssessmentSheet.objects.select_related("campaign").get(pk=pk)
    period = Period.until(sheet.starts_on, sheet.ends_on, at=at)
    if period.cut_off <= period.began:
        raise SheetRefused(_("考核期尚未开始，还没有可以计分的数据。"))
    report(_("汇集数据"), 0, 1)
    with one_snapshot():
        facts = facts_of(sheet.campaign, period)
        outside = left_out(sheet.campaign, period)
    report(_("计分"), 0, len(facts))
    criteria = scheme.in_force(sheet.campaign)
    frozen = {"scheme": criteria, "left_out": outside}
    return _replace(pk, period, frozen, facts, by=by, at=at)


@transaction.atomic
def _replace(pk, period, frozen, facts, *, by, at) -> AssessmentSheet:
    sheet = draft(pk)
    if sheet.computed_at and sheet.computed_at > at:
        raise SheetRefused(_("已有更新的计分结果，本次计分没有写入。"))
    marks = marks_of(sheet)
    sheet.scores.all().delete()
    for unit, known in facts.items():
        store(sheet, unit, total(frozen["scheme"], known, marks.get(unit.pk)))
    sheet.frozen, sheet.cut_off = frozen, period.cut_off
    sheet.computed_at, sheet.computed_by = at, by
    sheet.checksum = checksum(sheet)
    sheet.save()
    words = {"n": len(facts), "at": moment(period.cut_off), "sum": sheet.checksum[:16]}
    said = _("%(n)d 个单位，数据截止 %(at)s，校验值 %(sum)s") % words
    Event.objects.record(Action.ASSESS, by=by, at=at, subject=sheet, reason=said)
    return sheet


def marks_of(sheet: AssessmentSheet) -> dict[int, dict[str, dict]]:
    """{unit: {criterion: the mark as plain values}}."""
    found: dict[int, dict] = {}
    for mark in Mark.objects.filter(sheet=sheet).select_related("by"):
        words = {"who": mark.by.name, "at": moment(mark.at)}
        found.setdefault(mark.unit_id, {})[mark.criterion] = {
            "pk": mark.pk,
            "points": str(mark.points),
            "reason": mark.reason,
            "label": _("%(who)s %(at)s评分") % words,
        }
    return found


def store(sheet: AssessmentSheet, unit: Unit, found: Total) -> Score:
    score = Score.objects.create(
        sheet=sheet,
        unit=unit,
        points=found.points,
        out_of=found.out_of,
        lines=[frozen(line) for line in found.lines],
    )
    Deduction.objects.bulk_create(
        deduction(score, line, taken) for line in found.lines for taken in line.taken
    )
    return score


def deduction(score: Score, line: Line, taken) -> Deduction:
    return Deduction(
        score=score,
        criterion=line.criterion,
        points=taken.points,
        sentence=taken.sentence[:400],
        evidence=list(taken.evidence),
    )


def frozen(line: Line) -> dict:
    """A line as plain values; its deductions are rows of their own."""
    return {
        "criterion": line.criterion,
        "rule": line.rule,
        "points": line.points,
        "score": None if line.score is None else str(line.score),
        "why": line.why,
        "beyond": [{"points": str(one.points), "sentence": one.sentence} for one in line.beyond],
        "facts": line.facts,
    }


def checksum(sheet: AssessmentSheet) -> str:
    """SHA-256 over all that a sheet says: what is stored must give it again at any time."""
    scores = sheet.scores.order_by("unit_id").prefetch_related("deductions")
    return checksum_of(
        {
            "period": [sheet.starts_on.isoformat(), sheet.ends_on.isoformat()],
            "cut_off": int(sheet.cut_off.timestamp() * 1_000_000),
            **sheet.frozen,
            "scores": [
                [
                    score.unit_id,
                    f"{score.points:.2f}",
                    score.out_of,
                    score.lines,
                    _deductions(score),
                ]
                for score in scores
            ],
        }
    )


def _deductions(score) -> list:
    return [
        [one.criterion, f"{one.points:.2f}", one.sentence, one.evidence]
        for one in score.deductions.all()
    ]


@transaction.atomic
def discard(pk: int, *, by: User, at: datetime) -> None:
    """Take a draft away that nobody needs."""
    sheet = draft(pk)
    Event.objects.record(Action.DELETE, by=by, at=at, subject=sheet)
    sheet.delete()
