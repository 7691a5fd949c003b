"""One message a unit about what a new library version did to its lists."""

from collections import Counter, defaultdict
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.models import LibraryVersion
from units import inbox
from units.models import Message, MessageKind

from .effects import Effect, EffectKind

SENTENCES = {
    EffectKind.REOPENS: gettext_lazy("%(n)s 行事项信息有变更，请复核后重新报送"),
    EffectKind.JOINS: gettext_lazy("新增 %(n)s 行，请补填"),
    EffectKind.RETURNS: gettext_lazy("%(n)s 行事项恢复使用，请核对"),
    EffectKind.LEAVES: gettext_lazy("%(n)s 行移出清单（不计入）"),
    EffectKind.SHOWS: gettext_lazy("%(n)s 行库内信息有更新，原有填写不变"),
}


def counts_by_unit(effects: list[Effect]) -> dict[int, Counter]:
    """How many rows of each kind each unit, and each collecting district, is concerned with."""
    counts = defaultdict(Counter)
    for effect in effects:
        for pk in effect.unit_ids:
            counts[pk][effect.kind] += 1
    return counts


def tell(effects: list[Effect], version: LibraryVersion, *, at: datetime) -> None:
    """Tell everybody who fills in or signs for the units concerned, once."""
    counts = counts_by_unit(effects)
    subject = _("权力事项库已更新（V%(number)s），请查看本单位清单") % {"number": version.number}
    messages = (
        Message(
            to=person,
            kind=MessageKind.TASK,
            subject=subject,
            body=_in_words(counts[person.unit_id]),
            url=reverse("tasks:home"),
            sent_at=at,
        )
        for person in inbox.people_of(list(counts))
    )
    inbox.put(messages, at=at)


def _in_words(counts: Counter) -> str:
    sentences = [
        sentence % {"n": f"{counts[kind]:,}"}
        for kind, sentence in SENTENCES.items()
        if counts[kind]
    ]
    return "；".join(sentences) + "。"
