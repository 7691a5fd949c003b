"""The plan of an upload in words: what would change, cell by cell, and what is wrong where."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.filling.grid import row_model
from tasks.filling.history import Words
from tasks.models import Task, WorkbookUpload
from yichuang.xlsx.cells import address

from .plan import Plan
from .vocabulary import labels_of

KINDS = {
    "refused": gettext_lazy("有误，不写入"),
    "changed": gettext_lazy("有改动"),
    "stale": gettext_lazy("下载后他人已改"),
    "warnings": gettext_lazy("待确认"),
    "missing": gettext_lazy("文件中缺少"),
    "skipped": gettext_lazy("跳过"),
}
REFUSALS = {
    "value": gettext_lazy("内容有误"),
    "added": gettext_lazy("清单外的行（新增）"),
    "altered": gettext_lazy("预置内容被改动"),
    "locked": gettext_lazy("已报送，不能修改"),
    "repeated": gettext_lazy("重复的行"),
    "foreign": gettext_lazy("其他单位的行"),
    "nameless": gettext_lazy("认不出的行"),
    "unclear": gettext_lazy("对应多行"),
}
# Facts a row may do without: whoever leaves their column out forgets nothing.
OPTIONAL = frozenset({"districts"})
# So many faulty rows are quicker mended here than in the file.
FEW_FAULTS = 20


class Preview:
    """Describes lines of a plan in the reader's language."""

    def __init__(self, plan: Plan, task: Task, *, masked: bool = False):
        self.plan, self.model = plan, row_model(task)
        self.labels = labels_of(task)
        self.words = Words(masked=masked)

    def lines(self, kind: str) -> Sequence[dict]:
        if kind == "warnings":
            return [line for line in self.plan.changed + self.plan.stale if line["warnings"]]
        return getattr(self.plan, kind)

    def described(self, lines: Sequence[dict]) -> list[dict]:
        return [self._described(line) for line in lines]

    def _described(self, line: dict) -> dict:
        return (
            {"title": "", "code": "", "text": "", "edited_at": ""}
            | line
            | {
                "place": address(line["sheet"], line["row"], None) if "sheet" in line else "",
                "changes": self._changes(line),
                "problems": self._problems(line, "problems"),
                "warnings": self._problems(line, "warnings"),
                "kind_label": str(REFUSALS.get(line.get("kind"), "")),
            }
        )

    def _changes(self, line: dict) -> list[dict]:
        return [
            self.words.change(self.model, name, old, new)
            for name, (old, new) in line.get("changes", {}).items()
        ]

    def _problems(self, line: dict, key: str) -> list[dict]:
        return [
            {
                "place": address(line["sheet"], line["row"], column),
                "label": self.labels.get(name, ""),
                "sentence": sentence,
            }
            for name, column, sentence in line.get(key, ())
        ]

    def refusals(self) -> list[dict]:
        """How many lines are refused for which reason."""
        return [{"label": str(REFUSALS[kind]), "count": n} for kind, n in self.plan.kinds.items()]


def understandings(plan: Plan, task: Task) -> list[dict]:
    """What was read as what; sheets that are laid out alike are told of together.

    `lacking` are the facts the list asks for that no column was read as, where columns are left.
    """
    alike: dict[str, dict] = {}
    for sheet in plan.sheets:
        layout = {name: sheet[name] for name in ("header_rows", "columns", "unknown", "repeated")}
        found = alike.setdefault(repr(layout), {**layout, "names": [], "hidden_rows": 0})
        found["names"].append(sheet["name"])
        found["hidden_rows"] += sheet["hidden_rows"]
        found["lacking"] = _lacking(sheet, task)
    return list(alike.values())


def _lacking(sheet: dict, task: Task) -> list[str]:
    if not sheet["unknown"]:
        return []
    labels, model = labels_of(task), row_model(task)
    owed = [name for name in model.FACTS if name not in OPTIONAL and name not in sheet["facts"]]
    return [labels[name] for name in owed]


def advice(plan: Plan) -> dict:
    """Which of the two ways to mend the faults is the shorter one: {online, sentence}."""
    faults = len(plan.refused)
    if not faults:
        return {"online": False, "sentence": ""}
    online = sum(line["kind"] == "value" for line in plan.refused)
    if online == faults and faults <= FEW_FAULTS:
        text = _("有误的行不多，建议在线修改：打开表格时，这些行中合格的内容随即保存。")
        return {"online": True, "sentence": text}
    text = _("建议下载带标注的文件，改好后重新上传；同一文件可以反复上传。")
    return {"online": False, "sentence": text}


def tasks_to_mend(upload: WorkbookUpload, plan: Plan) -> list[dict]:
    """The grids in which the faulty rows of the file can be mended: one for each department."""
    pks = {line["id"] for line in plan.refused if line["kind"] == "value"}
    if not pks:
        return []
    if not upload.task.is_collected:
        return [{"task": upload.task, "count": len(pks)}]
    counts = Counter()
    rows = row_model(upload.task).objects.of_submission(upload.task)
    for pk, task_id in rows.values_list("pk", "task_id"):
        counts[task_id] += pk in pks
    parts = upload.task.parts.for_page().in_official_order()
    return [{"task": part, "count": counts[part.pk]} for part in parts if counts[part.pk]]
