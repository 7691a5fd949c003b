"""Picking by hand: which of the first rows of a sheet is the header, what its columns hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import column_letters
from yichuang.xlsx.headers import HeaderMap, candidates, header_at
from yichuang.xlsx.labels import Synonyms, fingerprint
from yichuang.xlsx.sheets import Row, Sheet, data_rows

SHOWN_ROWS = 14
SHOWN_COLUMNS = 40
SAMPLES = 3
LONGEST_SAMPLE = 24
SEARCHED_ROWS = 15


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
    """What the page of one sheet shows; `header_rows` are the rows taken for the header.

    `labels` are the fields for people, `required` those that must be picked; `others` are the
    names of all sheets of the file. The sheet holds at least one row.
    """

    def __init__(
        self,
        sheet: Sheet,
        synonyms: Synonyms,
        labels: Mapping[str, str],
        header_rows: Sequence[int] = (),
        *,
        required: Collection[str] = (),
        others: Collection[str] = (),
    ):
        self.sheet, self.synonyms, self.labels = sheet, synonyms, labels
        self.required, self.others = tuple(required), list(others)
        self.header_rows = tuple(header_rows) or self._likely()

    def _likely(self) -> tuple[int, ...]:
        found = candidates(self.sheet, self.synonyms, self.required)
        return tuple(found[0].header_rows) if found else (self._filled[0].number,)

    @cached_property
    def _filled(self) -> list[Row]:
        return list(data_rows(self.sheet))

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
        return [("", self.no_field), *self.labels.items()]

    @property
    def no_field(self) -> str:
        """What becomes of a column that is none of the fields."""
        return _("不读取")

    def twice(self, name: str) -> str:
        return _("“%(name)s”选了两列，请只保留一列。") % {"name": self.labels[name]}

    def lacks(self, chosen: Mapping[str, int]) -> str:
        """What keeps these columns from being enough, in a sentence; empty when they are."""
        names = [self.labels[name] for name in self.required if name not in chosen]
        if not names:
            return ""
        return _("还须指定这些列：%(names)s。") % {"names": "、".join(names)}


def remembered(
    sheet: Sheet, synonyms: Synonyms, learnt: Mapping[str, Mapping[str, int]]
) -> HeaderMap | None:
    """The header whose words a person has read before; `learnt` is {fingerprint: columns}."""
    if not learnt:
        return None
    tops = [row.number for _place, row in zip(range(SEARCHED_ROWS), data_rows(sheet), strict=False)]
    for rows in [
        *(list(one.header_rows) for one in candidates(sheet, synonyms)),
        *([number] for number in tops),
    ]:
        columns = learnt.get(fingerprint(header_at(sheet, rows, {}, synonyms).all_labels))
        if columns:
            return header_at(sheet, rows, columns, synonyms)
    return None
