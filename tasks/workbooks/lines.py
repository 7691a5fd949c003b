"""One line of an uploaded file on its way into the plan, and what may be wrong with it."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import FilledRow
from yichuang.xlsx.headers import Record


@dataclass
class FileLine:
    """One line of the file on its way into the plan."""

    sheet: str
    record: Record
    columns: dict[str, int]
    row: FilledRow | None = None
    stale: bool = False
    problems: list[list] = field(default_factory=list)
    warnings: list[list] = field(default_factory=list)
    changes: dict[str, list] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    converted: bool = False
    kind: str = "value"

    def blame(self, name: str | None, sentence: str) -> None:
        self.problems.append([name, self.columns.get(name), sentence])

    def warn(self, name: str, sentence: str) -> None:
        self.warnings.append([name, self.columns.get(name), sentence])

    def stored(self) -> dict:
        cells = self.record.values
        matter = self.row.matter if self.row else None
        line = {
            "id": self.row.pk if self.row else None,
            "sheet": self.sheet,
            "row": self.record.number,
            "title": matter.full_name if matter else cells.get("name", "")[:80],
            "code": matter.base_code if matter else cells.get("base_code", "")[:50],
        }
        if self.problems:
            blamed = {name for name, _column, _sentence in self.problems}
            return line | {
                "kind": self.kind,
                "problems": self.problems,
                "texts": {name: text for name, text in self.texts.items() if name in blamed},
                # What was good in the same line: not written either, but not lost.
                "good": {name: pair for name, pair in self.changes.items() if name not in blamed},
            }
        return line | {
            "changes": self.changes,
            "warnings": self.warnings,
            "converted": self.converted,
        }


def added() -> str:
    # 杭智办〔2018〕2号 二(一)3: the list itself is fixed
    return _("清单里没有这个事项。事项不得新增、变更、删除；如需新增，请在省权力事项管理平台操作。")


def altered(label: str, text: str, known: str) -> str:
    if not text:
        return _("“%(label)s”是空的，清单中为“%(known)s”。预置内容不得变更、删除。") % {
            "label": label,
            "known": known,
        }
    return _(
        "“%(label)s”由“%(known)s”改成了“%(text)s”。预置内容不得变更；"
        "如确有变化，请在省权力事项管理平台操作。"
    ) % {"label": label, "known": known[:80], "text": text[:80]}


def locked(row: FilledRow) -> str:
    return _("本行%(state)s，现在不能修改。") % {"state": row.get_state_display()}


def last_edit(row: FilledRow) -> dict:
    at = timezone.localtime(row.updated_at) if row.updated_at else None
    return {
        "edited_at": f"{at:%Y-%m-%d %H:%M}" if at else "",
        "edited_by": str(row.updated_by or ""),
    }
