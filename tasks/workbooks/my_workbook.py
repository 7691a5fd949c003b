"""The unit's own workbook to fill in at home: the official sheet, locked, keyed and explained."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import override

from tasks.exports import lists, paper
from tasks.exports.attachments import NOT_IN_A_FILE_NAME, PRINTABLE, TABLES
from tasks.filling import rights
from tasks.filling.columns import columns
from tasks.filling.grid import row_model
from tasks.filling.judging import Surroundings
from tasks.models import ObligationKind, RowState, State, Task
from tasks.models.rows import LEFT_OUT, OPEN_ROWS
from units.models import User
from yichuang.xlsx.writing import Column, PrintSheet, write_print

NEARBY = (
    "就近可办指能在乡镇（街道）便民服务中心、村（社区）、自助机或邮政银行网点收件或受理；"
    "已开通的填可办点位数，列入负面清单的在备注中说明理由。"
)
SCOPE = (
    "适用范围：全市指所有区县适用，市本级指只有市级适用，部分区县（市）须再填适用区县，"
    "多个区县用“、”隔开。"
)
COLOURS = (
    "白色单元格可以填写；灰色单元格已锁定，包括已报送和已通过的行；"
    "橙色为退回修改的行，按退回原因修改。留空不会清除网上已填的内容。"
)


class _HomeRows:
    """Rows with a key that tells their version too, and columns with words of help.

    `行标识` is "<row>:<version>": the row it means, and the state of it that was handed out. A row
    somebody changed since is noticed on the way back; an untouched one is no change.
    """

    columns_help: dict[str, dict]

    def lines(self, queryset) -> Iterator[tuple[dict, list]]:
        """Each row's stored values and its cells, numbered anew for each task."""
        readers = [self._reader(name, field) for name, field in self._shown().items()]
        numbers: dict[int, int] = defaultdict(int)
        for row in self.iter_queryset(queryset):
            numbers[row["task_id"]] += 1
            row["number"] = numbers[row["task_id"]]
            yield row, [read(row) for read in readers]

    def dehydrate_key(self, row):
        return f"{row['pk']}:{row['version']}"

    @property
    def columns(self) -> list[Column]:
        shown = self._shown().items()
        return [_guided(name, field.column, self.columns_help) for name, field in shown]

    @property
    def name_index(self) -> int:
        return list(self._shown()).index("name")


class _CityRows(_HomeRows, lists.CityEntryResource):
    reads = (*lists.CityEntryResource.reads, "task_id", "version")


class _DistrictRows(_HomeRows, lists.DistrictEntryResource):
    reads = (*lists.DistrictEntryResource.reads, "task_id", "version")


class _NearbyRows(_HomeRows, lists.NearbyResource):
    reads = (*lists.NearbyResource.reads, "task_id", "version")


_ROWS = {
    ObligationKind.CITY_LIST: _CityRows,
    ObligationKind.DISTRICT_LIST: _DistrictRows,
    ObligationKind.NEARBY: _NearbyRows,
}


def file_name(task: Task) -> str:
    parts = [_mark(task), task.obligation.title[:60], task.unit.full_label, "填报表"]
    return NOT_IN_A_FILE_NAME.sub("", "_".join(filter(None, parts))) + ".xlsx"


def write(task: Task, stream: BinaryIO, *, reader: User, at: datetime) -> int:
    """Write the workbook of `task` as `reader` may read it and say how many rows it holds.

    A district's whole list has one sheet for each department. The sheets are Chinese in every
    language, as the exports are.
    """
    with override("zh-hans"):
        workbook = _Workbook(task, reader, at)
        write_print(stream, workbook.sheets())
    return workbook.count


