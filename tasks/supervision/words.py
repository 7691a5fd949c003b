"""What became of a nudge, for the person who pressed the button."""

from django.contrib.messages import constants
from django.utils.translation import gettext as _

from units.models import Unit

from .nudging import Nudged

MOST_NAMES = 6


def nudged_in_words(nudged: Nudged, *, district: Unit | None = None) -> list[tuple[int, str]]:
    """Sentences with the level of the message that shows each.

    Who looks at one `district` reads its departments without its name.
    """
    said = []
    if nudged.told:
        said.append((constants.SUCCESS, _("已催办：%(names)s。") % _names(nudged.told, district)))
    if nudged.before:
        sentence = _("今天已经催办过，没有重复发送：%(names)s。")
        said.append((constants.INFO, sentence % _names(nudged.before, district)))
    if nudged.unreachable:
        sentence = _("没有可接收消息的账号，请电话联系：%(names)s。")
        said.append((constants.WARNING, sentence % _names(nudged.unreachable, district)))
    return said or [(constants.INFO, _("没有需要催办的单位：都已报送。"))]


def _names(units, district) -> dict[str, str]:
    """“区人力社保局、区民政局等 28 家”: the page itself lists all of them."""
    labels = [unit.short_name if district else unit.full_label for unit in units[:MOST_NAMES]]
    names = "、".join(labels)
    if len(units) > MOST_NAMES:
        names = _("%(names)s等 %(n)s 家") % {"names": names, "n": len(units)}
    return {"names": names}
