"""考核得分表 as a workbook for print, A4 landscape: one sheet per unit group, and the reasons."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import override

from tasks.exports.paper import chinese_date, numbered
from tasks.models import AssessmentSheet, SheetState
from yichuang.templatetags.ui import moment
from yichuang.xlsx.writing import Column, Kind, PrintSheet, write_print

from .standing import Group, Standing
from .wording import plain

NOT_ASSESSED = "—"


def write(stream: BinaryIO, sheet: AssessmentSheet, groups: list[Group], *, at: datetime) -> int:
    """How many units were written."""
    with override("zh-hans"):  # 导出始终为中文
        write_print(stream, _sheets(sheet, groups, at))
    return sum(len(group.standings) for group in groups)


def file_name(sheet: AssessmentSheet) -> str:
    return f"考核得分表_{sheet.name}.xlsx"


def _sheets(sheet, groups, at) -> Iterator[PrintSheet]:
    for group in groups:
        yield _points(sheet, group, at)
    for group in groups:
        if any(one.deductions for one in group.standings):
            yield _reasons(sheet, group, at)


def _points(sheet, group, at) -> PrintSheet:
    return PrintSheet(
        name=group.title,
        mark="",
        title=f"“一窗受理”工作考核得分表（{group.title}）",
        subtitle=_subtitle(sheet),
        columns=[
            Column("名次", 6, Kind.SERIAL),
            Column("单位", 22),
            *(
                Column(f"{one['name']}\n（{one['points']}分）", 13, Kind.SHORT, "各项得分")
                for one in sheet.frozen["scheme"]
            ),
            Column("申诉返还", 9, Kind.SHORT),
            Column("得分", 9, Kind.SHORT),
            Column("参评分值", 9, Kind.SHORT),
            Column("百分制得分", 11, Kind.SHORT),
        ],
        rows=[_line(one) for one in group.standings],
        head_line=_head_line(sheet, at),
        notes=numbered(_notes(sheet)),
        frozen_columns=2,
    )


def _line(one: Standing) -> list:
    return [
        one.place,
        one.unit.full_label,
        *(NOT_ASSESSED if cell.score is None else plain(cell.score) for cell in one.cells),
        plain(one.given_back) if one.given_back else "",
        plain(one.points),
        str(one.out_of),
        NOT_ASSESSED if one.percent is None else str(one.percent),
    ]


def _reasons(sheet, group, at) -> PrintSheet:
    return PrintSheet(
        name=f"{group.title}扣分",
        mark="",
        title=f"扣分明细（{group.title}）",
        subtitle=_subtitle(sheet),
        columns=[
            Column("序号", 6, Kind.SERIAL),
            Column("单位", 22, merged=True),
            Column("考核项目", 16, Kind.SHORT),
            Column("扣分", 8, Kind.SHORT),
            Column("原因", 60),
            Column("依据", 44),
            Column("申诉", 14, Kind.SHORT),
        ],
        rows=_reason_lines(group),
        head_line=_head_line(sheet, at),
        frozen_columns=2,
    )


def _reason_lines(group) -> Iterator[list]:
    taken = ((one.unit, item) for one in group.standings for item in one.deductions)
    for number, (unit, item) in enumerate(taken, 1):
        yield [
            number,
            unit.full_label,
            item.criterion,
            plain(item.points),
            item.sentence,
            _evidence(item.evidence),
            _appealed(item),
        ]


def _evidence(pieces, most=3) -> str:
    words = "；".join(piece["label"] for piece in pieces[:most])
    return f"{words} 等{len(pieces)}项" if len(pieces) > most else words


def _appealed(item) -> str:
    if not hasattr(item, "appeal"):
        return ""
    back = f"，返还{plain(item.appeal.given_back)}分" if item.appeal.given_back else ""
    return f"{item.appeal.get_state_display()}{back}"


def _head_line(sheet, at) -> tuple[str, ...]:
    today = chinese_date(timezone.localtime(at).date())
    return f"考核单位（盖章）：{sheet.campaign.issuer}", f"制表日期：{today}"


def _subtitle(sheet) -> str:
    return f"{sheet.name}（数据截止{moment(sheet.cut_off)}）"


def _notes(sheet) -> list[str]:
    state = SheetState(sheet.state).label
    notes = [
        f"考核期{chinese_date(sheet.starts_on)}至{chinese_date(sheet.ends_on)}；状态：{state}。",
        "“—”为本期不参评的项目，不计入参评分值；百分制得分＝得分÷参评分值×100，按此排名，"
        "得分相同的名次并列。",
        f"得分数据校验值（SHA-256）：{sheet.checksum}。",
    ]
    if left := sheet.frozen.get("left_out"):
        said = "、".join(one["unit"] for one in left)
        notes.append(f"下列单位本期不考核：{said}。")
    return notes
