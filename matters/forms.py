"""The forms of the library: bring a workbook, confirm what it would do, compare versions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matters.library import versions
from matters.library.limits import LIMITS
from matters.models import LibraryVersion
from yichuang.xlsx.limits import MEGABYTE


class UploadForm(forms.Form):
    """Whether the file can be read is the reader's judgement, by content and not by name."""

    file = forms.FileField(
        label=_("事项库工作簿"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "可以上传 .xlsx、.xls、.csv，按列名识别，不要求固定格式；"
            "最大 %(size)d MB、每个工作表最多 %(rows)s 行。"
        ) % {
            "size": LIMITS.file_bytes // MEGABYTE,
            "rows": f"{LIMITS.rows:,}",
        }


class ApplyForm(forms.Form):
    """A department that the file no longer knows at all is taken out only on purpose."""

    vanished = forms.BooleanField(
        label=_("我已核对：上述部门的事项确实应全部撤销"),
        error_messages={"required": _("文件里完全没有这些部门的事项，请核对后勾选确认。")},
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        if not plan.vanished:
            del self.fields["vanished"]


class CompareForm(forms.Form):
    """Two versions and what of their differences is shown; without a choice the newest two."""

    older = forms.ModelChoiceField(
        label=_("从版本"),
        queryset=LibraryVersion.objects.none(),
        required=False,
        empty_label=_("上一版本"),
    )
    newer = forms.ModelChoiceField(
        label=_("到版本"),
        queryset=LibraryVersion.objects.none(),
        required=False,
        empty_label=_("最新版本"),
    )
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *versions.Kind.choices]
    )
    q = forms.CharField(
        label=_("编码、名称、单位或字段"),
        required=False,
        max_length=60,
        widget=forms.SearchInput,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("older", "newer"):
            self.fields[name].queryset = versions.applied()

    def chosen(self) -> tuple[LibraryVersion | None, LibraryVersion | None]:
        """The older and the newer of the two, whichever way round they were asked for."""
        self.is_valid()
        newer = self.cleaned_data.get("newer") or versions.applied().first()
        older = self.cleaned_data.get("older")
        if newer and older is None:
            older = versions.applied().filter(number__lt=newer.number).first()
        if older and newer and older.number > newer.number:
            older, newer = newer, older
        return older, newer

    def narrow(self, lines: list[versions.Difference]) -> list[versions.Difference]:
        if kind := self.cleaned_data.get("kind"):
            lines = [line for line in lines if line.kind == kind]
        for word in self.cleaned_data.get("q", "").lower().split():
            lines = [line for line in lines if word in line.text]
        return lines
