"""What a filled-in row still lacks, where it contradicts itself, and what looks odd."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.models import Campaign, Entry, NearbyEntry, NearbyStatus, Objection, Scope
from tasks.models.systems import NO_LEVEL
from tasks.systems.alike import Near, Register, Registered
from units.models import Unit

from .origins import TAKEN_OVER

# Names that give away who runs a system; a warning, never an error (domain §3.8, story 7).
TELLING_NAMES = (
    (re.compile(r"^(公安部|国家|全国|金税|中国)|总局"), {SystemLevel.MINISTRY_VERTICAL}),
    (
        re.compile(r"^浙江|^全省|^省"),
        {SystemLevel.PROVINCE_VERTICAL, SystemLevel.PROVINCE_BUILT, SystemLevel.STANDALONE},
    ),
    (
        re.compile(r"^杭州|^市"),
        {SystemLevel.CITY_BUILT, SystemLevel.STANDALONE, SystemLevel.DISTRICT_BUILT},
    ),
)


@dataclass(frozen=True)
class SoftWarning:
    """Something odd: `confirm` by a click or `explain` in the remark of the row."""

    code: str
    field: str
    text: str
    needs: str = "confirm"


@dataclass
class Judgement:
    """`gaps` are facts still missing, `problems` contradictions, both block submission."""

    gaps: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    warnings: list[SoftWarning] = field(default_factory=list)

    def unsettled(self, row) -> list[SoftWarning]:
        return [warning for warning in self.warnings if not is_settled(warning, row)]

    def is_complete(self, row) -> bool:
        return not (self.gaps or self.problems or self.unsettled(row))


@dataclass(frozen=True)
class Surroundings:
    """What a row is judged against; fetched once for many rows."""

    tolerance: int
    districts: dict[int, str]
    objected: frozenset[int] = frozenset()

    @cached_property
    def register(self) -> Register:
        """The registered systems, read when the first row with a system name is judged."""
        return Register(self.districts.values())

    @classmethod
    def of(cls, task) -> "Surroundings":
        return cls.within(task.obligation.campaign)

    @classmethod
    def within(cls, campaign: Campaign) -> "Surroundings":
        """For any row of the campaign; two queries."""
        districts = Unit.objects.districts().valid_on(campaign.issued_on).in_official_order()
        pending = Objection.objects.pending().filter(campaign=campaign, entry__isnull=False)
        return cls(
            tolerance=campaign.volume_tolerance,
            districts=dict(districts.values_list("pk", "short_name")),
            objected=frozenset(pending.values_list("entry_id", flat=True)),
        )


def is_settled(warning: SoftWarning, row) -> bool:
    if warning.code == TAKEN_OVER:
        # Asked anew with every taking over: an earlier confirmation was about other values.
        return not row.unconfirmed
    if warning.needs == "explain":
        return bool(row.remark)
    return warning.code in row.settled


def judge(row, around: Surroundings) -> Judgement:
    """Judge an Entry or a NearbyEntry; a pending objection stands for the missing facts."""
    if isinstance(row, NearbyEntry):
        return _judge_nearby(row)
    if row.pk in around.objected:
        return Judgement()
    return Judgement(
        gaps=list(_gaps(row)), problems=_problems(row), warnings=list(_warnings(row, around))
    )


def apply(row, verdict: Judgement) -> None:
    """Keep with the row what lists and progress bars count."""
    row.complete = verdict.is_complete(row)
    row.warnings = [warning.code for warning in verdict.warnings]
    row.suspicion = len(row.warnings)
    row.settled = [code for code in row.settled if code in row.warnings]


def _gaps(row: Entry):
    for name in ("system_level", "volume", "contact", "phone", "scope"):
        if getattr(row, name) in ("", None):
            yield name
    if not row.system_name and row.system_level not in {SystemLevel.NO_SYSTEM, SystemLevel.UNKNOWN}:
        yield "system_name"
    if row.scope == Scope.SOME_DISTRICTS and not row.districts:
        yield "districts"


def _problems(row: Entry) -> dict[str, str]:
    problems = {}
    if row.scope == Scope.CITY_LEVEL and row.districts:
        problems["districts"] = _("适用范围为“市本级”时不填适用区县，请清空。")
    if row.system_level == SystemLevel.NO_SYSTEM and row.system_name:
        problems["system_name"] = _("系统层级为“无业务系统”时不填系统名称，请清空或改选层级。")
    return problems


def _warnings(row: Entry, around: Surroundings):
    if row.unconfirmed and row.origin:
        text = _("接用自%(label)s，请核对本单位是否一致并确认。") % row.origin
        yield SoftWarning(TAKEN_OVER, row.origin["fields"][0], text)
    if "volume_converted" in row.warnings and row.volume is not None:
        text = _("填写的“万”已换算为 %(volume)s 件，请确认。") % {"volume": f"{row.volume:,}"}
        yield SoftWarning("volume_converted", "volume", text)
    if text := _deviation(row, around.tolerance):
        yield SoftWarning("volume_deviation", "volume", text, "explain")
    if built_by_districts(row):
        yield SoftWarning(
            "level_district_on_city",
            "system_level",
            _("市级部门的事项填了“区县（市）自建”，请确认系统确由区县建设。"),
        )
    if row.system_level == SystemLevel.UNKNOWN:
        yield SoftWarning(
            "level_unknown",
            "system_level",
            _("“待核实”的事项不能通过审核，请在备注中说明何时核实。"),
            "explain",
        )
    if text := _misnamed(row):
        yield SoftWarning("level_name_mismatch", "system_name", text)
    if text := _near_duplicate(row, around.register):
        yield SoftWarning("system_near_duplicate", "system_name", text)
    if text := _against_register(row, around.register):
        yield SoftWarning("level_conflicts_register", "system_level", text)


def built_by_districts(row: Entry) -> bool:
    """区县自建 on a city row (domain case 11)."""
    return row.system_level == SystemLevel.DISTRICT_BUILT and row.matter.district_id is None


def deviates(row: Entry, tolerance: int) -> bool:
    """Reported against library volume, by more than `tolerance` percent (domain Q7)."""
    library, reported = row.matter.volume, row.volume
    if library is None or reported is None or library == reported:
        return False
    return not library or abs(reported - library) * 100 > tolerance * library


def _deviation(row: Entry, tolerance: int) -> str:
    if not deviates(row, tolerance):
        return ""
    return _("与库内办件量 %(library)s 件相差较大（超过%(tolerance)s%%），请在备注中说明原因。") % {
        "library": f"{row.matter.volume:,}",
        "tolerance": tolerance,
    }


def told_level(row: Entry) -> SystemLevel | None:
    """The level the name gives away, when another one was chosen."""
    if not row.system_name or not row.system_level:
        return None
    for pattern, levels in TELLING_NAMES:
        if pattern.search(row.system_name):
            if row.system_level in levels:
                return None
            return sorted(levels, key=list(SystemLevel).index)[0]
    return None


def _misnamed(row: Entry) -> str:
    if not (likely := told_level(row)):
        return ""
    return _("系统名称像是“%(likely)s”，与所选层级“%(chosen)s”不一致，请确认。") % {
        "likely": likely.label,
        "chosen": row.get_system_level_display(),
    }


def near_duplicate(row: Entry, register: Register) -> Near | None:
    """One agreed name per business system (domain §6.3, stories 7 and 8).

    Which of two names is the rarer changes while others write; a row that was warned keeps the
    warning until its name changes or the systems are merged, so that it can be confirmed.
    """
    near = register.near(row.system_name) if row.system_name else None
    if near is None or not (near.prevails or _was_warned(row, register)):
        return None
    return near


def _near_duplicate(row: Entry, register: Register) -> str:
    if not (near := near_duplicate(row, register)):
        return ""
    return _(
        "与已登记的“%(other)s”（已用于 %(count)d 行）名称相近。"
        "是同一系统的，请改用“%(other)s”；确为另一系统的请确认。"
    ) % {"other": near.system.name, "count": near.rows}


def _was_warned(row, register):
    registered = register.of(row.system_name)
    same = registered is not None and registered.pk == row.system_id
    return same and "system_near_duplicate" in row.warnings


def registered_otherwise(row: Entry, register: Register) -> Registered | None:
    """部委垂管 on a system registered as 市级自建 (domain §9, case 11).

    A district may run its own copy of a system that others run for all (domain §3.7).
    """
    registered = register.of(row.system_name) if row.system_name else None
    if registered is None or registered.level in ("", row.system_level):
        return None
    if row.system_level in NO_LEVEL:
        return None
    if row.system_level == SystemLevel.STANDALONE and row.matter.district_id:
        return None
    return registered


def _against_register(row: Entry, register: Register) -> str:
    if not (registered := registered_otherwise(row, register)):
        return ""
    return _("系统台账中“%(name)s”为“%(registered)s”，与所选层级“%(chosen)s”不一致，请确认。") % {
        "name": registered.name,
        "registered": SystemLevel(registered.level).label,
        "chosen": row.get_system_level_display(),
    }


def _judge_nearby(row: NearbyEntry) -> Judgement:
    verdict = Judgement()
    if row.status == NearbyStatus.TO_SORT:
        verdict.gaps.append("status")
    if row.status == NearbyStatus.OPENED and not row.points:
        verdict.gaps.append("points")
    if row.status == NearbyStatus.NEGATIVE_LIST and not row.remark:
        verdict.problems["remark"] = _("列入负面清单须在备注中说明理由。")
    return verdict
