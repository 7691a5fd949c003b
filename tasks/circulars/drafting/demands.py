"""三、下步要求: what follows from the problems, each with its date."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from tasks.circulars.reading import Frozen
from tasks.models import ObligationKind
from units.workdays import workdays_after

from . import phrases
from .phrases import count

# Who was named has so many workdays from the cut-off.
WORKDAYS = 2
HOUR = 17
MAIN_REASONS = 3


def until(frozen: Frozen) -> date:
    return workdays_after(timezone.localdate(frozen.cut_off_at), WORKDAYS)


def demands(frozen: Frozen) -> str:
    due = f"{phrases.day(until(frozen))}{HOUR}时前"
    parts = [
        *_report(frozen, due), *_correct(frozen, due), *_improve(frozen, due),
        *_complete_groups(frozen, due), *_contact(frozen),
    ]  # fmt: skip
    return phrases.sections(parts) if parts else _nothing_left(due)


def _report(frozen, due) -> Iterator[str]:
    if found := frozen.where("overdue", ObligationKind):
        yield (
            f"抓紧报送。逾期未报的{count(len(found))}家单位须于{due}完成报送；"
            "确有困难的，在此之前书面说明原因和完成时间。逾期情况按规定纳入考核。"
        )


def _correct(frozen, due) -> Iterator[str]:
    past = frozen.where("past_correction", ObligationKind)
    returned = frozen.where("returned", ObligationKind)
    said = []
    if past:
        said.append(f"超过修改时限未重报的{count(len(past))}家单位须于{due}重新报送")
    if len(returned) > len(past):
        said.append("其他退回修改的，按退回时告知的时限重新报送")
    if said:
        yield f"及时修改。{'；'.join(said)}。"


def _improve(frozen, due) -> Iterator[str]:
    if classes := frozen.returns["classes"]:
        reasons = "、".join(f"“{label}”" for label, _count in classes[:MAIN_REASONS])
        yield f"提高质量。各单位对照{reasons}等退回原因自查已报送的事项，于{due}更正。"


def _complete_groups(frozen, due) -> Iterator[str]:
    if found := frozen.without_duties:
        yield (
            f"健全工作小组。人员不齐的{count(len(found))}家单位于{due}补齐分管领导、"
            "处（科）室负责人和具体工作人员名单及联系电话。"
        )


def _contact(frozen) -> Iterator[str]:
    """Only with something to ask about."""
    troubled = frozen.named or frozen.returns["classes"]
    if frozen.campaign["help_contact"] and troubled:
        contact = frozen.campaign["help_contact"]
        yield f"加强联系。填报中遇到问题的，请及时联系。咨询电话：{contact}。"


def _nothing_left(due) -> str:
    return f"请各单位保持联系人和联系电话畅通，{due}将审核中发现的问题答复完毕。"
