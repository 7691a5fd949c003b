"""Approving one row that was looked at, whatever the rules found."""

from datetime import datetime

from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.filling import rights
from tasks.models import Objection, RowState, Task
from units.models import User

from . import decisions


def approve(rows, pk: int, version: int, *, by: User, at: datetime) -> str:
    """Approve row `pk` of `rows` as it was shown; why not, in a sentence, or nothing."""
    row = rows.select_related("task").filter(pk=pk).first()
    if row is None or row.state != RowState.SUBMITTED:
        return _("该行已由他人处理，请查看最新状态。")
    if row.version != version:
        return _("该单位已重新报送，请核对新的内容后再审核。")
    if row.system_level == SystemLevel.UNKNOWN:
        return _("系统层级仍为“待核实”的行不能通过，请退回补充。")
    if Objection.objects.pending().filter(entry=row).exists():
        return _("该行的疑义尚未裁定，请先裁定疑义。")
    task = Task.objects.for_page().get(pk=row.task.parent_id or row.task_id)
    rights.refuse_own_unit(task, by)
    if not decisions.approve_rows(task, [pk], by=by, at=at):
        return _("该行已由他人处理，请查看最新状态。")
    return ""
