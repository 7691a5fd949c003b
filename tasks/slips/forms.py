"""The forms of a change slip, and what its list can be narrowed by."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import DayInput, LineField
from tasks.models import ChangeSlip, SlipKind, SlipState
from units.forms import UnitChoiceField
from units.models import Unit, UnitKind
from yichuang.filters import AddressFilter, any_or

from .slips import Side

OWNERS = (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.DISTRICT_DEPARTMENT)


class SlipForm(forms.ModelForm):
    """What is wrong with a matter, or which one is missing; it judges, it never edits one."""

    unit = UnitChoiceField(label=_("单位"))
    what = forms.CharField(
        label=_("库内信息有何不对"), max_length=1000, min_length=4, widget=forms.Textarea
    )
    wanted = forms.CharField(
        label=_("应改为"), max_length=1000, required=False, widget=forms.Textarea
    )
    operator = LineField(
        label=_("在省权力事项管理平台操作的人"),
        max_length=40,
        help_text=_("由谁到省平台去改：姓名和处室。"),
    )

    class Meta:
        model = ChangeSlip
        fields = ["unit", "kind", "what", "wanted", "operator", "operate_on"]
        widgets = {"operate_on": DayInput()}

    def __init__(self, *args, user, matter, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on, self.matter = on, matter
        if matter is None:
            self.instance.kind = SlipKind.ADD
            del self.fields["kind"]
            branch = Unit.objects.visible_to(user).filter(kind__in=OWNERS).select_related("parent")
            self.fields["unit"].queryset = branch.in_official_order()
            self.fields["unit"].empty_label = _("请选择")
            self.initial.setdefault("unit", user.unit_id)
            self.fields["what"].label = _("缺少什么事项，依据是什么")
            self.fields["wanted"].label = _("应有的事项编码和名称")
            self.fields["wanted"].required = True
        else:
            self.instance.matter, self.instance.unit = matter, matter.unit
            del self.fields["unit"]
            kinds = (SlipKind.CHANGE, SlipKind.CANCEL)
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
            self.initial.setdefault("kind", SlipKind.CHANGE)

    def clean(self):
        data = super().clean()
        if self.matter and data.get("kind") == SlipKind.CHANGE and not data.get("wanted"):
            self.add_error("wanted", _("请写明应改为什么，操作的人据此修改。"))
        day = data.get("operate_on")
        if day and day < self.on:
            self.add_error("operate_on", _("拟操作日期不能早于今天。"))
        return data


class AcknowledgeForm(forms.Form):
    side = forms.ChoiceField(label=_("代表"), choices=Side)
    division = LineField(label=_("处（科）室名称"), max_length=40)

    def __init__(self, *args, sides=tuple(Side), **kwargs):
        """Only the `sides` that have not acknowledged yet can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(side.value, side.label) for side in sides]


class WithdrawForm(forms.Form):
    reason = LineField(label=_("撤回原因"), min_length=4, max_length=200)


class SlipFilter(AddressFilter):
    q = forms.CharField(
        label=_("编码、名称、单位或拼音首字母"),
        required=False,
        max_length=60,
        widget=forms.SearchInput,
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=any_or(SlipState.choices))
    kind = forms.ChoiceField(label=_("变更类别"), required=False, choices=any_or(SlipKind.choices))
    overdue = forms.BooleanField(label=_("只看过期未同步的"), required=False)

    def narrow(self, slips, *, on):
        for word in self.words():
            slips = slips.filter(
                Q(matter__search__contains=word)
                | Q(unit__search__contains=word)
                | Q(what__icontains=word)
            )
        for name in {"state", "kind"} & self.chosen.keys():
            slips = slips.filter(**{name: self.chosen[name]})
        if "overdue" in self.chosen:
            slips = slips.standing().filter(operate_on__lt=on)
        return slips
