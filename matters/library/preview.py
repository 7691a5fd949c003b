"""A plan in the words of people: what the preview page and its workbook show."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.library.plan import FIELDS, Plan
from matters.library.vocabulary import LABELS
from matters.models import Matter
from units.models import Unit
from yichuang.xlsx.cells import address
from yichuang.xlsx.writing import Column, Kind

KINDS = {
    "added": (gettext_lazy("新增"), "info"),
    "changed": (gettext_lazy("变更"), "info"),
    "withdrawn": (gettext_lazy("撤销"), "warn"),
    "refused": (gettext_lazy("未采用"), "danger"),
    "skipped": (gettext_lazy("跳过"), ""),
    "warnings": (gettext_lazy("提示"), "warn"),
}
WORDS = {
    field.name: dict(field.flatchoices) for field in Matter._meta.concrete_fields if field.choices
}
UNIT_FIELDS = {"unit_id": "unit", "district_id": "region"}
COLUMNS = (
    Column("类别", 10, Kind.SHORT),
    Column("位置", 20),
    Column("权力内部编码", 30, Kind.CODE),
    Column("事项名称", 40),
    Column("字段", 18),
    Column("原值", 30),
    Column("新值或说明", 60),
)


class Preview:
    """Describes the lines of a plan; units are looked up once for all of them."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self._units: dict[int, str] | None = None
        # Where each field stands in its sheet; older plans do not say it.
        self._columns = {sheet["name"]: sheet.get("places", {}) for sheet in plan.sheets}

    def understandings(self) -> list[dict]:
        """The sheets that were read; `words` are the fields, with the file's word if another."""
        return [sheet | {"words": _in_order(sheet)} for sheet in self.plan.sheets]

    def lines(self, kind: str) -> Sequence:
        return getattr(self.plan, kind)

    def described(self, kind: str, items: Sequence) -> list[dict]:
        return [getattr(self, f"_{kind}")(item) for item in items]

    def rows(self) -> Iterator[tuple]:
        """Every line of every kind, for the workbook of all differences."""
        for kind, (label, _tone) in KINDS.items():
            for item in self.lines(kind):
                line = self.described(kind, [item])[0]
                matter = (line.get("inner_code"), line.get("name") or line.get("text"))
                for change in line["changes"]:
                    start = (str(label), change.get("place"), *matter)
                    yield *start, str(change["label"]), change["old"], change["new"]

    def _added(self, values: list) -> dict:
        row = dict(zip(FIELDS, values, strict=True))
        unit = self._word("unit_id", row["unit_id"])
        return row | {
            "unit": unit,
            "type_label": self._word("type", row["type"]),
            "client_label": self._word("client", row["client"]),
            "changes": [{"label": LABELS["unit"], "old": "", "new": unit}],
        }

    def _changed(self, item: list) -> dict:
        inner_code, name, changes = item
        return {
            "inner_code": inner_code,
            "name": name,
            "changes": [
                {
                    "label": LABELS[UNIT_FIELDS.get(field, field)],
                    "old": self._word(field, old),
                    "new": self._word(field, new),
                }
                for field, (old, new) in changes.items()
            ],
        }

    def _withdrawn(self, item: list) -> dict:
        inner_code, base_code, name, unit = item
        return {
            "inner_code": inner_code,
            "base_code": base_code,
            "name": name,
            "unit": unit,
            "changes": [{"label": LABELS["unit"], "old": unit, "new": ""}],
        }

    def _refused(self, item: dict) -> dict:
        return item | {
            "place": address(item["sheet"], item["row"]),
            "changes": [self._problem(item, *problem) for problem in item["problems"]],
        }

    _warnings = _refused

    def _skipped(self, item: dict) -> dict:
        place = address(item["sheet"], item["row"])
        reason = {"place": place, "label": "", "old": "", "new": _(item["reason"])}
        return item | {"place": place, "changes": [reason]}

    def _problem(self, item: dict, column: str, sentence: str, values: dict) -> dict:
        """A stored problem as a sentence in the reader's language, and its cell."""
        index = self._columns.get(item["sheet"], {}).get(column)
        return {
            "place": address(item["sheet"], item["row"], index),
            "label": LABELS.get(column, column),
            "old": "",
            "new": _(sentence) % values if values else _(sentence),
        }

    def _word(self, field: str, value) -> str:
        if field in UNIT_FIELDS:
            return self._unit(value)
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, dict):
            return "；".join(f"{label}：{text}" for label, text in value.items())
        return str(WORDS.get(field, {}).get(value, "" if value is None else value))

    def _unit(self, pk: int | None) -> str:
        if self._units is None:
            units = Unit.objects.select_related("parent")
            self._units = {unit.pk: unit.full_label for unit in units}
        return self._units.get(pk, "") if pk else _("市本级")


def _in_order(sheet: dict) -> list[str]:
    """By their place in the sheet: PostgreSQL keeps the order of no JSON object."""
    places = sheet.get("places", {})
    columns = sorted(sheet["columns"].items(), key=lambda column: places.get(column[0], 0))
    return [_named(*column) for column in columns]


def _named(field: str, word: str) -> str:
    label = str(LABELS[field])
    return label if word in ("", label) else f"{label}（{word}）"
