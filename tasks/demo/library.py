"""The library workbook of the demo: 233 city rows and 299 rows for each of 15 districts."""

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from matters import catalogue
from matters.models import LibraryVersion
from units.models import User

from .facts import document, several, table
from .units import name_in_workbook

COLUMNS = (  # heading, width, attribute of a row
    ("权力内部编码", 30, "inner_code"),
    ("权力编码", 20, "base_code"),
    ("事项名称", 40, "name"),
    ("子项名称", 30, "sub_item"),
    ("事项类型", 12, "type"),
    ("办理对象", 12, "client"),
    ("区、县（市）", 18, "region"),
    ("所属部门", 24, "department"),
    ("2017年办件量（件）", 14, "volume"),
    ("是否依申请", 10, "on_request"),
    ("是否最多跑一次", 10, "run_once"),
    ("适合就近可办", 10, "nearby"),
    ("系统名称", 34, "system"),
    ("系统层级", 14, "level"),
    ("状态", 8, "state"),
)
NOT_FROM_HERE = "市大数据发展服务中心"
LEVELS = {"区县自建": "区县（市）自建", "无业务系统": "无业务系统（手工办理）"}
# The library knows only whether an upper level runs one system for all (IS_UPUNIFY).
KNOWN_TO_THE_LIBRARY = {"部委垂管", "省级垂管", "省级自建"}


@dataclass(frozen=True)
class LibraryRow:
    """One matter of one region as the provincial library would give it."""

    inner_code: str
    base_code: str
    name: str
    sub_item: str
    type: str
    client: str
    region: str
    department: str
    volume: int
    nearby: str
    system: str
    level: str
    on_request: str = "是"
    run_once: str = "是"
    state: str = "在用"


def library_rows() -> list[LibraryRow]:
    """All regions in official order, in each the departments in official order."""
    order = {line["short_name"]: place for place, line in enumerate(table("departments"))}
    matters = sorted(table("matters"), key=lambda matter: order[matter["department"]])
    shares = {matter["code"]: share_out(matter) for matter in matters}
    rows = [_city_row(m, shares[m["code"]]["330100"]) for m in matters if "city" in m["level"]]
    for district in table("districts"):
        names = {name: name_in_workbook(district, name) for name in _district_departments()}
        region = district["gb_code"] or district["local_code"]
        for matter in matters:
            if "district" in matter["level"]:
                volume = shares[matter["code"]][region]
                rows.append(_district_row(matter, district, names[matter["department"]], volume))
    return rows


def _district_departments() -> set[str]:
    return {matter["department"] for matter in table("matters") if "district" in matter["level"]}


def share_out(matter: dict[str, str]) -> dict[str, int]:
    """Cases of 2017 by region: by weight, rounded down; the rest goes to the first regions,
    one each, so that the regions add up to the city-wide figure exactly."""
    weights = {}
    if "city" in matter["level"]:
        weights["330100"] = document("city")["city_weight"]
    if "district" in matter["level"]:
        for district in table("districts"):
            weights[district["gb_code"] or district["local_code"]] = int(district["weight"])
    total, volume = sum(weights.values()), int(matter["volume_2017"])
    shares = {region: volume * weight // total for region, weight in weights.items()}
    for region in list(shares)[: volume - sum(shares.values())]:
        shares[region] += 1
    return shares


def _city_row(matter, volume) -> LibraryRow:
    return _row(matter, "330100", "市本级", matter["department"], volume)


def _district_row(matter, district, department, volume) -> LibraryRow:
    region = district["gb_code"] or district["local_code"]
    return _row(matter, region, district["short_name"], department, volume)


def _row(matter, region_code, region, department, volume) -> LibraryRow:
    known = matter["system_level"] in KNOWN_TO_THE_LIBRARY
    return LibraryRow(
        inner_code=f"{region_code}-{matter['code']}",
        base_code=matter["code"],
        name=matter["name"],
        sub_item=matter["sub_item"],
        type=matter["type"],
        client="、".join(several(matter["client"])),
        region=region,
        department=department,
        volume=volume,
        nearby="是" if matter["nearby"] == "yes" else "否",
        system=matter["typical_system"] if known else "",
        level=matter["system_level"] if known else "",
    )


def changed_rows() -> list[LibraryRow]:
    """The next version: 3 rows added, 4 changed, 2 withdrawn, 1 of a unit nobody knows."""
    rows = library_rows()
    renamed, busier, widened, refined, withdrawn, _also_withdrawn, *others = rows
    return [
        replace(renamed, name=f"{renamed.name}（办理）"),
        replace(busier, volume=busier.volume + 1200),
        replace(widened, client="个人、法人"),
        replace(refined, sub_item=f"{refined.sub_item}（含变更）"),
        *others,
        *(_new_row(withdrawn, number) for number in (1, 2, 3)),
        replace(_new_row(withdrawn, 4), department=NOT_FROM_HERE),
    ]


def _new_row(like: LibraryRow, number: int) -> LibraryRow:
    code = f"公共服务-90999-{number:03d}"
    return replace(
        like,
        inner_code=f"330100-{code}",
        base_code=code,
        name=f"演示新增事项{number}",
        sub_item="",
        type="公共服务",
        volume=100 * number,
    )


def load(*, by: User, at: datetime) -> LibraryVersion:
    """Bring the workbook in as an admin does: upload, look at the plan, apply."""
    stream = BytesIO()
    write_workbook(stream)
    name = document("campaign")["library"]
    upload = catalogue.receive(SimpleUploadedFile(name, stream.getvalue()), by=by, at=at)
    return catalogue.apply_upload(upload, by=by, at=at, on=at.date())


def write_workbook(stream: BinaryIO, *, changed: bool = False) -> int:
    """Write the workbook an admin uploads; returns the number of rows."""
    rows = changed_rows() if changed else library_rows()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("权力事项库")
        _write_head(book, sheet)
        text = book.add_format({"num_format": "@"})
        for number, row in enumerate(rows, start=3):
            for column, (_heading, _width, attribute) in enumerate(COLUMNS):
                value = getattr(row, attribute)
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, value, text)
    return len(rows)


def _write_head(book, sheet) -> None:
    """A title, an empty line, then the header: where offices put it."""
    title = book.add_format({"bold": True, "font_size": 16})
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#EEEEEE", "border": 1})
    sheet.write_string(
        0, 0, "省权力事项库杭州市事项导出表（演示数据，编码和办件量均为虚构）", title
    )
    for column, (heading, width, _attribute) in enumerate(COLUMNS):
        sheet.write_string(2, column, heading, head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 0)
