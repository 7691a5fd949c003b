"""What a person brings to have a receipt verified, and how receipts are listed."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import ObligationKind, Submission

from .register import FEWEST_SIGNS, NUMBER


class VerifyForm(forms.Form):
    """The file itself, or number and the first signs of the checksum from a printed receipt."""

    file = forms.FileField(label=gettext_lazy("回执文件"), required=False, allow_empty_file=True)
    number = forms.CharField(label=gettext_lazy("回执编号"), required=False, max_length=30)
    checksum = forms.CharField(
        label=gettext_lazy("内容校验码（前 16 位即可）"), required=False, max_length=100
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("文件超过 %(most)s，不是本平台的回执文件。")
                % {"most": filesizeformat(settings.LARGEST_UPLOAD)}
            )
        return file

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number and not NUMBER.fullmatch(number):
            raise forms.ValidationError(_("回执编号形如 1-00012-01，请照回执上的编号填写。"))
        return number

    def clean(self):
        data = super().clean()
        if self.errors or data["file"]:
            return data
        if not data["number"]:
            raise forms.ValidationError(_("请选择回执文件，或填写回执编号和内容校验码。"))
        if len("".join(data["checksum"].split())) < FEWEST_SIGNS:
            self.add_error("checksum", _("请至少填写内容校验码的前 16 位。"))
        return data


class ReceiptFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=gettext_lazy("单位或回执编号"), method="search", widget=forms.SearchInput
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("任务"),
        choices=ObligationKind,
        field_name="task__obligation__kind",
        empty_label=gettext_lazy("全部"),
    )
    withdrawn = django_filters.BooleanFilter(
        label=gettext_lazy("只看已撤回的"), method="only_withdrawn", widget=forms.CheckboxInput
    )

    class Meta:
        model = Submission
        fields = []

    def search(self, receipts, name, value):
        if found := NUMBER.fullmatch(value.strip()):
            campaign, task, number = map(int, found.groups())
            return receipts.filter(
                task_id=task, number=number, task__obligation__campaign_id=campaign
            )
        return receipts.filter(
            Q(task__unit__search__contains=value.lower())
            | Q(task__unit__parent__search__contains=value.lower())
        )

    def only_withdrawn(self, receipts, name, value):
        return receipts.filter(withdrawn_at__isnull=False) if value else receipts
