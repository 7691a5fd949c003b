"""The words over the columns of attachments 2 and 3, as the sheets write them and as people do."""

from django.utils.translation import gettext_lazy as _

from tasks.filling.grid import row_model
from tasks.models import ObligationKind, Task

# field: (label for people, names the column goes by), domain §4.2–4.4; the first is the official.
IDENTITY = {
    "key": (_("行标识"), ("行标识",)),
    "base_code": (_("权力编码"), ("权力编码", "事项编码", "权力基本码", "基本编码", "编码")),
    "name": (_("事项名称"), ("事项名称", "权力名称", "权力事项名称", "主项名称")),
    "sub_item": (_("子项名称"), ("子项名称", "子项", "办理项名称", "情形名称")),
    "type": (_("事项类型"), ("事项类型", "权力类型", "权力事项类型", "类型")),
    "client": (_("办理对象"), ("办理对象", "服务对象", "申请人类型")),
    "district": (_("区、县（市）"), ("区、县（市）", "区县", "所属区县", "地区")),
    "unit": (
        _("所属部门"),
        ("所属部门", "所属部门（区县）", "部门", "部门名称", "实施机关", "实施主体", "单位"),
    ),
}
REMARK = {
    "remark": (
        _("备注/反馈意见"),
        ("备注/反馈意见", "备注", "反馈意见", "备注（反馈意见）", "说明"),
    )
}
FACTS = {
    "system_level": (
        _("事项所在系统层级"),
        ("事项所在系统层级", "系统层级", "所在系统层级", "系统所属层级", "系统级别"),
    ),
    "system_name": (
        _("系统名称"),
        ("系统名称", "业务系统名称", "所在系统", "事项所在系统名称", "使用系统", "所用系统"),
    ),
    "volume": (
        _("办件量（件）"),
        (
            *("办件量（件）", "办件量", "2017年办件量（件）", "2017年办件量", "年办件量", "业务量"),
            *("去年办件量", "办件数", "年办件数", "去年办件数", "办件数量"),
        ),
    ),
    "contact": (_("联系人"), ("联系人", "部门联系人", "事项所属部门联系人", "联系人姓名", "姓名")),
    "phone": (
        _("联系方式"),
        ("联系方式", "联系电话", "电话", "手机", "联系人电话", "手机号码", "电话号码"),
    ),
    "scope": (_("适用范围"), ("适用范围", "系统适用范围", "使用范围", "范围")),
    "districts": (_("适用区县"), ("适用区县", "适用区、县（市）", "适用区县（市）", "适用地区")),
}
NEARBY_FACTS = {
    "status": (_("就近可办情况"), ("就近可办情况", "就近可办", "办理情况", "是否就近可办")),
    "points": (_("可办点位数（个）"), ("可办点位数（个）", "可办点位数", "点位数", "点位")),
}
# Columns of the official sheets and of our own editions that are never read.
SILENT = frozenset({"序号", "编号", "审核状态", "退回原因", "库版本", "行版本", "状态"})
FIXED = ("name", "sub_item", "base_code", "type", "client")


def columns_of(task: Task) -> dict[str, tuple]:
    """Every column this list may have: what tells the rows apart, then what is filled in."""
    facts = NEARBY_FACTS if task.kind == ObligationKind.NEARBY else FACTS
    return IDENTITY | facts | REMARK


def synonyms_of(task: Task) -> dict[str, tuple[str, ...]]:
    return {field: names for field, (_label, names) in columns_of(task).items()}


def labels_of(task: Task) -> dict[str, str]:
    return {field: str(label) for field, (label, _names) in columns_of(task).items()}


def facts_of(task: Task) -> tuple[str, ...]:
    return (*row_model(task).FACTS, "remark")
