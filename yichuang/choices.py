"""Form fields that choose rows by their keys, whatever a browser sends for one."""

from django import forms

from .numbers import number_of


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows of a queryset; a key that no database could hold is no choice."""

    def clean(self, value):
        for key in value or ():
            if number_of(str(key)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": key},
                )
        return super().clean(value)
