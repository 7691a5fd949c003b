"""What the points would be at this moment: counted as a sheet is, and stored nowhere."""

from tasks.models import Campaign, Score

from .counting import Total, total
from .facts import facts_of
from .period import Period
from .sheets import deduction, frozen
from .standing import Group, Standing, grouped


def preview(campaign: Campaign, criteria: list[dict], period: Period) -> list[Group]:
    facts = facts_of(campaign, period)
    return grouped([_tried(unit, total(criteria, known)) for unit, known in facts.items()])


def _tried(unit, found: Total) -> Standing:
    """A score in memory only; nobody has appealed against it."""
    score = Score(unit=unit, points=found.points, out_of=found.out_of)
    score.lines = [frozen(line) for line in found.lines]
    return Standing(
        score, [deduction(score, line, one) for line in found.lines for one in line.taken]
    )
