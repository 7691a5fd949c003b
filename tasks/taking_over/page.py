"""What the page of taking over shows: sources, departments, what differs, what waits."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.filling.history import Words
from tasks.models import Entry, Task

from .desk import Desk
from .planning import Choice, Line, counts, differing
from .sources import Source

MOST_SHOWN = 20


@dataclass
class Department:
    """One list and what the chosen source would do to its rows."""

    task: Task
    is_open: bool
    counts: dict[str, int]
    waiting: int


def outlook(desk: Desk, asked: str | None, district: int | None) -> dict:
    """What taking over from the source `asked` for, or the first that has answers, would do."""
    rows = list(desk.rows())
    found = offers(desk, rows, district)
    source = _chosen(asked, found)
    lines = desk.lines(rows, Choice(source, district))
    listed = departments(desk, lines)
    return {
        "offers": found,
        "source": source,
        "district": district,
        "note": next(one["note"] for one in found if one["key"] == source),
        "districts": districts(desk, rows) if source == Source.DISTRICT else [],
        "departments": listed,
        "waiting": sum(one.waiting for one in listed),
        "sums": counts(lines),
        "differing": difference_rows(desk, lines),
    }


def _chosen(asked: str | None, found: list[dict]) -> str:
    keys = [one["key"] for one in found]
    if asked in keys:
        return asked
    return next((one["key"] for one in found if one["count"]), keys[0])


def departments(desk: Desk, lines: list[Line]) -> list[Department]:
    """The lists in official order with their counts."""
    by_task = defaultdict(list)
    for line in lines:
        by_task[line.row.task_id].append(line)
    return [
        Department(
            one,
            one.pk in desk.open_tasks,
            counts(by_task[one.pk]),
            sum(_waits(line.row) for line in by_task[one.pk]),
        )
        for one in desk.lists
    ]


def _waits(row: Entry) -> bool:
    return row.unconfirmed and row.is_open


def offers(desk: Desk, rows: list[Entry], district: int | None = None) -> list[dict]:
    """Each source with the number of rows it would fill: `{"key", "label", "note", "count"}`."""
    return [
        {
            "key": source.value,
            "label": str(source.label),
            "note": note_of(desk, source),
            "count": counts(desk.lines(rows, Choice(source.value, district)))["taken"],
        }
        for source in desk.sources.offered
    ]


def note_of(desk: Desk, source: Source) -> str:
    """Which facts a source gives, in half a sentence."""
    if source == Source.CAMPAIGN:
        last = desk.sources.last_campaign
        text = _("%(number)s 的层级、名称、联系人和适用范围；办件量按本年度另填。")
        return text % {"number": last.number} if last else _("本单位没有更早的填报。")
    if source == Source.LIBRARY:
        return _("权力事项库登记的层级和名称，两者可能只有其一。")
    if source == Source.CITY_FIRST:
        return _("先取市级部门已报送的；市级没有的，取多数区县已报送的。")
    if source == Source.CITY:
        return _("市级部门已报送的层级和名称，先取对应部门的。")
    return _("其他区县已报送的层级和名称。")


def districts(desk: Desk, rows: list[Entry]) -> list[dict]:
    """The other districts that have answered any of `rows`, in official order."""
    answered = desk.sources.districts_that_answer(rows)
    return [
        {"id": pk, "label": name, "count": answered[pk]}
        for pk, name in desk.around.districts.items()
        if answered[pk]
    ]


def difference_rows(desk: Desk, lines: list[Line]) -> list[dict]:
    """The first rows that differ from the source, with the department they belong to."""
    names = {one.pk: one.unit.short_name for one in desk.lists}
    found = differing(lines, Words(), MOST_SHOWN)
    return [{**one, "unit": names[one["task"]]} for one in found]


def outcome_sentence(found: dict[str, int]) -> str:
    """What became of the rows, in one sentence whose figures add up to all of them."""
    if not found["taken"]:
        return _sentence(_("没有可接用的行"), found)
    done = ngettext(
        "已接用 %(n)s 行，请核对后确认", "已接用 %(n)s 行，请核对后确认", found["taken"]
    )
    return _sentence(done % {"n": f"{found['taken']:,}"}, found)


def outlook_sentence(found: dict[str, int]) -> str:
    """The same before it is done."""
    if not found["taken"]:
        return _sentence(_("没有可接用的行"), found)
    return _sentence(_("可接用 %(n)s 行") % {"n": f"{found['taken']:,}"}, found)


def _sentence(first, found):
    rest = (
        ("partly", _("其中 %(n)s 行已填的不同内容保持不变")),
        ("same", _("%(n)s 行已填且一致")),
        ("differing", _("%(n)s 行已填且不同，保持不变")),
        ("unanswered", _("%(n)s 行没有可接用的答案")),
        ("locked", _("%(n)s 行已锁定，跳过")),
    )
    texts = [text % {"n": f"{found[key]:,}"} for key, text in rest if found[key]]
    return "；".join([first, *texts]) + "。"
