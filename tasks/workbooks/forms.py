"""The forms of the round trip: a file, and a decision about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.xlsx.limits import MEGABYTE

from .limits import limits


class WorkbookForm(forms.Form):
    """Whether the file can be read is the reader's judgement, by content and not by name."""

    file = forms.FileField(
        label=_("填好的表格"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={
            "required": _("请选择要上传的文件。"),
            "empty": _("文件是空的，请重新选择。"),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = limits()
        self.fields["file"].help_text = _(
            "可以上传 .xlsx、.xls、.csv，按列名识别，不要求固定格式；"
            "最大 %(size)d MB、%(sheets)d 个工作表，每个工作表最多 %(rows)s 行、%(columns)d 列。"
        ) % {
            "size": allowed.file_bytes // MEGABYTE,
            "sheets": allowed.sheets,
            "rows": f"{allowed.rows:,}",
            "columns": allowed.columns,
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        most = limits().file_bytes
        if file.size > most:
            raise forms.ValidationError(
                _("文件超过 %(limit)d MB。请删去图片和无关的工作表，或分成几个文件上传。")
                % {"limit": most // MEGABYTE}
            )
        return file


class ConfirmForm(forms.Form):
    """Take the good rows; those that others changed meanwhile only on purpose.

    `seen` says which comparison the person has looked at.
    """

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    stale = forms.BooleanField(
        required=False, label=_("同时写入下载之后他人改过的行（覆盖他人的修改）")
    )
