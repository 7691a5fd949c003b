"""The cases of writing attachment 3: our two editions, and what other writers take for it."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side

from benchmarks import books
from yichuang.xlsx.columns import Column, Kind, PrintSheet
from yichuang.xlsx.printing import write_print
from yichuang.xlsx.streaming import write_data

COLUMNS = (
    Column("序号", 5, Kind.SERIAL),
    Column("区、县（市）", 14, Kind.SHORT, merged=True),
    Column("所属部门（区县）", 14, Kind.SHORT, merged=True),
    Column("事项名称", 30, Kind.TEXT, "事项基本信息"),
    Column("子项名称", 24, Kind.TEXT, "事项基本信息"),
    Column("权力编码", 20, Kind.CODE, "事项基本信息"),
    Column("事项类型", 10, Kind.SHORT, "事项基本信息"),
    Column("办理对象", 9, Kind.SHORT, "事项基本信息"),
    Column("事项所在系统层级", 12, Kind.SHORT, "补填内容"),
    Column("系统名称", 24, Kind.TEXT, "补填内容"),
    Column("办件量（件）", 11, Kind.NUMBER, "补填内容"),
    Column("联系人", 9, Kind.SHORT, "补填内容"),
    Column("联系方式", 16, Kind.CODE, "补填内容"),
    Column("适用范围", 10, Kind.SHORT, "补填内容"),
    Column("适用区县", 16, Kind.TEXT, "补填内容"),
    Column("备注/反馈意见", 14),
    Column("审核状态", 12, Kind.SHORT),
    Column("退回原因", 24),
)


def lines(count: int) -> Iterator[tuple]:
    """Rows in official order, made while they are written; they repeat after 20,000."""
    return _numbered(count, sorted(books.library(), key=lambda line: (line[6], line[7], line[1])))


def _numbered(count: int, known: list[list]) -> Iterator[tuple]:
    for number in range(1, count + 1):
        line = known[(number - 1) % len(known)]
        code, name, sub_item, kind, client, region, unit, volume = line[1:9]
        yield (
            number, region, unit, name, sub_item, code, kind, client, line[14], line[13],
            volume or None, "张三", "19900000001", "指定区县", region, "", "已通过", None,
        )  # fmt: skip


def data(meter, *, count: int) -> None:
    rows = lines(count)
    with tempfile.TemporaryFile() as stream, meter:
        assert write_data(stream, COLUMNS, rows, name="附件3") == count


def printed(meter, *, count: int) -> None:
    rows = lines(count)
    with tempfile.TemporaryFile() as stream, meter:
        sheet = PrintSheet(
            "附件3", "附件3", "2018年“一窗受理”平台对接事项清单（各区县市）", COLUMNS, rows
        )
        write_print(stream, [sheet])


def openpyxl(meter, *, count: int) -> None:
    """Write-only, one shared style a column: the quickest that openpyxl has with a frame."""
    thin = Side(style="thin")
    frame, rows = Border(left=thin, right=thin, top=thin, bottom=thin), lines(count)
    with tempfile.TemporaryFile() as stream, meter:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("附件3")
        template = WriteOnlyCell(sheet)
        template.font, template.border = Font("仿宋_GB2312", 11), frame
        template.alignment = Alignment("left", "center", wrap_text=True)
        style = template._style
        sheet.append([column.title for column in COLUMNS])
        for line in rows:
            cells = []
            for value in line:
                cell = WriteOnlyCell(sheet, value)
                cell._style = style
                cells.append(cell)
            sheet.append(cells)
        book.save(stream)


def raw(meter, *, count: int) -> None:
    """The limit: inline strings into a deflated part, one style for all, nothing looked at."""
    rows = lines(count)
    with (
        tempfile.TemporaryFile() as stream,
        meter,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        assert raw_sheet(archive, rows) == count


def raw_sheet(archive: zipfile.ZipFile, rows: Iterable) -> int:
    number = 0
    with archive.open("xl/worksheets/sheet1.xml", "w") as part:
        part.write(b"<worksheet><sheetData>")
        for number, line in enumerate(rows, 1):
            cells = "".join(map(_raw_cell, line))
            part.write(f'<row r="{number}">{cells}</row>'.encode())
        part.write(b"</sheetData></worksheet>")
    return number


def _raw_cell(value) -> str:
    if isinstance(value, int):
        return f'<c s="1"><v>{value}</v></c>'
    return f'<c s="1" t="inlineStr"><is><t>{escape(value or "")}</t></is></c>'
