"""Writing into a thread and telling those it concerns; a post is never changed, never deleted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.filling import rights
from tasks.models import Audience, Entry, Objection, Post, ThreadVisit
from units import inbox
from units.models import Action, Event, MessageKind, Role, Unit, User
from units.permissions import Permission, may

UNIT_ROLES = (Role.FILLER, Role.HEAD, Role.COLLECTOR)
BUREAU_ROLES = (Role.REVIEWER, Role.ADMIN)
TWICE = timedelta(minutes=1)


def unit_of(about: Entry | Objection) -> Unit:
    """Whose row or objection it is."""
    return about.task.unit if isinstance(about, Entry) else about.unit


def audiences(about: Entry | Objection, user: User) -> list[Audience]:
    """Whom `user` may address, the usual choice first; nobody when they only read.

    A row is talked about with the bureau once it was reported: before, it is the unit's own
    business (A3-7). An objection is the bureau's business from the first day.
    """
    if user.sees_everything:
        return [Audience.BUREAU] if may(user, Permission.REVIEW) else []
    if not may(user, Permission.FILL):
        return []
    if isinstance(about, Objection):
        return [Audience.BUREAU, Audience.UNIT]
    reported = rights.is_reported(about.task)
    return [Audience.UNIT, Audience.BUREAU] if reported else [Audience.UNIT]


def readers(about: Entry | Objection, audience: Audience):
    """The people who read what is written to `audience`: the own unit, the district above it,
    and the bureau if it is addressed."""
    above = [int(pk) for pk in unit_of(about).path.strip("/").split("/")]
    reading = Q(unit__in=above, role__in=UNIT_ROLES)
    if audience == Audience.BUREAU:
        reading |= Q(role__in=BUREAU_ROLES)
    return User.objects.filter(reading, is_active=True)


def posts_about(about: Entry | Objection, user: User):
    return about.posts.visible_to(user).in_order()


@inbox.in_chinese
@transaction.atomic
def post(
    about: Entry | Objection,
    *,
    text: str,
    audience: Audience,
    mentions: Iterable[User] = (),
    by: User,
    at: datetime,
) -> Post:
    """Add a post; who is mentioned, who wrote before and, failing both, the other side is told.

    The same words twice on end within a minute are a double click: they are one post.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    said = _just_said(about, by, at)
    if said and (said.text, said.audience, {*said.mentions.all()}) == (text, audience, {*mentions}):
        return said
    link = {"entry": about} if isinstance(about, Entry) else {"objection": about}
    written = Post.objects.create(**link, text=text, audience=audience, by=by, at=at)
    written.mentions.set(mentions)
    Event.objects.record(
        Action.POST, by=by, at=at, subject=written, unit=unit_of(about), label=str(about)
    )
    see(about, upto=written.pk, by=by)
    _tell(about, written, at)
    return written


def _just_said(about, by, at) -> Post | None:
    """The last post, if it is by `by` and a moment old."""
    last = about.posts.order_by("pk").last()
    return last if last and last.by_id == by.pk and last.at > at - TWICE else None


def _tell(about, written, at):
    allowed = readers(about, written.audience).exclude(pk=written.by_id)
    mentioned = allowed.filter(mentioned_in=written)
    earlier = about.posts.filter(pk__lt=written.pk, audience__in=_overheard(written.audience))
    others = allowed.filter(pk__in=earlier.values("by")).exclude(pk__in=mentioned)
    words = {"who": written.by, "what": _matter_of(about).full_name}
    address = address_of(about)
    called = _("%(who)s在“%(what)s”的留言中提到了您") % words
    say = partial(
        inbox.tell,
        kind=MessageKind.OBJECTION,
        inner=written.audience == Audience.UNIT,
        body=written.text,
        url=address,
        at=at,
    )
    say(mentioned, subject=called)
    if written.audience == Audience.BUREAU:
        others = others | _other_side(allowed, written, (mentioned, others))
    heard = _("%(who)s在“%(what)s”有新留言") % words
    say(others, subject=heard)


def _matter_of(about):
    if isinstance(about, Entry):
        return about.matter
    return about.ranked or about.entry.matter


def _overheard(audience):
    """Whoever wrote to the bureau reads on; who only spoke inside hears of both."""
    return [audience] if audience == Audience.BUREAU else list(Audience)


def _other_side(allowed, written, told):
    """Nobody writes to the bureau, or the bureau to a unit, without anybody hearing of it."""
    from_bureau = written.by.role in BUREAU_ROLES
    roles = UNIT_ROLES if from_bureau else (Role.REVIEWER,)
    if any(people.filter(role__in=roles).exists() for people in told):
        return allowed.none()
    return allowed.filter(role__in=roles)


def see(about: Entry | Objection, *, upto: int, by: User) -> None:
    """Note that `by` has seen the posts of the thread up to the one with the key `upto`."""
    link = {"entry": about} if isinstance(about, Entry) else {"objection": about}
    visit, fresh = ThreadVisit.objects.get_or_create(person=by, **link, defaults={"seen": upto})
    if not fresh:
        ThreadVisit.objects.filter(pk=visit.pk, seen__lt=upto).update(seen=upto)


def address_of(about: Entry | Objection) -> str:
    """The page on which the thread is read."""
    kind = "entry" if isinstance(about, Entry) else "objection"
    return reverse(f"tasks:{kind}-thread", args=[about.pk])
