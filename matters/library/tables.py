"""Which sheets of a library workbook are read, and with which header: found, known or picked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from django.utils.translation import gettext as _

from matters.library import vocabulary
from matters.models import PickedHeader
from units.inbox import in_chinese
from yichuang.xlsx.cells import column_letters
from yichuang.xlsx.headers import HeaderMap, HeaderNotFound, find_header, header_at
from yichuang.xlsx.labels import fingerprint
from yichuang.xlsx.picking import remembered
from yichuang.xlsx.sheets import Sheet


@dataclass
class Tables:
    """The tables that are read, and the sheets whose header a person would have to pick."""

    read: list[tuple[Sheet, HeaderMap]] = field(default_factory=list)
    unclear: list[Sheet] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)  # {sheet: what is not certain, in words}

    @property
    def sentence(self) -> str:
        return "\n".join(list(self.why.values())[:5])


def tables_of(sheets: Sequence[Sheet], mapping: Mapping[str, dict]) -> Tables:
    """Sort the sheets that hold anything; `mapping` is what a person picked for this file."""
    tables = Tables()
    learnt = dict(PickedHeader.objects.values_list("fingerprint", "columns"))
    for sheet in sheets:
        try:
            header = _header(sheet, mapping.get(sheet.name), learnt)
            why = header.why
        except HeaderNotFound as miss:
            why = miss.sentence
        if why:
            tables.unclear.append(sheet)
            tables.why[sheet.name] = why
        else:
            tables.read.append((sheet, header))
    return tables


def _header(sheet: Sheet, picked: dict | None, learnt: Mapping[str, dict]) -> HeaderMap:
    if picked:
        return header_at(sheet, picked["rows"], picked["columns"], vocabulary.SYNONYMS)
    known = remembered(sheet, vocabulary.SYNONYMS, learnt)
    if known and known.columns.keys() >= set(vocabulary.REQUIRED):
        return known
    return find_header(sheet, vocabulary.SYNONYMS, vocabulary.REQUIRED)


def learn(header: HeaderMap, *, at: datetime) -> None:
    """Remember how a person read the words of this header."""
    PickedHeader.objects.update_or_create(
        fingerprint=fingerprint(header.all_labels),
        defaults={"columns": header.columns, "learnt_at": at},
    )


@in_chinese
def in_words(sheet: str, picked: dict | None) -> str:
    """A picked header for the history; nothing for none."""
    if not picked:
        return ""
    columns = "、".join(
        f"{vocabulary.LABELS[name]} {column_letters(index + 1)}"
        for name, index in sorted(picked["columns"].items(), key=itemgetter(1))
    )
    rows = "、".join(map(str, picked["rows"]))
    return _("%(sheet)s 第 %(rows)s 行：%(columns)s") % {
        "sheet": sheet,
        "rows": rows,
        "columns": columns,
    }
