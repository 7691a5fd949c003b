"""The forms of a campaign: what it is called, whom it addresses, what it asks by when."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput
from tasks.models import Campaign, Obligation, ObligationKind
from units.models import Unit, UnitKind
from units.workdays import end_of
from yichuang.choices import SeveralField

from .policy_forms import GraceField, OutlookForm

# Titles of the attachments as the list at the end of the notice has them (domain Q2).
TITLES = {
    ObligationKind.CHECK: "杭州市办件量前{candidates}事项清单",
    ObligationKind.CITY_LIST: "{year}年“一窗受理”平台对接事项清单（市级部门）",
    ObligationKind.DISTRICT_LIST: "{year}年“一窗受理”平台对接事项清单（各区县市）",
    ObligationKind.ROSTER: "“一窗受理”平台工作小组人员名单",
    ObligationKind.NEARBY: "{year}年公民个人办事事项就近可办清单",
}


class UnitsField(SeveralField):
    """Units as a list of check boxes in official order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, kinds, **kwargs):
        units = Unit.objects.filter(kind__in=kinds).in_official_order()
        super().__init__(queryset=units, **kwargs)


class WorkdaysField(forms.IntegerField):
    """A limit of some workdays."""

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=30, **kwargs)


class CampaignForm(forms.ModelForm):
    """One screen: the notice, its addressees and pilots, and a deadline per obligation."""

    addressees = UnitsField([UnitKind.DEPARTMENT, UnitKind.DISTRICT], label=_("主送单位"))
    pilots = UnitsField([UnitKind.DISTRICT], label=_("就近可办试点"), required=False)
    correction_workdays = WorkdaysField(
        label=_("退回修改时限（工作日）"),
        help_text=_("从退回之日起算，到该工作日24:00；修改不算逾期。"),
    )
    review_workdays = WorkdaysField(
        label=_("审核时限（工作日）"), help_text=_("只提醒市局审核人，不影响填报单位。")
    )
    grace_workdays = GraceField()

    class Meta:
        model = Campaign
        fields = [
            "number",
            "title",
            "issuer",
            "issued_on",
            "basis",
            "summary",
            "help_contact",
            "top_n",
            "candidates",
            "ranking_basis",
            "volume_tolerance",
            "correction_workdays",
            "review_workdays",
            "day_off_policy",
            "grace_workdays",
            "reminders_on",
            "addressees",
            "pilots",
        ]
        widgets = {"issued_on": DayInput(), "summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "number": _("如 杭智办〔2018〕2号，年份用六角括号。"),
            "top_n": _("疑义成立的事项退出后，由下一位递补。"),
            "reminders_on": _("到期前后按提醒阶梯自动提醒未报送的单位。"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        due = {}
        if not self.instance.pk:
            for name in ("correction_workdays", "review_workdays", "grace_workdays"):
                self.initial.setdefault(name, Campaign._meta.get_field(name).default)
            # Everybody is addressed unless unticked: that is what a notice of the city does.
            self.initial.setdefault("addressees", list(self.fields["addressees"].queryset))
        else:
            due = dict(self.instance.obligations.values_list("kind", "due_at"))
            if self.instance.ranking_frozen_at:
                for name in ("top_n", "candidates", "ranking_basis"):
                    self.fields[name].disabled = True
        for kind in ObligationKind:
            initial = timezone.localdate(due[kind]) if kind in due else None
            self.fields[f"due_{kind}"] = forms.DateField(
                label=kind.label, required=False, initial=initial, widget=DayInput()
            )

    @property
    def due_fields(self):
        return [self[f"due_{kind}"] for kind in ObligationKind]

    @property
    def notice_fields(self):
        names = ("number", "title", "issuer", "issued_on", "basis", "help_contact")
        return [self[name] for name in names]

    @property
    def ranking_fields(self):
        names = ("top_n", "candidates", "ranking_basis", "volume_tolerance")
        return [self[name] for name in names]

    @property
    def policy_fields(self):
        names = ("day_off_policy", "grace_workdays", "reminders_on")
        return [self[name] for name in names]

    @property
    def clock_fields(self):
        return [self["correction_workdays"], self["review_workdays"]]

    def outlook(self) -> dict:
        """What the dates mean by the rule, both as they are in the form."""
        names = [field.name for field in self.due_fields] + ["day_off_policy", "grace_workdays"]
        return OutlookForm({name: self[name].value() for name in names}).outlook()

    def clean(self):
        data = super().clean()
        if data.get("candidates") and data.get("top_n", 0) > data["candidates"]:
            self.add_error("candidates", _("清单总数不能少于应接入数。"))
        outside = set(data.get("pilots") or ()) - set(data.get("addressees") or ())
        if outside:
            names = "、".join(unit.short_name for unit in outside)
            self.add_error("pilots", _("试点须在主送单位之中：%(names)s。") % {"names": names})
        if not any(data.get(f"due_{kind}") for kind in ObligationKind):
            self.add_error(None, _("至少设定一项任务的截止日期。"))
        return data

    def obligations(self) -> list[Obligation]:
        """The obligations as filled in, unsaved; a date means 24:00 of that day."""
        campaign, data = self.instance, self.cleaned_data
        return [
            Obligation(
                campaign=campaign,
                kind=kind,
                title=TITLES[kind].format(
                    year=campaign.issued_on.year, candidates=campaign.candidates
                ),
                due_at=end_of(data[f"due_{kind}"]),
            )
            for kind in ObligationKind
            if data.get(f"due_{kind}")
        ]
