"""The forms of chasing: a way and its slip, a call, feedback and the answers to it."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.filling.fields import DayInput, LineField
from tasks.models import CallOutcome, Campaign, ChasingKind
from tasks.supervision.deadlines import short_date
from units.forms import UnitChoiceField
from units.models import Unit, UnitKind, User
from units.phones import mask
from units.workdays import is_workday, workdays_after
from yichuang.filters import DayField

from .choosing import NUDGE, WAYS
from .contacts import Contacts

CHASED = (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.DISTRICT_DEPARTMENT)
OTHER = "other"


class WorkdayField(DayField):
    """A workday from `earliest` on."""

    widget = DayInput
    earliest: date | None = None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise forms.ValidationError(_("不能早于今天。"))
        if not is_workday(value):
            next_one = short_date(workdays_after(value, 1))
            raise forms.ValidationError(
                _("%(day)s是休息日，请改选工作日，如此后的%(next)s。")
                % {"day": short_date(value), "next": next_one}
            )


class SlipTextForm(forms.Form):
    """What every slip says: why, what is asked, until when."""

    reason = LineField(label=gettext_lazy("发单原因"), max_length=300, min_length=4)
    demand = forms.CharField(
        label=gettext_lazy("工作要求"), max_length=600, min_length=4, widget=forms.Textarea
    )
    due_on = WorkdayField(label=gettext_lazy("办理时限"))

    def __init__(self, data=None, *, on: date, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["due_on"].earliest = on
        self.fields["demand"].widget.attrs["rows"] = 3
        self.initial.setdefault("due_on", workdays_after(on, 1))
        self.initial.setdefault(
            "demand",
            _("请于时限前完成填报、审核并报送；确有困难的，请在反馈中说明原因和预计完成日期。"),
        )


class IssueForm(SlipTextForm):
    """How those chosen on the desk are chased. The words of a slip are asked for only with one."""

    way = forms.ChoiceField(label=gettext_lazy("方式"), choices=WAYS, widget=forms.RadioSelect)

    field_order = ["way", "reason", "demand", "due_on"]

    def __init__(self, data=None, *, on: date, **kwargs):
        super().__init__(data, on=on, **kwargs)
        if data and data.get("way") == NUDGE:
            for name in ("reason", "demand", "due_on"):
                self.fields[name].required = False

    def clean(self):
        data = super().clean()
        if data.get("way") == NUDGE:
            for name in ("reason", "demand", "due_on"):
                self.errors.pop(name, None)
        return data


class FreeSlipForm(SlipTextForm):
    """A slip about something that is no task of the portal."""

    unit = UnitChoiceField(label=gettext_lazy("责任单位"), empty_label=gettext_lazy("请选择"))
    campaign = forms.ModelChoiceField(label=gettext_lazy("专项"), queryset=Campaign.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("单别"), choices=ChasingKind.choices)
    item = LineField(label=gettext_lazy("工作事项"), max_length=200, min_length=4)

    field_order = ["unit", "campaign", "kind", "item", "reason", "demand", "due_on"]

    def __init__(self, data=None, *, user: User, on: date, **kwargs):
        super().__init__(data, on=on, **kwargs)
        units = Unit.objects.visible_to(user).filter(kind__in=CHASED).select_related("parent")
        self.fields["unit"].queryset = units.exclude(pk=user.unit_id).in_official_order()
        campaigns = Campaign.objects.visible_to(user).current().newest_first()
        self.fields["campaign"].queryset = campaigns
        self.fields["campaign"].empty_label = None
        self.fields["campaign"].label_from_instance = _number_and_title
        self.initial["demand"] = ""


def _number_and_title(campaign):
    return f"{campaign.number} {campaign.title}"


class CallForm(forms.Form):
    """One call: whom, what came of it, until when they promised."""

    whom = forms.ChoiceField(label=gettext_lazy("打给谁"), widget=forms.RadioSelect)
    name = LineField(label=gettext_lazy("接电话的人"), max_length=40, required=False)
    campaign = forms.ModelChoiceField(label=gettext_lazy("专项"), queryset=Campaign.objects.none())
    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    promised_on = DayField(label=gettext_lazy("承诺完成日期"), required=False, widget=DayInput)
    note = LineField(label=gettext_lazy("备注"), max_length=300, required=False)

    def __init__(self, data=None, *, contacts: Contacts, user: User, on: date, **kwargs):
        super().__init__(data, **kwargs)
        self.on, self.dialled = on, dict(_numbers(contacts))
        self.fields["whom"].choices = [
            *((key, _who(*dialled)) for key, dialled in self.dialled.items()),
            (OTHER, _("其他人")),
        ]
        campaigns = Campaign.objects.visible_to(user).current().newest_first()
        self.fields["campaign"].queryset = campaigns
        self.fields["campaign"].empty_label = None
        self.fields["campaign"].label_from_instance = _number_and_title
        self.initial.setdefault("whom", next(iter(self.dialled), OTHER))
        if len(campaigns) == 1:
            self.fields["campaign"].widget = forms.HiddenInput()
            self.initial.setdefault("campaign", campaigns[0].pk)

    def clean(self):
        data = super().clean()
        outcome, day = data.get("outcome"), data.get("promised_on")
        if data.get("whom") == OTHER and not data.get("name"):
            self.add_error("name", _("请写明接电话的人。"))
        if outcome == CallOutcome.PROMISED and "promised_on" not in self.errors:
            if day is None:
                self.add_error("promised_on", _("请填对方承诺的日期。"))
            elif day < self.on:
                self.add_error("promised_on", _("不能早于今天。"))
        if outcome != CallOutcome.PROMISED:
            data["promised_on"] = None
        return data

    def called(self) -> dict:
        """Whom `calling.note` is told of: the name, the duty and the number dialled."""
        data = self.cleaned_data
        if dialled := self.dialled.get(data["whom"]):
            contact, field = dialled
            number = getattr(contact.holder, field)
            return {"person": contact.name, "duty": str(contact.duty), "phone": number}
        return {"person": data["name"]}


def _numbers(contacts):
    """{key: (contact, field)} of every number, in the order of calling."""
    for contact in filter(None, [contacts.first, *contacts.others]):
        for field, _number in contact.numbers:
            yield contact.key(field), (contact, field)


def _who(contact, field):
    return f"{contact.name} · {contact.duty} · {mask(getattr(contact.holder, field))}"


class FeedbackForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("反馈内容"), max_length=1000, min_length=2, widget=forms.Textarea
    )
    promised_on = DayField(label=gettext_lazy("预计完成日期"), required=False, widget=DayInput)


class SendBackForm(forms.Form):
    answer_to = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    reason = LineField(label=gettext_lazy("退回理由"), max_length=300, min_length=2)


class CloseForm(forms.Form):
    """What was asked for has come in, or the note says why the matter is settled."""

    note = LineField(label=gettext_lazy("销号说明"), max_length=300, required=False)

    def __init__(self, data=None, *, settled: bool, **kwargs):
        super().__init__(data, **kwargs)
        if not settled:
            self.fields["note"].required = True
            self.fields["note"].min_length = 4
            self.fields["note"].help_text = _("对应任务尚未报送，请写明销号依据。")


class CancelForm(forms.Form):
    reason = LineField(label=gettext_lazy("撤销理由"), max_length=300, min_length=4)
