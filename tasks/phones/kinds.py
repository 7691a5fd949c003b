"""Which objects carry a telephone number, whose it is and to which unit's work it belongs."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tasks.models import Entry, Objection, Submission, Task
from units.models import RosterMember, User


@dataclass(frozen=True)
class Kind:
    """`numbers` are the fields that hold numbers, `owner` whose they are, `work` has the unit."""

    slug: str
    model: type[Model]
    numbers: tuple[str, ...]
    owner: str
    work: Callable
    title: str
    related: tuple[str, ...] = ()


def _itself(subject):
    return subject


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "row", Entry, ("phone",), "contact", attrgetter("task"), _("填报行的联系人"),
            ("matter", "task__unit__parent", "task__parent"),
        ),
        Kind(
            "submission", Submission, ("contact_phone",), "contact_name", attrgetter("task"),
            _("报送联系人"), ("task__unit__parent", "task__parent"),
        ),
        Kind(
            "task", Task, ("contact_phone",), "contact_name", _itself, _("任务联系人"),
            ("unit__parent", "parent"),
        ),
        Kind(
            "objection", Objection, ("contact_phone",), "contact_name", _itself,
            _("疑义联系人"), ("unit__parent", "ranked", "entry__matter"),
        ),
        Kind(
            "member", RosterMember, ("office_phone", "mobile"), "name", _itself,
            _("工作小组人员"), ("unit__parent",),
        ),
        Kind("person", User, ("phone",), "name", _itself, _("人员"), ("unit__parent",)),
    )
}  # fmt: skip
BY_MODEL = {kind.model: kind for kind in KINDS.values()}
