"""The one place where a filled-in row is judged: page, grid and spreadsheet all use it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.models import (
    Entry,
    Funding,
    FundingState,
    NearbyEntry,
    NearbyStatus,
    Objection,
    ObjectionReason,
    Scope,
    Submission,
    Task,
)
from units.forms import BLANK, PhonesField
from units.models import User

from . import origins
from .fields import DayInput, DistrictsField, LineField, VocabularyField, VolumeField
from .judging import Judgement, Surroundings, apply, judge
from .vocabulary import LEVEL_WORDS, SCOPE_WORDS, STATUS_WORDS


class RowForm(forms.ModelForm):
    """A row of any filled-in list. `errors` are values that cannot be stored; after a valid
    form `judge_row` tells what is missing, contradictory or odd, and the row carries it."""

    def __init__(self, data=None, *, around: Surroundings, **kwargs):
        self.around = around
        super().__init__(data, **kwargs)
        self._held = {name: getattr(self.instance, name) for name in self._meta.model.FACTS}

    def judge_row(self) -> Judgement:
        held = self._held.items()
        origins.forget(self.instance, [n for n, was in held if was != getattr(self.instance, n)])
        verdict = judge(self.instance, self.around)
        apply(self.instance, verdict)
        return verdict


class EntryForm(RowForm):
    """One row of attachment 2 or 3, wherever it comes from."""

    system_level = VocabularyField(
        label=_("事项所在系统层级"),
        choices=[BLANK, *SystemLevel.choices],
        words=LEVEL_WORDS,
        required=False,
    )
    system_name = LineField(label=_("系统名称"), max_length=120, required=False)
    volume = VolumeField(label=_("办件量（件）"), required=False)
    contact = LineField(label=_("联系人"), max_length=60, required=False)
    phone = PhonesField(label=_("联系方式"), max_length=120, required=False)
    scope = VocabularyField(
        label=_("适用范围"), choices=[BLANK, *Scope.choices], words=SCOPE_WORDS, required=False
    )
    remark = LineField(label=_("备注/反馈意见"), max_length=500, required=False)

    class Meta:
        model = Entry
        fields = [
            "system_level",
            "system_name",
            "volume",
            "contact",
            "phone",
            "scope",
            "remark",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = self.around.districts
        self.fields["districts"] = DistrictsField(
            names=names, label=_("适用区县"), required=False, initial=self.instance.districts
        )
        self.fields["districts"].widget.choices = list(names.items())
        self.order_fields([*Entry.FACTS, "remark"])

    def clean(self):
        data = super().clean()
        # 全市 means all districts: none is stored, the export writes 全部 (domain Q8).
        if data.get("scope") == Scope.WHOLE_CITY:
            data["districts"] = []
        return data

    def _post_clean(self):
        if "districts" in self.cleaned_data:
            self.instance.districts = self.cleaned_data["districts"]
        super()._post_clean()
        self._keep_conversion()

    def _keep_conversion(self):
        """1.2万 was understood as 12000: somebody has to confirm that."""
        code = "volume_converted"
        if self.fields["volume"].converted:
            self.instance.warnings = [*self.instance.warnings, code]
        elif "volume" in self.changed_data:
            self.instance.warnings = [kept for kept in self.instance.warnings if kept != code]


class NearbyForm(RowForm):
    """One row of a pilot's 就近可办 list."""

    status = VocabularyField(
        label=_("就近可办情况"),
        choices=NearbyStatus.choices,
        words=STATUS_WORDS,
        empty_value=NearbyStatus.TO_SORT,
        required=False,
    )
    points = VolumeField(label=_("可办点位数（个）"), required=False)
    remark = LineField(label=_("备注/反馈意见"), max_length=500, required=False)

    class Meta:
        model = NearbyEntry
        fields = ["status", "points", "remark"]


class FundingForm(forms.ModelForm):
    """经费保障 (S4); money that is not secured needs a word on what is being done."""

    prefix = "funding"

    state = forms.ChoiceField(label=_("经费保障"), choices=[BLANK, *FundingState.choices])
    note = LineField(label=_("经费说明"), max_length=200, required=False)

    class Meta:
        model = Funding
        fields = ["state", "note"]

    def clean(self):
        data = super().clean()
        if data.get("state") == FundingState.MISSING and not data.get("note"):
            self.add_error("note", _("未落实的，请说明原因和打算。"))
        return data


class NoteForm(forms.Form):
    """A reason somebody else will have to act on."""

    note = forms.CharField(
        label=_("退回原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明原因，对方会原样看到。")},
    )


class SignForm(forms.ModelForm):
    """What the person who submits adds: the contact the notice asks for (A3-8)."""

    contact_name = LineField(label=_("联系人"), max_length=40)
    contact_phone = PhonesField(label=_("联系电话"), max_length=60)
    feedback = forms.CharField(
        label=_("反馈意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # The checksum of what was on the screen: somebody may have changed it since.
    checksum = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Submission
        fields = ["contact_name", "contact_phone", "feedback"]


class ObjectionForm(forms.ModelForm):
    """疑义: reason, contact and phone are all required (A1-4)."""

    reason = forms.ChoiceField(label=_("原因类别"), choices=[BLANK, *ObjectionReason.choices])
    text = forms.CharField(
        label=_("不能接入原因"),
        min_length=8,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明依据和现状，市数据资源局据此确认。"),
    )
    contact_name = LineField(label=_("联系人"), max_length=40)
    contact_phone = PhonesField(label=_("联系电话"), max_length=60)

    class Meta:
        model = Objection
        fields = ["reason", "text", "contact_name", "contact_phone"]


class OfficeForm(forms.ModelForm):
    """已与审管办确认: person and day (A2-1)."""

    office_contact = LineField(label=_("审管办确认人"), max_length=40)
    office_confirmed_on = forms.DateField(label=_("确认日期"), widget=DayInput())

    class Meta:
        model = Task
        fields = ["office_contact", "office_confirmed_on"]


def contact_of(user: User) -> dict[str, str]:
    """The person at the screen as a first proposal for the contact."""
    return {"contact_name": user.name, "contact_phone": user.phone}
