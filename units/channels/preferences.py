"""Who wants which messages where: what a person chose, else what is usual (Q6)."""

from collections.abc import Collection, Iterable

from django.conf import settings

from units.models import Channel, ChannelPreference, Frequency, MessageKind, User
from units.models.channels import PERSONAL
from units.phones import MOBILE

# What is worth an interruption; the rest is found in the inbox.
USUALLY_MAILED = frozenset(
    {
        MessageKind.TASK,
        MessageKind.REVIEW,
        MessageKind.OBJECTION,
        MessageKind.REMINDER,
        MessageKind.CHASING,
        MessageKind.CIRCULAR,
    }
)
# An SMS costs money and attention: it goes out only where the ladder names it.
SMS_ON_DEMAND = frozenset({MessageKind.REMINDER, MessageKind.CHASING})


def configured() -> list[Channel]:
    """The personal channels this installation can send by."""
    can = {Channel.EMAIL: settings.EMAIL_ON, Channel.SMS: bool(settings.SMS_URL)}
    return [channel for channel in PERSONAL if can[channel]]


def usual(kind: str, channel: str, *, named: bool = False) -> Frequency:
    """What holds for who has not chosen; `named`: the caller asks for this very channel."""
    by_sms = named and kind in SMS_ON_DEMAND
    wanted = by_sms if channel == Channel.SMS else kind in USUALLY_MAILED
    return Frequency.INSTANT if wanted else Frequency.OFF


def chosen(people: Iterable[User], kind: str) -> dict[tuple[int, str], str]:
    """{(person's key, channel): frequency} of those who chose for this kind of message."""
    rows = ChannelPreference.objects.filter(user__in=[one.pk for one in people], kind=kind)
    return {
        (user, channel): much
        for user, channel, much in rows.values_list("user", "channel", "frequency")
    }


def wanted(
    person: User, kind: str, chosen: dict[tuple[int, str], str], named: Collection[str] | None
) -> dict[str, str]:
    """{channel: frequency} by which `person` is told; `named` are the only ones asked for."""
    ways = {}
    for channel in configured():
        if named is not None and channel not in named or not address_of(person, channel):
            continue
        usually = usual(kind, channel, named=named is not None)
        frequency = chosen.get((person.pk, channel), usually)
        if frequency != Frequency.OFF:
            ways[channel] = frequency
    return ways


def address_of(person: User, channel: str) -> str:
    """Where the channel reaches the person; nothing where it does not."""
    if channel == Channel.EMAIL:
        return person.email
    mobile = MOBILE.search(person.phone)
    return mobile.group() if mobile else ""
