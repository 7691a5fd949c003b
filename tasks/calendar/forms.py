"""What a person says about a day, a year, and about a deadline that is moved."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput, LineField
from tasks.models import Task
from yichuang.choices import SeveralField
from yichuang.filters import DayField

# The first year of an online portal, and one nobody plans for.
FIRST_YEAR, LAST_YEAR = 2000, 2099
WORKS, OFF, USUAL = "works", "off", "usual"


class YearFilter(forms.Form):
    """Which year the page shows; a senseless one is the present one."""

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def chosen(self, today: date) -> int:
        return self.cleaned_data["year"] if self.is_valid() else today.year


class DayForm(forms.Form):
    """Whether people work on `day`, for the sake of which holiday, and by what document."""

    works = forms.ChoiceField(label=_("当天"), widget=forms.RadioSelect)
    name = LineField(
        label=_("节日"),
        max_length=20,
        required=False,
        help_text=_("如“清明”；调休上班的日子也写所属节日，不带“节”“假期”。"),
    )
    note = LineField(label=_("依据或说明"), max_length=200, required=False)

    def __init__(self, *args, day: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        usual = _("按星期：上班") if day.weekday() < 5 else _("按星期：休息")
        special = (OFF, _("放假")) if day.weekday() < 5 else (WORKS, _("调休上班"))
        named = [(OFF, _("放假（属于节日的周末）"))] if day.weekday() >= 5 else []
        self.fields["works"].choices = [(USUAL, usual), special, *named]

    def clean(self):
        data = super().clean()
        if data.get("works") == USUAL and data.get("name"):
            self.add_error("name", _("按星期的日子不属于节日，请清空。"))
        return data

    def facts(self) -> tuple[bool, str] | None:
        """(works, name), or None when the day follows its weekday."""
        data = self.cleaned_data
        return None if data["works"] == USUAL else (data["works"] == WORKS, data["name"])

    @staticmethod
    def initial_of(facts: tuple[bool, str] | None) -> dict:
        if facts is None:
            return {"works": USUAL}
        return {"works": WORKS if facts[0] else OFF, "name": facts[1]}


class SourceForm(forms.Form):
    """By which document a year is published."""

    source = LineField(
        label=_("依据文件"),
        max_length=120,
        help_text=_("如 国办发明电〔2017〕12号。"),
    )


class TasksField(SeveralField):
    """Tasks as check boxes; the page draws them as the rows of a table."""

    widget = forms.CheckboxSelectMultiple


class ExtensionForm(forms.Form):
    """Whose deadline is moved, to which day, and why."""

    whole = forms.BooleanField(
        label=_("整项任务"),
        required=False,
        help_text=_("全部尚未报送的单位，以后新增的单位也按新日期。"),
    )
    tasks = TasksField(label=_("单位"), queryset=Task.objects.none(), required=False)
    until = DayField(label=_("新的截止日期"), widget=DayInput())
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("单位会看到，并记入历史。"),
    )

    def __init__(self, *args, movable, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["tasks"].queryset = movable

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < self.on:
            raise forms.ValidationError(_("不能改到过去的日期。"))
        return day

    def clean(self):
        data = super().clean()
        if not data.get("whole") and not data.get("tasks") and "tasks" not in self.errors:
            self.add_error("tasks", _("请勾选单位，或选择整项任务。"))
        return data
