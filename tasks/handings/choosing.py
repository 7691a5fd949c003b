"""The rows one may hand out, narrowed by a search, a state or the library's division."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import RowState, Task

from .handing import rows_to_hand

# Columns of the library in which the provincial platform names who is in charge inside a unit.
DIVISION_WORDS = ("处室", "科室", "处（科）室", "内设机构", "承办机构")

STATES = {
    "gaps": (_("未填齐"), {"complete": False}),
    "returned": (_("被退回"), {"state": RowState.RETURNED}),
    "untouched": (_("未填"), {"version": 0}),
}


class ChoosingForm(forms.Form):
    """What the rows are narrowed by; all of it in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("编码、名称或拼音首字母")}
        ),
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *((key, label) for key, (label, _how) in STATES.items())],
    )
    division = forms.ChoiceField(label=_("库内处（科）室"), required=False)

    def __init__(self, data, *, task: Task):
        super().__init__(data)
        self.rows = list(rows_to_hand(task).select_related("matter").in_order())
        divisions = sorted({name for row in self.rows if (name := division_of(row.matter))})
        self.fields["division"].choices = [("", _("全部")), *((one, one) for one in divisions)]
        if not divisions:
            del self.fields["division"]

    def chosen(self):
        """The rows that pass; an address nobody could have made here passes all."""
        wanted = self.cleaned_data if self.is_valid() else {}
        words = wanted.get("q", "").lower().split()
        _label, state = STATES.get(wanted.get("state", ""), ("", {}))
        division = wanted.get("division", "")
        return [
            row
            for row in self.rows
            if all(word in row.matter.search for word in words)
            and all(getattr(row, name) == value for name, value in state.items())
            and division in {"", division_of(row.matter)}
        ]


def division_of(matter) -> str:
    """The division the library names for a matter, or nothing."""
    for label, value in matter.extra.items():
        if any(word in label for word in DIVISION_WORDS) and value:
            return str(value)
    return ""
