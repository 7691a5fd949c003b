"""The forms of the ladder: a rung, and what previews and lists are asked for."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.filling.fields import DayInput
from tasks.models import Basis, Recipient, Rung
from units.forms import UnitChoiceField
from units.models import GROUPS, Channel, Unit
from yichuang.filters import AddressFilter, DayField

from . import days, owed
from .changing import FIELDS
from .placeholders import OF_A_LIST, OF_A_UNIT, complaints


class RungForm(forms.ModelForm):
    """One rung; what its texts name must be there to be filled in."""

    recipients = forms.MultipleChoiceField(
        label=gettext_lazy("发给"),
        choices=Recipient.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "单位没有这类人员的账号时，发给该单位其他人员；分管领导没有账号的，发给填报人和负责人并点名。"
        ),
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("渠道"),
        required=False,
        choices=[choice for choice in Channel.choices if choice[0] != Channel.INBOX],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("站内消息总会发送；个人关闭的渠道不发。"),
    )
    # Not stored: whose tasks a trial is filled with.
    sample = UnitChoiceField(label=gettext_lazy("示例单位"), required=False)

    class Meta:
        model = Rung
        fields = FIELDS
        widgets = {
            "hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "body": forms.Textarea(attrs={"rows": 6}),
            "list_body": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "offset": gettext_lazy("负数在前，正数在后，0 为当天。"),
            "list_body": gettext_lazy("市局审核员和群收到一份名单，不逐家发。"),
            "issues_slip": gettext_lazy("蓝色交办单、橙色催办单、红色督办单，自动编号。"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = owed.tasks().values("unit")
        units = Unit.objects.filter(pk__in=asked).select_related("parent").in_official_order()
        self.fields["sample"].queryset = units
        self.fields["sample"].empty_label = _("第一家未报单位")

    def clean_channels(self):
        return [Channel.INBOX.value, *self.cleaned_data["channels"]]

    def clean(self):
        data = super().clean()
        self._judge_day(data)
        self._judge_hour(data)
        if not self.errors:
            self._judge_slip(data)
            self._judge_texts(data)
        return data

    def _judge_day(self, data):
        basis, offset = data.get("basis"), data.get("offset")
        if offset is None:
            return
        if basis == Basis.DUE and offset > 0:
            self.add_error("offset", _("截止之后的节点以“逾期起算日”计算；这里填 0 或负数。"))
        elif basis == Basis.LAST_DAY and offset:
            self.add_error("offset", _("“最后一天”没有前后，填 0。"))
        elif basis == Basis.LATENESS and offset < 1:
            self.add_error("offset", _("逾期起算日之后才算逾期，填 1 或更大的数。"))

    def _judge_hour(self, data):
        hour, last = data.get("hour"), data.get("basis") == Basis.LAST_DAY
        until = days.LAST_EVENING_UNTIL if last else settings.QUIET_FROM
        if hour and not settings.QUIET_UNTIL <= hour < until:
            sentence = _("夜间不发送：这个节点的时间须在 %(start)s 至 %(until)s 之间。")
            bounds = {"start": f"{settings.QUIET_UNTIL:%H:%M}", "until": f"{until:%H:%M}"}
            self.add_error("hour", sentence % bounds)

    def _judge_slip(self, data):
        if not data["issues_slip"]:
            return
        if data["basis"] != Basis.LATENESS:
            self.add_error("issues_slip", _("只有逾期后的节点可以发督查单。"))
        if not data["colour"]:
            self.add_error("colour", _("督查单有蓝、橙、红三色，请选择颜色。"))
        if data["recipients"] == [Recipient.BUREAU]:
            self.add_error("recipients", _("督查单发给单位，请选择单位的人员。"))

    def _judge_texts(self, data):
        bureau = Recipient.BUREAU in data["recipients"]
        units = bool(set(data["recipients"]) - {Recipient.BUREAU})
        lists = bureau or bool(set(data["channels"]) & set(GROUPS))
        known = OF_A_UNIT if not bureau else OF_A_LIST if not units else _common()
        for name, words in (("subject", known), ("body", OF_A_UNIT), ("list_body", OF_A_LIST)):
            # Whoever is given an error is taken out of `data`.
            for sentence in complaints(data.get(name, ""), words):
                self.add_error(name, sentence)
        if units and data.get("body") == "":
            self.add_error("body", _("发给单位的消息须有正文。"))
        if lists and data.get("list_body") == "":
            self.add_error("list_body", _("发给市局或群的消息须有名单正文。"))


def _common():
    return [name for name in OF_A_UNIT if name in OF_A_LIST]


class PreviewFilter(AddressFilter):
    day = DayField(label=gettext_lazy("日期"), required=False, widget=DayInput())
    hour = forms.TimeField(
        label=gettext_lazy("时间"),
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    q = forms.CharField(
        label=gettext_lazy("单位或姓名"), required=False, max_length=60, widget=forms.SearchInput
    )

    def narrow(self, digests):
        """Those whose person or unit has all the words."""
        return [one for one in digests if all(word in _said_of(one) for word in self.words())]


def _said_of(digest) -> str:
    person = digest.person
    return f"{person.name} {person.unit.full_label} {person.unit.search}".lower()
