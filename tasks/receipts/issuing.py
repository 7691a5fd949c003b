"""Handing a receipt out: the signed content with who, when and what for, as one signed file."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from tasks.filling.signing import receipt_number
from tasks.models import Entry, NearbyEntry, ObligationKind, RankedMatter, Submission
from units.models import Event, RosterMember, User

from . import layout

# What the short names inside the content mean, for whoever reads the file.
_NAMES = {
    "code": "编码",
    "name": "名称（姓名）",
    "unit": "填报单位",
    "rank": "序号",
    "answer": "核对结果",
    "objection": "疑义",
}
_MODELS = {
    ObligationKind.CITY_LIST: Entry,
    ObligationKind.DISTRICT_LIST: Entry,
    ObligationKind.NEARBY: NearbyEntry,
    ObligationKind.CHECK: RankedMatter,
    ObligationKind.ROSTER: RosterMember,
}


def receipt_text(submission: Submission) -> str:
    """The file of a receipt; the same submission always gives the same one."""
    task = submission.task
    campaign = task.obligation.campaign
    with translation.override("zh-hans"):
        receipt = {
            layout.KIND: layout.KIND_TEXT,
            layout.FORMAT: layout.FORMAT_NUMBER,
            layout.NUMBER: receipt_number(submission),
            "发文字号": campaign.number,
            "发文机关": campaign.issuer,
            "报送单位": task.unit.full_label,
            "报送任务": str(task.obligation),
            "报送次数": submission.number,
            layout.AT: timezone.localtime(submission.at).isoformat(timespec="seconds"),
            "报送人": submission.signer,
            "代谁报送": submission.signed_for.label if submission.signed_for_id else "",
            "联系人": submission.contact_name,
            layout.PHONE: submission.contact_phone,
            "反馈意见": submission.feedback,
            "报送行数": submission.counts.get("rows", 0),
            "栏目说明": _legend(submission),
            layout.CONTENT: submission.content,
            layout.CHECKSUM: submission.checksum,
        }
    return layout.signed(receipt)


def _legend(submission):
    rows = submission.content.get("rows") or [{}]
    fields = {one.name: one for one in _MODELS[submission.task.kind]._meta.fields}
    return {
        name: _NAMES.get(name) or (str(fields[name].verbose_name) if name in fields else name)
        for name in rows[0]
    }


@transaction.atomic
def hand_out(submission: Submission, *, by: User, at: datetime) -> tuple[str, str]:
    """Name and text of the file; it holds telephone numbers, so that handing out is recorded."""
    name = f"回执 {receipt_number(submission)}.json"
    rows = submission.counts.get("rows", 0)
    unit = submission.task.unit
    Event.objects.record_export(name, rows=rows, by=by, at=at, subject=submission, unit=unit)
    return name, receipt_text(submission)
