"""二、存在问题: who has not reported, was late, has not corrected in time; what was returned."""

from collections.abc import Iterator

from tasks.circulars.figures import LISTS
from tasks.circulars.reading import GROUPS, OTHERS, SUBJECTS, Frozen
from tasks.models import ObligationKind

from . import phrases
from .phrases import count, names, names_with, rate

MOST_RETURNED = 5
# The kinds of obligations, those that are one subject to their units together.
SUBJECT_KINDS = (LISTS, *((kind,) for kind in OTHERS))


def problems(frozen: Frozen) -> str:
    parts = [
        *_overdue(frozen), *_late(frozen), *_uncorrected(frozen), *_quality(frozen),
        *_working_groups(frozen),
    ]  # fmt: skip
    if not parts:
        cut_off = phrases.moment(frozen.cut_off_at)
        return f"截至{cut_off}，各项任务没有逾期未报、逾期报送和超过修改时限未重报的情况。"
    return phrases.sections(parts)


def _overdue(frozen) -> Iterator[str]:
    clauses = [
        f"{SUBJECTS[kinds[0]]}。{_by_group(frozen, kinds)}。{_never_acknowledged(frozen, kinds)}"
        for kinds in SUBJECT_KINDS
        if frozen.where("overdue", kinds)
    ]
    if clauses:
        yield phrases.numbered("逾期未报。", clauses)


def _by_group(frozen, kinds) -> str:
    """市级部门2/45（4.4%）：A、B；区、县（市）1/15（6.7%）：C"""
    said = []
    for group, label in GROUPS.items():
        if found := frozen.where("overdue", kinds, group):
            owing = sum(
                any(kind in line["tasks"] for kind in kinds)
                for line in frozen.units
                if line["group"] == group
            )
            said.append(f"{label}{rate(len(found), owing)}：{names(found)}")
    return "；".join(said)


def _never_acknowledged(frozen, kinds) -> str:
    overdue = frozen.where("overdue", kinds)
    found = [
        line
        for line in overdue
        if not any(one["acknowledged"] for kind, one in line["tasks"].items() if kind in kinds)
    ]
    if not found:
        return ""
    return f"{'以上单位均' if found == overdue else f'其中{names(found)}'}尚未签收任务。"


def _late(frozen) -> Iterator[str]:
    clauses = []
    for kinds in SUBJECT_KINDS:
        if found := frozen.where("is_late", kinds):
            named = names_with(found, lambda line, kinds=kinds: _days_late(line, kinds))
            clauses.append(f"{SUBJECTS[kinds[0]]}逾期报送的{count(len(found))}家：{named}")
    if clauses:
        yield f"逾期报送。{'；'.join(clauses)}。"


def _days_late(line, kinds) -> str:
    days = max(one["days_late"] for kind, one in line["tasks"].items() if kind in kinds)
    return f"逾期{days}个工作日" if days else "逾期不足1个工作日"


def _uncorrected(frozen) -> Iterator[str]:
    clauses = []
    if found := frozen.where("past_correction", LISTS):
        named = names_with(found, lambda line: f"{count(line['list']['returned'])}项")
        clauses.append(f"对接事项清单{count(len(found))}家：{named}")
    for kind in OTHERS:
        if found := frozen.where("past_correction", (kind,)):
            clauses.append(f"{SUBJECTS[kind]}{count(len(found))}家：{names(found)}")
    if clauses:
        yield f"退回后超过修改时限未重报。{'；'.join(clauses)}。"


def _quality(frozen) -> Iterator[str]:
    returns, sums = frozen.returns, frozen.lists()
    nearby = frozen.obligations.get(ObligationKind.NEARBY)
    reported = sums["reported"] + (nearby["all"]["reported"] if nearby else 0)
    if not returns["rows"]:
        return
    what = "已报送事项（含就近可办事项）" if nearby else "已报送事项"
    classes = "、".join(f"{label}{count(number)}次" for label, number in returns["classes"])
    most = names_with(
        returns["units"][:MOST_RETURNED], lambda line: f"{count(line['returns']['rows'])}项"
    )
    yield (
        f"填报质量。退回过修改的事项占{what}的{rate(returns['rows'], reported)}，"
        f"共退回{count(returns['times'])}次，原因为{classes}。退回事项较多的单位有{most}。"
    )


def _working_groups(frozen) -> Iterator[str]:
    if found := frozen.without_duties:
        lacking: dict[str, list[dict]] = {}
        for line in found:
            lacking.setdefault("、".join(line["missing_duties"]), []).append(line)
        said = "；".join(f"缺{duties}的有{names(lines)}" for duties, lines in lacking.items())
        owing = sum(ObligationKind.ROSTER in line["tasks"] for line in frozen.units)
        yield f"工作小组人员不齐。涉及单位{rate(len(found), owing)}：{said}。"
