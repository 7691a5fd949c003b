"""Which row of the list a line of the file means: by row key, by code, by name; never by place."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from matters.library import vocabulary as library
from matters.models import ClientType, MatterType
from tasks.models import FilledRow
from units.models import Unit, UnitAlias, normalise_name
from yichuang.xlsx.headers import Record

KEY = re.compile(r"(\d{1,18})(?::(\d{1,9}))?")


class NotFound(Exception):
    """No row, or no single one, is meant; `kind` is foreign, added, nameless or unclear."""

    def __init__(self, kind: str, sentence: str = ""):
        super().__init__(sentence)
        self.kind, self.sentence = kind, sentence


class Rows:
    """The rows of one list by everything a file may call them."""

    def __init__(self, rows: list[FilledRow]):
        self.by_id = {row.pk: row for row in rows}
        self._by_code: dict[str, list[FilledRow]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[FilledRow]] = defaultdict(list)
        for row in rows:
            self._by_code[normalise_name(row.matter.base_code)].append(row)
            self._by_name[_names(row.matter.name, row.matter.sub_item)].append(row)
        words = [*MatterType.choices, *ClientType.choices]
        self._words = {value: str(label) for value, label in words}
        self._units = _unit_names({row.matter.unit for row in rows})

    def find(self, record: Record, sheet: str) -> tuple[FilledRow, int | None]:
        """The row meant and the version the file was made from, if it tells."""
        cells = record.values
        if match := KEY.fullmatch(cells.get("key", "")):
            row = self.by_id.get(int(match[1]))
            if row is None:
                raise NotFound("foreign", _("行标识不属于本单位的清单，请使用本任务下载的填报表。"))
            return row, int(match[2]) if match[2] else None
        if not (cells.get("base_code") or cells.get("name")):
            raise NotFound("nameless", _("本行没有权力编码和事项名称，认不出是哪个事项。"))
        return self._by_words(cells, sheet), None

    def _by_words(self, cells: dict[str, str], sheet: str) -> FilledRow:
        found = self._by_code.get(normalise_name(cells.get("base_code", "")), [])
        names = _names(cells.get("name", ""), cells.get("sub_item", ""))
        if not cells.get("base_code"):
            found = self._by_name.get(names, [])
        found = self._narrowed(found, cells, sheet, names)
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(
                "unclear", _("清单中有多行与本行编码或名称相同，请使用下载的填报表填写。")
            )
        raise NotFound("foreign" if self._names_another_unit(cells) else "added")

    def _narrowed(self, found, cells, sheet, names):
        """Several rows share a code: the unit's name, the sheet's, the names decide."""
        unit = normalise_name(cells.get("unit", "")) or normalise_name(sheet)
        for fits in (
            lambda row: self._is_of(row, unit),
            lambda row: _names(row.matter.name, row.matter.sub_item) == names,
        ):
            if len(found) > 1:
                found = [row for row in found if fits(row)] or found
        return found

    def _is_of(self, row: FilledRow, name: str) -> bool:
        return name in self._units.get(row.matter.unit_id, ())

    def _names_another_unit(self, cells) -> bool:
        name = normalise_name(cells.get("unit", ""))
        return bool(name) and not any(name in names for names in self._units.values())

    def altered(self, row: FilledRow, record: Record) -> dict[str, str]:
        """Fixed columns whose cell says something else than the library: field → library text.

        A blank cell of a sheet without row keys says nothing.
        """
        cells, matter = record.values, row.matter
        keyed = bool(cells.get("key"))
        wrong = {}
        for name in ("name", "sub_item", "base_code"):
            text, known = cells.get(name), getattr(matter, name)
            if text is None or (not text and not keyed):
                continue
            if text != known and normalise_name(text) != normalise_name(known):
                wrong[name] = known
        for name, read in (("type", _type), ("client", library.client)):
            text, known = cells.get(name), getattr(matter, name)
            if text and text != self._words[known] and read(text) != known:
                wrong[name] = self._words[known]
        if cells.get("unit") and not self._is_of(row, normalise_name(cells["unit"])):
            wrong["unit"] = row.matter.unit.short_name
        return wrong


def _type(text: str):
    return library.matter_type(text, "")


def _names(name: str, sub_item: str) -> tuple[str, str]:
    return normalise_name(name), normalise_name(sub_item)


def _unit_names(units: set[Unit]) -> dict[int, frozenset[str]]:
    """Every folded name each unit goes by, with and without its district before it."""
    aliases = defaultdict(list)
    for unit_id, name in UnitAlias.objects.filter(unit__in=units).values_list("unit_id", "name"):
        aliases[unit_id].append(name)
    names = {}
    for unit in units:
        own = [unit.name, unit.short_name, unit.full_label, *aliases[unit.pk]]
        if unit.is_district_department:
            district = unit.parent.short_name
            own += [f"{district}{unit.short_name}", unit.short_name.lstrip("区县市")]
        names[unit.pk] = frozenset(map(normalise_name, own))
    return names
