"""The form of a hand-over: who takes the post, and whether the old account ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import User

from .handing_over import may_switch_off, successors


class HandOverForm(forms.Form):
    successor = forms.ModelChoiceField(
        label=_("接手人"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    switch_off = forms.BooleanField(label=_("同时停用原账号"), required=False)

    def __init__(self, data=None, *, person):
        super().__init__(data)
        self.fields["successor"].queryset = successors(person)
        self.fields["successor"].label_from_instance = _named
        if not may_switch_off(person):
            del self.fields["switch_off"]

    @property
    def switches_off(self):
        return self.cleaned_data.get("switch_off", False)


def _named(person):
    return f"{person.name}（{person.get_role_display()}）"
