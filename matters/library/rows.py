"""Judging one row of a library workbook, with every reason it cannot be taken."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from matters.library import vocabulary
from matters.library.owners import Owners
from matters.models import Matter
from yichuang.xlsx.headers import HeaderMap, Record

LENGTHS = {
    name: Matter._meta.get_field(name).max_length
    for name in (
        "inner_code",
        "base_code",
        "national_code",
        "library_guid",
        "name",
        "sub_item",
        "system_hint",
    )
}
# What a row says when its sheet has no such column.
ABSENT = {
    "national_code": "",
    "library_guid": "",
    "sub_item": "",
    "volume": None,
    "on_request": True,
    "run_once": True,
    "nearby": False,
    "system_hint": "",
    "level_hint": "",
    "extra": {},
}


@dataclass(slots=True)
class LibraryRow:
    """A row of the workbook: its place, its values by model field, and what is wrong."""

    sheet: str
    number: int
    values: dict = field(default_factory=dict)
    # (column, sentence, values): kept apart so that each reader reads them in his language.
    refusals: list[tuple[str, str, dict]] = field(default_factory=list)
    warnings: list[tuple[str, str, dict]] = field(default_factory=list)
    unmatched: str = ""


def judge(record: Record, header: HeaderMap, owners: Owners) -> LibraryRow:
    """Read the record; `values` holds only fields whose column the sheet has."""
    row = LibraryRow(header.sheet, record.number)
    cells = record.values
    for name, flaw in record.flaws.items():
        _refuse(row, name, str(flaw.value))
    _read_texts(row, cells)
    _read_vocabularies(row, cells)
    _read_volume(row, cells)
    _find_owner(row, cells, owners)
    if record.others:
        _keep_others(row, record.others)
    return row


def _keep_others(row: LibraryRow, others: dict[str, str]) -> None:
    kept = {label: text for label, text in others.items() if label not in vocabulary.NEVER_KEPT}
    if kept:
        row.values["extra"] = {label: text for label, text in kept.items() if text}


def _read_texts(row: LibraryRow, cells: dict[str, str]) -> None:
    for name, longest in LENGTHS.items():
        text = cells.get(name)
        if text is None:
            continue
        row.values[name] = text
        if len(text) > longest:
            _refuse(row, name, _("内容超过 %(count)d 个字，请缩短。"), count=longest)
    for name in ("base_code", "name"):
        if not cells.get(name) and not any(found[0] == name for found in row.refusals):
            _refuse(row, name, _("单元格是空的，请补上。"))
    code = cells.get("base_code", "")
    if code and not vocabulary.is_usual_code(code):
        row.warnings.append(("base_code", _("权力编码“%(code)s”不是常见格式。"), {"code": code}))


def _read_vocabularies(row: LibraryRow, cells: dict[str, str]) -> None:
    base_code = cells.get("base_code", "")
    _take(row, "type", vocabulary.matter_type(cells.get("type", ""), base_code), cells)
    _take(row, "client", vocabulary.client(cells.get("client", "")), cells)
    _take(row, "state", vocabulary.state(cells.get("state", "")), cells)
    for name in ("on_request", "run_once", "nearby"):
        if name in cells:
            _take(row, name, vocabulary.flag(cells[name]), cells)
    if "level_hint" in cells:
        level = vocabulary.level(cells["level_hint"])
        if level is None:
            sentence = _("系统层级“%(value)s”不在选项中，未采用。")
            row.warnings.append(("level_hint", sentence, {"value": cells["level_hint"][:40]}))
        row.values["level_hint"] = level or ""


def _take(row: LibraryRow, name: str, value, cells: dict[str, str]) -> None:
    if value is None:
        text = cells.get(name, "")
        if text:
            _refuse(row, name, _("“%(value)s”不在选项中，请核对。"), value=text[:40])
        else:
            _refuse(row, name, _("单元格是空的，请补上。"))
    else:
        row.values[name] = value


def _read_volume(row: LibraryRow, cells: dict[str, str]) -> None:
    if "volume" not in cells:
        return
    try:
        row.values["volume"] = vocabulary.volume(cells["volume"])
    except ValueError:
        sentence = _("办件量“%(value)s”不是非负整数，请改为数字；没有统计的留空。")
        _refuse(row, "volume", sentence, value=cells["volume"][:40])


def _find_owner(row: LibraryRow, cells: dict[str, str], owners: Owners) -> None:
    name, place = cells.get("unit", ""), cells.get("region", "")
    if not name:
        if not any(found[0] == "unit" for found in row.refusals):
            _refuse(row, "unit", _("单元格是空的，请补上。"))
        return
    known, district, unit = owners.found(name, place)
    if not known:
        row.unmatched = place
        _refuse(row, "region", _("区县“%(name)s”不在单位表中。"), name=place[:40])
        return
    if unit is None:
        row.unmatched = f"{district.short_name}·{name}" if district else name
        sentence = _("部门“%(name)s”不在单位表中，请先在单位表中补上单位或别名。")
        _refuse(row, "unit", sentence, name=row.unmatched[:60])
        return
    row.values["unit_id"] = unit.pk
    row.values["district_id"] = unit.parent_id if unit.is_district_department else None


def _refuse(row: LibraryRow, column: str, sentence: str, **values) -> None:
    row.refusals.append((column, sentence, values))
