"""Picking by hand: which of the first rows of a sheet is the header, what its columns hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from tasks.models import Task
from yichuang.xlsx.cells import column_letters
from yichuang.xlsx.headers import candidates, header_at
from yichuang.xlsx.reading import Row, Sheet

from .tables import NAMES_A_ROW
from .vocabulary import facts_of, labels_of, synonyms_of

SHOWN_ROWS = 14
SHOWN_COLUMNS = 40
SAMPLES = 3
LONGEST_SAMPLE = 24


@dataclass(frozen=True)
class PickedColumn:
    """One column of the sheet while a person says what it holds."""

    index: int
    label: str
    samples: tuple[str, ...]
    field: str

    @property
    def name(self) -> str:
        return f"column_{self.index}"

    @property
    def letters(self) -> str:
        return column_letters(self.index + 1)

    @property
    def title(self) -> str:
        return f"{self.letters} {self.label}".strip()


class Picker:
    """What the page of one sheet shows; `header_rows` are the rows taken for the header."""

    def __init__(
        self,
        sheet: Sheet,
        task: Task,
        header_rows: Sequence[int] = (),
        *,
        others: Collection[str] = (),
    ):
        self.sheet, self.task, self.others = sheet, task, list(others)
        self.synonyms, self.labels = synonyms_of(task), labels_of(task)
        self.header_rows = tuple(header_rows) or self._likely()

    def _likely(self) -> tuple[int, ...]:
        found = candidates(self.sheet, self.synonyms)
        return tuple(found[0].header_rows) if found else (self._filled[0].number,)

    @cached_property
    def _filled(self) -> list[Row]:
        return [row for row in self.sheet.rows if not row.is_blank]

    @property
    def rows(self) -> list[dict]:
        """The first rows, for choosing the header among them."""
        shown = self._filled[:SHOWN_ROWS]
        return [
            {
                "number": row.number,
                "values": [
                    row.values[index][:LONGEST_SAMPLE] if index < len(row.values) else ""
                    for index in range(len(self.letters))
                ],
                "is_header": row.number in self.header_rows,
            }
            for row in shown
        ]

    @property
    def letters(self) -> list[str]:
        """The names of the columns, as spreadsheet programs write them."""
        width = max((len(row.values) for row in self._filled[:SHOWN_ROWS]), default=0)
        return [column_letters(index + 1) for index in range(min(width, SHOWN_COLUMNS))]

    @cached_property
    def columns(self) -> list[PickedColumn]:
        header = header_at(self.sheet, list(self.header_rows), None, self.synonyms)
        fields = {index: name for name, index in header.columns.items()}
        labels = header.all_labels
        below = [row for row in self._filled if row.number > max(self.header_rows)][:SAMPLES]
        found = []
        for index in range(len(self.letters)):
            samples = tuple(
                row.values[index][:LONGEST_SAMPLE]
                for row in below
                if index < len(row.values) and row.values[index]
            )
            label = labels[index] if index < len(labels) else ""
            if label or samples:
                found.append(PickedColumn(index, label, samples, fields.get(index, "")))
        return found

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [("", _("不读取")), *self.labels.items()]

    def twice(self, name: str) -> str:
        return _("“%(name)s”选了两列，请只保留一列。") % {"name": self.labels[name]}

    def lacks(self, chosen: dict[str, int]) -> str:
        """What keeps these columns from being enough, in a sentence; empty when they are."""
        if not any(name in chosen for name in NAMES_A_ROW):
            names = "、".join(self.labels[name] for name in NAMES_A_ROW)
            return _("请至少指定一列能认出事项的内容：%(names)s。") % {"names": names}
        if not any(name in chosen for name in facts_of(self.task)):
            return _("请至少指定一列补填内容，如系统名称、办件量、联系人。")
        return ""
