"""What the bureau sets of a rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import Severity, SuspicionRule

from .rules import REGISTRY


class RuleForm(forms.ModelForm):
    """`rule` in code says whether there is a threshold, and within what limits."""

    severity = forms.TypedChoiceField(
        label=_("严重程度"),
        coerce=int,
        choices=[choice for choice in Severity.choices if choice[0] != Severity.NONE],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SuspicionRule
        fields = ["enabled", "severity", "threshold"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = REGISTRY[self.instance.code]
        if rule.threshold is None:
            del self.fields["threshold"]
            return
        self.fields["threshold"] = forms.IntegerField(
            label=_("界限（%(counts)s）") % {"counts": rule.counts},
            min_value=rule.least,
            max_value=rule.most,
            initial=self.instance.threshold,
            help_text=_("%(least)s–%(most)s，原定 %(first)s。")
            % {"least": rule.least, "most": rule.most, "first": rule.threshold},
        )
