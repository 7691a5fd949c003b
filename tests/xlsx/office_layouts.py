"""The same twelve rows in the layouts that offices really send back.

A layout is (name, bytes, header row, expected): "found" – the header is certain; "offered" – a
person picks it, and the right row is among those offered; "refused:<code>" – the real reason.
"""

import io
from collections.abc import Iterator

import xlwt

from tests.xlsx.attachment import (
    GROUPS,
    LABELS,
    LINES,
    MERGES,
    NOTES,
    SHEET,
    SIGNATURES,
    TITLE,
    line,
    text,
    workbook,
    xls,
    xlsx,
)
from tests.xlsx.workbooks import saved

Layout = tuple[str, bytes, int, str]
REPORTING = ["填报单位（盖章）：市公安局", None, None, None, "填报人：钱一"]
NUMBERS = list(range(1, len(LABELS) + 1))


def layouts() -> Iterator[Layout]:
    yield from _around_the_table()
    yield from _headers()
    yield from _columns()
    yield from _rows_between()
    yield from _other_files()
    yield from _to_be_picked()
    yield from _not_read()


def _flat(rows, **how) -> bytes:
    return xlsx(rows, merges=(), **how)


def _around_the_table():
    yield "as handed out", xlsx(), 5, "found"
    yield "the data edition", _flat([LABELS, *LINES]), 1, "found"
    yield "a title above", _flat([[TITLE], LABELS, *LINES]), 2, "found"
    yield (
        "the number of the attachment and a title",
        _flat([["附件2"], [TITLE], LABELS, *LINES]),
        3,
        "found",
    )
    yield "a reporting line", _flat([[TITLE], REPORTING, LABELS, *LINES]), 3, "found"
    yield "blank rows under the title", _flat([[TITLE], [], [], [], LABELS, *LINES]), 5, "found"
    yield "starting at B2", _flat([LABELS, *LINES], start="B2"), 2, "found"
    yield "starting at D9", _flat([[TITLE], LABELS, *LINES], start="D9"), 10, "found"
    instruction = [
        "填报说明：请各部门于4月4日前报送，办件量为2017年1至12月，联系人、联系方式必填。"
    ]
    yield "an instruction above", _flat([instruction, LABELS, *LINES]), 2, "found"
    many = [[f"说明{n}：请认真填写。"] for n in range(1, 16)]
    yield "fifteen lines of instructions", _flat([*many, LABELS, *LINES]), 16, "found"
    yield "notes below", _flat([LABELS, *LINES, [], NOTES, ["2.联系人须为在编人员。"]]), 1, "found"
    yield "signatures below", _flat([LABELS, *LINES, SIGNATURES]), 1, "found"
    yield "a total below", _flat([LABELS, *LINES, ["合计", *[None] * 8, 1278]]), 1, "found"
    wide = workbook(SHEET, merges=[*MERGES[1:], "A2:XFD2"])
    yield "a title merged over every column", saved(wide).getvalue(), 5, "found"


def _headers():
    spaced = [" ".join(label) for label in LABELS]
    yield "spread labels", _flat([spaced, *LINES]), 1, "found"
    broken = [label[:2] + "\n" + label[2:] for label in LABELS]
    yield "labels with line breaks", _flat([broken, *LINES]), 1, "found"
    yield (
        "half-width brackets",
        _flat([[label.replace("（", "(").replace("）", ")") for label in LABELS], *LINES]),
        1,
        "found",
    )
    yield "stars for what is needed", _flat([[f"*{label}" for label in LABELS], *LINES]), 1, "found"
    yield (
        "numbered labels",
        _flat([[f"{n}.{label}" for n, label in enumerate(LABELS, 1)], *LINES]),
        1,
        "found",
    )
    yield (
        "explanations in brackets",
        _flat([[f"{label}（请如实填写）" for label in LABELS], *LINES]),
        1,
        "found",
    )
    yield "a row of column numbers", _flat([LABELS, NUMBERS, *LINES]), 1, "found"
    yield "a row of requirements", _flat([LABELS, ["填写要求", *["必填"] * 14], *LINES]), 1, "found"
    three = [[None] * 2 + ["杭州市"] + [None] * 11, GROUPS, SHEET[4], *LINES]
    yield (
        "three header rows",
        xlsx(three, merges=("A2:A3", "B2:B3", "C2:G2", "H2:N2", "O2:O3", "C1:N1")),
        3,
        "found",
    )
    pairs = [[label[:2] for label in LABELS], [label[2:] for label in LABELS], *LINES]
    yield "labels cut over two rows", _flat(pairs), 2, "found"


