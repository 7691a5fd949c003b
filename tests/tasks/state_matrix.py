"""Who may move what in which state: the one table behind the matrix test and docs/states.md."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tasks.filling import rights
from tasks.models import MOVES, State
from tasks.models.rows import OPEN_ROWS, RowState
from tasks.models.tasks import WITH_THE_DISTRICT
from units.models import Action, Role

# Each kind of task with the states it can be in, and whose it is.
KINDS = {
    "city": ("市级部门清单", [state for state in State if state != State.COLLECTED]),
    "district": (
        "区县清单（汇总）",
        [state for state in State if state not in {State.FOR_HEAD, State.COLLECTED}],
    ),
    "part": ("区县部门部分", list(State)),
    "check": ("核对、名单（整体审核）", [state for state in State if state != State.COLLECTED]),
}
BUREAU = frozenset({"reviewer", "admin"})
NOBODY = frozenset()
SIGNERS = {
    "city": frozenset({"head"}),
    "district": frozenset({"collector"}),
    "part": frozenset({"district_head"}),
    "check": frozenset({"head"}),
}
FILLERS = {
    "city": frozenset({"filler", "head"}),
    "district": frozenset({"collector"}),
    "part": frozenset({"district_filler", "district_head", "collector"}),
    "check": frozenset({"filler", "head"}),
}
# A collector does everything for a department but take back what it signed.
ABOVE = {"part": frozenset({"collector"})}

ROLE_OF = {
    "filler": Role.FILLER,
    "district_filler": Role.FILLER,
    "head": Role.HEAD,
    "district_head": Role.HEAD,
    "collector": Role.COLLECTOR,
    "reviewer": Role.REVIEWER,
    "admin": Role.ADMIN,
}


@dataclass(frozen=True)
class Act:
    """Something people do on a page: the action it is logged as, who may, and when."""

    title: str
    action: Action
    url: str
    who: dict
    data: Callable = field(default=lambda world: {})
    # By kind of task or person, where MOVES does not say it all.
    states: Callable | None = None

    def is_allowed(self, kind: str, who: str, state: State) -> bool:
        if who not in self.who.get(kind, NOBODY):
            return False
        if self.states:
            return state in self.states(kind, who)
        return state in MOVES[self.action][0]


def _edit_states(kind, who):
    """Editing is possible in more states than those it moves from."""
    if who == "collector":
        return rights.COLLECTOR_STATES
    return rights.HEAD_STATES if who in SIGNERS[kind] else rights.FILLER_STATES


def _signing(kind):
    return SIGNERS[kind] | ABOVE.get(kind, NOBODY)


def _whole(kind):
    """States in which nothing waits any more of what is decided as a whole."""
    return {State.RETURNED} if kind == "check" else NOBODY


def _everywhere(people):
    return dict.fromkeys(["city", "district", "check"], people)


def _reason(prefix):
    return {f"{prefix}-kind": "volume", f"{prefix}-text": "请与库内核对后填报"}


NOTE = {"note": "请按原因修改"}
TO_COLLECTOR = {"task-to_collector": "yes"}
MORE_TIME = {"extend-to": "2030-01-02", "extend-reason": "系统升级，延长时限"}

ACTS = [
    Act("签收", Action.ACKNOWLEDGE, "acknowledge", FILLERS),
    Act(
        "修改内容",
        Action.EDIT,
        "cells",
        {"city": FILLERS["city"], "part": FILLERS["part"]},
        lambda world: world.cells,
        _edit_states,
    ),
    Act(
        "送处室审核",
        Action.SEND_TO_HEAD,
        "send-to-head",
        {kind: FILLERS[kind] for kind in ("city", "part", "check")},
    ),
    Act(
        "退回填报人",
        Action.HAND_BACK,
        "hand-back",
        {kind: _signing(kind) for kind in ("city", "part", "check")},
        lambda world: NOTE,
    ),
    Act(
        "报送市局",
        Action.SUBMIT,
        "submit",
        {kind: SIGNERS[kind] for kind in ("city", "district", "check")},
        lambda world: world.signature,
        # With a department that reported late, a district reports again.
        lambda kind, who: (
            MOVES[Action.SUBMIT][0]
            | (MOVES[Action.SUPPLEMENT][0] if kind == "district" else NOBODY)
        ),
    ),
    Act(
        "报送区县汇总",
        Action.SUBMIT_TO_COLLECTOR,
        "submit",
        {"part": _signing("part")},
        lambda world: world.signature,
    ),
    Act(
        "撤回报送",
        Action.WITHDRAW_SUBMISSION,
        "withdraw",
        SIGNERS,
        # What the district has passed up is not the department's to take back.
        states=lambda kind, who: {State.COLLECTED if kind == "part" else State.SUBMITTED},
    ),
    Act(
        "退回部门",
        Action.SEND_BACK,
        "part-return",
        {"part": frozenset({"collector"})},
        lambda world: NOTE,
        lambda kind, who: {State.COLLECTED},
    ),
    Act(
        "注明部门未报",
        Action.MARK_MISSING,
        "part-missing",
        {"part": frozenset({"collector"})},
        lambda world: NOTE,
        lambda kind, who: frozenset(State) - WITH_THE_DISTRICT,
    ),
    Act("开始审核", Action.START_REVIEW, "review-start", _everywhere(BUREAU)),
    Act(
        "整体退回",
        Action.SEND_BACK,
        "return-task",
        _everywhere(BUREAU),
        lambda world: _reason("task"),
        # A returned list may have rows that still wait.
        lambda kind, who: {State.SUBMITTED} | ({State.RETURNED} - _whole(kind)),
    ),
    Act(
        "退回区县电子政务办",
        Action.SEND_BACK,
        "return-task",
        {"district": BUREAU},
        lambda world: {**_reason("task"), **TO_COLLECTOR},
        lambda kind, who: {State.SUBMITTED, State.RETURNED},
    ),
    Act(
        "延长修改时限", Action.EXTEND, "review-extend", _everywhere(BUREAU), lambda world: MORE_TIME
    ),
    Act(
        "通过（无逐行内容）",
        Action.APPROVE,
        "approve-task",
        {"check": BUREAU},
        lambda world: world.seen,
    ),
    Act(
        "解锁退回（无逐行内容）",
        Action.UNLOCK,
        "unlock-task",
        {"check": BUREAU},
        lambda world: _reason("task"),
        lambda kind, who: {State.APPROVED},
    ),
]

# What happens to a single row of a list that is partly returned.
ROW_ACTS = [
    Act(
        "修改行",
        Action.EDIT,
        "cells",
        {"city": FILLERS["city"]},
        lambda world: world.cells,
        lambda kind, who: OPEN_ROWS,
    ),
    Act(
        "通过行",
        Action.APPROVE,
        "approve-rows",
        {"city": BUREAU},
        lambda world: {**world.seen, "row": world.row.pk},
        lambda kind, who: {RowState.SUBMITTED},
    ),
    Act(
        "退回行",
        Action.SEND_BACK,
        "return-rows",
        {"city": BUREAU},
        lambda world: {"row": world.row.pk, "given": "yes", **_reason("all")},
        lambda kind, who: {RowState.SUBMITTED},
    ),
    Act(
        "解锁行",
        Action.UNLOCK,
        "unlock-rows",
        {"city": BUREAU},
        lambda world: {"row": world.row.pk, "given": "yes", **_reason("all")},
        lambda kind, who: {RowState.APPROVED},
    ),
]


def page() -> str:
    """docs/states.md, in full."""
    parts = [HEAD, *(_of_kind(kind, title, states) for kind, (title, states) in KINDS.items())]
    return "\n".join([*parts, _of_rows(), _moves()])


HEAD = """# States, acts and roles

