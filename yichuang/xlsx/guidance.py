"""What helps those who fill in a sheet: drop-downs, input messages, checks of numbers."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from yichuang.xlsx.columns import Column, Kind

CHOICES_SHEET = "_选项"
# The format allows no more in the box that opens beside a cell.
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255


class Guidance:
    """The vocabularies of one workbook: each is a named range on a hidden sheet.

    A list inside the cell rule would break over 255 characters.
    """

    def __init__(self):
        self._names: dict[tuple[str, ...], str] = {}

    def rules(
        self, columns: Sequence[Column], first_row: int, last_row: int, *, to_fill_in: bool
    ) -> Iterator[DataValidation]:
        """One validation for each column that has choices, words to say or numbers to check."""
        if last_row < first_row:
            return
        for index, column in enumerate(columns, 1):
            rule = self._rule(column, to_fill_in)
            if rule is not None:
                letter = get_column_letter(index)
                rule.add(f"{letter}{first_row}:{letter}{last_row}")
                yield rule

    def _rule(self, column: Column, to_fill_in: bool) -> DataValidation | None:
        if column.choices:
            name = self._names.setdefault(column.choices, f"choices_{len(self._names) + 1}")
            rule = DataValidation("list", formula1=name, allow_blank=True)
            _refuse(rule, column, _("请从下拉列表中选择。"), "stop" if column.strict else "")
        elif to_fill_in and column.kind is Kind.NUMBER and not column.locked:
            rule = DataValidation("whole", "0", operator="greaterThanOrEqual", allow_blank=True)
            _refuse(rule, column, _("请填不小于0的整数，没有的填0。"), "warning")
        elif column.prompt:
            rule = DataValidation(allow_blank=True)
        else:
            return None
        if column.prompt:
            rule.promptTitle = column.title[:LONGEST_TITLE]
            rule.prompt = column.prompt[:LONGEST_MESSAGE]
            rule.showInputMessage = True
        return rule

    def write(self, book) -> None:
        """The hidden sheet and the names that point at its columns; at the end of the book."""
        if not self._names:
            return
        sheet = book.create_sheet(CHOICES_SHEET)
        sheet.sheet_state = "hidden"
        for row in range(max(map(len, self._names))):
            sheet.append([words[row] if row < len(words) else None for words in self._names])
        for index, (words, name) in enumerate(self._names.items(), 1):
            letter = get_column_letter(index)
            area = f"'{CHOICES_SHEET}'!${letter}$1:${letter}${len(words)}"
            book.defined_names[name] = DefinedName(name, attr_text=area)


def _refuse(rule: DataValidation, column: Column, sentence: str, style: str) -> None:
    if style:
        rule.errorStyle = style
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = column.title[:LONGEST_TITLE], sentence
