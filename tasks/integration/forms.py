"""What the bureau edits of a rule of leads."""

from django import forms

from tasks.models import LeadRule

from .leads import FIELDS


class LeadRuleForm(forms.ModelForm):
    class Meta:
        model = LeadRule
        fields = FIELDS
