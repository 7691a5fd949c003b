"""Every cell of a sheet as an XML parser reads it: its place, and what a value reader hides."""

import re
from xml.parsers import expat

from yichuang.xlsx.cells import Census, Flaw, column_number
from yichuang.xlsx.formats import damaged

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class _Scanner:
    """One pass of expat over a sheet; only cells that hold something count."""

    def __init__(self, *, count_strings: bool):
        self.census = Census()
        self._counts_strings = count_strings
        self._row = self._column = 0
        self._kind = ""
        self._open_formula = self._in_value = self._awaits_result = False
        self._letters: dict[str, int] = {}
        self._text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        if count_strings:
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: list[str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v" or tag == "is":
            self._begin_value()
        elif tag == "f":
            self._open_formula = True
        elif tag == "row":
            self._begin_row(attributes)

    def _begin_row(self, attributes: list[str]) -> None:
        self.close_formula()
        self._row += 1
        self._column = 0
        if "r" in attributes[::2]:
            self._row = int(attributes[attributes.index("r") + 1])

    def _begin_cell(self, attributes: list[str]) -> None:
        if self._open_formula:
            self.close_formula()
        self._kind = ""
        self._column += 1
        for index in range(0, len(attributes), 2):
            if attributes[index] == "r":
                self._place(attributes[index + 1])
            elif attributes[index] == "t":
                self._kind = attributes[index + 1]

    def _place(self, reference: str) -> None:
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError(reference)
        letters, row = match.groups()
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = column_number(letters)
        self._row, self._column = int(row), column

    def _begin_value(self) -> None:
        """An empty value is a formula's result only where it says that it is a text."""
        if self._open_formula and self._kind != "str" and not self._counts_strings:
            self._awaits_result = True
            self.parser.CharacterDataHandler = self._see_result
        else:
            self._see_content()

    def _see_result(self, text: str) -> None:
        if self._awaits_result and text.strip():
            self._awaits_result = False
            self._see_content()

    def _see_content(self) -> None:
        census = self.census
        self._open_formula = False
        self._in_value = True
        census.cells += 1
        if self._row > census.last_row:
            census.last_row = self._row
        if self._column > census.last_column:
            census.last_column = self._column
        if self._kind == "e":
            census.flaws[self._row, self._column] = Flaw.ERROR

    def close_formula(self) -> None:
        if self._open_formula:
            self._see_content()
            self._in_value = self._awaits_result = False
            self.census.flaws[self._row, self._column] = Flaw.FORMULA

    def _characters(self, text: str) -> None:
        if self._in_value and self._kind == "s":
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if self._in_value and tag.rpartition(":")[2] == "v":
            self._in_value = False
            if self._kind == "s":
                self.census.strings["".join(self._text).strip()] += 1
            self._text.clear()


def scan(xml: bytes, *, count_strings: bool = False) -> Census:
    """Every cell that holds something, by the parser's own reading of the sheet."""
    scanner = _Scanner(count_strings=count_strings)
    try:
        scanner.parser.Parse(xml, True)
        scanner.close_formula()
    except (expat.ExpatError, ValueError) as error:
        raise damaged() from error
    return scanner.census
