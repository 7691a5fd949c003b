"""Other words people write for the values of the vocabularies (domain §3.7, §4.4)."""

from django.utils.translation import override

from matters.models import SystemLevel
from tasks.models import NearbyStatus, Scope

LEVEL_WORDS = {
    SystemLevel.MINISTRY_VERTICAL: (
        "部委垂直管理", "部垂管", "国家垂管", "国家级垂管", "中央垂管", "部级垂管", "国垂",
    ),
    SystemLevel.PROVINCE_VERTICAL: ("省垂管", "省级垂直管理", "省垂", "省垂直管理"),
    SystemLevel.PROVINCE_BUILT: ("省自建", "省级统建", "省统建", "省级建设"),
    SystemLevel.CITY_BUILT: ("市自建", "市级统建", "市统建", "市级建设", "本市自建"),
    SystemLevel.DISTRICT_BUILT: (
        "区县自建", "区县（市）级自建", "区自建", "县自建", "区县级自建", "区级自建", "县级自建",
    ),
    SystemLevel.STANDALONE: ("本地独立部署", "独立部署系统"),
    SystemLevel.NO_SYSTEM: ("无业务系统", "手工办理", "无系统", "无", "没有系统"),
    SystemLevel.UNKNOWN: ("不清楚", "待定", "待确认", "未知"),
}  # fmt: skip
SCOPE_WORDS = {
    Scope.WHOLE_CITY: ("全部", "全市适用", "全市范围", "所有区县", "全部区县"),
    Scope.CITY_LEVEL: ("市级", "本级", "市本级适用", "仅市本级", "仅市级"),
    Scope.SOME_DISTRICTS: (
        "部分",
        "部分区县",
        "部分区、县（市）",
        "本区",
        "本县",
        "本区县",
        "区县",
    ),
}
STATUS_WORDS = {
    NearbyStatus.NEGATIVE_LIST: ("不纳入", "负面清单", "否"),
    NearbyStatus.CONFIRMED: ("可办", "已确认", "是"),
    NearbyStatus.OPENED: ("开通", "已开通办理"),
}


def choices_with_words(choices, words) -> list[list]:
    """`[[value, label, [other words]], …]` as the grid in the browser reads them; the official
    word is among them in whatever language the label is."""
    with override("zh-hans"):
        official = {value: str(label) for value, label in choices}
    return [[value, label, [official[value], *words.get(value, ())]] for value, label in choices]
