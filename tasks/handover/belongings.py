"""What hangs on a person rather than on the unit, kind by kind: how much, and how it moves.

Tasks, rows, notes, threads and history belong to the unit and need no moving.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.handings import handing
from tasks.models import Handing, Post, SavedView, State, Task, WorkbookUpload
from units.delegations import appointing
from units.delegations.standing_in import PRINCIPALS
from units.models import Action, Delegation, Event, Job, Message, RosterMember, User
from units.permissions import may_entrust


@dataclass(frozen=True)
class Belonging:
    """One kind of thing. `of` finds it, `move` gives it to the successor."""

    label: Promise
    url: str
    of: Callable[[User], object]
    move: Callable[[User, User, User, datetime], None]


def _reassign(find, field):
    """Most things only have another owner afterwards."""

    def move(person, successor, by, at):
        find(person).update(**{field: successor})

    return move


def _with(person):
    return Handing.objects.open().filter(to=person)


def _move_with(person, successor, by, at):
    """What the successor had handed out himself is simply back with him."""
    for own in _with(person).filter(given_by=successor).select_related("task__unit", "to"):
        handing.recall(own, by=by, at=at)
    _with(person).update(to=successor)


def _given(person):
    """Rows that are out come back to whoever has the post then."""
    return Handing.objects.open().filter(given_by=person)


def _move_given(person, successor, by, at):
    # What the successor has in hand needs nobody to be brought back to.
    _given(person).exclude(to=successor).update(given_by=successor)


def _claims(person):
    """Reviews this person has begun and not ended."""
    return Task.objects.filter(review_started_by=person, state=State.SUBMITTED)


def _delegations(person):
    running = Delegation.objects.filter(ended_at__isnull=True)
    running = running.filter(ends_on__gte=timezone.localdate())
    return running.filter(Q(principal=person) | Q(substitute=person))


def _move_delegations(person, successor, by, at):
    """Each ends, and begins anew with the successor in the place of the predecessor; but trust is
    not handed on: a substitute's successor is for the principal to name."""
    for old in _delegations(person).select_related("principal__unit", "substitute"):
        appointing.end(old, by=by, at=at)
        if old.substitute == person and not may_entrust(by, old.principal):
            continue
        new = Delegation(
            principal=successor if old.principal == person else old.principal,
            substitute=successor if old.substitute == person else old.substitute,
            starts_on=max(old.starts_on, timezone.localdate(at)),
            ends_on=old.ends_on,
            reason=old.reason,
        )
        if new.principal != new.substitute and new.principal.role in PRINCIPALS:
            with suppress(appointing.Taken):  # the successor has named somebody already
                appointing.appoint(new, by=by, at=at)


def _views(person):
    return SavedView.objects.filter(owner=person)


def _move_views(person, successor, by, at):
    """A name is taken once: a second view of that name says whose it was."""
    taken = set(_views(successor).values_list("page", "name"))
    for view in _views(person):
        if (view.page, view.name) in taken:
            if not view.name:
                continue  # the successor has own columns already
            view.name = f"{view.name}（{person.name}）"[: SavedView.name.field.max_length]
        view.owner = successor
        view.save(update_fields=["owner", "name"])


def _unread(person):
    return Message.objects.filter(to=person).unread()


def _mentions(person):
    """Posts that call the person by name and that nothing of theirs follows."""
    last = Post.objects.filter(by=person)
    answered = Q(entry__posts__in=last, entry__posts__pk__gt=F("pk"))
    answered |= Q(objection__posts__in=last, objection__posts__pk__gt=F("pk"))
    called = Post.objects.filter(mentions=person)
    return called.exclude(pk__in=called.filter(answered).values("pk"))


def _move_mentions(person, successor, by, at):
    for post in _mentions(person):
        post.mentions.add(successor)


def _jobs(person):
    return Job.objects.filter(owner=person)


def _uploads(person):
    """Workbooks that were brought and are not decided."""
    return WorkbookUpload.objects.open().filter(uploaded_by=person)


def _roster(person):
    return RosterMember.objects.filter(unit=person.unit, name=person.name)


def _move_roster(person, successor, by, at):
    """The line names the successor; the old name and number stay in its history."""
    for member in _roster(person):
        facts = {"name": successor.name, "division": successor.division or member.division}
        for phone in ("office_phone", "mobile"):
            if getattr(member, phone) and getattr(member, phone) == person.phone:
                facts[phone] = successor.phone
        changes = {
            name: [getattr(member, name), value]
            for name, value in facts.items()
            if getattr(member, name) != value
        }
        RosterMember.objects.filter(pk=member.pk).update(**facts)
        member.name = successor.name
        Event.objects.record(
            Action.EDIT,
            by=by,
            at=at,
            subject=member,
            unit=member.unit,
            changes=changes,
            reason=_("交接"),
        )


def _belonging(label, url, find, *, field="", move=None):
    return Belonging(label, url, find, move or _reassign(find, field))


BELONGINGS = (
    _belonging(gettext_lazy("分办给本人的行（批）"), "tasks:home", _with, move=_move_with),
    _belonging(gettext_lazy("分办出去的行（批）"), "tasks:home", _given, move=_move_given),
    _belonging(gettext_lazy("已开始的审核"), "tasks:queue", _claims, field="review_started_by"),
    _belonging(
        gettext_lazy("委托代办"),
        "units:delegation-list",
        _delegations,
        move=_move_delegations,
    ),
    _belonging(gettext_lazy("保存的视图"), "tasks:home", _views, move=_move_views),
    _belonging(gettext_lazy("待答复的留言"), "units:inbox", _mentions, move=_move_mentions),
    _belonging(gettext_lazy("未读消息"), "units:inbox", _unread, field="to"),
    _belonging(gettext_lazy("后台任务及结果"), "units:job-list", _jobs, field="owner"),
    _belonging(gettext_lazy("待确认的上传"), "tasks:home", _uploads, field="uploaded_by"),
    _belonging(gettext_lazy("工作小组名单"), "tasks:home", _roster, move=_move_roster),
)
