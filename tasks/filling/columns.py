"""The columns of a list: those of the official sheet, fixed or filled in, each with its help."""

from django.urls import reverse
from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.models import NearbyStatus, ObligationKind, Scope, Task

from .vocabulary import LEVEL_WORDS, SCOPE_WORDS, STATUS_WORDS, choices_with_words


def columns(task: Task, districts: dict[int, str]) -> list[dict]:
    """The columns of the official sheet: fixed ones first, then what the unit fills in.

    `districts` are those to choose from in 适用区县, {unit id: name} in official order.
    """
    if task.kind == ObligationKind.NEARBY:
        return fixed_columns(task) + _nearby_columns()
    return fixed_columns(task) + _fact_columns(task, districts)


def fixed_columns(task: Task) -> list[dict]:
    fixed = [
        _fixed("name", _("事项名称"), 180, frozen=True),
        _fixed("sub_item", _("子项名称"), 130, frozen=True),
        _fixed("base_code", _("权力编码"), 140),
        _fixed("type", _("事项类型"), 84),
        _fixed("client", _("办理对象"), 84),
    ]
    if task.kind != ObligationKind.NEARBY:
        fixed.append(_fixed("library_volume", _("库内办件量"), 92, align="end"))
    return fixed


def _fixed(key, label, width, **more):
    return {"key": key, "label": label, "kind": "text", "locked": True, "width": width, **more}


def _fact(key, label, width, kind="text", **more):
    return {"key": key, "label": label, "kind": kind, "width": width, **more}


def _fact_columns(task, districts):
    return [
        _fact(
            "system_level", _("事项所在系统层级"), 120, "choice", required=True,
            choices=choices_with_words(SystemLevel.choices, LEVEL_WORDS),
            help=_("垂管：上级建设和运行，本地只登录使用；自建：由该级部门建设，可改造和开放接口。"),
        ),
        _fact(
            "system_name", _("系统名称"), 190, required=True,
            suggest=reverse("tasks:system-names", args=[task.pk]),
            help=_("写系统全称；无业务系统的留空并选“无业务系统（手工办理）”。"),
        ),
        _fact(
            "volume", _("办件量（件）"), 92, "integer", required=True, align="end",
            help=_("2017年1–12月办件量，整数；没有办件填0，不要留空。"),
        ),
        _fact("contact", _("联系人"), 84, required=True),
        _fact(
            "phone", _("联系方式"), 130, "phone", required=True,
            help=_("多个号码用“、”隔开，可填政务短号。"),
        ),
        _fact(
            "scope", _("适用范围"), 110, "choice", required=True,
            choices=choices_with_words(Scope.choices, SCOPE_WORDS),
            help=_("全市：所有区县适用；市本级：只有市级适用；部分区县（市）：请再选适用区县。"),
        ),
        _fact(
            "districts", _("适用区县"), 150, "multi",
            choices=[list(item) for item in districts.items()],
            help=_("适用范围为“部分区县（市）”时必选。"),
        ),
        _fact("remark", _("备注/反馈意见"), 160),
    ]  # fmt: skip


def _nearby_columns():
    return [
        _fact(
            "status", _("就近可办情况"), 150, "choice", required=True,
            choices=choices_with_words(NearbyStatus.choices, STATUS_WORDS),
            help=_("能在乡镇（街道）便民服务中心、村（社区）、自助机或邮政银行网点收件或受理的，为就近可办。"),
        ),
        _fact("points", _("可办点位数（个）"), 110, "integer", align="end"),
        _fact("remark", _("备注/反馈意见"), 220),
    ]  # fmt: skip


def groups(all_columns: list[dict]) -> list[dict]:
    """The merged first header row: what is fixed and what is to be filled in."""
    locked = sum(bool(column.get("locked")) for column in all_columns)
    return [
        {"label": _("事项基本信息（市数据资源局预置，不得新增、变更、删除）"), "span": locked},
        {"label": _("补填内容（事项所属部门填写）"), "span": len(all_columns) - locked},
    ]
