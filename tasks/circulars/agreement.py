"""Whether the words of a circular still agree with the frozen figures; said, never enforced."""

import re

from django.utils.translation import gettext as _

from tasks.models import Circular

from . import drafting
from .drafting import phrases
from .reading import Frozen

# 87/233（37.3%）, or a number with its measure word; days and hours are not figures.
SHARE = r"\d[\d,]*/\d[\d,]*（\d+\.\d%）"
COUNT = r"(?<![\d/.,月])\d[\d,]*(?:家|项|次|个工作日)"
FIGURES = re.compile(f"{SHARE}|{COUNT}")


def doubts(circular: Circular, frozen: Frozen, previous: Frozen | None) -> list[str]:
    """Sentences about figures in the text that the report does not have, and about units it
    names for being overdue that the text no longer does."""
    text = "\n".join((circular.situation, circular.problems, circular.demands))
    own = "\n".join(
        (drafting.situation(frozen, previous), drafting.problems(frozen), drafting.demands(frozen))
    )
    known = set(FIGURES.findall(own)) | _of_units(frozen)
    unknown = list(dict.fromkeys(one for one in FIGURES.findall(text) if one not in known))
    said = []
    if unknown:
        said.append(
            _("文中有与冻结数据不一致的数字：%(figures)s。") % {"figures": "、".join(unknown)}
        )
    gone = [line for line in frozen.named if line["short_name"] not in text]
    if gone:
        said.append(_("冻结数据中存在问题、文中未提到的单位：%(units)s。") % {
            "units": phrases.names(gone)
        })  # fmt: skip
    if phrases.moment(frozen.cut_off_at) not in circular.title + text:
        said.append(
            _("标题和正文没有写明数据截止时间（%(at)s）。")
            % {"at": phrases.moment(frozen.cut_off_at)}
        )
    return said


def _of_units(frozen) -> set[str]:
    """Figures of single units: a person may well mention one more of them."""
    known = set()
    for line in frozen.units:
        for one in line["tasks"].values():
            known.add(f"{one['days_late']}个工作日")
            known |= {f"{one[name]:,}项" for name in ("should", "reported", "approved", "returned")}
            known.add(phrases.rate(one["reported"], one["should"]))
            known.add(phrases.rate(one["approved"], one["should"]))
        known.add(f"{line['returns']['rows']:,}项")
    return known
