"""Verifying the audit trail against its seals: which event or seal is not what was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .models import Event, EventSeal
from .sealing import BEFORE_THE_FIRST, FACTS, checksum_of, digest, unpack

# Nothing may have a number below the first sealed one either.
BELOW_ALL = -(2**63)


@dataclass
class Verdict:
    """What was looked at, and one sentence for everything that does not fit."""

    seals: int = 0
    events: int = 0
    unsealed: int = 0
    number: int = 0
    checksum: str = BEFORE_THE_FIRST
    faults: list[str] = field(default_factory=list)

    @property
    def fits(self):
        return not self.faults


def verify(anchor: dict | None = None) -> Verdict:
    """Compare every sealed event and every seal; `anchor` is a seal's number and checksum that
    were kept elsewhere, so that an end that was cut off shows, too."""
    verdict, last_id, checksums = Verdict(), BELOW_ALL, {}
    for seal in EventSeal.objects.order_by("number").iterator(chunk_size=20):
        broken = list(_faults_of_seal(seal, verdict))
        verdict.faults += broken
        if broken:  # where it begins, or what it says, is not to be relied on
            last_id = max(last_id, seal.first_id - 1)
        if seal.checksum == checksum_of(seal):
            verdict.faults += _faults_of_events(seal, last_id)
        verdict.seals += 1
        verdict.events += seal.count
        verdict.number, verdict.checksum = seal.number, seal.checksum
        last_id = max(last_id, seal.last_id)
        checksums[seal.number] = seal.checksum
    verdict.unsealed = Event.objects.filter(pk__gt=last_id).count()
    if anchor:
        verdict.faults += _faults_of_anchor(anchor, checksums)
    return verdict


def _faults_of_seal(seal, before: Verdict) -> Iterator[str]:
    if seal.number != before.number + 1:
        yield _("封存 #%(n)d 之前缺少封存 #%(missing)d。") % {
            "n": seal.number,
            "missing": before.number + 1,
        }
    elif seal.previous != before.checksum:
        yield _("封存 #%(n)d 与上一封存的校验值不衔接。") % {"n": seal.number}
    if seal.checksum != checksum_of(seal):
        yield _("封存 #%(n)d 被改动：与其校验值不符，其中的操作记录无法核对。") % {"n": seal.number}


def _faults_of_events(seal, after: int) -> Iterator[str]:
    sealed, number = dict(unpack(seal.digests)), seal.number
    events = Event.objects.filter(pk__gt=after, pk__lte=seal.last_id).order_by("pk")
    for facts in events.values_list(*FACTS).iterator(chunk_size=2000):
        pk = facts[0]
        if pk not in sealed:
            yield _("操作记录 %(pk)d 不在封存 #%(n)d 中，是后来插入的。") % {"pk": pk, "n": number}
        elif sealed.pop(pk) != digest(facts):
            yield _("操作记录 %(pk)d 被改动，与封存 #%(n)d 不符。") % {"pk": pk, "n": number}
    for pk in sealed:
        yield _("操作记录 %(pk)d 被删除，封存 #%(n)d 中有它。") % {"pk": pk, "n": number}


def _faults_of_anchor(anchor, checksums) -> Iterator[str]:
    number = anchor["number"]
    if number and number not in checksums:
        yield _("另存的锚点记有封存 #%(n)d，现在没有：末尾的记录被截去。") % {"n": number}
    elif number and checksums[number] != anchor["checksum"]:
        yield _("封存 #%(n)d 与另存的锚点不符：封存链被重写。") % {"n": number}
