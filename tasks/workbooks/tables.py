"""Which tables of an uploaded file are read, and with which header: found, remembered or picked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from tasks.models import ColumnMapping, Task, WorkbookUpload
from yichuang.xlsx.headers import (
    HeaderMap,
    HeaderNotFound,
    find_header,
    fingerprint,
    header_at,
)
from yichuang.xlsx.marking import MARK_SHEETS
from yichuang.xlsx.picking import remembered
from yichuang.xlsx.reading import Sheet, read_workbook

from .limits import limits
from .vocabulary import IDENTITY, SILENT, facts_of, synonyms_of

# One of these tells which row is meant.
NAMES_A_ROW = ("key", "base_code", "name")


@dataclass
class Tables:
    """The tables that are read, and the sheets whose header a person would have to pick."""

    read: list[tuple[Sheet, HeaderMap]] = field(default_factory=list)
    unclear: list[Sheet] = field(default_factory=list)
    why: str = ""  # what is not certain about the first of them, in a sentence


def sheets_of(stream: BinaryIO) -> list[Sheet]:
    """The sheets a person sees, without our own marks; raises `WorkbookRefused`."""
    sheets = read_workbook(stream, limits())
    return [sheet for sheet in sheets if not sheet.hidden and sheet.name not in MARK_SHEETS]


def tables_of(sheets: Sequence[Sheet], task: Task, mapping: dict) -> Tables:
    """Sort the sheets; `mapping` is what a person picked for this file."""
    tables, synonyms = Tables(), synonyms_of(task)
    learnt = dict(
        ColumnMapping.objects.filter(unit=task.unit_id).values_list("fingerprint", "columns")
    )
    for sheet in sheets:
        if not any(not row.is_blank for row in sheet.rows):
            continue
        header = _header(sheet, synonyms, mapping.get(sheet.name), learnt)
        if header and not header.uncertain and is_adequate(header, task):
            tables.read.append((sheet, header))
            continue
        tables.unclear.append(sheet)
        tables.why = tables.why or (header.why if header else "")
    return tables


def is_adequate(header: HeaderMap, task: Task) -> bool:
    """The header says which row is meant and at least one fact of it."""
    return any(name in header.columns for name in NAMES_A_ROW) and any(
        name in header.columns for name in facts_of(task)
    )


def _header(sheet: Sheet, synonyms, picked: dict | None, learnt: dict) -> HeaderMap | None:
    if picked:
        return header_at(sheet, picked["rows"], picked["columns"], synonyms)
    if known := remembered(sheet, synonyms, learnt):
        return known
    try:
        return find_header(sheet, synonyms)
    except HeaderNotFound:
        return None


def learn(upload: WorkbookUpload, tables: Tables, *, at) -> None:
    """Remember for the unit how these header words were read."""
    for sheet, header in tables.read:
        if sheet.name in upload.mapping:
            ColumnMapping.objects.update_or_create(
                unit=upload.task.unit,
                fingerprint=fingerprint(header.all_labels),
                defaults={"columns": header.columns, "learnt_at": at},
            )


def understood(header: HeaderMap, sheet: Sheet, labels: dict[str, str]) -> dict:
    """What the page tells about a table that was read."""
    return {
        "name": sheet.name,
        "header_rows": list(header.header_rows),
        "columns": {labels[name]: label for name, label in header.labels.items()},
        "unknown": [label for label in header.unknown.values() if label not in SILENT],
        "repeated": list(header.repeated.values()),
        "facts": [name for name in header.columns if name not in IDENTITY],
        "hidden_rows": len(sheet.hidden_rows),
    }