Made from the table in `tests/tasks/state_matrix.py`, every cell of which
`tests/tasks/test_state_matrix.py` tries out: only the roles named in a cell can do it there, and it
leaves its event; everybody else of the cast, and every empty cell, is refused, leaves no event and
changes nothing. The roles are those of the task's own unit, of its district, and of the bureau.

To write this page anew:
`UPDATE_DOCS=1 .venv/bin/python -m pytest tests/tasks/test_state_matrix.py -k page`.
"""


def _of_kind(kind, title, states):
    acts = [act for act in ACTS if act.who.get(kind)]
    lines = [f"## {title}", "", _row(["动作", *(state.label for state in states)])]
    lines.append(_row(["---"] * (len(states) + 1)))
    lines += [_row([act.title, *(_names(act, kind, one) for one in states)]) for act in acts]
    return "\n".join([*lines, ""])


def _of_rows():
    states = list(RowState)
    lines = ["## 逐行（清单部分退回时）", "", _row(["动作", *(state.label for state in states)])]
    lines.append(_row(["---"] * (len(states) + 1)))
    lines += [_row([act.title, *(_names(act, "city", one) for one in states)]) for act in ROW_ACTS]
    return "\n".join([*lines, ""])


def _names(act, kind, state):
    allowed = [who for who in ROLE_OF if act.is_allowed(kind, who, state)]
    roles = dict.fromkeys(ROLE_OF[who] for who in allowed)
    return "、".join(str(role.label) for role in roles)


def _moves():
    lines = ["## 任务状态的全部变化", "", _row(["动作", "从", "到"]), _row(["---"] * 3)]
    for action, (sources, target) in MOVES.items():
        before = "、".join(str(state.label) for state in State if state in sources)
        lines.append(_row([action.label, before, target.label]))
    return "\n".join([*lines, ""])


def _row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
