"""The plain pipeline: calamine, checks, a diff in memory, one upsert. What is possible."""

from python_calamine import load_workbook

from .models import PlainMatter

COLUMNS = [field.name for field in PlainMatter._meta.concrete_fields if field.name != "id"]
LONGEST = {
    field.name: field.max_length for field in PlainMatter._meta.concrete_fields if field.max_length
}
TYPES = frozenset("行政许可 行政确认 行政给付 公共服务 其他行政权力 行政裁决 行政奖励".split())
CLIENTS = frozenset({"个人", "法人", "个人、法人"})
FLAGS = frozenset({"是", "否"})


def bring_in(path: str, units: frozenset[str]) -> dict[str, int]:
    """Preview and confirmation, each from the file: between the two nothing is kept."""
    difference(path, units)
    good, different = difference(path, units)
    PlainMatter.objects.bulk_create(
        [PlainMatter(**values) for values in different],
        update_conflicts=True,
        unique_fields=["inner_code"],
        update_fields=COLUMNS[1:],
        batch_size=1000,
    )
    return {"good": good, "written": len(different)}


def difference(path: str, units: frozenset[str]) -> tuple[int, list[dict]]:
    """Read the workbook, check its rows, compare them with the table."""
    rows = load_workbook(path).get_sheet_by_index(0).iter_rows()
    next(rows)
    good = [dict(zip(COLUMNS, cells, strict=True)) for cells in rows]
    good = [values for values in good if is_sound(values, units)]
    known = {row[0]: row for row in PlainMatter.objects.values_list(*COLUMNS)}
    return len(good), [
        values for values in good if known.get(values["inner_code"]) != tuple(values.values())
    ]


def is_sound(values: dict, units: frozenset[str]) -> bool:
    """Integer, lengths, vocabularies, and a unit that is known."""
    volume = values["volume"]
    if volume == "":
        values["volume"] = None
    elif isinstance(volume, float) and volume.is_integer() and volume >= 0:
        values["volume"] = int(volume)
    else:
        return False
    if any(len(values[name]) > longest for name, longest in LONGEST.items()):
        return False
    flags = (values["run_once"], values["on_request"], values["nearby"])
    return (
        values["type"] in TYPES
        and values["client"] in CLIENTS
        and all(flag in FLAGS for flag in flags)
        and (values["region"], values["unit"]) in units
    )
