"""Forty faults of the kinds that come back from departments, each with its place."""

from tasks.models import Entry, RowState

from .large_list import FIELDS, FIRST_ROW, Book, Fault

# (department, line, field, what stands there, other cells of the same line)
CELLS = (
    (1, 3, "volume", "约300", {}),
    (1, 40, "volume", -5, {}),
    (1, 77, "volume", 1.5, {}),
    (2, 11, "volume", "一千", {}),
    (2, 12, "volume", "#REF!", {}),
    (2, 13, "volume", "=SUM(1,2)", {}),
    (3, 0, "volume", "99999999999", {}),
    (3, 639, "phone", "1.990000E+10", {}),
    (4, 5, "phone", "12345", {}),
    (4, 6, "phone", "没有电话", {}),
    (5, 8, "phone", "1380000", {}),
    (5, 9, "system_level", "国家级的", {}),
    (6, 100, "system_level", "省里", {}),
    (6, 101, "scope", "大概全市吧", {}),
    (7, 200, "districts", "火星区", {}),
    (7, 201, "districts", "上城区、宁波市", {}),
    (8, 300, "districts", "下城区", {"scope": "市本级"}),
    (8, 301, "districts", "全省", {}),
    (9, 400, "system_name", "系" * 121, {}),
    (9, 401, "contact", "人" * 61, {}),
    (10, 500, "remark", "话" * 501, {}),
    (10, 501, "system_name", "手工登记台账", {"system_level": "无业务系统"}),
    (11, 600, "phone", "#N/A", {}),
    (11, 601, "contact", "=B3", {}),
)
ALTERED = (
    (12, 10, "name", "改了名的事项"),
    (12, 11, "base_code", "许可-00000-000"),
    (12, 12, "type", "行政确认"),
    (12, 13, "client", "法人"),
    (12, 14, "unit", "区第99局"),
    (12, 15, "sub_item", "多出来的子项"),
    (12, 16, "name", None),
)


def seed(book: Book) -> list[Fault]:
    """Put the faults into the book and into its list; the lines keep their numbers."""
    names = list(book.sheets)
    faults = [_cell(book, names, *one) for one in CELLS]
    faults += [_altered(book, names, *one) for one in ALTERED]
    faults.append(_locked(book, names[12], 20))
    faults += _repeated(book, names[13])
    faults += _strangers(book, names[13])
    faults.append(_stray(book, names[14]))
    faults += _deleted(book, names[0])
    return faults


def _cell(book, names, department, index, field, value, others):
    name = names[department]
    book.sheets[name][index] |= {field: value, **others}
    # The second sheet of the file has its columns in another order.
    sheet, row, column = book.place(name, index, field)
    return Fault(f"{field} {value}"[:40], sheet, row, _moved(department, field, column))


def _moved(department, field, column):
    return ORDER.index(field) if department == 1 else column


def _altered(book, names, department, index, field, value):
    book.sheets[names[department]][index][field] = value
    return Fault(f"altered {field}", *book.place(names[department], index, field), "altered")


def _locked(book, name, index):
    values = book.sheets[name][index]
    Entry.objects.filter(pk=int(values["key"])).update(state=RowState.APPROVED)
    sheet, row, _column = book.place(name, index, "name")
    return Fault("locked", sheet, row, FIELDS.index("system_level"), "locked")


def _repeated(book, name):
    lines = book.sheets[name]
    for index in (30, 31):
        lines.append(dict(lines[index]))
        yield Fault("repeated", name, FIRST_ROW + len(lines) - 1, None, "repeated")


def _strangers(book, name):
    lines = book.sheets[name]
    added = {"base_code": "许可-99999-000", "name": "新增的事项", "contact": "某人"}
    named = {"name": "只有名称的新事项", "contact": "某人"}
    foreign = dict(lines[40]) | {"key": "999999999"}
    for values, kind, field in (
        (added, "added", "base_code"),
        (named, "added", "base_code"),
        (foreign, "foreign", "base_code"),
    ):
        lines.append(values)
        yield Fault(kind, *book.place(name, len(lines) - 1, field), kind)


def _stray(book, name):
    """A word 500 rows below the table."""
    row = FIRST_ROW + len(book.sheets[name]) + 2 + 500
    book.extra[name] = [(row, FIELDS.index("contact"), "忘在这里的字")]
    return Fault("stray", name, row, FIELDS.index("contact"), "nameless")


def _deleted(book, name):
    """Two rows somebody deleted: they have no place in the file."""
    for _ in range(2):
        gone = book.sheets[name].pop(250)
        yield Fault("missing", gone["base_code"], None, None, "missing")


# Another order of columns for the second sheet, without those nobody needs.
ORDER = (
    "key", "phone", "contact", "name", "base_code", "sub_item", "volume", "system_level",
    "system_name", "scope", "districts", "remark", "unit", "type", "client",
)  # fmt: skip
