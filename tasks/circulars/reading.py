"""A report as page, workbook and circular read it: from the stored figures and nothing else."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.utils.dateparse import parse_datetime

from tasks.models import ObligationKind

from .figures import CITY, DISTRICT, LISTS
from .totals import added

GROUPS = {CITY: "市级部门", DISTRICT: "区、县（市）"}
OTHERS = (ObligationKind.CHECK, ObligationKind.ROSTER, ObligationKind.NEARBY)
# What each obligation asks for, in a sentence.
SUBJECTS = {
    ObligationKind.CHECK: "前150事项核对意见",
    ObligationKind.CITY_LIST: "对接事项清单",
    ObligationKind.DISTRICT_LIST: "对接事项清单",
    ObligationKind.ROSTER: "工作小组人员名单",
    ObligationKind.NEARBY: "就近可办事项梳理情况",
}


def sums_of_lists(obligations: list[dict], group: str | None = None) -> dict[str, int]:
    return added(one[group or "all"] for one in obligations if one["kind"] in LISTS)


class Frozen:
    """`figures` of a report, schema 1."""

    def __init__(self, figures: dict):
        self.figures = figures
        self.campaign = figures["campaign"]
        self.units = figures["units"]

    @cached_property
    def cut_off_at(self) -> datetime:
        return parse_datetime(self.figures["cut_off_at"])

    @cached_property
    def by_key(self) -> dict[int, dict]:
        return {line["unit"]: line for line in self.units}

    @cached_property
    def obligations(self) -> dict[str, dict]:
        return {one["kind"]: one for one in self.figures["obligations"]}

    def table(self, group: str) -> list[dict]:
        """The lines of a 附表, in the order of rank."""
        return [self.by_key[key] for key in self.figures["tables"][group]]

    def lists(self, group: str | None = None) -> dict[str, int]:
        """Sums over the lists of matters: of a group, or of all."""
        return sums_of_lists(self.figures["obligations"], group)

    def others(self) -> list[tuple[str, dict]]:
        """(what is reported, sums) of the obligations beside the lists that anybody owes."""
        known = ((SUBJECTS[kind], self.obligations.get(kind)) for kind in OTHERS)
        return [(subject, one["all"]) for subject, one in known if one and one["all"]["units"]]

    def where(self, condition: str, kinds: Iterable[str], group: str | None = None) -> list[dict]:
        """Units in official order with `condition` ("overdue", "is_late" …) for one of `kinds`."""
        return [
            line
            for line in self.units
            if (group is None or line["group"] == group)
            and any(line["tasks"][kind][condition] for kind in kinds if kind in line["tasks"])
        ]

    @cached_property
    def returns(self) -> dict:
        """Rows ever returned, how often, by class, and the units with most of them first."""
        classes: dict[str, int] = {}
        for line in self.units:
            for label, count in line["returns"]["classes"]:
                classes[label] = classes.get(label, 0) + count
        most = [line for line in self.units if line["returns"]["rows"]]
        return {
            "rows": sum(line["returns"]["rows"] for line in self.units),
            "times": sum(line["returns"]["times"] for line in self.units),
            "classes": sorted(classes.items(), key=lambda one: -one[1]),
            "units": sorted(most, key=lambda line: -line["returns"]["rows"]),
        }

    @cached_property
    def without_duties(self) -> list[dict]:
        """Units whose working group lacks somebody, but for those whose roster is overdue."""
        rosters = {line["unit"] for line in self.where("overdue", [ObligationKind.ROSTER])}
        return [
            line for line in self.units if line["missing_duties"] and line["unit"] not in rosters
        ]

    @cached_property
    def named_keys(self) -> set[int]:
        """The units the circular names for something."""
        keys = {
            line["unit"]
            for condition in ("overdue", "is_late", "past_correction")
            for line in self.where(condition, ObligationKind)
        }
        return keys | {line["unit"] for line in self.without_duties}

    @cached_property
    def named(self) -> list[dict]:
        """The same in official order."""
        return [line for line in self.units if line["unit"] in self.named_keys]
