"""What somebody may ask to be exported, judged once for the page and the job."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.models import Campaign
from units.forms import UnitChoiceField
from units.models import Unit, UnitKind

from .attachments import PRINTABLE, Edition, Export, Table


class CampaignField(forms.ModelChoiceField):
    def label_from_instance(self, campaign):
        return f"{campaign.number} {campaign.title}"


class ExportForm(forms.Form):
    """A table of a campaign, an edition, all units or one."""

    campaign = CampaignField(label=_("专项"), queryset=Campaign.objects.none(), empty_label=None)
    table = forms.ChoiceField(label=_("表"), choices=Table)
    edition = forms.ChoiceField(
        label=_("版式"),
        choices=Edition,
        widget=forms.RadioSelect,
        initial=Edition.PRINT,
        help_text=_("打印版用于签字盖章和张贴；数据版每格有值、无合并，用于筛选、统计和再次导入。"),
    )
    unit = UnitChoiceField(label=_("单位"), required=False, empty_label=_("全部单位"))
    answers = forms.BooleanField(
        label=_("附件1含核对意见"),
        required=False,
        help_text=_("增加能否接入、不能接入原因、联系人、电话和确认结果各列。"),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        campaigns = Campaign.objects.visible_to(reader).newest_first()
        self.fields["campaign"].queryset = campaigns
        self.fields["campaign"].initial = campaigns.current().first()
        self.fields["unit"].queryset = (
            Unit.objects.visible_to(reader)
            .filter(kind__in=[UnitKind.DEPARTMENT, UnitKind.DISTRICT])
            .select_related("parent")
            .in_official_order()
        )

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        if data["edition"] == Edition.PRINT and data["table"] not in PRINTABLE:
            self.add_error("edition", _("只有附件1至附件4有打印版，请选择数据版。"))
        elif not self.export().count():
            self.add_error(None, _("所选专项和单位没有可导出的行，请重新选择。"))
        return data

    def export(self) -> Export:
        data = self.cleaned_data
        return Export(
            campaign=data["campaign"],
            table=Table(data["table"]),
            edition=Edition(data["edition"]),
            unit=data["unit"],
            answers=data["answers"],
            reader=self.reader,
        )