class _Workbook:
    """What all sheets of one workbook share; the rows are fetched in one go."""

    def __init__(self, task: Task, reader: User, at: datetime):
        self.task, self.reader, self.at = task, reader, at
        rows = row_model(task).objects.of_submission(task)
        drafts_only = not rows.counted().exclude(state=RowState.DRAFT).exists()
        # State and reason stand on the sheet once there is something to tell.
        self.resource = _ROWS[task.kind](reader=reader, printed=drafts_only)
        known = columns(task, Surroundings.of(task).districts)
        self.resource.columns_help = {column["key"]: column for column in known}
        self.lines: dict[int, list[tuple[dict, list]]] = defaultdict(list)
        for row, cells in self.resource.lines(rows):
            self.lines[row["task_id"]].append((row, cells))
        self.left_out = _left_out(rows)
        self.count = sum(map(len, self.lines.values()))

    def sheets(self) -> Iterator[PrintSheet]:
        """One for each list that has rows; a blank one when there is none at all."""
        shown = [self.task]
        if self.task.is_collected:
            parts = self.task.parts.for_page().in_official_order()
            shown = [part for part in parts if part.pk in self.lines] or shown
        for part in shown:
            yield self._sheet(part)

    def _sheet(self, part: Task) -> PrintSheet:
        lines = self.lines[part.pk]
        fillable = _may_be_filled_in(part, self.reader)
        states = [row["state"] for row, _cells in lines]
        return PrintSheet(
            name=part.unit.short_name,
            mark=_mark(self.task),
            title=self.task.obligation.title,
            columns=self.resource.columns,
            rows=[cells for _row, cells in lines],
            head_line=paper.unsigned_line(part.unit),
            notes=paper.numbered([*self._notes(part)]),
            protected=True,
            closed=[i for i, state in enumerate(states) if not (fillable and state in OPEN_ROWS)],
            returned=[i for i, state in enumerate(states) if state == RowState.RETURNED],
            frozen_columns=self.resource.name_index + 1,
        )

    def _notes(self, part: Task) -> Iterator[str]:
        if part.kind == ObligationKind.NEARBY:
            yield NEARBY
        else:
            yield from (paper.LEVELS, paper.VOLUME, SCOPE)
        yield paper.FIXED
        yield from paper.left_out_words(self.left_out.get(part.pk, {}))
        yield COLOURS
        yield _way_back(self.at)
        campaign = part.obligation.campaign
        yield from paper.closing_words(campaign, part.clock_at)


def _left_out(rows) -> dict[int, dict[str, int]]:
    """How many rows of each task left its list, by why."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    gone = rows.filter(state__in=LEFT_OUT).order_by()
    for task_id, state, count in gone.values_list("task_id", "state").annotate(Count("pk")):
        counts[task_id][state] = count
    return counts


def _mark(task: Task) -> str:
    table = TABLES[task.kind]
    return f"附件{table}" if table in PRINTABLE else ""


def _may_be_filled_in(part: Task, reader: User) -> bool:
    """Also before it is signed for (签收): the file may come back after that."""
    return rights.may_edit(part, reader) or (
        part.state == State.ISSUED and rights.owns(part, reader)
    )


def _way_back(at: datetime) -> str:
    moment = timezone.localtime(at)
    return (
        "填好后在门户本任务的“Excel 填报”页上传本文件，先核对、后写入。"
        f"本表为{paper.chinese_date(moment.date())}{moment:%H:%M}的内容，"
        "此后网上又有修改的行，上传时逐行提示。"
    )


def _guided(name: str, column: Column, known: dict[str, dict]) -> Column:
    """The column with the words the grid has for it: choices, help, what to type."""
    if name == "return_reason":
        return replace(column, flagged=True)
    if column.locked or name not in known:
        return column
    about = known[name]
    choices = tuple(str(choice[1]) for choice in about.get("choices") or ())
    help_text = str(about.get("help") or "")
    return replace(
        column,
        choices=choices,
        strict=about["kind"] != "multi",
        help=help_text,
        prompt=_prompt(name, help_text, choices),
    )


def _prompt(name: str, help_text: str, choices: tuple[str, ...]) -> str:
    if name == "system_level":
        return paper.LEVELS
    if name == "districts":
        return f"{help_text}多个用“、”隔开，全部区县写“全部”：{'、'.join(choices)}。"
    return help_text
