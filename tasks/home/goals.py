"""The goals of the year as far as they are known: denominators, and how many of them are needed."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.models import (
    Campaign,
    Entry,
    NearbyEntry,
    NearbyStatus,
    ObligationKind,
    RankedMatter,
    RowState,
)
from tasks.models.rows import COUNTED, is_reported

# 杭智办〔2018〕2号 一: 80%以上事项所在系统对接；试点50%以上公民个人办事事项就近可办.
CONNECTED_SHARE, NEARBY_SHARE = 80, 50


@dataclass(frozen=True)
class Goal:
    """One goal of the notice; `done` of `total` is what its present stage counts (`counts`), and
    `url` shows what is behind it."""

    title: str
    until: str
    total: int
    needed: int
    done: int
    counts: str
    url: str


def goals(user) -> list[Goal]:
    """The goals of the newest campaign that runs; none before anything was published."""
    campaign = Campaign.objects.visible_to(user).current().newest_first().first()
    if campaign is None:
        return []
    return [goal for goal in (_first(campaign), _nearby(campaign), _all(campaign)) if goal.total]


def _needed(total, share):
    """“50%以上” includes 50 % (domain Q11); a part of a matter is a whole one."""
    return -(-total * share // 100)


def _first(campaign):
    """G1: 办件量前100事项所在系统对接完成."""
    standing = RankedMatter.objects.obligated(campaign)
    answers = list(standing.values_list("answer", flat=True))
    title = _("办件量前%(n)s事项所在系统对接完成") % {"n": campaign.top_n}
    done = sum(answer == "can" for answer in answers)
    until, counts = _("6月底前"), _("已核对可接入")
    url = reverse("tasks:ranking", args=[campaign.pk])
    return Goal(title, until, len(answers), len(answers), done, counts, url)


def _nearby(campaign):
    """G2: the pilots' personal matters."""
    rows = NearbyEntry.objects.filter(task__obligation__campaign=campaign)
    counts = rows.aggregate(
        total=Count("pk", filter=COUNTED),
        done=Count(
            "pk",
            filter=COUNTED
            & is_reported()
            & Q(status__in=[NearbyStatus.CONFIRMED, NearbyStatus.OPENED]),
        ),
    )
    title, needed = _("试点公民个人办事事项就近可办"), _needed(counts["total"], NEARBY_SHARE)
    where = {
        "counts": _("已报送确认可办"),
        "url": reverse("tasks:campaign-detail", args=[campaign.pk]),
    }
    return Goal(title, _("6月底前"), needed=needed, **where, **counts)


def _all(campaign):
    """G3: all matters of attachments 2 and 3."""
    kinds = [ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST]
    rows = Entry.objects.filter(
        task__obligation__campaign=campaign, task__obligation__kind__in=kinds
    )
    counts = rows.aggregate(
        total=Count("pk", filter=COUNTED),
        done=Count("pk", filter=Q(state=RowState.APPROVED)),
    )
    title, needed = _("事项所在系统对接"), _needed(counts["total"], CONNECTED_SHARE)
    where = {
        "counts": _("填报已通过"),
        "url": f"{reverse('tasks:desk')}?state={RowState.APPROVED}",
    }
    return Goal(title, _("12月底前"), needed=needed, **where, **counts)
