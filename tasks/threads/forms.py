"""The form of a post: what is said, who reads it, who is called by name."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from tasks.models import Audience
from units.models import User
from yichuang.choices import SeveralField

from . import threads

MOST_MENTIONS = 20


class PeoplePicker(forms.SelectMultiple):
    """A plain list that people-picker.js turns into a box to type a name or its initials into."""

    def __init__(self):
        super().__init__(attrs={"size": 4, "data-people": ""})

    def render(self, *args, **kwargs):
        plain = super().render(*args, **kwargs)
        hint = _("姓名或拼音首字母")
        return format_html('<people-picker data-hint="{}">{}</people-picker>', hint, plain)

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"]["data-initials"] = "".join(
            lazy_pinyin(value.instance.name, style=Style.FIRST_LETTER)
        ).lower()
        return option


class PeopleField(SeveralField):
    widget = PeoplePicker

    def label_from_instance(self, person):
        return f"{person.name}（{person.unit.short_name} {person.get_role_display()}）"


class PostForm(forms.Form):
    text = forms.CharField(
        label=_("留言"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写下留言内容。")},
    )
    mentions = PeopleField(label=_("提到谁"), queryset=User.objects.none(), required=False)
    audience = forms.ChoiceField(label=_("谁能看到"))

    def __init__(self, data=None, *, about, user):
        # Pages that show a thread have forms of their own, some with a field of the same name.
        super().__init__(data, auto_id="thread_%s")
        self.about = about
        allowed = threads.audiences(about, user)
        self.fields["audience"].choices = [(one.value, one.label) for one in allowed]
        self.fields["mentions"].queryset = (
            threads.readers(about, _widest(allowed))
            .exclude(pk=user.pk)
            .select_related("unit")
            .order_by("unit__sort_order", "unit_id", "role", "pk")
        )

    def clean_mentions(self):
        people = self.cleaned_data["mentions"]
        if len(people) > MOST_MENTIONS:
            raise forms.ValidationError(_("一次最多提到 %(n)s 人。"), params={"n": MOST_MENTIONS})
        return people

    def clean(self):
        data = super().clean()
        people, audience = data.get("mentions"), data.get("audience")
        if people and audience:
            reading = threads.readers(self.about, audience)
            deaf = [person.name for person in people.exclude(pk__in=reading)]
            if deaf:
                sentence = _("%(names)s看不到本单位内部的留言，请改选“本单位与市局”或不提到。")
                self.add_error("mentions", sentence % {"names": "、".join(deaf)})
        return data


def _widest(allowed):
    return Audience.BUREAU if Audience.BUREAU in allowed else Audience.UNIT
