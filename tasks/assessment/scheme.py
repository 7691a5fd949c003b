"""考核办法: the criteria of a campaign. The standard of domain §5.6 until it is made its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from tasks.models import Campaign, Criterion
from units.models import Action, Event, User

from .rule import Source
from .rules import RULES, rule_of

FULL = 100
SET = ("name", "points", "is_on", "sort_order")


def criteria_of(campaign: Campaign) -> list[Criterion]:
    """As they are stored, else the standard, not yet stored."""
    return list(campaign.criteria.select_related("changed_by")) or _standard(campaign)


def in_force(campaign: Campaign) -> list[dict]:
    """The criteria that are on, as plain values to count by and to freeze."""
    return [
        {
            "name": one.name,
            "rule": one.rule,
            "points": one.points,
            "parameters": rule_of(one.rule).defaults() | one.parameters,
        }
        for one in criteria_of(campaign)
        if one.is_on
    ]


def full_points(criteria) -> int:
    """They should come to 100."""
    return sum(one.points for one in criteria if one.is_on)


def by_hand(scheme: list[dict]) -> list[dict]:
    """The criteria for which the bureau gives the points."""
    return [one for one in scheme if rule_of(one["rule"]).source is Source.MARK]


def free_rules(campaign: Campaign) -> list:
    """What can be added: facts are counted once, but there may be several marks."""
    used = {one.rule for one in criteria_of(campaign)}
    return [rule for rule in RULES if rule.source is Source.MARK or rule.code not in used]


def _standard(campaign) -> list[Criterion]:
    with override("zh-hans"):
        return [
            Criterion(
                campaign=campaign,
                rule=rule.code,
                name=str(rule.title),
                points=rule.points,
                parameters=rule.defaults(),
                sort_order=place * 10,
            )
            for place, rule in enumerate(RULES, 1)
        ]


@transaction.atomic
def adopt(campaign: Campaign, *, by: User, at: datetime) -> bool:
    """Store the standard as the campaign's own scheme; False when it has one."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if campaign.criteria.exists():
        return False
    for one in _standard(campaign):
        add(one, by=by, at=at)
    return True


@transaction.atomic
def add(criterion: Criterion, *, by: User, at: datetime) -> Criterion:
    criterion.changed_at, criterion.changed_by = at, by
    criterion.save()
    facts = {name: ["", getattr(criterion, name)] for name in SET} | {
        name: ["", value] for name, value in criterion.parameters.items()
    }
    Event.objects.record(Action.CREATE, by=by, at=at, subject=criterion, changes=facts)
    return criterion


@transaction.atomic
def change(pk: int, values: dict, parameters: dict, *, by: User, at: datetime) -> bool:
    """Store how a criterion is set now, with one event old → new; False when nothing is another.

    Sheets keep the scheme they were computed by.
    """
    kept = Criterion.objects.select_for_update(no_key=True).get(pk=pk)
    changes = _changes({name: getattr(kept, name) for name in SET}, values)
    changes |= _changes(kept.parameters, parameters)
    if not changes:
        return False
    for name, value in values.items():
        setattr(kept, name, value)
    kept.parameters, kept.changed_at, kept.changed_by = parameters, at, by
    kept.save()
    Event.objects.record(Action.EDIT, by=by, at=at, subject=kept, changes=changes)
    return True


def _changes(old: dict, new: dict) -> dict:
    return {name: [old.get(name), value] for name, value in new.items() if old.get(name) != value}
