"""The forms of assessment: a period, a criterion, points by hand, an appeal and its answer."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput, LineField
from tasks.models import AppealState, AssessmentSheet, Campaign, Criterion, Score
from tasks.objections.files import MEGABYTE
from tasks.objections.forms import FilesField, WordsField
from yichuang.filters import DayField

from .rules import RULES, rule_of

HALF = Decimal("0.5")


class WholeDays:
    """The first and the last day of a period in their order."""

    def clean(self):
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        return data


class SheetForm(WholeDays, forms.ModelForm):
    """考核期: a name and whole days."""

    name = LineField(label=_("考核期"), max_length=60, help_text=_("如“2018年第二季度”。"))

    class Meta:
        model = AssessmentSheet
        fields = ["campaign", "name", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        error_messages = {
            NON_FIELD_ERRORS: {"unique_together": _("该专项已有同名的考核期，请换一个名称。")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.out().newest_first()
        self.fields["campaign"].empty_label = None


class PeriodForm(WholeDays, forms.Form):
    """Which days a preview looks at, read from the address."""

    starts_on = DayField(label=_("开始日期"), widget=DayInput())
    ends_on = DayField(label=_("结束日期"), widget=DayInput())


class CriterionForm(forms.ModelForm):
    """What can be set of a criterion; its rule brings the parameters."""

    name = LineField(label=_("考核项目"), max_length=40)
    points = forms.IntegerField(label=_("分值"), min_value=1, max_value=100)

    class Meta:
        model = Criterion
        fields = ["name", "points", "sort_order", "is_on"]
        error_messages = {
            NON_FIELD_ERRORS: {"unique_together": _("本办法中已有同名的项目，请换一个名称。")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule_of(self.instance.rule)
        for one in self.rule.parameters:
            label = f"{one.label}（{one.counts}）"
            self.fields[one.name] = forms.IntegerField(
                label=label,
                min_value=one.least,
                max_value=one.most,
                initial=self.instance.parameters.get(one.name, one.default),
            )

    def _get_validation_exclusions(self):
        """The campaign is none of the fields, but a name is taken within it."""
        return super()._get_validation_exclusions() - {"campaign"}

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    @property
    def parameters(self) -> dict:
        return {one.name: self.cleaned_data[one.name] for one in self.rule.parameters}


class AddForm(forms.Form):
    """Which rule a new criterion counts by."""

    rule = forms.ChoiceField(label=_("计分方法"))

    def __init__(self, *args, rules=RULES, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(rule.code, rule.title) for rule in rules]


class MarkForm(forms.Form):
    """Points for a criterion, with the reason, for the ticked units or all not yet marked."""

    criterion = forms.ChoiceField(label=_("考核项目"))
    scores = forms.ModelMultipleChoiceField(queryset=Score.objects.none(), required=False)
    rest = forms.BooleanField(label=_("其余尚未评分的单位一并给此分"), required=False)
    points = forms.DecimalField(
        label=_("给分"), min_value=0, max_digits=5, decimal_places=1, step_size=HALF
    )
    reason = LineField(
        label=_("理由"),
        min_length=4,
        max_length=200,
        error_messages={"required": _("请写明理由，单位会原样看到。")},
    )

    def __init__(self, *args, scores, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.full = {one["name"]: one["points"] for one in criteria}
        self.fields["scores"].queryset = scores
        self.fields["criterion"].choices = [(name, name) for name in self.full]

    def clean(self):
        data = super().clean()
        full = self.full.get(data.get("criterion"))
        if full and data.get("points") is not None and data["points"] > full:
            self.add_error("points", _("给分不能超过该项的分值 %(full)s。") % {"full": full})
        if not data.get("scores") and not data.get("rest"):
            self.add_error(None, _("请勾选单位，或勾选“其余尚未评分的单位一并给此分”。"))
        return data


class AppealForm(forms.Form):
    text = WordsField(
        label=_("申诉理由"), missing=_("请写明为什么不应扣分，市数据资源局据此核实。")
    )
    files = FilesField(label=_("佐证材料"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = _(
            "可一次选多个：Word（docx）、Excel（xlsx）、PDF、PNG、JPG，不含宏；"
            "每个最大 %(size)d MB，最多 %(count)d 个。"
        ) % {"size": settings.LARGEST_EVIDENCE // MEGABYTE, "count": settings.MOST_EVIDENCE}


class AnswerForm(forms.Form):
    """成立, 部分成立 with the points given back, or 不成立."""

    state = forms.ChoiceField(
        label=_("结论"),
        widget=forms.RadioSelect,
        choices=[choice for choice in AppealState.choices if choice[0] != AppealState.PENDING],
    )
    given_back = forms.DecimalField(
        label=_("返还分"), required=False, min_value=0, max_digits=5, decimal_places=2,
        help_text=_("只在“部分成立”时填写；“成立”返还该项全部扣分。"),
    )  # fmt: skip
    decision = WordsField(label=_("答复"))

    def __init__(self, *args, taken: Decimal, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean(self):
        data = super().clean()
        back = data.get("given_back") or Decimal(0)
        if data.get("state") == AppealState.PARTLY and not 0 < back < self.taken:
            words = _("部分成立的，返还分应大于 0、小于所扣的 %(taken)s 分。")
            self.add_error("given_back", words % {"taken": self.taken.normalize()})
        data["given_back"] = back
        return data
