"""A published sheet with one unit on it, for the pages about it."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from tasks.assessment import scheme
from tasks.models import (
    Appeal,
    AppealFile,
    AssessmentSheet,
    Deduction,
    Score,
    SheetState,
)

from .factories import DUE, DURING


def assessed(campaign, unit, people) -> dict:
    """市人力社保局 lost points twice and appealed once; and a period nobody has computed."""
    scheme.adopt(campaign, by=people.admin, at=DURING)
    criteria = scheme.in_force(campaign)
    draft = {
        "campaign": campaign,
        "starts_on": DURING.date(),
        "ends_on": DUE.date(),
        "created_at": DURING,
        "created_by": people.admin,
    }
    sheet = AssessmentSheet.objects.create(
        name="公布的", cut_off=DUE, frozen={"scheme": criteria}, **draft
    )
    score = Score.objects.create(
        sheet=sheet, unit=unit, points=10, out_of=20, lines=[_line(one) for one in criteria]
    )
    contested, other = (_lost(score, sentence) for sentence in ("逾期", "未报送"))
    _publish(sheet, people.admin)
    appeal = Appeal.objects.create(
        deduction=contested, text="当天专网中断", appealed_at=DURING, appealed_by=people.head
    )
    return {
        "sheet": sheet,
        "draft_sheet": AssessmentSheet.objects.create(name="草拟的", **draft),
        "score": score,
        "deduction": other,
        "appeal": appeal,
        "appeal_file": _file(appeal, people.head),
        "criterion": campaign.criteria.first(),
    }


def _line(criterion):
    counted = criterion["rule"] == "on_time"
    return {
        "criterion": criterion["name"],
        "rule": criterion["rule"],
        "points": criterion["points"],
        "score": "10" if counted else None,
        "why": "" if counted else "暂不参评",
        "beyond": [],
        "facts": {},
    }


def _lost(score, sentence):
    evidence = [{"kind": "task", "pk": 1, "label": "任务"}]
    return Deduction.objects.create(
        score=score, criterion="按时报送", points=5, sentence=sentence, evidence=evidence
    )


def _publish(sheet, by):
    """The window is open whenever a test runs."""
    sheet.state, sheet.checksum = SheetState.PUBLISHED, "0" * 64
    sheet.computed_at, sheet.computed_by = DUE, by
    sheet.published_at, sheet.published_by = DUE, by
    sheet.appeals_until = timezone.now() + timedelta(days=5)
    sheet.save()


def _file(appeal, by):
    kept = AppealFile(
        appeal=appeal, file_name="证明.pdf", size=5, checksum="0" * 64,
        uploaded_at=DURING, uploaded_by=by,
    )  # fmt: skip
    kept.file.save("none.pdf", ContentFile(b"%PDF-"))
    return kept
