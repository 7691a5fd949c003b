"""How much a workbook would weigh once openpyxl has built objects from it: counted beforehand.

4 kB may stand for 17 billion cells: one merged area is an object for each cell it covers.
"""

import zipfile
from typing import BinaryIO
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from yichuang.xlsx.package import BROKEN, Package

MOST_CELLS = 400_000  # about 220 MB and 12 seconds
MOST_COVERED = 200_000
MOST_OTHERS = 100_000
MOST_STRINGS = MOST_CELLS
LARGEST_STYLES = 12 * 1024 * 1024
OF_CELLS = frozenset({"v", "f", "is", "t", "r", "rPr"})
# openpyxl visits every cell of the area of each of these.
WITH_AREA = frozenset({"mergeCell", "hyperlink"})


def is_too_heavy(package: Package) -> bool:
    """Whether the workbook must not be opened for writing."""
    strings = package.shared_strings()
    if strings.count(b"<si") + strings.count(b":si") > MOST_STRINGS:
        return True
    if len(package.part("xl/styles.xml")) > LARGEST_STYLES:
        return True
    scale = _Scale()
    for sheet in package.worksheets().values():
        scale.weigh(sheet.read())
    return scale.cells > MOST_CELLS or scale.covered > MOST_COVERED or scale.others > MOST_OTHERS


def work_of(stream: BinaryIO) -> int:
    """How much there is to mark, in bytes of XML: what a package says it unpacks to.

    A cell of a text or of an old .xls takes about an eighth of what it takes in XML.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            return sum(info.file_size for info in archive.infolist())
    except BROKEN:
        return 8 * stream.seek(0, 2)


class _Scale:
    """Counts by the parser's own reading: text patterns could be led astray."""

    def __init__(self):
        self.cells = self.covered = self.others = 0

    def weigh(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            self.covered = MOST_COVERED + 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("c", "row"):
            self.cells += 1
        elif tag not in OF_CELLS:
            self.others += 1
            if tag in WITH_AREA:
                self.covered += _cells_of(attributes.get("ref", ""))


def _cells_of(area: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(area)
        return max(1, right - left + 1) * max(1, bottom - top + 1)
    except (ValueError, TypeError):  # no reference, or whole columns without rows
        return MOST_COVERED + 1
