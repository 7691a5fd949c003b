"""What the people of the demo do: each act goes through the functions the pages call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.collecting import collecting
from tasks.filling import checking, grid, office, roster, submitting
from tasks.filling.content import checksum_of, content_of
from tasks.filling.forms import OfficeForm
from tasks.models import Entry, RankedMatter, ReturnClass, RowState, Task
from tasks.review import decisions
from tasks.review.reasons import Reason
from units.forms import RosterMemberForm
from units.models import RosterDuty, User

from . import answers

ROWS_AT_ONCE = 12
RETURNED_AT_ONCE = 5
REASONS = (
    Reason(ReturnClass.VOLUME, "请核对2017年办件量是否含网上办件，并在备注中说明统计口径。"),
    Reason(ReturnClass.NAME, "系统名称请填写全称，与本部门其他事项保持一致。"),
    Reason(ReturnClass.CONTACT, "联系方式请填写能联系到具体经办人的号码。"),
    Reason(ReturnClass.LEVEL, "系统层级与系统名称不一致，请按系统的建设单位填写。"),
    Reason(ReturnClass.SCOPE, "适用范围请按系统的实际使用范围填写。"),
)


class StoryStuck(Exception):
    """The portal refused an act of the story."""


@dataclass(frozen=True)
class Cast:
    """Who acts for the unit of a task, and who decides at the bureau."""

    filler: User
    signer: User
    reviewer: User


def acknowledge(task: Task, cast: Cast, at: datetime) -> None:
    submitting.acknowledge(task, by=cast.filler, at=at)


def fill_some(task, cast, at):
    _fill(task, cast, at, share=0.4)


def fill_with_problems(task, cast, at):
    """Two thirds are filled in, and some rows contradict themselves or look odd."""
    _fill(task, cast, at, share=0.66, flawed=True)


def fill(task, cast, at):
    _fill(task, cast, at)
    _settle(task, cast.filler, at)


def _fill(task, cast, at, *, share=1.0, flawed=False):
    """Save the first rows a dozen at a time, as somebody does who works through a list."""
    rows = list(grid.rows_of(task).filter(complete=False))
    rows = rows[: max(1, round(len(rows) * share))]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        cells = []
        for row in rows[start : start + ROWS_AT_ONCE]:
            cells += _cells(row, _answer(row, cast.filler, flawed))
        _save(task, cells, cast.filler, at + timedelta(minutes=start))


def _save(task, cells, by, at):
    answer = grid.save_cells(task, cells, by=by, at=at)
    if answer["refused"] or answer["conflicts"]:
        raise StoryStuck(f"{task}: {answer['refused']} {answer['conflicts']}")


FLAWS = {3: answers.contradiction, 6: answers.oddity, 7: answers.doubt}


def _answer(row, filler, flawed) -> dict:
    flaw = FLAWS.get(row.sort_order % 8) if flawed and isinstance(row, Entry) else None
    return answers.answer(row, filler) | (flaw(row) if flaw else {})


def _cells(row, facts) -> list[dict]:
    return [
        {"id": row.pk, "field": name, "was": getattr(row, name), "now": value}
        for name, value in facts.items()
    ]


def _settle(task, by, at):
    task.refresh_from_db(fields=["state"])
    for row in grid.rows_of(task).filter(complete=False):
        # Others write meanwhile: what is confirmed is judged anew, and may raise the next question.
        asked = set()
        while codes := set(row.warnings) - set(row.settled) - asked:
            asked.add(min(codes))
            grid.settle(task, row.pk, min(codes), by=by, at=at)
            row.refresh_from_db(fields=["warnings", "settled"])


def send_to_head(task, cast, at):
    submitting.send_to_head(task, by=cast.filler, at=at)


def hand_back(task, cast, at):
    note = "第2、5行联系人请改为业务处室经办人，改好再送我审核。"
    submitting.hand_back(task, note=note, by=cast.signer, at=at)


def submit(task, cast, at):
    submitting.submit(
        task,
        by=cast.signer,
        at=at,
        contact_name=cast.filler.name,
        contact_phone=cast.filler.phone,
        feedback="",
        checksum=checksum_of(content_of(task)),
    )


def approve_some(task, cast, at):
    waiting = decisions.approvable(task).values_list("pk", flat=True).order_by("pk")
    pks = list(waiting)
    decisions.approve_rows(task, pks[: len(pks) * 3 // 5], by=cast.reviewer, at=at)


def approve_rest(task, cast, at):
    pks = list(decisions.approvable(task).values_list("pk", flat=True))
    decisions.approve_rows(task, pks, by=cast.reviewer, at=at)


def return_rows(task, cast, at):
    """The busiest rows come back, each with its own reason."""
    rows = decisions.rows_in_review(task).reviewable().order_by("-matter__volume", "pk")
    reasons = dict(zip(rows.values_list("pk", flat=True)[:RETURNED_AT_ONCE], REASONS, strict=False))
    decisions.send_back_rows(task, reasons, by=cast.reviewer, at=at)


def correct(task, cast, at):
    cells = []
    for row in grid.rows_of(task).filter(state=RowState.RETURNED):
        cells += _cells(row, answers.correction(row))
    _save(task, cells, cast.filler, at)


def approve_task(task, cast, at):
    decisions.approve_task(task, by=cast.reviewer, at=at)


def send_back_task(task, cast, at):
    reason = Reason(ReturnClass.INCOMPLETE, "填报内容与来文要求不符，请补充完整后重新报送。")
    decisions.send_back_task(task, reason=reason, by=cast.reviewer, at=at)


def check_half(task, cast, at):
    rows = RankedMatter.objects.of_check(task)
    pks = list(rows.in_rank().filter(answer="").values_list("pk", flat=True))
    checking.answer(task, pks[: len(pks) // 2], by=cast.filler, at=at)


def check_rest(task, cast, at):
    checking.answer_rest(task, by=cast.filler, at=at)


def name_leader(task, cast, at):
    _enlist(task, cast, at, RosterDuty.LEADER, f"领{cast.signer.name[1:]}", "分管领导")
    _enlist(task, cast, at, RosterDuty.HEAD, f"责{cast.signer.name[1:]}", "处长")


def name_staff(task, cast, at):
    office, mobile = cast.filler.phone.split("、")
    phones = {"office_phone": office, "mobile": mobile}
    _enlist(task, cast, at, RosterDuty.STAFF, cast.filler.name, "科员", **phones)


def _enlist(task, cast, at, duty, name, position, **phones):
    """Add one line of attachment 4; invented like everybody else."""
    person = cast.filler if duty == RosterDuty.STAFF else cast.signer
    facts = {"duty": duty, "name": name, "division": person.division, "position": position}
    form = _judged(RosterMemberForm(facts | phones))
    roster.add(task, form.save(commit=False), by=cast.filler, at=at)


def confirm_office(task, cast, at):
    """已与审管办确认 (A2-1)."""
    facts = {"office_contact": "审演示", "office_confirmed_on": at.date()}
    office.confirm(task, _judged(OfficeForm(facts, instance=task)), by=cast.filler, at=at)


def _judged(form):
    if not form.is_valid():
        raise StoryStuck(form.errors.as_json())
    return form


def send_back_part(task, cast, at):
    note = "联系人请填写本局经办人员，不要填信息中心总机。"
    collecting.send_back_part(task, note=note, by=cast.reviewer, at=at)


def mark_missing(task, cast, at):
    note = "该部门正在机构调整，数据暂缺，节后补报。"
    collecting.mark_missing(task, note=note, by=cast.reviewer, at=at)
