"""What a person still has to do for each task: how far it is, whose turn it is, what is next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tasks.models import ObligationKind, State, Task
from tasks.supervision import deadlines
from units.models import User

from . import rights
from .tally import Tally, tallies

WAITING_FOR = {
    State.COLLECTED: gettext_lazy("等待区县电子政务办汇总报送"),
    State.SUBMITTED: gettext_lazy("等待市数据资源局审核"),
    State.APPROVED: gettext_lazy("已全部通过，无需操作"),
}

STEP_OF = {
    State.ISSUED: 0,
    State.ACKNOWLEDGED: 1,
    State.FILLING: 1,
    State.RETURNED: 1,
    State.FOR_HEAD: 2,
    State.COLLECTED: 3,
    State.SUBMITTED: 3,
    State.APPROVED: 4,
}


def fill_url(task: Task) -> str:
    """Where the work of this kind of task is done."""
    if task.is_collected:
        return reverse("tasks:matrix", args=[task.pk])
    if task.kind == ObligationKind.CHECK:
        return reverse("tasks:check", args=[task.pk])
    if task.kind == ObligationKind.ROSTER:
        return reverse("tasks:roster", args=[task.pk])
    return reverse("tasks:grid", args=[task.pk])


def correct_url(task: Task) -> str:
    """The same, showing only what came back: the rows, or the departments that have some."""
    shown = "?state=returned" if task.is_collected else "?show=returned" if task.has_rows else ""
    return fill_url(task) + shown


@dataclass
class Todo:
    """One task as the list of a role's home shows it."""

    task: Task
    tally: Tally
    user: User
    on: date

    @property
    def title(self):
        return self.task.obligation.get_kind_display()

    @property
    def is_ours(self):
        """Whether it is this person's move."""
        if self.task.state == State.FOR_HEAD:
            return rights.may_submit(self.task, self.user)
        return self.task.state in {*rights.FILLER_STATES, State.ISSUED}

    @property
    def is_to_be_signed(self):
        """待审核报送: this person may sign it and it is complete or was sent for signing."""
        signs = rights.may_submit(self.task, self.user)
        return signs and (self.task.state == State.FOR_HEAD or self._is_waiting_to_be_signed)

    @property
    def is_ready(self):
        return self.tally.total > 0 and self.tally.left == 0

    @property
    def is_corrected(self):
        """Nothing that came back is still as it was."""
        return self.task.state != State.RETURNED or not self.tally.uncorrected

    @property
    def was_handed_back(self):
        """The head gave it back: only the reason says what is still to be done."""
        return self.task.state == State.FILLING and bool(self.task.return_note)

    @property
    def came_back(self):
        return self.was_handed_back or (
            self.task.state == State.RETURNED and bool(self.task.return_note)
        )

    @property
    def progress(self):
        """What is counted towards the next step: (done, total); corrections while rows are back."""
        if self.task.state == State.RETURNED and self.tally.returned:
            return self.tally.corrected, self.tally.returned
        return self.tally.done, self.tally.total

    @property
    def reasons(self):
        """“办件量有误 2 行、联系人或电话有误 1 行”: why the rows came back, by class."""
        if self.task.state != State.RETURNED:
            return ""
        counts = self.tally.reasons.items()
        return "、".join(_("%(reason)s %(n)d 行") % {"reason": key, "n": n} for key, n in counts)

    @property
    def urgency(self):
        """Sorting key: to be signed, returned, then by date; what waits for others comes last."""
        signing = self.task.state == State.FOR_HEAD and self.is_ours
        returned = self.was_handed_back or self.task.state == State.RETURNED
        rank = 0 if signing else 1 if returned else 2 if self.is_ours else 3
        return (rank + (self.task.state == State.APPROVED), self.due_at, self.task.pk)

    @property
    def due_at(self):
        return self.task.clock_at

    @property
    def deadline(self):
        sentence = deadlines.sentence_of(self.task)
        return _("修改%(sentence)s") % {"sentence": sentence} if self.is_timed else sentence

    @property
    def is_timed(self):
        """The clock of a correction runs, not that of the deadline."""
        return self.task.is_correction and self.task.state != State.SUBMITTED

    @property
    def time_left(self):
        if not (self.is_ours or self.task.state == State.FOR_HEAD):
            return ""
        return deadlines.left_of(self.task, on=self.on)

    @property
    def is_over(self):
        """The clock that runs is past: overdue, or a correction that takes too long."""
        task = self.task
        end = task.correction_due_at if task.is_correction else task.late_at
        return bool(self.time_left) and self.on > deadlines.last_day(end)

    @property
    def next(self):
        """The next step and whose turn it is, in one sentence."""
        if self.task.state == State.ISSUED:
            return _("请先签收，签收后即可填报。")
        if self.task.state == State.FOR_HEAD:
            return _("待您审核并报送") if self.is_ours else _("等待处室负责人审核报送")
        if self.task.state == State.RETURNED:
            return self._correction()
        if self.task.is_back_with_district:
            return self._with_collector()
        if self.task.state in WAITING_FOR:
            return str(WAITING_FOR[self.task.state])
        if self.task.is_collected:
            return self._gathering()
        if self.tally.left:
            return self._missing()
        return _("处室已退回，请按原因修改后再送审") if self.was_handed_back else self._ready()

    def _gathering(self):
        """Who is still awaited; departments noted as missing are not (case 16)."""
        tally = self.tally
        if not self._is_gathered:
            sentence = _("还有 %(n)s 个部门未报，催齐后统一报送")
            return sentence % {"n": f"{tally.parts_out or tally.parts}/{tally.parts}"}
        if tally.parts_here == tally.parts:
            return _("各部门已报齐，请核对并统一报送")
        sentence = _("已报 %(n)s 个部门，其余已注明未报，请核对并统一报送")
        return sentence % {"n": f"{tally.parts_here}/{tally.parts}"}

    def _correction(self):
        day = deadlines.short_date(deadlines.last_day(self.due_at))
        if self.tally.returned and self.is_corrected:
            return _("退回的行已修改，请重新送审报送（%(day)s前）") % {"day": day}
        if self.tally.returned:
            return ngettext(
                "待本单位修改 %(n)d 行（%(day)s前）",
                "待本单位修改 %(n)d 行（%(day)s前）",
                self.tally.uncorrected,
            ) % {"n": self.tally.uncorrected, "day": day}
        return _("已退回，待本单位修改后重新报送（%(day)s前）") % {"day": day}

    def _with_collector(self):
        mine = rights.may_edit(self.task, self.user)
        sentence = (
            _("市局退回 %(n)d 行：请代为修改，或转该部门修改（%(day)s前）")
            if mine
            else _("市局退回 %(n)d 行，由区县电子政务办修改或转本部门修改（%(day)s前）")
        )
        day = deadlines.short_date(deadlines.last_day(self.due_at))
        return sentence % {"n": self.tally.returned, "day": day}

    def _missing(self):
        if self.task.kind == ObligationKind.CHECK:
            sentence = _("待本单位核对 %(n)d 项")
        elif self.task.kind == ObligationKind.ROSTER:
            sentence = _("工作小组还缺 %(n)d 类人员")
        else:
            sentence = _("待本单位补填 %(n)d 行")
        return sentence % {"n": self.tally.left}

    def _ready(self):
        if rights.may_submit(self.task, self.user):
            return _("已填齐，待审核报送")
        return _("已填齐，请送处室负责人审核")

    @property
    def steps(self):
        """The way of the task, and where on it the task stands now."""
        labels = [_("签收"), _("填报"), _("处室审核"), _("市局审核"), _("全部通过")]
        if self.task.is_collected:
            labels[1:3] = [_("部门填报"), _("统一报送")]
        at = STEP_OF[self.task.state]
        if self.task.is_part:
            labels.insert(3, _("区县汇总"))
            at += self.task.state in {State.SUBMITTED, State.APPROVED}
        return {"labels": labels, "current": at}

    @property
    def _is_waiting_to_be_signed(self):
        """Complete at the first go; what was returned is corrected before it is signed again."""
        if self.task.state == State.RETURNED:
            return False
        return self._is_gathered if self.task.is_collected else self.is_ready

    @property
    def _is_gathered(self):
        """No department of the district is still awaited."""
        return self.tally.parts_here > 0 and self.tally.parts_out == 0

    @property
    def action(self):
        """The one thing to press: (label, address)."""
        task, detail = self.task, self.task.get_absolute_url()
        if task.state == State.ISSUED:
            return _("签收"), detail
        if self.is_to_be_signed:
            label = _("核对并统一报送") if task.is_collected else _("审核并报送")
            return label, reverse("tasks:sign", args=[task.pk])
        if task.state == State.RETURNED:
            return _("修改退回内容"), correct_url(task)
        if task.is_collected:
            return _("查看各部门进度"), fill_url(task)
        if task.is_back_with_district and rights.may_edit(task, self.user):
            return _("修改退回内容"), correct_url(task)
        if task.is_with_the_unit:
            ready = self.is_ready and not self.was_handed_back
            return (_("送审"), detail) if ready else (_("继续填报"), fill_url(task))
        return _("查看"), detail


def todos(tasks, user: User, *, on: date) -> list[Todo]:
    """The tasks as things to do, most urgent first."""
    tasks = list(tasks)
    found = tallies(tasks)
    return sorted((Todo(task, found[task.pk], user, on) for task in tasks), key=_urgency)


def _urgency(todo):
    return todo.urgency
