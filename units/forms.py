"""The forms that judge a person and a line of the working-group roster."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Role, RosterDuty, RosterMember, Unit, UnitKind, User
from .phones import clean_phones

# Where a role has its place: who sees everything must sit at the bureau or the city itself.
HOMES = {
    Role.FILLER: {UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.DISTRICT_DEPARTMENT},
    Role.HEAD: {UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.DISTRICT_DEPARTMENT},
    Role.COLLECTOR: {UnitKind.DISTRICT},
    Role.REVIEWER: {UnitKind.BUREAU},
    Role.ADMIN: {UnitKind.BUREAU},
    Role.LEADER: {UnitKind.CITY, UnitKind.BUREAU},
    Role.CONTRACTOR: {UnitKind.CONTRACTOR},
    Role.HALL: {UnitKind.HALL},
}


class PhonesField(forms.CharField):
    """One or several telephone numbers, brought into one form."""

    widget = forms.TextInput(attrs={"inputmode": "tel"})

    def to_python(self, value):
        return clean_phones(super().to_python(value))


class UnitChoiceField(forms.ModelChoiceField):
    """Units in official order; a district's department is named with its district."""

    def __init__(self, **kwargs):
        units = Unit.objects.select_related("parent").in_official_order()
        super().__init__(queryset=units, **kwargs)

    def label_from_instance(self, unit):
        return unit.full_label


class PersonForm(forms.ModelForm):
    """One account, from the page, the admin site or an imported list."""

    phone = PhonesField(label=_("联系电话"), max_length=60, required=False)
    unit = UnitChoiceField(label=_("单位"))

    class Meta:
        model = User
        fields = ["username", "name", "unit", "role", "division", "phone"]
        labels = {"username": _("账号")}
        help_texts = {"username": _("登录用，字母、数字或 @ . + - _")}

    def __init__(self, *args, editor=None, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever manages accounts could otherwise lock everybody out by one wrong choice.
        if editor is not None and editor.pk == self.instance.pk:
            self.fields["role"].disabled = self.fields["unit"].disabled = True

    def clean(self):
        data = super().clean()
        role, unit = data.get("role"), data.get("unit")
        if role and unit and unit.kind not in HOMES[role]:
            self.add_error("role", _("该角色不能设在所选单位。"))
        return data


# A row of dashes tells a screen reader, and a tired reader, nothing.
BLANK = ("", _("请选择"))


class RosterMemberForm(forms.ModelForm):
    """One line of attachment 4. 杭智办〔2018〕2号 三: the contact person can be reached."""

    duty = forms.ChoiceField(label=_("小组职责"), choices=[BLANK, *RosterDuty.choices])
    office_phone = PhonesField(label=_("办公电话"), max_length=60, required=False)
    mobile = PhonesField(label=_("手机"), max_length=60, required=False)

    class Meta:
        model = RosterMember
        fields = ["duty", "name", "division", "position", "office_phone", "mobile", "remark"]

    def clean(self):
        data = super().clean()
        phones = {"office_phone", "mobile"}
        reachable = data.get("office_phone") or data.get("mobile")
        # A phone that was typed but refused has its own message already.
        if data.get("duty") == RosterDuty.STAFF and not reachable and not phones & set(self.errors):
            self.add_error("mobile", _("具体工作人员（联络员）须填写办公电话或手机。"))
        return data
