"""What a head signs: the counts, what is odd, what changed since the last time; the receipt."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import (
    CheckAnswer,
    Entry,
    Objection,
    ObligationKind,
    RankedMatter,
    RowState,
    Submission,
    Task,
)
from tasks.models.tasks import WITH_THE_DISTRICT
from tasks.supervision.deadlines import sentence
from units.models import RosterDuty, User
from yichuang.templatetags.ui import share

from .comparing import compare
from .content import checksum_of, content_of
from .grid import row_model
from .history import Words
from .judging import Surroundings, is_settled, judge
from .rights import shown_phone
from .submitting import blockers

MOST_ODD = 50
MOST_CHANGED = 100


@dataclass
class Statement:
    """Everything on the page a head signs."""

    checksum: str
    blockers: list[str]
    counts: list[tuple[str, str]]
    odd: list[dict]
    odd_total: int
    odd_share: str
    changed: list[dict]
    changed_total: int
    last: Submission | None
    # Returned rows that say the same as before: the bureau would return them again.
    untouched: list
    # What a short task says, line by line: objections of the check list, people of the roster.
    lines: list[tuple[str, str]]


def statement_of(task: Task) -> Statement:
    content = content_of(task)
    last = task.submissions.standing().newest_first().first()
    changed = compare(last.content, content, Words()) if last else []
    odd, odd_total = _odd_rows(task)
    return Statement(
        checksum=checksum_of(content),
        blockers=blockers(task),
        counts=_counts(task, content),
        odd=odd,
        odd_total=odd_total,
        odd_share=share(odd_total, len(content["rows"])),
        changed=changed[:MOST_CHANGED],
        changed_total=len(changed),
        last=last,
        untouched=_untouched(task, last, content),
        lines=_lines(content),
    )


def _untouched(task, last, content):
    if last is None or not (task.has_rows or task.is_collected):
        return []
    before = {line["code"]: line for line in last.content["rows"]}
    same = {line["code"] for line in content["rows"] if before.get(line["code"]) == line}
    returned = _rows(task).filter(state=RowState.RETURNED).select_related("matter", "task__unit")
    return [row for row in returned.in_order() if row.matter.inner_code in same]


def _lines(content):
    if content["obligation"] == ObligationKind.CHECK:
        rows = [row for row in content["rows"] if row["objection"]]
        return [(f"{row['rank']}　{row['name']}", row["objection"]) for row in rows]
    if content["obligation"] == ObligationKind.ROSTER:
        return [(_duty(row), _person(row)) for row in content["rows"]]
    return []


def _duty(row):
    return str(RosterDuty(row["duty"]).label)


def _person(row):
    facts = ("name", "division", "position", "office_phone", "mobile")
    return "　".join(row[fact] for fact in facts if row[fact])


def _counts(task, content):
    rows = f"{len(content['rows']):,}"
    if task.kind == ObligationKind.ROSTER:
        return [(_("工作小组人员"), rows)]
    if task.kind == ObligationKind.CHECK:
        return [(_("核对事项"), rows), *_answers(task)]
    whole = row_model(task).objects.of_submission(task).counted().count()
    counts = [(_("报送行数"), share(len(content["rows"]), whole))]
    if task.is_collected:
        ready = task.parts.filter(state__in=WITH_THE_DISTRICT).count()
        counts.append((_("已报部门"), share(ready, task.parts.count())))
    if row_model(task) is Entry:
        pending = Objection.objects.pending().filter(entry__in=_rows(task)).count()
        counts.append((_("其中提出疑义"), share(pending, len(content["rows"]))))
    return counts


def _answers(task):
    ranked = RankedMatter.objects.of_check(task)
    for answer in CheckAnswer:
        yield str(answer.label), f"{ranked.filter(answer=answer).count():,}"


def _rows(task):
    """The rows that would go up: those of a department that has not reported stay behind."""
    rows = row_model(task).objects.of_submission(task).counted()
    if task.is_collected:
        rows = rows.filter(task__state__in=WITH_THE_DISTRICT)
    return rows


def _odd_rows(task):
    """Rows with a warning, each with the sentences and what the unit says about them."""
    if not (task.has_rows or task.is_collected):
        return [], 0
    rows = _rows(task).filter(suspicion__gt=0).select_related("matter", "task__unit")
    around = Surroundings.of(task)
    odd = [
        {
            "row": row,
            "unit": row.task.unit if task.is_collected else None,
            "warnings": [(one, is_settled(one, row)) for one in judge(row, around).warnings],
        }
        for row in rows.order_by("task_id", "sort_order")[:MOST_ODD]
    ]
    return odd, rows.count()


def receipt_number(submission: Submission) -> str:
    """Campaign, task and submission: short enough to be read out on the telephone."""
    task = submission.task
    return f"{task.obligation.campaign_id}-{task.pk:05d}-{submission.number:02d}"


def _sent_at(submission, at):
    """The first one decides whether a unit was in time: marked on its receipt, never lost."""
    text = f"{at:%Y-%m-%d %H:%M:%S}"
    late = submission.task.was_late and submission.at == submission.task.first_submitted_at
    return _("%(at)s（逾期报送）") % {"at": text} if late else text


def receipt_facts(submission: Submission, user: User) -> list[tuple[str, str]]:
    task = submission.task
    phone = shown_phone(submission.contact_phone, task, user)
    at = timezone.localtime(submission.at)
    facts = [
        (_("报送单位"), task.unit.full_label),
        (_("发文字号"), task.obligation.campaign.number),
        (_("报送任务"), str(task.obligation)),
        (_("报送次数"), _("第 %(n)d 次") % {"n": submission.number}),
        (_("截止时间"), sentence(task.due_at, task.obligation.campaign)),
        (_("报送时间"), _sent_at(submission, at)),
        (_("报送人"), submission.signer),
        (_("联系人"), f"{submission.contact_name}　{phone}"),
        (_("报送行数"), f"{submission.counts.get('rows', 0):,}"),
    ]
    if submission.feedback:
        facts.append((_("反馈意见"), submission.feedback))
    return facts
