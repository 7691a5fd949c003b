"""What a bulk approval was asked for: one submission, or rows chosen on the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.models import BulkApproval, Task
from yichuang.numbers import number_of

SUBMISSION = "task="


@dataclass(frozen=True)
class Scope:
    label: str
    url: str


def with_scopes(approvals: Iterable[BulkApproval]) -> list[tuple[BulkApproval, Scope]]:
    """Each with its scope; one query for all of them."""
    approvals = list(approvals)
    keys = {approval.pk: _submission(approval) for approval in approvals}
    tasks = Task.objects.for_page().in_bulk(set(filter(None, keys.values())))
    return [(one, _scope(one, tasks.get(keys[one.pk]))) for one in approvals]


def query_of(task: Task) -> str:
    return f"{SUBMISSION}{task.pk}"


def _submission(approval):
    head, _sign, key = approval.query.partition(SUBMISSION)
    return None if head else number_of(key)


def _scope(approval, task) -> Scope:
    if task:
        return Scope(f"{task.unit} · {task.obligation}", reverse("tasks:review", args=[task.pk]))
    return Scope(_("审核页所选的行"), f"{reverse('tasks:desk')}?{approval.query}")
