"""Publishing a campaign: every addressed unit that has matters gets its tasks (H3)."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from matters.catalogue import current_version
from matters.models import Matter
from tasks.filling.submitting import NotReady
from tasks.models import (
    Campaign,
    CampaignState,
    Entry,
    NearbyEntry,
    ObligationKind,
    RankedMatter,
    Scope,
    Task,
)
from tasks.supervision.deadlines import late_from
from units import inbox
from units.models import Action, Event, MessageKind, Unit, User


def blockers(campaign: Campaign) -> list[str]:
    """What is still missing before publication, in words."""
    missing = []
    if campaign.state != CampaignState.DRAFT:
        missing.append(_("该专项已发布。"))
    if not Matter.objects.in_use().exists():
        missing.append(_("还没有事项库，请先导入事项清单。"))
    if not campaign.ranking_frozen_at:
        missing.append(_("附件1的排名尚未冻结。"))
    if not campaign.addressees.exists():
        missing.append(_("还没有选择主送单位。"))
    if not campaign.obligations.exists():
        missing.append(_("还没有设定任务和截止时间。"))
    return missing


def preview(campaign: Campaign) -> list[dict]:
    """What each addressed unit will get: `{"unit", "rows", "parts", "kinds"}`."""
    return [
        {
            "unit": share.unit,
            "rows": share.row_count,
            "parts": len(share.parts),
            "kinds": [ObligationKind(kind).label for kind in share.kinds],
        }
        for share in _shares(campaign)
    ]


def publish(campaign: Campaign, *, by: User, at: datetime, report=None) -> dict:
    """Create all tasks and rows, then let everybody see them at once.

    Each unit is stored in its own short transaction and only once, so that a second run after
    a crash goes on where the first stopped. Raises `NotReady`, also when the library changes
    meanwhile: the lists made by then have followed it, the others are made by the next run.
    """
    if sentences := blockers(campaign):
        raise NotReady(sentences)
    version, shares = current_version(), _shares(campaign)
    for number, share in enumerate(shares, start=1):
        with transaction.atomic():
            _hold_library(campaign, version)
            share.store()
        if report:
            report(_("生成任务"), number, len(shares))
    _open(campaign, version, by=by, at=at)
    return {"units": len([share for share in shares if share.kinds])}


def _hold_library(campaign, version):
    """Of a list being made and a library being written one waits for the other, see `follow`."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if current_version() != version:
        raise NotReady([_("发布期间权力事项库有了新版本，请再次发布；已生成的任务不会重复。")])


@inbox.in_chinese
@transaction.atomic
def _open(campaign, version, *, by, at):
    """Of two workers that got here the second finds it done: one event, one message each."""
    stored = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if stored.state != CampaignState.DRAFT:
        return
    _hold_library(campaign, version)
    campaign.library_version = version
    campaign.state, campaign.published_at, campaign.published_by = CampaignState.PUBLISHED, at, by
    campaign.save(update_fields=["state", "published_at", "published_by", "library_version"])
    Event.objects.record(Action.PUBLISH, by=by, at=at, subject=campaign)
    units = Unit.objects.filter(tasks__obligation__campaign=campaign)
    inbox.tell(
        inbox.people_of(units).distinct(),
        kind=MessageKind.TASK,
        subject=_("新任务：%(title)s") % {"title": campaign.title},
        body=campaign.summary,
        url=reverse("tasks:home"),
        at=at,
    )


def _shares(campaign) -> list["_Share"]:
    """One share per addressed unit, in official order, from three queries over the catalogue."""
    obligations = {obligation.kind: obligation for obligation in campaign.obligations.all()}
    pilots = set(campaign.pilots.values_list("pk", flat=True))
    ranked = set(RankedMatter.objects.filter(campaign=campaign).values_list("unit_id", flat=True))
    city, districts = defaultdict(list), defaultdict(lambda: defaultdict(list))
    for matter in Matter.objects.in_use().order_by("sort_order", "pk"):
        if matter.district_id is None:
            city[matter.unit_id].append(matter)
        else:
            districts[matter.district_id][matter.unit_id].append(matter)
    return [
        _Share(
            unit=unit,
            obligations=obligations,
            matters=city.get(unit.pk, []),
            parts=districts.get(unit.pk, {}),
            is_ranked=unit.pk in ranked,
            is_pilot=unit.pk in pilots,
        )
        for unit in campaign.addressees.in_official_order()
    ]


class _Share:
    """What one addressed unit gets."""

    def __init__(self, *, unit, obligations, matters, parts, is_ranked, is_pilot):
        self.unit, self.obligations = unit, obligations
        self.matters, self.parts = matters, parts
        wanted = {
            ObligationKind.CHECK: is_ranked,
            ObligationKind.CITY_LIST: bool(matters),
            ObligationKind.DISTRICT_LIST: bool(parts),
            # A unit without a single matter owes nothing, not even a roster (domain case 15).
            ObligationKind.ROSTER: bool(is_ranked or matters or parts),
            ObligationKind.NEARBY: is_pilot and bool(self.nearby_matters),
        }
        self.kinds = [kind for kind, owed in wanted.items() if owed and kind in obligations]

    @property
    def row_count(self):
        return len(self.matters) + sum(len(matters) for matters in self.parts.values())

    @property
    def nearby_matters(self):
        """Personal on-request “最多跑一次” matters: the denominator of the pilot goal (G2)."""
        return [
            matter
            for matters in self.parts.values()
            for matter in matters
            if matter.is_personal_errand
        ]

    @transaction.atomic
    def store(self):
        # Two workers on the same campaign take turns, and the second finds the tasks there.
        Unit.objects.select_for_update(no_key=True).get(pk=self.unit.pk)
        for kind in self.kinds:
            obligation = self.obligations[kind]
            if Task.objects.filter(obligation=obligation, unit=self.unit).exists():
                continue
            task = Task.objects.create(
                obligation=obligation,
                unit=self.unit,
                due_at=obligation.due_at,
                late_at=late_from(obligation.due_at, obligation.campaign),
            )
            if kind == ObligationKind.CITY_LIST:
                _create_entries(task, self.matters)
            elif kind == ObligationKind.DISTRICT_LIST:
                self._store_parts(task)
            elif kind == ObligationKind.NEARBY:
                _create_nearby(task, self.nearby_matters)

    def _store_parts(self, task):
        for unit_id, matters in self.parts.items():
            part = Task.objects.create(
                obligation=task.obligation,
                unit_id=unit_id,
                parent=task,
                due_at=task.due_at,
                late_at=task.late_at,
            )
            # 适用区县 of a district's row is preset to the district itself (domain §4.3).
            _create_entries(part, matters, scope=Scope.SOME_DISTRICTS, districts=[self.unit.pk])


def _create_entries(task, matters, **preset):
    Entry.objects.bulk_create(
        (
            Entry(task=task, matter=matter, sort_order=number, **preset)
            for number, matter in enumerate(matters, start=1)
        ),
        batch_size=1000,
    )


def _create_nearby(task, matters):
    NearbyEntry.objects.bulk_create(
        (
            NearbyEntry(task=task, matter=matter, sort_order=number)
            for number, matter in enumerate(matters, start=1)
        ),
        batch_size=1000,
    )
