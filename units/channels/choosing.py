"""Choosing: what a person wants on which channel, and where they are reached by e-mail (Q6)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Action, Channel, ChannelPreference, Event, Frequency, MessageKind, User

from .masking import mask_email


def own(person: User) -> dict[tuple[str, str], str]:
    """{(kind, channel): frequency} of what the person has chosen; the rest is as usual."""
    rows = ChannelPreference.objects.filter(user=person)
    return {(row.kind, row.channel): row.frequency for row in rows}


@transaction.atomic
def choose(
    person: User, *, email: str, wanted: Mapping[tuple[str, str], str], at: datetime
) -> bool:
    """Store the address and what is `wanted`, "" for as usual; whether anything is new."""
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = own(held)
    changed = {key: much for key, much in wanted.items() if before.get(key, "") != much}
    for (kind, channel), much in changed.items():
        of = {"user": held, "kind": kind, "channel": channel}
        if much:
            ChannelPreference.objects.update_or_create(**of, defaults={"frequency": much})
        else:
            ChannelPreference.objects.filter(**of).delete()
    changes = {
        f"{MessageKind(kind).label}·{Channel(channel).label}": [
            _in_words(before.get((kind, channel), "")),
            _in_words(much),
        ]
        for (kind, channel), much in changed.items()
    }
    if held.email != email:
        changes["email"] = [mask_email(held.email), mask_email(email)]
        User.objects.filter(pk=held.pk).update(email=email)
    if changes:
        Event.objects.record(Action.EDIT, by=person, at=at, subject=held, changes=changes)
    return bool(changes)


def _in_words(frequency: str) -> str:
    return str(Frequency(frequency).label if frequency else _("默认"))
