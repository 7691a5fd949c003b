"""Around the sections: title, 主送, 落款, each line as it stands on paper."""

from tasks.circulars.reading import Frozen
from tasks.models import Campaign
from units.models import UnitKind

from . import phrases

SUBJECT = ("关于“一窗受理”平台事项接入", "工作进展情况的通报")
GOVERNMENTS, DEPARTMENTS = "各区、县（市）人民政府", "市直各相关单位"
# A longer name is broken, at the word it is broken at in the head of the notice.
LONGEST_SIGNATURE = 20


def title(frozen: Frozen) -> str:
    """Broken by meaning, never by width."""
    return "\n".join([*SUBJECT, f"（截至{phrases.moment(frozen.cut_off_at)}）"])


def addressees(campaign: Campaign) -> str:
    """主送 as the notice itself has it: 各区、县（市）人民政府、the zones、市直各相关单位 (H3).

    Districts that are not all addressed are named one by one.
    """
    units = list(campaign.addressees.in_official_order())
    districts = [unit for unit in units if unit.kind == UnitKind.DISTRICT]
    # The development zones have no code of their own and no government (domain §3.2).
    governed = [unit for unit in districts if unit.gb_code]
    parts = []
    if governed:
        everybody = units[0].__class__.objects.districts().valid_on(campaign.issued_on)
        all_of_them = everybody.exclude(gb_code="").count() == len(governed)
        parts += [GOVERNMENTS] if all_of_them else [f"{unit.name}人民政府" for unit in governed]
    parts += [unit.name for unit in districts if not unit.gb_code]
    if any(unit.kind == UnitKind.DEPARTMENT for unit in units):
        parts.append(DEPARTMENTS)
    return f"{'，'.join(parts)}：" if parts else ""


def signature(frozen: Frozen) -> str:
    issuer = frozen.campaign["issuer"]
    if len(issuer) <= LONGEST_SIGNATURE or "）" not in issuer[:-1]:
        return issuer
    head, tail = issuer.rsplit("）", 1)
    return f"{head}）\n{tail}"
