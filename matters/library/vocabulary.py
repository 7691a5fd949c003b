"""The words of library workbooks: column names, and the values of their vocabularies."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from matters.models import ClientType, MatterState, MatterType, SystemLevel
from yichuang.xlsx.headers import normalise

# field: (label for people, names the column goes by); the first name is the official one.
COLUMNS = {
    "inner_code": (_("权力内部编码"), ("权力内部编码", "内部编码", "QL_INNER_CODE")),
    "base_code": (
        _("权力编码"),
        ("权力编码", "权力基本码", "事项编码", "基本编码", "编码", "QL_FULL_ID"),
    ),
    "name": (_("事项名称"), ("事项名称", "权力名称", "权力事项名称", "主项名称", "QL_NAME")),
    "sub_item": (_("子项名称"), ("子项名称", "子项", "办理项名称", "情形名称")),
    "type": (_("事项类型"), ("事项类型", "权力类型", "权力事项类型", "类型", "QL_KIND")),
    "client": (
        _("办理对象"),
        ("办理对象", "服务对象", "行政相对人性质", "申请人类型", "XINGZHENXDRXZ"),
    ),
    "region": (
        _("区、县（市）"),
        (
            "区、县（市）",
            "区县",
            "行政区划",
            "行政区划代码",
            "行政区划名称",
            "所属区县",
            "所属区划",
            "地区",
            "BELONGXIAQUCODE",
        ),
    ),
    "unit": (
        _("所属部门"),
        ("所属部门", "实施机关", "实施主体", "市级对应部门", "部门", "部门名称", "QL_DEP"),
    ),
    "volume": (
        _("2017年办件量（件）"),
        ("2017年办件量（件）", "办件量（件）", "办件量", "年办件量", "2017办件量", "业务量"),
    ),
    "state": (_("状态"), ("状态", "权力状态", "事项状态", "QL_STATE")),
    "run_once": (
        _("最多跑一次"),
        ("是否最多跑一次", "最多跑一次", "是否列入最多跑一次事项清单", "跑一次", "ISPYC"),
    ),
    "on_request": (_("依申请"), ("是否依申请", "依申请", "是否依申请事项")),
    "nearby": (_("适合就近可办"), ("就近可办", "是否就近可办", "适合就近可办")),
    "system_hint": (_("系统名称（库内）"), ("系统名称", "业务系统名称", "所在系统", "系统")),
    "level_hint": (
        _("系统层级（库内）"),
        ("系统层级", "事项所在系统层级", "所在系统层级", "系统所属层级", "系统级别"),
    ),
    "national_code": (_("国家编码"), ("国家编码", "国家事项编码", "国家基本目录编码")),
    "library_guid": (_("权力唯一标识"), ("权力唯一标识", "ROWGUID")),
}
SYNONYMS = {field: names for field, (_label, names) in COLUMNS.items()}
LABELS = {field: label for field, (label, _names) in COLUMNS.items()} | {"extra": _("其他字段")}
REQUIRED = ("base_code", "name", "type", "client", "unit")
NEVER_KEPT = frozenset({"序号", "编号"})

# Real libraries hold rows that somebody once typed to try the platform (domain §3.4).
A_TEST = re.compile("测试|勿删勿动")
GENUINE_TESTS = ("水平测试", "体质测试", "体能测试", "测试机构", "性能测试")

CODE_FORM = re.compile(
    r"(许可|确认|给付|公共服务|其他|裁决|奖励|征收|审核转报)-\d{5}-\d{3}(-\d{2})?"
)
SEPARATORS = re.compile(r"[;；、,，/|\s]+|和|与|及")


def _words(pairs):
    return {normalise(word): value for value, words in pairs for word in words.split()}


TYPES = _words(
    [
        (MatterType.XUKE, "许可 行政许可"),
        (MatterType.QUEREN, "确认 行政确认"),
        (MatterType.JIFU, "给付 行政给付"),
        (MatterType.FUWU, "公共服务 服务 依申请公共服务 公共服务事项"),
        (MatterType.QITA, "其他 其它 其他行政权力 其他权力 其它行政权力"),
        (MatterType.CAIJUE, "裁决 行政裁决"),
        (MatterType.JIANGLI, "奖励 行政奖励"),
        (MatterType.ZHENGSHOU, "征收 行政征收"),
        (MatterType.SHENHE, "审核转报"),
    ]
)
PERSONS = frozenset({"个人", "自然人", "公民", "群众"})
LEGALS = frozenset(
    {
        "法人",
        "企业",
        "非企业",
        "单位",
        "其他组织",
        "企业法人",
        "事业法人",
        "社会组织法人",
        "非法人组织",
    }
)
STATES = _words(
    [
        (MatterState.IN_USE, "在用 1 有效 正常 使用中"),
        (MatterState.SUSPENDED, "暂停 2 暂停使用 停用"),
        (MatterState.CANCELLED, "取消 3 已取消 注销 废止 删除"),
    ]
)
YES = frozenset({"是", "1", "y", "yes", "true", "有", "√", "✓"})
NO = frozenset({"", "否", "0", "n", "no", "false", "无", "×", "不是"})
LEVELS = _words((level, str(level.label)) for level in SystemLevel) | _words(
    [
        (SystemLevel.MINISTRY_VERTICAL, "部委垂直管理 国家垂管 中央垂管"),
        (SystemLevel.PROVINCE_VERTICAL, "省垂管 省级垂直管理"),
        (SystemLevel.PROVINCE_BUILT, "省自建"),
        (SystemLevel.CITY_BUILT, "市自建"),
        (SystemLevel.DISTRICT_BUILT, "区县自建 区自建 县自建 区县级自建"),
        (SystemLevel.NO_SYSTEM, "无业务系统 手工办理 无系统 无"),
    ]
)


def matter_type(text: str, base_code: str) -> str | None:
    """The type's slug; a blank cell is read from the prefix of the code."""
    return TYPES.get(normalise(text or base_code.partition("-")[0]))


@lru_cache(maxsize=1024)
def client(text: str) -> str | None:
    words = {word for word in SEPARATORS.split(unicodedata.normalize("NFKC", text)) if word}
    if not words or words - PERSONS - LEGALS:
        return None
    if words & PERSONS and words & LEGALS:
        return ClientType.BOTH
    return ClientType.PERSON if words & PERSONS else ClientType.LEGAL


def state(text: str) -> str | None:
    return STATES.get(normalise(text)) if text else MatterState.IN_USE


@lru_cache(maxsize=1024)
def flag(text: str) -> bool | None:
    word = unicodedata.normalize("NFKC", text).strip().lower()
    return True if word in YES else False if word in NO else None


@lru_cache(maxsize=8192)
def is_usual_code(text: str) -> bool:
    """Whether the base code has the common form; others are taken with a hint."""
    return CODE_FORM.fullmatch(text) is not None


def volume(text: str) -> int | None:
    """The cases of a year, or nothing for a blank cell, which is not zero (domain §9.9)."""
    if not text:
        return None
    digits = text
    if not (text.isascii() and text.isdecimal()):
        digits = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("件").strip()
    if not digits.isascii() or not digits.isdecimal() or int(digits) > 2_147_483_647:
        raise ValueError(text)
    return int(digits)


def level(text: str) -> str | None:
    return LEVELS.get(normalise(text)) if text else ""


def is_test_row(name: str, guid: str) -> bool:
    if A_TEST.search(guid):
        return True
    return A_TEST.search(name) is not None and not any(word in name for word in GENUINE_TESTS)
