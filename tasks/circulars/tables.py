"""附表1, 附表2: the lines of the tables, the same on the page, in the workbook and on paper."""

from dataclasses import dataclass

from django.urls import reverse

from tasks.models import ObligationKind
from yichuang.xlsx.writing import Column, Kind

from .drafting import phrases
from .figures import CITY, DISTRICT
from .reading import SUBJECTS, Frozen

NAMES = {CITY: "市级部门进度表", DISTRICT: "区县进度表"}
TITLES = {
    CITY: "“一窗受理”平台事项接入工作进度表（市级部门）",
    DISTRICT: "“一窗受理”平台事项接入工作进度表（区县）",
}
COLUMNS = (
    Column("序号", 6, Kind.SERIAL),
    Column("单位", 24, Kind.SHORT),
    Column("应报", 9, Kind.NUMBER),
    Column("已报", 9, Kind.NUMBER),
    Column("通过", 9, Kind.NUMBER),
    Column("退回", 9, Kind.NUMBER),
    Column("完成率", 24, Kind.SHORT),
    Column("逾期天数", 9, Kind.SHORT),
    Column("排名", 7, Kind.SERIAL),
    Column("备注", 32),
)
SHORT = {
    ObligationKind.CHECK: "核对意见",
    ObligationKind.ROSTER: "名单",
    ObligationKind.NEARBY: "就近可办",
}
LESS_THAN_A_DAY = "不足1"


@dataclass
class Line:
    """One line; `unit` is none for the sum, `address` leads to what is behind it."""

    unit: int | None
    values: tuple
    address: str = ""


def lines(frozen: Frozen, group: str) -> list[Line]:
    """In the order of rank, the sum below."""
    found = [
        Line(line["unit"], _values(number, line))
        for number, line in enumerate(frozen.table(group), 1)
    ]
    return [*found, Line(None, _sum(frozen.table(group)))] if found else []


def titled(frozen: Frozen, *, evidence: bool = False) -> list[tuple[str, list[Line]]]:
    """Both tables with their titles; a group without units has none. With `evidence` each line
    leads to the task its figures are of."""
    found = [(TITLES[group], lines(frozen, group)) for group in (CITY, DISTRICT)]
    for _title, rows in found if evidence else []:
        for line in rows:
            if line.unit:
                task = frozen.by_key[line.unit]["list"]["task"]
                line.address = reverse("tasks:task-detail", args=[task])
    return [(title, rows) for title, rows in found if rows]


def _values(number, line) -> tuple:
    one = line["list"]
    counts = (one["should"], one["reported"], one["approved"], one["returned"])
    rate = phrases.rate(one["reported"], one["should"])
    return (number, line["short_name"], *counts, rate, days(one), line["rank"], remark(line))


def _sum(table) -> tuple:
    names = ("should", "reported", "approved", "returned")
    sums = [sum(line["list"][name] for line in table) for name in names]
    return (None, "合计", *sums, phrases.rate(sums[1], sums[0]), "", None, "")


def days(one: dict) -> int | str:
    """逾期天数 in workdays; empty in time."""
    if not (one["overdue"] or one["is_late"]):
        return ""
    return one["days_late"] or LESS_THAN_A_DAY


def remark(line: dict) -> str:
    """What is to be said of a unit, its list first; empty when nothing is."""
    said = []
    if one := line["list"]:
        said += _of_list(one)
    for kind, name in SHORT.items():
        if one := line["tasks"].get(kind):
            said += [f"{name}{words}" for words in _of_other(one)]
    roster = line["tasks"].get(ObligationKind.ROSTER)
    if line["missing_duties"] and not roster["overdue"]:
        said.append(f"工作小组缺{'、'.join(line['missing_duties'])}")
    return "；".join(said)


def _of_list(one):
    if one["overdue"]:
        yield "逾期未报" if one["acknowledged"] else "逾期未报、未签收"
    elif one["is_late"]:
        yield "逾期报送"
    elif one["first_at"] is None:
        yield "未报"
    if one["past_correction"]:
        yield f"退回{one['returned']:,}项超过修改时限未重报"


def _of_other(one):
    if one["overdue"]:
        yield "逾期未报"
    elif one["is_late"]:
        yield "逾期报送"
    if one["past_correction"]:
        yield "退回后超过修改时限未重报"


def notes(frozen: Frozen, number: str) -> list[str]:
    """What stands below each table: how to read it, and which figures these are."""
    return [
        f"数据截至{phrases.full_moment(frozen.cut_off_at)}，快照编号{number}。",
        "已报指已报送市数据资源局的事项，含退回修改和通过的事项；完成率为已报/应报；"
        "逾期天数按工作日计算，以首次报送时间为准。",
        "按完成率、完成时间排名，完成率和完成时间相同的排名并列；没有事项的单位不列。",
    ]


def subject_of(kind: str) -> str:
    return SUBJECTS[ObligationKind(kind)]
