"""一、总体情况: who should have reported and has, how many matters, by group, since last time."""

from collections.abc import Iterator

from tasks.circulars.reading import GROUPS, SUBJECTS, Frozen
from tasks.models import ObligationKind

from . import phrases
from .phrases import count, rate

BEST = 3


def situation(frozen: Frozen, previous: Frozen | None) -> str:
    """The whole first, then each group, the other obligations, the change since `previous`."""
    parts = [*_groups(frozen), *_others(frozen), *_since(frozen, previous)]
    return "\n".join([_whole(frozen), *([phrases.sections(parts)] if parts else [])])


def _whole(frozen) -> str:
    sums, campaign = frozen.lists(), frozen.campaign
    reported = f"已报送{rate(sums['reported_units'], sums['units'])}"
    reported += _in_time(sums)
    return (
        f"按照《{campaign['title']}》（{campaign['number']}）要求，{_deadlines(frozen)}。"
        f"截至{phrases.moment(frozen.cut_off_at)}，应报送对接事项清单的单位{count(sums['units'])}家，"
        f"{reported}；应报送事项{count(sums['should'])}项，{_rows(sums)}。"
    )


def _deadlines(frozen) -> str:
    """有关单位应于4月6日24时前报送A、B; one clause for each deadline."""
    subjects: dict[str, list[str]] = {}
    for kind in ObligationKind:
        one = frozen.obligations.get(kind)
        if one and one["all"]["units"]:
            due = subjects.setdefault(phrases.moment(one["due_at"]), [])
            if SUBJECTS[kind] not in due:
                due.append(SUBJECTS[kind])
    clauses = (f"于{due}前报送{'、'.join(what)}" for due, what in subjects.items())
    return f"有关单位应{'，'.join(clauses)}"


def _in_time(sums) -> str:
    if not sums["late"]:
        return "，均为按时报送" if sums["in_time"] else ""
    return f"，其中按时报送{count(sums['in_time'])}家、逾期报送{count(sums['late'])}家"


def _rows(sums) -> str:
    """已报送87/233（37.3%）, and what became of those."""
    states = (
        ("审核通过", sums["approved"]),
        ("退回修改", sums["returned"]),
        ("待审核", sums["reported"] - sums["approved"] - sums["returned"]),
    )
    said = "、".join(f"{label}{count(number)}项" for label, number in states if number)
    whole = f"已报送{rate(sums['reported'], sums['should'])}"
    return f"{whole}，其中{said}" if said else whole


def _groups(frozen) -> Iterator[str]:
    for group, label in GROUPS.items():
        sums = frozen.lists(group)
        if sums["units"]:
            yield (
                f"{label}。应报送单位{count(sums['units'])}家，"
                f"已报送{rate(sums['reported_units'], sums['units'])}；"
                f"应报送事项{count(sums['should'])}项，{_rows(sums)}。{_best(frozen, group)}"
            )


def _best(frozen, group) -> str:
    reported = (line for line in frozen.table(group) if line["list"]["reported"])
    best = [line for line in reported if line["rank"] <= BEST]
    # When more than three are equal there is nothing to point out.
    if not best or len(best) > BEST:
        return ""
    return f"完成率和完成时间居前的是{phrases.names(best)}。"


def _others(frozen) -> Iterator[str]:
    clauses = [
        f"{subject}应报送{count(sums['units'])}家，"
        f"已报送{rate(sums['reported_units'], sums['units'])}"
        for subject, sums in frozen.others()
    ]
    if clauses:
        yield f"其他报送任务。{'；'.join(clauses)}。"


def _since(frozen, previous) -> Iterator[str]:
    if previous is None:
        return
    now, before = frozen.lists(), previous.lists()
    changes = (
        ("新增报送单位", now["reported_units"] - before["reported_units"], "家"),
        ("新增报送事项", now["reported"] - before["reported"], "项"),
        ("新增审核通过事项", now["approved"] - before["approved"], "项"),
    )
    said = "，".join(f"{label}{count(more)}{unit}" for label, more, unit in changes if more > 0)
    since = phrases.moment(previous.cut_off_at)
    yield f"与上期相比。较上期（截至{since}）{said or '报送情况没有变化'}。"
