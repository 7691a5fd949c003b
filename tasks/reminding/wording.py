"""What the placeholders stand for: of what one unit owes, and of all who are missing."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.filling.tally import Tally
from tasks.models import ObligationKind, Rung, Task
from tasks.supervision import deadlines
from yichuang.templatetags.ui import moment

from .facts import Facts

MOST_TASKS, MOST_NAMES = 2, 10


def words_of_unit(rung: Rung, tasks: list[Task], facts: Facts) -> dict[str, str]:
    """The words of `placeholders.OF_A_UNIT` for tasks of one unit and campaign."""
    first = min(tasks, key=lambda task: (task.clock_at, task.pk))
    slips = [facts.slip(rung, task) for task in tasks]
    slips = [slip for slip in slips if slip is not None]
    return _common(rung, first) | {
        "单位": first.unit.full_label,
        "任务": _names(tasks),
        "任务清单": "\n".join(_lines(tasks, facts)),
        "项数": str(len(tasks)),
        "剩余": deadlines.left_of(first, on=timezone.localdate(facts.at)),
        "进度": "；".join(_of_each(tasks, facts, done)),
        "缺口": "；".join(_of_each(tasks, facts, gap)),
        "分管领导": "、".join(facts.leaders(first)) or _("名单中尚无"),
        "编号": "、".join(slip.official_number for slip in slips),
        # What has no slip of its own is asked for by the end of the day.
        "时限": moment(min(slip.due_at for slip in slips)) if slips else _("今天下班"),
    }


def words_of_list(rung: Rung, tasks: list[Task], facts: Facts) -> dict[str, str]:
    """The words of `placeholders.OF_A_LIST` for the missing tasks of one campaign."""
    first = min(tasks, key=lambda task: (task.clock_at, task.pk))
    by_obligation = defaultdict(list)
    for task in sorted(tasks, key=_official):
        by_obligation[task.obligation].append(task.unit.full_label)
    missing = len({task.unit_id for task in tasks})
    return _common(rung, first) | {
        "时间": moment(facts.at),
        "未报": f"{missing}/{facts.units_of(first.obligation.campaign_id)}",
        "未报名单": "\n".join(
            _("%(task)s（%(n)s）：%(units)s") % {
                "task": obligation,
                "n": f"{len(units)}/{facts.units_asked(obligation.pk)}",
                "units": "、".join(units),
            }
            for obligation, units in by_obligation.items()
        ),
    }  # fmt: skip


def _common(rung, task):
    campaign = task.obligation.campaign
    return {
        "专项": campaign.title,
        "文号": campaign.number,
        "节点": rung.name,
        "截止": deadlines.sentence_of(task),
        "咨询电话": campaign.help_contact,
    }


def _official(task):
    obligation = task.obligation
    return (obligation.due_at, obligation.pk, task.unit.sort_order, task.unit_id, task.pk)


def _names(tasks: list[Task]) -> str:
    names = list(dict.fromkeys(str(task.obligation) for task in tasks))
    said = "、".join(names[:MOST_TASKS])
    if len(names) > MOST_TASKS:
        return _("%(names)s等%(n)d项") % {"names": said, "n": len(names)}
    return said


def _lines(tasks: list[Task], facts: Facts) -> Iterable[str]:
    """“1. 补填对接事项清单（市级部门）：填报中，已填 63/80 行，还差 17 行”; with its own date where
    the dates differ."""
    dates = {task.clock_at for task in tasks}
    for number, task in enumerate(tasks, start=1):
        tally = facts.tally(task)
        parts = [task.get_state_display(), done(task, tally), gap(task, tally, facts)]
        if len(dates) > 1:
            parts.append(deadlines.sentence_of(task))
        said = "，".join(part for part in parts if part)
        yield f"{number}. {task.obligation}：{said}"


def _of_each(tasks: list[Task], facts: Facts, say) -> Iterable[str]:
    for task in tasks:
        said = say(task, facts.tally(task), facts)
        yield f"{task.obligation} {said}" if len(tasks) > 1 else said


def done(task: Task, tally: Tally, facts: Facts | None = None) -> str:
    """How far the task is, with its denominator."""
    if task.is_correction and tally.returned:
        return _("已修改 %(n)s 行") % {"n": f"{tally.corrected}/{tally.returned}"}
    if task.is_collected:
        return _("已报 %(n)s 个部门") % {"n": f"{tally.parts_here}/{tally.parts}"}
    figures = {"n": f"{tally.done}/{tally.total}"}
    if task.kind == ObligationKind.CHECK:
        return _("已核对 %(n)s 项") % figures
    if task.kind == ObligationKind.ROSTER:
        return _("已有 %(n)s 类人员") % figures
    return _("已填 %(n)s 行") % figures


def gap(task: Task, tally: Tally, facts: Facts) -> str:
    """What is still missing; of a district, which departments."""
    if task.is_correction and tally.returned:
        return _("还差 %(n)s 行") % {"n": tally.uncorrected} if tally.uncorrected else _ready(task)
    if task.is_collected:
        return _departments(facts.departments_out(task)) or _ready(task)
    if not tally.left:
        return _ready(task)
    if task.kind == ObligationKind.CHECK:
        return _("还差 %(n)s 项") % {"n": tally.left}
    if task.kind == ObligationKind.ROSTER:
        return _("还缺 %(n)s 类人员") % {"n": tally.left}
    return _("还差 %(n)s 行") % {"n": tally.left}


def _departments(names: list[str]) -> str:
    if not names:
        return ""
    said = "、".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        said = _("%(names)s等") % {"names": said}
    return _("未报部门 %(n)s 个：%(names)s") % {"n": len(names), "names": said}


def _ready(task: Task) -> str:
    return _("可统一报送") if task.is_collected else _("已齐，待审核报送")
