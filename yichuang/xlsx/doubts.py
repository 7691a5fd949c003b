"""Why a header that was found had better be looked at by a person before it is used."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import column_letters
from yichuang.xlsx.labels import HeaderMap, normalise
from yichuang.xlsx.sheets import Row, Sheet, data_rows

SAMPLED_ROWS = 50
SHORTEST_SERIES = 5


def doubt(
    sheet: Sheet, best: HeaderMap, found: Sequence[HeaderMap], required: Collection[str]
) -> str:
    """Why a person had better look at this header, in a sentence; empty when all is clear."""
    return (
        _claimed_twice(sheet, best)
        or _rival(best, found, required)
        or _series(sheet, best)
        or _hardly_known(best)
    )


def _claimed_twice(sheet: Sheet, best: HeaderMap) -> str:
    """Two columns with the same name and different answers."""
    for index, label in best.repeated.items():
        name = next((name for name, used in best.labels.items() if _same(used, label)), None)
        if name and _column(sheet, best, index) - _column(sheet, best, best.columns[name]):
            return _("“%(label)s”有两列（%(first)s 列和 %(second)s 列），请指定读哪一列。") % {
                "label": label,
                "first": column_letters(best.columns[name] + 1),
                "second": column_letters(index + 1),
            }
    return ""


def _same(one: str, other: str) -> bool:
    return normalise(one) == normalise(other)


def _column(sheet: Sheet, header: HeaderMap, index: int) -> set[tuple[int, str]]:
    return {
        (row.number, row.values[index])
        for row in _below(sheet, header)
        if index < len(row.values) and row.values[index]
    }


def _below(sheet: Sheet, header: HeaderMap) -> list[Row]:
    rows = (row for row in data_rows(sheet) if row.number >= header.first_data_row)
    return [row for _number, row in zip(range(SAMPLED_ROWS), rows, strict=False)]


def _rival(best: HeaderMap, found: Sequence[HeaderMap], required: Collection[str]) -> str:
    """Another row that would do as well and has other columns."""
    for other in found:
        if set(other.header_rows) & set(best.header_rows) or other.columns == best.columns:
            continue
        if other.rank(required)[:2] == best.rank(required)[:2]:
            return _("第 %(one)d 行和第 %(two)d 行都像表头，请指定哪一行是表头。") % {
                "one": best.header_rows[-1],
                "two": other.header_rows[-1],
            }
    return ""


def _series(sheet: Sheet, best: HeaderMap) -> str:
    """A column that only counts 1, 2, 3 is not what its name says: the header is shifted."""
    for name, index in best.columns.items():
        values = [value for _row, value in sorted(_column(sheet, best, index))]
        if len(values) >= SHORTEST_SERIES and values == [
            str(number) for number in range(1, len(values) + 1)
        ]:
            return _("“%(label)s”一列（%(letters)s 列）的内容是序号，请核对列的对应关系。") % {
                "label": best.labels[name],
                "letters": column_letters(index + 1),
            }
    return ""


def _hardly_known(best: HeaderMap) -> str:
    labelled = sum(map(bool, best.all_labels))
    if len(best.columns) < min(3, labelled) and 2 * len(best.columns) < labelled:
        return _("第 %(row)d 行只认出 %(count)d 列，请核对列的对应关系。") % {
            "row": best.header_rows[-1],
            "count": len(best.columns),
        }
    return ""
