"""Issuing slips (督查单): one matter a slip, numbered, addressed by duty, told to the unit (G5)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Campaign, CampaignState, ChasingKind, ChasingSlip, Task
from tasks.supervision import deadlines
from tasks.supervision.nudging import MISSING
from units import inbox
from units.models import Action, Event, MessageKind, Unit, User
from units.permissions import Permission, may

from .contacts import addressees
from .numbering import take


def issuer_of(by: User | None) -> Unit:
    """Whose series of numbers a slip comes from: the bureau's, or of the district that collects.

    The ladder (`by` is None) and everybody of the bureau speak for 市数据资源局.
    """
    if by is not None and not may(by, Permission.REVIEW):
        return by.unit
    return Unit.objects.bureau() or by.unit


@inbox.in_chinese
@transaction.atomic
def issue(
    tasks: Task | Iterable[Task],
    *,
    kind: ChasingKind,
    reason: str,
    demand: str,
    due_at: datetime,
    by: User | None = None,
    at: datetime,
) -> list[ChasingSlip]:
    """One slip for each of `tasks` that is still missing and has no standing one of `kind`.

    Returns the new slips, in official order. Tasks that were reported meanwhile, whose campaign
    is over, or on which such a slip stands, are passed over, so that of two who issue at the same
    moment the second gets none. With `by` the people of the unit are told, one message a slip;
    the ladder (`by` is None) tells in its own words.
    """
    owed = _held([tasks] if isinstance(tasks, Task) else tasks, kind)
    slips = [_about(task, kind) for task in owed]
    return _issue(slips, reason=reason, demand=demand, due_at=due_at, by=by, at=at)


@inbox.in_chinese
@transaction.atomic
def issue_free(
    unit: Unit,
    campaign: Campaign,
    *,
    kind: ChasingKind,
    item: str,
    reason: str,
    demand: str,
    due_at: datetime,
    by: User,
    at: datetime,
) -> list[ChasingSlip]:
    """A slip about something that is no task; none when the same one stands already."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    same = ChasingSlip.objects.standing().filter(
        unit=unit, campaign=campaign, kind=kind, item=item, task__isnull=True
    )
    if same.exists():
        return []
    slip = ChasingSlip(unit=unit, campaign=campaign, kind=kind, item=item)
    return _issue([slip], reason=reason, demand=demand, due_at=due_at, by=by, at=at)


def _held(tasks: Iterable[Task], kind: ChasingKind) -> list[Task]:
    """The missing ones among `tasks`, as they are now and nobody else's; always in one order."""
    pks = {task.pk for task in tasks}
    open_ones = Task.objects.filter(
        pk__in=pks,
        state__in=MISSING,
        obligation__campaign__state=CampaignState.PUBLISHED,
    )
    held = list(open_ones.for_page().order_by("pk").select_for_update(of=("self",), no_key=True))
    # Asked after the lock: whoever was quicker has committed by now.
    standing = ChasingSlip.objects.standing().filter(task__in=pks, kind=kind)
    taken = set(standing.values_list("task_id", flat=True))
    free = [task for task in held if task.pk not in taken]
    return sorted(free, key=lambda task: (task.unit.sort_order, task.unit_id, task.pk))


def _about(task: Task, kind: ChasingKind) -> ChasingSlip:
    obligation = task.obligation
    return ChasingSlip(
        unit=task.unit,
        campaign=obligation.campaign,
        task=task,
        kind=kind,
        item=_("报送“%(obligation)s”") % {"obligation": obligation},
    )


def _issue(slips, *, reason, demand, due_at, by, at) -> list[ChasingSlip]:
    """Number, store, record and tell."""
    if not slips:
        return []
    kind, issuer, year = slips[0].kind, issuer_of(by), timezone.localdate(at).year
    named = addressees({slip.unit_id for slip in slips}, kind)
    for slip, number in zip(slips, take(issuer, kind, year, len(slips)), strict=True):
        slip.issuer, slip.year, slip.number = issuer, year, number
        slip.addressee, slip.addressee_duty = named.get(slip.unit_id, ("", ""))
        slip.reason, slip.demand, slip.due_at = reason, demand, due_at
        slip.issued_at, slip.issued_by = at, by
    ChasingSlip.objects.bulk_create(slips)
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.ISSUE_SLIP, by=by, at=at, subject=slip, unit=slip.unit, reason=reason
            )
        )
        for slip in slips
    )
    if by is not None:
        _tell(slips, at)
    return slips


def _tell(slips: list[ChasingSlip], at: datetime) -> None:
    """One message a person, however many slips the unit gets in one go."""
    people, by_unit = defaultdict(list), defaultdict(list)
    for person in inbox.people_of({slip.unit_id for slip in slips}).order_by("pk"):
        people[person.unit_id].append(person)
    for slip in slips:
        by_unit[slip.unit_id].append(slip)
    for unit, own in by_unit.items():
        if unit in people:
            inbox.tell(
                people[unit],
                kind=MessageKind.CHASING,
                subject=_subject(own),
                body="\n\n".join(map(in_words, own)),
                url=own[0].get_absolute_url(),
                at=at,
            )


def _subject(slips: list[ChasingSlip]) -> str:
    first = slips[0]
    if len(slips) == 1:
        return _("%(slip)s：%(item)s") % {"slip": first, "item": first.item}
    kind = first.get_kind_display()
    return _("%(kind)s%(n)d张，%(slip)s起") % {"kind": kind, "n": len(slips), "slip": first}


@inbox.in_chinese
def in_words(slip: ChasingSlip) -> str:
    """The slip as text, for a message."""
    return "\n".join(
        [
            _("%(slip)s　%(item)s") % {"slip": slip, "item": slip.item},
            _("发单原因：%(reason)s") % {"reason": slip.reason},
            _("工作要求：%(demand)s") % {"demand": slip.demand},
            _("时限：%(due)s。") % {"due": deadlines.sentence(slip.due_at)},
        ]
    )


@inbox.in_chinese
def text_for_chat(slips: Iterable[ChasingSlip], *, sender: str) -> str:
    """What is pasted into the group after slips were issued: to whom, what, until when."""
    slips = list(slips)
    if not slips:
        return ""
    apart = len({slip.unit.parent_id for slip in slips}) > 1
    lines = [
        _("%(number)s. %(unit)s：%(slip)s，%(item)s")
        % {
            "number": number,
            "unit": slip.unit.full_label if apart else slip.unit.short_name,
            "slip": slip,
            "item": slip.item,
        }
        for number, slip in enumerate(slips, start=1)
    ]
    head = _("【%(kind)s】%(title)s：以下单位请按要求办理，%(due)s，并在平台反馈。") % {
        "kind": slips[0].get_kind_display(),
        "title": slips[0].campaign.title,
        "due": deadlines.sentence(slips[0].due_at),
    }
    return "\n".join([head, *lines, sender])
