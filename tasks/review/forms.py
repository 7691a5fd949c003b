"""Filters of the review desk, and the reasons a return must give."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput
from tasks.models import ReturnClass, RowState, Task
from units.workdays import end_of
from yichuang.filters import AddressFilter, any_or

from .reasons import Reason

# Every page counts the workdays until then.
LONGEST = timedelta(days=3660)


class RowFilter(AddressFilter):
    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput,
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    part = forms.ModelChoiceField(label=_("部门"), required=False, queryset=Task.objects.none())
    suspicious = forms.BooleanField(label=_("只看有疑点的"), required=False)

    def __init__(self, data, *, task):
        super().__init__(data)
        self.fields["state"].choices = any_or(
            choice for choice in RowState.choices if choice[0] != RowState.DRAFT
        )
        self.fields["part"].queryset = task.parts.select_related("unit").order_by(
            "unit__sort_order"
        )
        self.fields["part"].label_from_instance = lambda part: part.unit.short_name
        self.fields["part"].empty_label = _("全部")
        if not task.is_collected:
            del self.fields["part"]


# 事项库更新 is said by the library, never chosen by a person.
CLASSES = [("", _("请选择")), *((v, w) for v, w in ReturnClass.choices if v != ReturnClass.LIBRARY)]


class ReasonForm(forms.Form):
    """Why something is returned: the class, and the words that say what to do."""

    phrase = forms.ChoiceField(
        label=_("常用语"),
        required=False,
        help_text=_("选用后可再改；类别和原因留空时按常用语填写。"),
        widget=forms.Select(attrs={"data-phrase": ""}),
    )
    kind = forms.ChoiceField(
        label=_("退回原因类别"),
        choices=CLASSES,
        error_messages={"required": _("请选择退回原因类别。")},
    )
    text = forms.CharField(
        label=_("退回原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明退回原因，填报单位会原样看到。")},
    )

    def __init__(self, *args, phrases=(), **kwargs):
        super().__init__(*args, **{"use_required_attribute": not phrases, **kwargs})
        self.fields["phrase"].choices = phrases
        if not phrases:
            del self.fields["phrase"]

    def clean(self):
        """A phrase says what was left empty, its class with it."""
        data = super().clean()
        kind, _bar, words = data.get("phrase", "").partition("|")
        for name, value in (("kind", kind), ("text", words)):
            if value and not self[name].data:
                data[name] = value
                self.errors.pop(name, None)
        return data

    def reason(self) -> Reason:
        return Reason(ReturnClass(self.cleaned_data["kind"]), self.cleaned_data["text"])


class WayForm(forms.Form):
    """To whom the rows of a district go back: its departments, or the collector first."""

    to_collector = forms.TypedChoiceField(
        label=_("退回给"),
        required=False,
        coerce=bool,
        empty_value=False,
        choices=[
            ("", _("部门：由各部门自行修改，区县电子政务办同时收到通知")),
            ("yes", _("区县电子政务办：由其代为修改，或再转部门修改")),
        ],
        widget=forms.RadioSelect,
    )


class TaskReturnForm(ReasonForm, WayForm):
    """Why a task comes back as a whole, and to whom."""

    def __init__(self, *args, task, **kwargs):
        super().__init__(*args, prefix="task", **kwargs)
        if not task.is_collected:
            del self.fields["to_collector"]


class ExtensionForm(forms.Form):
    """A later day for a correction, and why."""

    to = forms.DateField(label=_("延长至"), widget=DayInput())
    reason = forms.CharField(
        label=_("延长理由"),
        min_length=4,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明延长理由，填报单位会原样看到。")},
    )

    def __init__(self, data=None, *, task, on):
        super().__init__(data, prefix="extend")
        self.task, self.on = task, on

    def clean_to(self):
        day = self.cleaned_data["to"]
        due_at = self.task.correction_due_at
        if day < self.on or (due_at and end_of(day) <= due_at):
            raise forms.ValidationError(_("须晚于现在的修改期限，且不早于今天。"))
        if day - self.on > LONGEST:
            raise forms.ValidationError(_("这一天太远，请核对年份。"))
        return day
