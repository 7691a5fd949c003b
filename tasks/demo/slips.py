"""Change slips of the demo: one waits, one is known, one was to be corrected days ago."""

from collections.abc import Callable, Iterator
from functools import partial

from matters.models import Matter
from tasks.models import ChangeSlip
from tasks.slips import slips
from tasks.slips.slips import Side
from units.models import Unit, User

from .facts import document
from .timetable import Timetable

RAISED, KNOWN = 3, 4  # days of the story


def scenes_of(
    units: dict[str, Unit], team: dict[int, list[User]], timetable: Timetable
) -> Iterator[tuple[int, int, Callable]]:
    """(day, minute, act) for every slip and every acknowledgement."""
    for line in document("slips"):
        unit = units[line["unit"]]
        filler, signer = team[unit.pk][:2]
        slip = ChangeSlip(
            unit=unit,
            matter=_matter(unit, line.get("code")),
            kind=line["kind"],
            what=line["what"],
            wanted=line["wanted"],
            operator=line["operator"],
            operate_on=timetable.days[line["day"]] if "day" in line else timetable.deadline,
        )
        yield RAISED, line["minute"], partial(slips.hand_in, slip, by=filler)
        sides = zip(Side, ("行政审批处", "信息中心"), (signer, filler), strict=True)
        for side, division, person in list(sides)[: line["acknowledged"]]:
            act = partial(slips.acknowledge, slip, side, division=division, by=person)
            yield KNOWN, line["minute"], act


def _matter(unit: Unit, code: str | None) -> Matter | None:
    return Matter.objects.get(unit=unit, base_code=code) if code else None
