"""The campaign of the demo: the notice of 2018, ranked, frozen and published."""

from datetime import date, datetime

from tasks.campaigns import publishing, ranking
from tasks.models import Campaign, Obligation, ObligationKind
from units.models import Unit, User
from units.workdays import end_of, workdays_after

from .facts import document, table
from .timetable import Timetable

WORKDAYS_FOR_THE_NEXT = 10
# The list is checked before it is filled in: by the end of this day of the story.
CHECKED = 4
MEMBERS = ("number", "title", "issuer", "basis", "summary", "help_contact")


def issue(units: dict[str, Unit], timetable: Timetable, *, by: User) -> Campaign:
    """Draw up the campaign of the notice, freeze its ranking and publish it."""
    checked = {ObligationKind.CHECK: end_of(timetable.days[CHECKED])}
    campaign = draw_up(document("campaign"), units, timetable.due_at, earlier=checked)
    ranking.freeze(campaign, by=by, at=timetable.moment(0, 10))
    campaign.refresh_from_db()
    publishing.publish(campaign, by=by, at=timetable.moment(0, 30))
    return campaign


def draft_next(units: dict[str, Unit], timetable: Timetable) -> Campaign:
    """A campaign that waits to be ranked, frozen and published by whoever tries the demo."""
    facts = document("campaign")
    due_at = end_of(workdays_after(timetable.deadline, WORKDAYS_FOR_THE_NEXT))
    return draw_up(facts | facts["next"], units, due_at)


def draw_up(
    facts: dict,
    units: dict[str, Unit],
    due_at: datetime,
    *,
    earlier: dict[str, datetime] | None = None,
) -> Campaign:
    campaign = Campaign.objects.create(
        issued_on=date.fromisoformat(facts["issued_on"]),
        **{name: facts[name] for name in MEMBERS},
    )
    districts = [units[line["slug"]] for line in table("districts")]
    campaign.addressees.set([*(units[line["slug"]] for line in table("departments")), *districts])
    campaign.pilots.set(units[line["slug"]] for line in table("districts") if line["pilot"])
    Obligation.objects.bulk_create(
        Obligation(
            campaign=campaign, kind=kind, title=title, due_at=(earlier or {}).get(kind, due_at)
        )
        for kind, title in facts["obligations"].items()
    )
    return campaign
