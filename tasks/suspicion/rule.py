"""What a rule is: what it looks for, how gravely it takes it, and how its finding reads."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from matters.models import Matter
from tasks.filling.judging import Surroundings
from tasks.models import Entry, RowState, system_key
from tasks.models.suspicion import Severity

from .returns import Return

Facts = dict


# Where a `Line` comes from, field by field.
LINE = (
    "pk", "task_id", "task__unit_id", "state", "severity", "matter__base_code",
    "matter__district_id", "system_id", "system_name", "system_level", "contact", "phone",
    "volume", "matter__volume",
)  # fmt: skip


class Line(NamedTuple):
    """What rules that compare rows with each other read of each; many are held at once."""

    pk: int
    task: int
    unit: int
    state: str
    severity: int
    code: str
    district: int | None
    system: int | None
    name: str
    level: str
    contact: str
    phone: str
    volume: int | None
    library: int | None

    @property
    def is_waiting(self):
        return self.state == RowState.SUBMITTED

    @property
    def answer(self) -> tuple:
        """Which system, on which level; a name nobody registered stands for itself."""
        return self.system or system_key(self.name), self.level


@dataclass(frozen=True)
class Scene:
    """What rows are examined against; read once for many rows."""

    around: Surroundings
    returns: dict[int, Return] = field(default_factory=dict)

    @cached_property
    def hinted(self) -> frozenset[str]:
        """Folded names of the systems that the library itself names."""
        names = Matter.objects.exclude(system_hint="").values_list("system_hint", flat=True)
        return frozenset(map(system_key, names.distinct()))


@dataclass(frozen=True)
class Rule:
    """`looks_for` and `sentence` are filled with the threshold and with the facts of a finding.

    A rule about one row has `look(row, scene, threshold)`, which gives the facts or None. One
    that compares has a `key`, which puts rows together, and `compare(lines, scene, threshold)`,
    which gives the facts of each line that is struck.
    """

    code: str
    title: str
    looks_for: str
    sentence: str
    severity: Severity = Severity.MEDIUM
    threshold: int | None = None
    # What the threshold counts, for the page where the bureau changes it.
    counts: str = ""
    least: int = 1
    most: int = 9999
    # The warning the unit itself was shown, which it may have confirmed or explained.
    warning: str = ""
    look: Callable[[Entry, Scene, int | None], Facts | None] | None = None
    key: Callable[[Line], Hashable | None] | None = None
    compare: Callable[[list[Line], Scene, int | None], dict[int, Facts]] | None = None


PERCENT, ROWS, UNITS = "%", _("行"), _("个单位")
