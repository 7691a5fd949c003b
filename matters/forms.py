"""The forms around a library workbook: bring it, and confirm what it would do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matters.library.limits import LIMITS
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
