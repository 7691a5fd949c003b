"""What people type about a circular: its words, its number, why it is recalled."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.filling.fields import DayInput, LineField
from tasks.models import Campaign, Circular, CircularState, OverdueReport
from yichuang.filters import AddressFilter, DayField, any_or

ISSUE_NUMBER = re.compile(r"第[1-9]\d{0,3}期")
# H2: 六角括号, no leading zero.
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号")


class CircularForm(forms.ModelForm):
    """The words; figures of the tables are no part of it. Sections are lines of paragraphs."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Circular
        fields = Circular.TEXTS
        widgets = {
            "title": forms.Textarea(attrs={"rows": 3}),
            "addressees": forms.Textarea(attrs={"rows": 2}),
            "situation": forms.Textarea(attrs={"rows": 9}),
            "problems": forms.Textarea(attrs={"rows": 12}),
            "demands": forms.Textarea(attrs={"rows": 8}),
            "signature": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": gettext_lazy("每行即纸面上的一行，按词意断行。"),
            "addressees": gettext_lazy("以全角冒号结尾。"),
            "situation": gettext_lazy("每行一段；“（一）……。”开头的首句排为二级标题。"),
            "signature": gettext_lazy("每行即纸面上的一行；日期在印发时填写。"),
        }

    def clean(self):
        """Browsers send \\r\\n; empty lines are no paragraphs."""
        data = super().clean()
        for name in Circular.TEXTS:
            if name in data:
                lines = (line.strip() for line in data[name].splitlines())
                data[name] = "\n".join(line for line in lines if line)
        return data

    def clean_addressees(self):
        text = self.cleaned_data["addressees"].strip()
        if text and not text.endswith("："):
            raise forms.ValidationError(_("主送机关后须用全角冒号“：”。"))
        return text


class SeenForm(forms.Form):
    """The version a person looked at before pressing the button."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class IssueForm(SeenForm):
    number = LineField(
        label=gettext_lazy("期号或文号"),
        max_length=40,
        help_text=gettext_lazy("如“第1期”或“杭智办〔2018〕9号”。"),
    )
    dated_on = DayField(label=gettext_lazy("成文日期"), widget=DayInput())

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not (ISSUE_NUMBER.fullmatch(number) or DOCUMENT_NUMBER.fullmatch(number)):
            raise forms.ValidationError(
                _("格式如“第1期”或“杭智办〔2018〕9号”，年份用六角括号〔〕，序号不加前导零。")
            )
        return number


class RecallForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("撤回原因"),
        max_length=500,
        min_length=4,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CompileForm(forms.Form):
    """Which campaign to compile a report of, out of those that run."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=gettext_lazy("专项"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        running = Campaign.objects.visible_to(user).current().newest_first()
        self.fields["campaign"].queryset = running
        self.fields["campaign"].empty_label = None


class ReportFilter(AddressFilter):
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=gettext_lazy("专项"), required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        reported = Campaign.objects.visible_to(user).filter(pk__in=_reported())
        self.fields["campaign"].queryset = reported.newest_first()
        self.fields["campaign"].empty_label = _("全部")

    def narrow(self, rows):
        campaign = self.chosen.get("campaign")
        return rows.filter(campaign=campaign) if campaign else rows


def _reported():
    return OverdueReport.objects.values("campaign")


class CircularFilter(ReportFilter):
    state = forms.ChoiceField(
        label=gettext_lazy("状态"), choices=any_or(CircularState.choices), required=False
    )

    def narrow(self, rows):
        rows = super().narrow(rows)
        state = self.chosen.get("state")
        return rows.filter(state=state) if state else rows
