"""The words returns are often given in: some to begin with, then those the bureau writes itself."""

from collections import defaultdict

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from tasks.models import Entry, NearbyEntry, ReturnClass
from units.models import Action, Event

MOST, LATEST = 12, 2000

USUAL = {
    ReturnClass.VOLUME: _("办件量与省办件库相差较大，请核对后填报，确实不同的请在备注中说明原因。"),
    ReturnClass.LEVEL: _("系统层级与系统名称不一致，请按系统的建设单位填写。"),
    ReturnClass.NAME: _("系统名称请填写全称，与本部门其他事项保持一致。"),
    ReturnClass.CONTACT: _("联系方式请填写能联系到具体经办人的号码。"),
    ReturnClass.SCOPE: _("适用区县请按实际使用范围填写。"),
    ReturnClass.INCOMPLETE: _("说明过于简略，请补充具体情况。"),
}


def written(most: int = MOST) -> list[tuple[str, str]]:
    """Class and words the bureau gave more than once of late, the most frequent first."""
    returns = Event.objects.filter(
        action=Action.SEND_BACK,
        subject__in=[model._meta.label_lower for model in (Entry, NearbyEntry)],
    )
    counted = (
        Event.objects.filter(pk__in=returns.order_by("-pk").values("pk")[:LATEST])
        .order_by()
        .values_list("changes__return_class__1", "reason")
        .annotate(n=Count("pk"))
    )
    usual = {str(words) for words in USUAL.values()}
    found = [(n, kind, words) for kind, words, n in counted if n > 1 and words not in usual]
    found.sort(key=lambda line: (-line[0], line[2]))
    return [(kind, words) for _n, kind, words in found[:most] if kind in ReturnClass.values]


def choices() -> list:
    """All of them by class, for a select: the value carries the class and the words."""
    by_class = defaultdict(list)
    for kind, words in [*USUAL.items(), *written()]:
        by_class[ReturnClass(kind)].append((f"{kind}|{words}", str(words)))
    return [("", _("不用常用语")), *((kind.label, lines) for kind, lines in by_class.items())]
