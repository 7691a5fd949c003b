"""Sizes on the paper of the print edition: what fits on a page, how high lines are."""

from collections.abc import Iterator, Sequence

from yichuang.xlsx.columns import POINTS_PER_UNIT, Column, PrintSheet, lines

CM = 1 / 2.54
MARGINS = {"left": 1.5, "right": 1.2, "top": 2.0, "bottom": 1.8, "header": 0.8, "footer": 0.8}
PAPER_WIDTH, PAPER_HEIGHT = 29.7, 21.0  # A4 landscape, cm
POINTS_PER_CM = 28.35
BODY = HEADER = 11
NOTE = 10
HIGHEST_ROW = 409.0
LEADING = 1.4  # line height by font size; 思源 and Noto need more than 仿宋
LONG_TITLE = 25
TITLE_LEADING = 1.8
ROUNDING = 0.95  # printers and programs round differently
MARK_HEIGHT, LINE_HEIGHT, GROUP_HEIGHT = 24, 24, 22


def page_capacity(spec: PrintSheet) -> tuple[float, float]:
    """Points of data rows that fit on the first page and on each later one."""
    visible = [column for column in spec.columns if not column.hidden]
    width = sum(column.width for column in visible) * POINTS_PER_UNIT
    room = (PAPER_WIDTH - MARGINS["left"] - MARGINS["right"]) * POINTS_PER_CM
    height = (PAPER_HEIGHT - MARGINS["top"] - MARGINS["bottom"]) * POINTS_PER_CM
    height *= max(1.0, width / room) * ROUNDING
    header = GROUP_HEIGHT + title_height(visible)
    size = title_size(spec.title)
    head = MARK_HEIGHT * bool(spec.mark) + size * TITLE_LEADING
    head += LINE_HEIGHT * (bool(spec.subtitle) + bool(spec.head_line))
    return height - header - head, height - header


def title_height(columns: Sequence[Column]) -> float:
    tallest = max(lines(column.title, column.width, HEADER) for column in columns)
    return tallest * HEADER * LEADING + 6


def title_size(title: str) -> int:
    return 18 if len(title) > LONG_TITLE else 22


def groups(columns: Sequence[Column]) -> Iterator[tuple[int, int, Column]]:
    """Runs of neighbouring columns under one upper header."""
    first = 0
    for index, column in enumerate(columns):
        following = columns[index + 1].group if index + 1 < len(columns) else None
        if not column.group or following != column.group:
            yield first, index, column
            first = index + 1


def spread(widths: Sequence[float], parts: int) -> list[int]:
    """The column each part of a line starts in, about equally far from each other."""
    total, starts, passed = sum(widths), [0], 0.0
    for index, width in enumerate(widths):
        if len(starts) < parts and index and passed >= total * len(starts) / parts:
            starts.append(index)
        passed += width
    while len(starts) < parts:
        starts.append(min(starts[-1] + 1, len(widths) - 1))
    return starts
