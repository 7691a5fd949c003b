"""The person's own workbook back with what is wrong written into it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import WorkbookUpload
from units import jobs
from units.models import Job, User
from yichuang.xlsx.marking import CannotMark, Finding, list_only, mark, rebuilt
from yichuang.xlsx.weighing import MOST_CELLS, work_of

from .limits import limits
from .plan import Plan
from .tables import sheets_of
from .vocabulary import labels_of

MARK = "workbook-mark"
ADVICE = {
    "value": "请按提示改正本单元格。",
    "added": "请删去本行，或在省权力事项管理平台办理新增。",
    "altered": "请恢复为清单中的内容，或在省权力事项管理平台办理变更。",
    "locked": "本行不用再改；需要修改时请联系审核人退回。",
    "repeated": "请只保留其中一行。",
    "foreign": "请删去本行。",
    "nameless": "请补上权力编码或事项名称，或删去本行。",
    "unclear": "请在门户下载本任务的填报表填写。",
}


def findings(upload: WorkbookUpload) -> list[Finding]:
    plan, labels = Plan.restored(upload.plan), labels_of(upload.task)
    return [*_faults(plan, labels), *_doubts(plan, labels), *_missing(plan)]


def _faults(plan: Plan, labels):
    for line in plan.refused:
        for name, column, sentence in line["problems"]:
            yield _finding(line, name, column, sentence, "error", ADVICE[line["kind"]], labels)


def _doubts(plan: Plan, labels):
    for line in plan.changed + plan.stale:
        for name, column, sentence in line["warnings"]:
            advice = "写入后请在门户确认，或在备注中说明。"
            yield _finding(line, name, column, sentence, "warning", advice, labels)
    for line in plan.stale:
        sentence = f"下载之后 {line['edited_by']} 在 {line['edited_at']} 改过本行。"
        advice = "请核对后在门户选择是否覆盖。"
        yield _finding(line, None, None, sentence, "warning", advice, labels)


def _missing(plan: Plan):
    for line in plan.missing:
        yield Finding(
            sheet="",
            row=None,
            column=None,
            sentence=f"文件中缺少清单里的事项：{line['code']} {line['title']}（{line['unit']}）。",
            kind="warning",
            label="",
            advice="没有删除任何内容；事项不得删除，如已取消请在省权力事项管理平台操作。",
        )


def _finding(line, name, column, sentence, kind, advice, labels) -> Finding:
    return Finding(
        sheet=line["sheet"],
        row=line["row"],
        column=None if column is None else column + 1,
        sentence=sentence,
        kind=kind,
        label=labels.get(name, ""),
        advice=advice,
    )


def file_name(upload: WorkbookUpload) -> str:
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    return f"{stem.removesuffix('-已标注')}-已标注.xlsx"


def is_large(upload: WorkbookUpload) -> bool:
    """Whether marking takes longer, and more memory, than the answer to a page may."""
    with upload.file.open("rb") as stream:
        return work_of(stream) > settings.LARGEST_DIRECT_MARKING


@transaction.atomic
def ask(upload: WorkbookUpload, *, by: User) -> Job:
    """Let a worker mark the file; of several who press at once all get the same job."""
    WorkbookUpload.objects.select_for_update(of=("self",)).only("pk").get(pk=upload.pk)
    under_way = Job.objects.visible_to(by).filter(kind=MARK, arguments__upload=upload.pk)
    title = _("标注工作簿：%(name)s") % {"name": upload.file_name[:80]}
    return under_way.unfinished().first() or jobs.ask(
        MARK, title=title[:120], owner=by, upload=upload.pk
    )


def marked(upload: WorkbookUpload) -> bytes:
    """The uploaded file with marks; as a workbook of its values when it was none, and only the
    list of findings when the file cannot be marked."""
    found = findings(upload)
    with upload.file.open("rb") as stream:
        content = stream.read()
    with upload.file.open("rb") as stream:
        sheets = sheets_of(stream)
    intro = _("%(name)s 的核对结果") % {"name": upload.file_name}
    if any(sheet.kind != "xlsx" for sheet in sheets):
        if sum(len(row.values) for sheet in sheets for row in sheet.rows) > MOST_CELLS:
            return list_only(found, intro=f"{intro}\n{_too_large()}")
        return rebuilt(sheets, found, intro=intro)
    try:
        return mark(content, found, intro=intro, limits=limits())
    except CannotMark as error:
        return list_only(found, intro=f"{intro}\n{error.sentence}")


def _too_large() -> str:
    return _("文件的单元格过多，无法重建带标注的表格；问题见下面的清单。")
