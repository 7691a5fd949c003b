"""Rules about case volumes and the explanations that belong to them."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.filling.judging import deviates
from tasks.models.suspicion import Severity

from .rule import PERCENT, ROWS, Rule


def _deviation(row, scene, limit):
    if not deviates(row, limit):
        return None
    library, reported = row.matter.volume, row.volume
    if not library:
        return {"reported": reported, "library": 0, "percent": None}
    percent = round((reported - library) * 100 / library)
    return {"reported": reported, "library": library, "percent": percent}


def _converted(row, scene, limit):
    """1.2万 was read as 12,000 (domain case 9)."""
    return {"volume": row.volume} if "volume_converted" in row.warnings else None


def _copied_down(lines, scene, limit):
    """Where the library says the same, the same figure is no wonder."""
    own = [line for line in lines if line.volume != line.library]
    facts = {"volume": lines[0].volume, "n": len(own), "of": len(lines)}
    return {line.pk: facts for line in own} if len(own) >= limit else {}


def _unexplained(row, scene, limit):
    """A sentence was asked for (domain Q7, §3.8); “无” and “同上” explain nothing."""
    deviation = deviates(row, scene.around.tolerance)
    if not (deviation or row.system_level == SystemLevel.UNKNOWN):
        return None
    remark = row.remark.strip()
    if len(remark) >= limit and len(Counter(remark)) > 1:
        return None
    return {"why": "volume" if deviation else "level", "remark": remark}


RULES = (
    Rule(
        code="volume_deviation",
        title=_("办件量与库内相差大"),
        looks_for=_(
            "填报的办件量与省办件库的办件量相差超过%(threshold)s%%，或库内为0而填报大于0。"
        ),
        sentence=_("填报办件量%(reported)s件，库内%(library)s件%(percent)s。"),
        threshold=20,
        counts=PERCENT,
        most=1000,
        warning="volume_deviation",
        look=_deviation,
    ),
    Rule(
        code="volume_identical",
        title=_("办件量雷同"),
        looks_for=_(
            "同一单位有%(threshold)s行及以上填了同一个办件量，而库内并非如此，疑为向下复制。"
        ),
        sentence=_("本单位有%(n)s行都填了%(volume)s件，库内并非如此，疑为向下复制。"),
        threshold=5,
        counts=ROWS,
        least=2,
        key=lambda line: None if line.volume is None else (line.task, line.volume),
        compare=_copied_down,
    ),
    Rule(
        code="volume_converted",
        title=_("办件量由“万”换算"),
        looks_for=_("办件量填写时以“万”为单位，由系统换算。"),
        sentence=_("填写时以“万”为单位，换算为%(volume)s件，可能是约数。"),
        severity=Severity.LOW,
        warning="volume_converted",
        look=_converted,
    ),
    Rule(
        code="explanation_missing",
        title=_("应说明而未说明"),
        looks_for=_("须在备注中说明的（办件量相差大、待核实），备注不足%(threshold)s个字。"),
        sentence=_("%(why)s，须在备注中说明，备注%(remark)s。"),
        severity=Severity.HIGH,
        threshold=4,
        counts=_("个字"),
        most=100,
        look=_unexplained,
    ),
)