def _columns():
    yield "in reverse", _flat([LABELS[::-1], *[row[::-1] for row in LINES]]), 1, "found"
    other = {
        "权力编码": "权力基本码",
        "系统名称": "业务系统名称",
        "联系方式": "手机",
        "办件量（件）": "2017年办件量",
    }
    yield (
        "by other names",
        _flat([[other.get(label, label) for label in LABELS], *LINES]),
        1,
        "found",
    )
    yield (
        "more columns",
        _flat([[*LABELS, "密级", "处室"], *[[*row, "无", "一处"] for row in LINES]]),
        1,
        "found",
    )
    keep = [2, 4, 8, 9, 11]
    yield (
        "five columns only",
        _flat([[LABELS[n] for n in keep], *[[row[n] for n in keep] for row in LINES]]),
        1,
        "found",
    )
    gap = [[*row[:5], None, *row[5:]] for row in [LABELS, *LINES]]
    yield "an empty column between", _flat(gap), 1, "found"


def _rows_between():
    yield "a sample row", _flat([LABELS, ["示例", *line(99)[1:]], *LINES]), 1, "found"
    yield (
        "blank rows between",
        _flat([LABELS, *[r for row in LINES for r in (row, [])]]),
        1,
        "found",
    )
    yield "the header on every page", _flat([LABELS, *LINES[:6], LABELS, *LINES[6:]]), 1, "found"
    merged = [[row[0], row[1] if n == 0 else None, *row[2:]] for n, row in enumerate(LINES)]
    yield "one department for all rows", xlsx([LABELS, *merged], merges=["B2:B13"]), 1, "found"
    yield "numbers left over below", _flat([LABELS, *LINES, [13], [14], [15]]), 1, "found"
    hidden = workbook([LABELS, *LINES], merges=())
    hidden.active.row_dimensions[5].hidden = True
    hidden.active.auto_filter.ref = "A1:O13"
    yield "a filter left on", saved(hidden).getvalue(), 1, "found"


def _other_files():
    rows = [[TITLE], LABELS, *LINES]
    yield "an old workbook", xls(rows, merges=[(0, 0, 0, 14)]), 2, "found"
    yield (
        "an old workbook as handed out",
        xls(SHEET, merges=[(3, 4, 0, 0), (3, 4, 1, 1), (3, 3, 2, 6), (3, 3, 7, 13)]),
        5,
        "found",
    )
    yield "an old workbook with phones as numbers", _numbers(), 1, "found"
    yield "csv for Excel", text(rows), 2, "found"
    yield "csv in GBK", text(rows, encoding="gbk"), 2, "found"
    yield "text with tabs in UTF-16", text(rows, encoding="utf-16", separator="\t"), 2, "found"
    yield "csv with semicolons", text(rows, encoding="gb18030", separator=";"), 2, "found"
    yield "three sheets, one of them the table", _several(), 1, "found"


def _numbers() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表1")
    for down, row in enumerate([LABELS, *LINES]):
        for right, value in enumerate(row):
            sheet.write(down, right, int(value) if str(value).startswith("199") else value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _several() -> bytes:
    book = workbook([["请填写后面的表。"]], merges=(), title="说明")
    for row in [LABELS, *LINES]:
        book.create_sheet("表") if "表" not in book.sheetnames else None
        book["表"].append(row)
    book.create_sheet("字典").append(["市级自建", "省级自建"])
    return saved(book).getvalue()


def _to_be_picked():
    own = [f"本局{n}" for n in range(1, len(LABELS) + 1)]
    yield "words of their own", _flat([[TITLE], own, *LINES]), 2, "offered"
    twice = [[*LABELS, "系统名称"], *[[*row, "另一系统"] for row in LINES]]
    yield "two columns of one name", _flat(twice), 1, "offered"
    yield (
        "no code in the header",
        _flat([["" if label == "权力编码" else label for label in LABELS], *LINES]),
        1,
        "offered",
    )


def _not_read():
    yield "a page named .xls", b"<html><body><table></table></body></html>", 0, "refused:markup"
    yield "a workbook cut off", xlsx()[:3000], 0, "refused:damaged"
    yield "a picture of the table", b"\x89PNG\r\n\x1a\n" + bytes(64), 0, "refused:type"
