"""Who may change which rows of a task right now."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from tasks.models import Objection, State, Task
from units.models import User
from units.permissions import Permission, may
from units.phones import mask

FILLER_STATES = frozenset({State.ACKNOWLEDGED, State.FILLING, State.RETURNED})
HEAD_STATES = FILLER_STATES | {State.FOR_HEAD}
COLLECTOR_STATES = HEAD_STATES | {State.ISSUED, State.COLLECTED}


class Closed(PermissionDenied):
    """The content of a task may not be changed at present."""

    def __init__(self):
        super().__init__(_("该任务当前不可修改：请先签收，或等待退回后再修改。"))


def owns(task: Task, user: User) -> bool:
    """The task is the user's own unit's."""
    return task.unit_id == user.unit_id


def collects(task: Task, user: User) -> bool:
    """The task is a part that the user's district collects."""
    above = task.is_part and task.parent.unit_id == user.unit_id
    return above and may(user, Permission.COLLECT)


def refuse_foreign(task: Task, user: User) -> None:
    """What a unit signed is its own to take back, nobody else's above it."""
    if not owns(task, user):
        raise PermissionDenied(_("只有报送单位自己可以撤回；需要修改时，请退回该单位。"))


def may_edit(task: Task, user: User) -> bool:
    """Whether `user` may change open rows of `task` in its present state (domain §3.10)."""
    if not may(user, Permission.FILL):
        return False
    if collects(task, user):
        return task.state in COLLECTOR_STATES
    if not owns(task, user):
        return False
    if task.state in FILLER_STATES:
        return True
    return task.state in HEAD_STATES and may(user, Permission.SUBMIT)


def refuse_closed(task: Task, user: User) -> None:
    """Say why `user` may not change the content of `task` at present, if that is so."""
    if not may_edit(task, user):
        raise Closed


def hold(task: Task, user: User) -> Task:
    """`task` as it is now, nobody else's until the transaction ends; refused when it is closed.

    What a page has checked may have changed since: the head may be signing at this moment.
    """
    held = Task.objects.held(task.pk)
    refuse_closed(held, user)
    return held


def refuse_own_unit(work: Task | Objection, user: User) -> None:
    """Nobody judges the own unit's work in somebody else's right (docs/decisions/0020)."""
    if user.acting_for and owns(work, user):
        raise PermissionDenied(_("代办期间不能审核本单位的报送。"))


def may_sign(task: Task, user: User) -> bool:
    """Whether `user` signs for the unit of `task`; the state of the task is another matter."""
    return (owns(task, user) or collects(task, user)) and may(user, Permission.SUBMIT)


def may_submit(task: Task, user: User) -> bool:
    return may_sign(task, user) and task.state in HEAD_STATES


def may_read_phones(work: Task | Objection, user: User) -> bool:
    """The own branch sees numbers in full, everybody else masked (trust E3)."""
    if work.unit_id == user.unit_id:
        return True
    return not user.sees_everything and user.unit.contains(work.unit)


def may_reveal_phones(work: Task | Objection, user: User) -> bool:
    """Those who call units see a number on demand; each look is recorded."""
    return may(user, Permission.READ_PHONES) and not may_read_phones(work, user)


def may_have_phones(work: Task | Objection, user: User) -> bool:
    """Whether a file with full numbers may be handed to `user`."""
    return may_read_phones(work, user) or may_reveal_phones(work, user)


def shown_phone(phone: str, work: Task | Objection, user: User) -> str:
    """`phone`, given with a unit's work, as `user` may read it."""
    return phone if may_read_phones(work, user) else mask(phone)


def may_read_rows(task: Task, user: User) -> bool:
    """The bureau sees the state of a draft, its content only once reported (A3-7)."""
    return not user.sees_everything or is_reported(task)


def is_reported(task: Task) -> bool:
    """The task came up to the bureau at least once, a part with its district."""
    owed = task.parent if task.is_part else task
    return bool(owed.first_submitted_at and task.first_submitted_at)
