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
    """Read the workbook, check it, compare it with the table and write the difference."""
    book = load_workbook(path)
    rows = book.get_sheet_by_index(0).iter_rows()
    next(rows)
    good, refused = [], 0
    for cells in rows:
        values = dict(zip(COLUMNS, cells, strict=True))
        if is_sound(values, units):
            good.append(values)
        else:
            refused += 1
    known = {row[0]: row for row in PlainMatter.objects.values_list(*COLUMNS)}
    different = [
        values for values in good if known.get(values["inner_code"]) != tuple(values.values())
    ]
    PlainMatter.objects.bulk_create(
        [PlainMatter(**values) for values in different],
        update_conflicts=True,
        unique_fields=["inner_code"],
        update_fields=COLUMNS[1:],
        batch_size=1000,
    )
    return {"good": len(good), "refused": refused, "written": len(different)}


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
