"""What a collector says of a department: the city departments it answers to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from yichuang.choices import SeveralField


class CounterpartsForm(forms.Form):
    cities = SeveralField(
        label=_("市级对应部门"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, department, cities, **kwargs):
        super().__init__(*args, **kwargs)
        # One that has ended since stays ticked until somebody unticks it.
        choices = (cities | department.counterparts.all()).distinct().in_official_order()
        self.fields["cities"].queryset = choices
        self.initial["cities"] = list(department.counterparts.values_list("pk", flat=True))
