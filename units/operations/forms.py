"""The form by which a schedule is changed."""

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from units.models import Routine

from .schedules import FIELDS


class RoutineForm(forms.ModelForm):
    """On which days, at what time, whether days off are waited for, and whether at all."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"),
        help_text=_("都不选：每天。"),
        choices=list(WEEKDAYS_ABBR.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Routine
        fields = FIELDS
        widgets = {"hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        help_texts = {
            "hour": _("北京时间。"),
            "workdays_only": _("遇周末、节假日顺延到下一个工作日的同一时间，调休上班日照常。"),
            "is_on": _("停用后不再自动运行，仍可以手动运行。"),
        }

    def clean_weekdays(self):
        """All seven are the same as none, and read more shortly."""
        days = sorted(set(self.cleaned_data["weekdays"]))
        return [] if len(days) == len(WEEKDAYS_ABBR) else days
