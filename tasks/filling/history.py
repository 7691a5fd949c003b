"""The audit trail in words: which fact, what it was, what it became, with labels not slugs."""

from functools import cached_property

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units import history
from units.models import Unit
from units.phones import PHONE_FIELDS, mask

WARNINGS = {
    "volume_converted": gettext_lazy("办件量单位换算"),
    "volume_deviation": gettext_lazy("办件量与库内相差较大"),
    "level_district_on_city": gettext_lazy("市级事项填区县自建"),
    "level_unknown": gettext_lazy("系统层级待核实"),
    "level_name_mismatch": gettext_lazy("系统名称与层级不一致"),
    "system_near_duplicate": gettext_lazy("系统名称与已登记的相近"),
    "level_conflicts_register": gettext_lazy("系统层级与台账不一致"),
    "taken_over": gettext_lazy("接用的答案"),
}
LABELS = {
    "settled": gettext_lazy("确认提示"),
    "ranking": gettext_lazy("清单行数"),
    "objection": gettext_lazy("疑义"),
    "alias": gettext_lazy("别名"),
}


class Words:
    """Puts stored values into the reader's words; knows the districts' names."""

    def __init__(self, *, masked: bool = False, districts: dict[int, str] | None = None):
        self.masked = masked
        if districts is not None:  # the page has read them already
            self.districts = districts

    @cached_property
    def districts(self) -> dict[int, str]:
        found = Unit.objects.districts().in_official_order()
        return dict(found.values_list("pk", "short_name"))

    def label(self, model, name: str) -> str:
        try:
            return str(LABELS.get(name) or model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return name

    def value(self, model, name: str, value) -> str:
        if value in (None, "", [], {}):
            return ""
        if name == "districts":
            return self._districts(value)
        if self.masked and name in PHONE_FIELDS:
            return mask(str(value))
        if name == "origin":
            return str(value["label"])
        if name == "settled":
            return str(WARNINGS.get(value, value))
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        try:
            choices = dict(model._meta.get_field(name).flatchoices or ())
        except FieldDoesNotExist:
            choices = {}
        return str(choices.get(value, value))

    def _districts(self, ids):
        if len(ids) == len(self.districts):
            return _("全部（%(n)s个）") % {"n": len(ids)}
        return "、".join(self.districts.get(pk, str(pk)) for pk in ids)

    def change(self, model, name, old, new) -> dict:
        return {
            "label": self.label(model, name),
            "old": self.value(model, name, old),
            "new": self.value(model, name, new),
        }


def by_fact(events, model, names, words: "Words") -> list[dict]:
    """The same events fact by fact: who changed it, when, from what to what, and why."""
    found = {name: [] for name in names}
    for event in events.select_related("by__unit", "acting_for"):
        for name in found.keys() & event.changes.keys():
            who = event.by.label_for(event.acting_for) if event.by_id else _("系统")
            change = words.change(model, name, *event.changes[name])
            found[name].append({**change, "who": who, "at": event.at, "reason": event.reason})
    return [
        {"label": words.label(model, name), "name": name, "changes": changes}
        for name, changes in found.items()
        if changes
    ]


def timeline(events, words: Words | None = None) -> list[dict]:
    """`events` as the timeline component shows them, in the words of the work."""
    return history.timeline(events, (words or Words()).change)
