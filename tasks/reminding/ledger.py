"""The ledger of reminders: claiming rows before anybody is told, and noting how it went."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from tasks.models import Reminder
from units.models import GROUPS, Channel, Delivery, Message

from .steps import Key

# Why nothing was said, as the ledger keeps it: for others, hence always Chinese.
OVERTAKEN = "已由后一节点代替"
NO_ACCOUNT = "无可用账号，请电话联系"
NO_WAY = "收件人没有开通这一渠道"
NO_ROBOT = "没有这类群机器人"


def said(keys: Iterable[Key]) -> set[Key]:
    """Those of the steps the ledger holds, on whatever channel."""
    keys = set(keys)
    if not keys:
        return set()
    rungs, dates = {rung for _task, rung, _on in keys}, {on for *_ids, on in keys}
    rows = Reminder.objects.filter(rung__in=rungs, due_on__in=dates)
    return keys & set(rows.values_list("task_id", "rung_id", "due_on"))


def claim(rows: Iterable[tuple[int, int, date, str, str]], *, at: datetime) -> list[Reminder]:
    """Enter (task, rung, due_on, channel, skipped) and return what was entered by this call.

    Of two who enter the same row at once the second waits for the first and gets nothing; both
    go through the rows in the same order, so that neither waits in a ring.
    """
    run = uuid4()
    Reminder.objects.bulk_create(
        (
            Reminder(
                task_id=task, rung_id=rung, due_on=on, channel=channel, skipped=why, at=at, run=run
            )
            for task, rung, on, channel, why in sorted(rows)
        ),
        ignore_conflicts=True,
    )
    return list(Reminder.objects.filter(run=run).order_by("pk"))


def link_messages(rows: Iterable[Reminder], messages: dict[tuple[int, int], list[Message]]) -> None:
    """Note which messages each row of a personal channel stands for, by (rung, task); a channel
    by which none of them went out says so."""
    rows = [row for row in rows if not row.skipped and row.channel not in GROUPS]
    told = {row: messages.get((row.rung_id, row.task_id), []) for row in rows}
    through = Reminder.messages.through
    through.objects.bulk_create(
        through(reminder_id=row.pk, message_id=message.pk)
        for row, some in told.items()
        for message in some
    )
    ways = _ways({message.pk for some in told.values() for message in some})
    silent = [
        row.pk for row, some in told.items() if not any(row.channel in ways[m.pk] for m in some)
    ]
    Reminder.objects.filter(pk__in=silent).update(skipped=NO_WAY)


def _ways(messages: set[int]) -> dict[int, set[str]]:
    """The channels each message goes out by, the inbox being one."""
    found = defaultdict(lambda: {Channel.INBOX.value})
    rows = Delivery.objects.filter(message__in=messages)
    for message, channel in rows.values_list("message_id", "channel"):
        found[message].add(channel)
    return found


def link_groups(rows: Iterable[Reminder], deliveries: Iterable[Delivery]) -> None:
    """The same for what groups were told about `rows`."""
    by_channel = defaultdict(list)
    for delivery in deliveries:
        by_channel[delivery.channel].append(delivery)
    rows = [row for row in rows if not row.skipped and row.channel in GROUPS]
    through = Reminder.deliveries.through
    through.objects.bulk_create(
        through(reminder_id=row.pk, delivery_id=delivery.pk)
        for row in rows
        for delivery in by_channel[row.channel]
    )
    silent = [row.pk for row in rows if not by_channel[row.channel]]
    Reminder.objects.filter(pk__in=silent).update(skipped=NO_ROBOT)
