"""What the ladder has to say now, and saying it exactly once (G4, G5, G8; trust C4, C5)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tasks.models import Reminder, Rung, Task
from units import inbox
from units.channels.groups import tell_groups
from units.models import GROUPS, Channel, Message, MessageKind

from . import ledger
from .addressing import Audience, Pair, audience
from .digests import Digest, about_all, compose
from .facts import Facts
from .slips import issue_slips
from .steps import Step, steps_of


@dataclass(frozen=True)
class Planned:
    """A row of the ledger to be: `rung` speaks of `task` on `channel`, or why it does not."""

    task: Task
    rung: Rung
    due_on: date
    channel: str
    skipped: str = ""

    @classmethod
    def of(cls, step: Step, channel: str, skipped: str = "") -> "Planned":
        return cls(step.task, step.rung, step.key[2], channel, skipped)


@inbox.in_chinese
def plan(at: datetime) -> list[Planned]:
    """What is to be said at `at` and is not in the ledger; reads, never writes.

    Of each task only the present rung speaks; those it has overtaken while nobody was there to
    say them are planned as skipped (trust C5).
    """
    present = [steps for steps in steps_of(at) if steps[-1].may_be_said(at)]
    known = ledger.said(steps[-1].key for steps in present)
    new = [steps for steps in present if steps[-1].key not in known]
    known = ledger.said(step.key for steps in new for step in steps[:-1])
    planned = []
    for *before, last in new:
        planned += [Planned.of(last, channel) for channel in last.channels]
        missed = [step for step in before if step.key not in known]
        planned += [Planned.of(step, Channel.INBOX, ledger.OVERTAKEN) for step in missed]
    # Two rungs of one moment have overtaken the same ones.
    return list(dict.fromkeys(planned))


@inbox.in_chinese
def remind(at: datetime) -> int:
    """Say what is due: ledger, messages and slips in one transaction; returns how many people
    were told. However many call it at once, each row of the ledger is said by one of them."""
    if not plan(at):
        return 0
    with transaction.atomic():
        return _say(plan(at), at)


def _say(planned: list[Planned], at: datetime) -> int:
    told = audience((one.rung, one.task) for one in planned if not one.skipped)
    rows = ledger.claim((_row(one, told) for one in planned), at=at)
    pairs = _pairs(planned, rows)
    issue_slips(pairs, at=at)
    facts = Facts((task for _rung, task in pairs), at=at)
    digests = compose(pairs, told, facts)
    ledger.link_messages(rows, _tell(digests, at))
    _tell_groups(rows, pairs, facts, at)
    return len(digests)


def _row(one: Planned, told: Audience) -> tuple:
    skipped = one.skipped
    if not skipped and one.channel not in GROUPS and not told.reaches(one.rung, one.task):
        skipped = ledger.NO_ACCOUNT
    return (one.task.pk, one.rung.pk, one.due_on, one.channel, skipped)


def _pairs(planned: list[Planned], rows: list[Reminder]) -> list[Pair]:
    """The rungs and tasks of the rows that are this worker's to say, each once."""
    mine = {(row.task_id, row.rung_id) for row in rows}
    pairs = {(one.task.pk, one.rung.pk): (one.rung, one.task) for one in planned if not one.skipped}
    return [pair for key, pair in pairs.items() if key in mine]


def _tell(digests: list[Digest], at: datetime) -> dict[tuple[int, int], list[Message]]:
    """Put the digests into inboxes, a batch for each way they go out; returns the messages by
    (rung, task)."""
    spoken = {id(message): (message, one) for one in digests for message in [one.message(at)]}
    originals = [message for message, _digest in spoken.values()]
    copies = inbox.copies_for_substitutes(originals, at=at)
    spoken |= {id(copy): (copy, spoken[id(original)][1]) for original, copy in copies}
    batches, found = defaultdict(list), defaultdict(list)
    for message, digest in spoken.values():
        batches[digest.channels, digest.is_of_the_last_evening].append(message)
        for key in digest.keys:
            found[key].append(message)
    for (channels, last_evening), messages in batches.items():
        inbox.put(messages, at=at, channels=channels, not_before=at if last_evening else None)
    return found


def _tell_groups(rows: list[Reminder], pairs: list[Pair], facts: Facts, at: datetime) -> None:
    """Each rung once to the groups, about all of a campaign who are missing."""
    by_campaign = defaultdict(list)
    for rung, task in pairs:
        if not task.is_part and set(GROUPS) & set(rung.channels):
            by_campaign[rung, task.obligation.campaign_id].append(task)
    for (rung, _campaign), tasks in by_campaign.items():
        said = about_all(rung, tasks, facts)
        deliveries = tell_groups(
            kind=MessageKind.REMINDER,
            subject=rung.name,
            body=said.text,
            at=at,
            not_before=at if rung.is_of_the_last_evening else None,
            channels=[channel for channel in rung.channels if channel in GROUPS],
        )
        pks = {task.pk for task in tasks}
        own = [row for row in rows if row.rung_id == rung.pk and row.task_id in pks]
        ledger.link_groups(own, deliveries)
