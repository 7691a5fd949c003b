"""The forms of the rule for deadlines on days off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import Campaign, DayOffPolicy, ObligationKind

from . import policies


class GraceField(forms.IntegerField):
    """宽限: how many workdays after the deadline nobody counts as late yet."""

    def __init__(self, **kwargs):
        help_text = _("截止后宽限几个工作日才计逾期；公布的截止时间不变。")
        label = _("宽限（工作日）")
        super().__init__(min_value=0, max_value=10, label=label, help_text=help_text, **kwargs)


class OutlookForm(forms.Form):
    """The dates and the rule out of the campaign's form, as far as they make sense."""

    day_off_policy = forms.ChoiceField(choices=DayOffPolicy.choices, required=False)
    grace_workdays = GraceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in ObligationKind:
            self.fields[f"due_{kind}"] = forms.DateField(required=False)

    def outlook(self) -> dict:
        self.is_valid()
        data = self.cleaned_data
        rule = Campaign(
            day_off_policy=data.get("day_off_policy") or DayOffPolicy.LEGAL,
            grace_workdays=data.get("grace_workdays") or 0,
        )
        dues = [(kind, data.get(f"due_{kind}")) for kind in ObligationKind]
        return self.of(rule, [(kind, day) for kind, day in dues if day])

    @staticmethod
    def of(rule: Campaign, dues: list) -> dict:
        """The context of `deadline_outlook.html`."""
        dues = [(ObligationKind(kind), day) for kind, day in dues]
        return {
            "outlooks": policies.outlooks(dues, rule),
            "calendar_warning": policies.warning(dues, rule),
        }


class PolicyForm(forms.ModelForm):
    """The rule of a campaign that runs; who changes it says why."""

    grace_workdays = GraceField()
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Campaign
        fields = policies.FIELDS
