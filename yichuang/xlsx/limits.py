"""What a workbook may weigh, and the one exception that says why it is turned away."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The size of a workbook that is still read; `rows` counts one sheet."""

    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    text_bytes: int = 64 * MEGABYTE
    members: int = 2_000
    sheets: int = 100
    rows: int = 5_000
    columns: int = 200
    cells: int = 2_000_000
    merges: int = 50_000
    flaws: int = 10_000


class WorkbookRefused(Exception):
    """The workbook is not read; `sentence` tells the person why and what to do."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
