"""The forms of an objection: proposal, answer, decision, reopening, talks and files."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput, LineField
from tasks.models import Objection, Outcome, Talk, TalkKind

from .deciding import Conclusion
from .files import ACCEPT, MEGABYTE, FileRefused, check

READ_AS_IT_IS = _("请写明理由，对方会原样看到。")


class WordsField(forms.CharField):
    """Words the other side will read as they are."""

    def __init__(self, *, missing=READ_AS_IT_IS, **kwargs):
        super().__init__(
            min_length=4,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": missing},
            **kwargs,
        )


class ConclusionForm(forms.Form):
    """成立（不接入）、成立（暂缓接入）with a date or a condition, or 不成立."""

    outcome = forms.ChoiceField(label=_("结论"), choices=Outcome, widget=forms.RadioSelect)
    deferred_until = forms.DateField(label=_("暂缓至"), required=False, widget=DayInput())
    deferred_condition = LineField(
        label=_("暂缓条件"),
        max_length=200,
        required=False,
        help_text=_("选择“暂缓接入”时，日期和条件至少填一项，如“省级系统开放接口后”。"),
    )
    text = WordsField(label=_("说明"))

    def clean(self):
        data = super().clean()
        limits = (data.get("deferred_until"), data.get("deferred_condition"))
        failed = "deferred_until" in self.errors
        if data.get("outcome") == Outcome.DEFERRED and not any(limits) and not failed:
            self.add_error("deferred_condition", _("请填写暂缓至哪一天，或者满足什么条件后接入。"))
        return data

    def conclusion(self) -> Conclusion:
        return Conclusion(**self.cleaned_data)


class ProposalForm(ConclusionForm):
    """拟定结论: the unit is asked."""

    prefix = "proposal"


class DecisionForm(ConclusionForm):
    """裁定; without the unit's consent only with a tick."""

    alone = forms.BooleanField(
        label=_("单位尚未同意该结论，仍由市局裁定（会记入裁定记录）"), required=False
    )

    field_order = ["outcome", "deferred_until", "deferred_condition", "text", "alone"]

    def refuse_alone(self):
        self.add_error(
            "alone",
            _("单位尚未同意该结论：请先拟定结论征求单位意见，或勾选此项由市局直接裁定。"),
        )


def decision_form(objection: Objection) -> DecisionForm:
    """What was agreed is what will most likely be decided."""
    names = ("deferred_until", "deferred_condition")
    initial = {name: getattr(objection, name) for name in names}
    return DecisionForm(
        initial={"outcome": objection.proposal, "text": objection.proposal_text, **initial}
    )


class AnswerForm(forms.Form):
    """同意, or 不同意 with words."""

    prefix = "answer"

    agreed = forms.TypedChoiceField(
        label=_("是否同意拟定结论"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = WordsField(label=_("答复说明"), required=False)
    # The proposal the answer is to: the bureau may have changed it since.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def clean(self):
        data = super().clean()
        if data.get("agreed") is False and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("不同意须写明理由，市数据资源局据此再与贵单位协商。"))
        return data


class ReopenForm(forms.Form):
    prefix = "reopen"

    reason = WordsField(
        label=_("重新协商的原因"), missing=_("请写明重新协商的原因，对方会原样看到。")
    )


class TalkForm(forms.ModelForm):
    """What was said by telephone, in a meeting or by letter, and when."""

    prefix = "talk"

    kind = forms.ChoiceField(label=_("方式"), choices=TalkKind)
    held_on = forms.DateField(label=_("日期"), widget=DayInput())
    text = WordsField(label=_("沟通内容"), missing=_("请写明沟通的内容。"))

    class Meta:
        model = Talk
        fields = ["kind", "held_on", "text"]

    def __init__(self, *args, on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if self.on and day > self.on:
            raise forms.ValidationError(_("沟通日期不能晚于今天。"))
        return day


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one go; cleaned to pairs of a file and its checked name."""

    def __init__(self, **kwargs):
        widget = FilesInput(attrs={"accept": ACCEPT})
        errors = {"required": _("请选择要上传的文件。")}
        super().__init__(widget=widget, error_messages=errors, **kwargs)

    def clean(self, data, initial=None):
        files = [file for file in (data or []) if file]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > settings.MOST_EVIDENCE:
            raise forms.ValidationError(too_many(), code="count")
        kept, refusals = [], []
        for file in files:
            try:
                kept.append((file, check(file, file.name, file.size)))
            except FileRefused as refused:
                refusals.append(refused.sentence)
        if refusals:
            raise forms.ValidationError(refusals)
        return kept


class EvidenceForm(forms.Form):
    prefix = "evidence"

    files = FilesField(label=_("佐证材料"))

    def __init__(self, *args, required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].required = required
        self.fields["files"].help_text = _(
            "可一次选多个：Word（docx）、Excel（xlsx）、PDF、PNG、JPG，不含宏；"
            "每个最大 %(size)d MB，每项疑义最多 %(count)d 个。"
        ) % {"size": settings.LARGEST_EVIDENCE // MEGABYTE, "count": settings.MOST_EVIDENCE}


def too_many() -> str:
    return _("每项疑义最多保存 %(count)d 个文件，请合并后再上传。") % {
        "count": settings.MOST_EVIDENCE
    }
