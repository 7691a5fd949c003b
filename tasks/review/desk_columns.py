"""The columns of the desk: what each is called, sorted by, and written into a workbook as."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PAGE = "desk"


@dataclass(frozen=True)
class DeskColumn:
    """`fields` are the columns of the workbook it becomes; `fact` is a field of the row."""

    key: str
    label: str
    fields: tuple[str, ...]
    fact: str = ""
    sort: str = ""
    number: bool = False
    usual: bool = True  # stands there when nobody has chosen columns


# The first one names the row and always stands there.
MATTER = DeskColumn("matter", _("事项"), ("code", "name", "sub_item"), sort="matter")
COLUMNS = {
    column.key: column
    for column in (
        DeskColumn("unit", _("单位"), ("district", "unit"), sort="unit"),
        DeskColumn("findings", _("疑点"), ("severity", "findings"), sort="severity"),
        DeskColumn("level", _("系统层级"), ("system_level",), "system_level", "level"),
        DeskColumn("system", _("系统名称"), ("system_name",), "system_name", "system"),
        DeskColumn("volume", _("办件量（件）"), ("volume",), "volume", "volume", number=True),
        DeskColumn("scope", _("适用范围"), ("scope",), "scope"),
        DeskColumn("districts", _("适用区县"), ("districts",), "districts", usual=False),
        DeskColumn("contact", _("联系人"), ("contact",), "contact"),
        DeskColumn("phone", _("联系方式"), ("phone",), "phone", usual=False),
        DeskColumn("remark", _("备注/反馈意见"), ("remark",), "remark"),
        DeskColumn("type", _("事项类型"), ("type",), usual=False),
        DeskColumn("client", _("办理对象"), ("client",), usual=False),
        DeskColumn("waiting", _("等待"), ("submitted_at",)),
        DeskColumn("state", _("状态"), ("state", "return_reason"), usual=False),
    )
}
USUAL = [key for key, column in COLUMNS.items() if column.usual]


def columns_of(keys: Iterable[str]) -> list[DeskColumn]:
    """The columns that `keys` name, in their order, each once; the usual ones for none."""
    known = [key for key in dict.fromkeys(keys) if key in COLUMNS]
    return [COLUMNS[key] for key in known or USUAL]


def choices(shown: list[DeskColumn]) -> list[dict]:
    """Every column and whether it is shown: those that are first, in their order."""
    others = [column for column in COLUMNS.values() if column not in shown]
    earlier, later = gettext("“%(label)s”前移"), gettext("“%(label)s”后移")
    return [
        {
            "key": column.key,
            "label": label,
            "shown": column in shown,
            "earlier": earlier % {"label": label},
            "later": later % {"label": label},
        }
        for column in (*shown, *others)
        for label in (str(column.label),)
    ]
