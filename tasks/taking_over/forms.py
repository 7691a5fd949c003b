"""What a person chooses when taking over: the source, what gives way, what is completed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import LineField
from tasks.filling.judging import Surroundings
from tasks.models import Task
from units.forms import PhonesField

from .contacts import Contacts
from .planning import Choice, Extras
from .sources import Source

UNTOUCHED, OWN, ONE = "none", "own", "one"
PEOPLE = [
    (OWN, _("各部门的联络员或填报人")),
    (ONE, _("统一填写下列联系人")),
    (UNTOUCHED, _("不填")),
]


class ChoiceForm(forms.Form):
    """One choice, from the page or from the grid; `around` knows the districts there are."""

    source = forms.ChoiceField(label=_("接用自"), choices=Source.choices)
    district = forms.TypedChoiceField(label=_("区县"), required=False, coerce=int, empty_value=None)
    replace = forms.BooleanField(label=_("同时替换已填的内容"), required=False)
    volume = forms.BooleanField(label=_("办件量空着的采用库内数"), required=False)
    scope = forms.BooleanField(label=_("适用范围空着的填本区"), required=False)
    people = forms.ChoiceField(label=_("联系人空着的"), choices=PEOPLE, required=False)
    contact = LineField(
        label=_("联系人"), max_length=60, required=False, help_text=_("选“统一填写”时采用。")
    )
    phone = PhonesField(
        label=_("联系方式"), max_length=120, required=False, help_text=_("选“统一填写”时采用。")
    )

    def __init__(self, *args, task: Task, around: Surroundings, offered: list[Source], **kwargs):
        super().__init__(*args, **kwargs)
        own = task.parent.unit_id if task.is_part else task.unit_id
        others = [(pk, name) for pk, name in around.districts.items() if pk != own]
        self.fields["source"].choices = [(one.value, one.label) for one in offered]
        self.fields["district"].choices = [("", _("请选择")), *others]
        if not task.is_collected:
            self.fields["people"].choices = PEOPLE[1:]

    def clean(self):
        data = super().clean()
        asked = data.get("source") == Source.DISTRICT and not data.get("district")
        if asked and not self.has_error("district"):
            self.add_error("district", _("请选择接用哪个区、县（市）的填报。"))
        if data.get("people") == ONE and bool(data.get("contact")) != bool(data.get("phone")):
            missing = "phone" if data.get("contact") else "contact"
            if not self.has_error(missing):
                self.add_error(missing, _("联系人和联系方式须同时填写，或都留空。"))
        return data

    def choice(self, *, contacts: Contacts, units: set[int], rows=None) -> Choice:
        """The Choice of a valid form; `contacts` are the units' own people."""
        data = self.cleaned_data
        people = {OWN: contacts, ONE: dict.fromkeys(units, (data["contact"], data["phone"]))}
        return Choice(
            source=data["source"],
            district=data["district"],
            rows=None if rows is None else frozenset(rows),
            replace=data["replace"],
            extras=Extras(
                volume=data["volume"],
                contacts=people.get(data["people"], {}),
                scope=data["scope"],
            ),
        )
