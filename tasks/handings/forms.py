"""The form by which rows are handed out: to whom, with which words, until when; and given back."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput, LineField
from units.forms import BLANK
from units.models import User

from .handing import recipients

PERSON, DIVISION = "person", "division"


class HandForm(forms.Form):
    recipient = forms.ChoiceField(label=_("分办给"))
    due_on = forms.DateField(label=_("请于此日前交回"), required=False, widget=DayInput())
    note = LineField(label=_("说明"), max_length=300, required=False)

    def __init__(self, data=None, *, task, user, on):
        super().__init__(data, auto_id="hand_%s")
        self.on = on
        self.people = list(recipients(task, without=user))
        self.fields["recipient"].choices = [BLANK, *_by_division(self.people)]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < self.on:
            raise forms.ValidationError(_("交回日期不能早于今天。"))
        return day

    @property
    def receiver(self) -> dict[str, User | str]:
        """To whom: `to` a person, or to a `division`."""
        kind, _sign, name = self.cleaned_data["recipient"].partition(":")
        if kind == DIVISION:
            return {"division": name}
        return {"to": next(person for person in self.people if str(person.pk) == name)}


def _by_division(people):
    """A group of choices for each division: all of it, then each of its people."""
    for division, group in groupby(people, key=lambda person: person.division):
        each = [(f"{PERSON}:{person.pk}", _named(person)) for person in group]
        if division:
            whole = _("整个%(division)s（%(n)d 人）") % {"division": division, "n": len(each)}
            each.insert(0, (f"{DIVISION}:{division}", whole))
        yield division or _("未注明处（科）室"), each


def _named(person):
    return f"{person.name}（{person.get_role_display()}）"


class AnswerForm(forms.Form):
    """交回: what the giver should know."""

    answer = LineField(label=_("交回说明"), max_length=300, required=False)
