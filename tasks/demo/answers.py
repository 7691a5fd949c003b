"""What the people of the demo write into their rows: the usual, with exceptions by rule."""

from functools import cache

from matters.models import SystemLevel
from tasks.models import Entry, NearbyEntry, NearbyStatus, Scope
from units.models import User

from .facts import table
from .library import LEVELS

NO_SYSTEM_NAME = "—"


@cache
def _systems() -> dict[str, tuple[str, str]]:
    """Level and name of the usual system by base code."""
    slugs = {str(level.label): level.value for level in SystemLevel}
    return {
        line["code"]: (
            slugs[LEVELS.get(line["system_level"], line["system_level"])],
            line["typical_system"].replace(NO_SYSTEM_NAME, ""),
        )
        for line in table("matters")
    }


@cache
def _codes_of_districts() -> frozenset[str]:
    return frozenset(line["code"] for line in table("matters") if "district" in line["level"])


def answer(row: Entry | NearbyEntry, contact: User) -> dict:
    """A complete answer for the row; any warning it raises can be settled by a click."""
    if isinstance(row, NearbyEntry):
        return _nearby(row)
    level, name = _systems()[row.matter.base_code]
    volume, remark = _volume(row)
    return (
        {
            "system_level": level,
            "system_name": name,
            "volume": volume,
            "contact": contact.name,
            "phone": contact.phone,
            "scope": _scope(row),
            "districts": row.districts,
            "remark": remark,
        }
        | _own_way(row, name)
        | _in_a_hurry(row)
    )


def _volume(row) -> tuple[int, str]:
    """Mostly the library's figure; every ninth a little more, some far more, with a reason."""
    library = row.matter.volume or 0
    if row.sort_order % 23 == 11 and library:
        return library * 8 // 5 + 1, "含乡镇（街道）便民服务中心代收件，库内未统计。"
    if row.sort_order % 9 == 4:
        return library + library // 20, ""
    return library, ""


def _scope(row) -> str:
    if row.matter.district_id:
        return Scope.SOME_DISTRICTS
    shared = row.matter.base_code in _codes_of_districts()
    return Scope.WHOLE_CITY if shared else Scope.CITY_LEVEL


def _own_way(row, name) -> dict:
    """Some districts run a copy of their own, call a system by a shorter name, or class it
    otherwise than its name says."""
    if row.matter.district_id and row.matter.sort_order % 97 == 0:
        return {"system_level": SystemLevel.STANDALONE, "system_name": "区县行政权力运行系统"}
    if row.matter.district_id and row.matter.sort_order % 101 == 7:
        return {"system_name": name.replace("信息管理", "管理").replace("管理信息", "信息")}
    if name.startswith("浙江") and row.matter.sort_order % 11 == 0:
        return {"system_level": SystemLevel.CITY_BUILT}
    return {}


def _in_a_hurry(row) -> dict:
    """What the form lets pass and only the bureau's rules notice."""
    place = row.matter.sort_order
    if place % 89 == 13:
        return {"phone": "561234"}
    if place % 103 == 17:
        return {"phone": "19900000000"}
    if row.matter.district_id and place % 97 == 31:
        return {"scope": Scope.CITY_LEVEL, "districts": []}
    return {}


def contradiction(row: Entry) -> dict:
    """An answer that can be stored and contradicts itself: a problem for who submits."""
    if row.districts:
        return {"scope": Scope.CITY_LEVEL}
    return {"system_level": SystemLevel.NO_SYSTEM, "system_name": "手工登记台账"}


def oddity(row: Entry) -> dict:
    """An answer that needs a word of explanation, and has none."""
    return {"volume": (row.matter.volume or 50) * 3, "remark": ""}


def doubt(row: Entry) -> dict:
    """Nobody knows yet who runs the system: may be submitted, is not approved (domain §3.8)."""
    remark = "已去函上级主管部门核实，节后答复。"
    return {"system_level": SystemLevel.UNKNOWN, "system_name": "", "remark": remark}


def correction(row: Entry) -> dict:
    """What a unit changes after the bureau asked: the library's figure, and why."""
    return {
        "volume": row.matter.volume or 0,
        "remark": "已核对2017年办件台账，按实际办件量更正。",
    }


def _nearby(row: NearbyEntry) -> dict:
    if not row.matter.nearby:
        return {
            "status": NearbyStatus.NEGATIVE_LIST,
            "remark": "须当场核验或勘查，不适合下沉办理。",
        }
    if row.sort_order % 3:
        return {"status": NearbyStatus.OPENED, "points": 4 + row.sort_order % 9}
    return {"status": NearbyStatus.CONFIRMED}
