"""The 80 rows of the story: the library workbook that brings them, and what is filled in."""

import io

from openpyxl import Workbook

ROWS = 80
NAMES = [f"人社服务事项{number:02d}" for number in range(1, ROWS + 1)]
CODES = [f"许可-9{number:04d}-000" for number in range(1, ROWS + 1)]
VOLUMES = [9000 - 10 * number for number in range(ROWS)]

FACTS = ("系统层级", "系统名称", "办件量", "联系人", "联系方式", "适用范围", "适用区县")
ALL = "全部（3个）"
SELF_BUILT = ("市级自建", "杭州市人社一体化系统")
PROVINCE = ("省级自建", "浙江省人社统一服务平台")
# Typed by hand, every row different; the exported volume is the one of the library.
BY_HAND = [
    (*SELF_BUILT, 9000, "方填报", "19900000011", "全市", ALL),
    ("省级垂管", "浙江省就业管理系统", 8990, "李样例", "85250000", "市本级", ""),
    (
        *("部委垂管", "全国社会保险系统", 8980, "王测试", "85250000、19900000012"),
        *("部分区县（市）", "上城区、大江东"),
    ),
    ("无业务系统（手工办理）", "", 8970, "赵假设", "612345", "市本级", ""),
    (*SELF_BUILT, 8960, "方填报", "0571-85250000-801", "全市", ALL),
]
FILLED_DOWN_TO = 40


def _pasted(index):
    row = (*PROVINCE, VOLUMES[index] + 7, f"样例{index + 1}", f"199000001{index:02d}")
    return (*row, "部分区县（市）", "下城区") if index % 2 else (*row, "全市", ALL)


def wanted():
    """What the 80 rows hold once the unit has filled them in, row by row as in `FACTS`."""
    level, name, _volume, *rest = BY_HAND[-1]
    down = [(level, name, VOLUMES[n] + 3, *rest) for n in range(len(BY_HAND), FILLED_DOWN_TO)]
    return [*BY_HAND, *down, *(_pasted(index) for index in range(FILLED_DOWN_TO, ROWS))]


def as_block(rows):
    """Rows as a spreadsheet puts them on the clipboard; 全市 needs no districts."""
    texts = [["" if value == ALL else str(value) for value in row] for row in rows]
    return "\r\n".join("\t".join(row) for row in texts)


# The library workbook as an office really sends it: titles above, a header over two rows,
# columns in an order of its own, and a department nobody knows.
UPPER = [
    "序号",
    "归属",
    None,
    "事项基本信息",
    None,
    None,
    None,
    "2017年办件量",
    "状态",
    "权力内部编码",
]
LOWER = [
    None,
    "实施机关",
    "所属区县",
    "事项名称",
    "权力编码",
    "事项类型",
    "办理对象",
    None,
    None,
    None,
]
MERGED = ["A1:J1", "A2:J2", "A3:A4", "B3:C3", "D3:G3", "H3:H4", "I3:I4", "J3:J4"]


def _line(name, code, unit, region, volume, client="个人"):
    return [unit, region, name, code, "行政许可", client, volume, "在用", f"{code}@{unit}{region}"]


def _lines():
    for name, code, volume in zip(NAMES, CODES, VOLUMES, strict=True):
        yield _line(name, code, "杭州市人力资源和社会保障局", "杭州市", volume)
    yield _line("公安服务事项01", "确认-95001-000", "市公安局", "杭州市", 100_000)
    yield _line("公安服务事项02", "确认-95002-000", "市公安局", "杭州市", 50)
    yield _line("社会保险登记", "确认-96001-000", "区人力社保局", "上城区", 300)
    yield _line("结婚登记", "确认-96002-000", "区民政局", "上城区", 200)
    yield _line("无主事项", "许可-97001-000", "市子虚乌有局", "杭州市", 10)


KNOWN_ROWS = ROWS + 4


def library_workbook():
    book = Workbook()
    sheet = book.active
    sheet.append(["浙江省权力事项库导出表（杭州市）"])
    sheet.append(["导出时间：2018年3月20日"])
    sheet.append(UPPER)
    sheet.append(LOWER)
    for number, line in enumerate(_lines(), start=1):
        sheet.append([number, *line])
    for cells in MERGED:
        sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
