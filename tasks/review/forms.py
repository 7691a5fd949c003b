"""Filters of the review desk, and the reasons a return must give."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import ObligationKind, ReturnClass, RowState, State, Task

from .reasons import Reason


class RowFilter(forms.Form):
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
        self.fields["state"].choices = [
            ("", _("全部")),
            *(choice for choice in RowState.choices if choice[0] != RowState.DRAFT),
        ]
        self.fields["part"].queryset = task.parts.select_related("unit").order_by(
            "unit__sort_order"
        )
        self.fields["part"].label_from_instance = lambda part: part.unit.short_name
        self.fields["part"].empty_label = _("全部")
        if not task.is_collected:
            del self.fields["part"]

    def chosen(self) -> dict:
        """The valid filters; a senseless one is left out, never an error."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class QueueFilter(forms.Form):
    kind = forms.ChoiceField(label=_("任务"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.CharField(
        label=_("单位"),
        required=False,
        max_length=40,
        widget=forms.SearchInput,
    )

    STATES = (State.SUBMITTED, State.RETURNED, State.APPROVED)

    def __init__(self, data):
        super().__init__(data)
        self.fields["kind"].choices = [("", _("全部")), *ObligationKind.choices]
        self.fields["state"].choices = [
            ("", _("全部")),
            *((state.value, state.label) for state in self.STATES),
        ]

    def narrow(self, tasks):
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("kind"):
            tasks = tasks.filter(obligation__kind=chosen["kind"])
        if chosen.get("state"):
            tasks = tasks.filter(state=chosen["state"])
        if chosen.get("unit"):
            tasks = tasks.filter(unit__name__icontains=chosen["unit"]) | tasks.filter(
                unit__short_name__icontains=chosen["unit"]
            )
        return tasks


# 事项库更新 is said by the library, never chosen by a person.
CLASSES = [("", _("请选择")), *((v, w) for v, w in ReturnClass.choices if v != ReturnClass.LIBRARY)]


class ReasonForm(forms.Form):
    """Why something is returned: the class, and the words that say what to do."""

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

    def reason(self) -> Reason:
        return Reason(ReturnClass(self.cleaned_data["kind"]), self.cleaned_data["text"])
