"""What a reviewer asks of the register: filters, names, a level, a merge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.filling.fields import LineField
from tasks.models import System
from tasks.models.systems import NO_LEVEL
from units.models import Unit
from yichuang.filters import AddressFilter, any_or

from . import ledger

NONE = "none"
LEVELS = [choice for choice in SystemLevel.choices if choice[0] not in NO_LEVEL]


class SystemFilter(AddressFilter):
    SORTS = {
        name: (name,) for name in ("name", "level", "count", "units", "library_volume", "volume")
    }

    q = forms.CharField(
        label=_("名称、别名或拼音首字母"), required=False, max_length=60, widget=forms.SearchInput
    )
    level = forms.ChoiceField(
        label=_("系统层级"),
        required=False,
        choices=any_or([(NONE, _("未登记层级")), *LEVELS]),
    )
    near = forms.BooleanField(label=_("只看名称相近的"), required=False)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def narrow(self, register):
        """The standing systems that match."""
        chosen, systems = self.chosen, System.objects.standing()
        if chosen.get("q"):
            systems = systems.search(chosen["q"])
        if level := chosen.get("level"):
            systems = systems.filter(level="" if level == NONE else level)
        if chosen.get("near"):
            systems = systems.filter(pk__in=ledger.with_near(register))
        return systems


class NameForm(forms.Form):
    name = LineField(label=_("别名"), max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="alias_%s", **kwargs)


class RenameForm(forms.Form):
    name = LineField(label=_("统一名称"), max_length=120)
    reason = LineField(label=_("更名理由"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="agreed_%s", **kwargs)


class LevelForm(forms.Form):
    level = forms.ChoiceField(label=_("系统层级"), choices=[(NONE, _("未登记")), *LEVELS])

    def clean_level(self):
        level = self.cleaned_data["level"]
        return "" if level == NONE else level


class ReasonForm(forms.Form):
    reason = LineField(
        label=_("理由"),
        max_length=200,
        error_messages={"required": _("请写明理由，相关单位会原样看到。")},
    )


class MergeForm(ReasonForm):
    into = forms.ModelChoiceField(
        label=_("并入的系统"),
        queryset=System.objects.standing(),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("请先选择要保留的系统。"),
            "invalid_choice": _("所选系统已并入其他系统，请重新选择。"),
        },
    )

    def __init__(self, *args, absorbed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = System.objects.standing().exclude(pk=absorbed.pk)


class DifferenceFilter(AddressFilter):
    kind = forms.ChoiceField(
        label=_("差异"),
        required=False,
        choices=any_or([("system", _("系统不同")), ("level", _("层级不同"))]),
    )
    unit = forms.ModelChoiceField(
        label=_("市级部门"), required=False, queryset=Unit.objects.none(), empty_label=_("全部")
    )

    def __init__(self, data):
        super().__init__(data)
        self.fields["unit"].queryset = Unit.objects.departments().in_official_order()
