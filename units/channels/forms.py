"""The forms of this room: what a person wants, and a group robot."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from units.models import Channel, Frequency, MessageKind, Robot, User

from . import choosing, preferences
from .robots import plugin_of


class PreferenceForm(forms.Form):
    """Where letters go, and for each kind and channel how often."""

    email = forms.EmailField(label=_("电子邮箱"), max_length=254, required=False)

    def __init__(self, data=None, *, person: User):
        own = choosing.own(person)
        self.channels = preferences.configured()
        super().__init__(data, initial={"email": person.email})
        for kind in MessageKind:
            for channel in self.channels:
                self.fields[f"{kind}-{channel}"] = _cell(kind, channel, own)

    @property
    def lines(self) -> list[dict]:
        """The matrix as the page shows it: a kind, and for each channel its field."""
        return [
            {"kind": kind, "cells": [(one, self[f"{kind}-{one}"]) for one in self.channels]}
            for kind in MessageKind
        ]

    @property
    def wanted(self) -> dict[tuple[str, str], str]:
        return {
            (kind.value, channel.value): self.cleaned_data[f"{kind}-{channel}"]
            for kind in MessageKind
            for channel in self.channels
        }


def _cell(kind, channel, own):
    usual = Frequency(preferences.usual(kind, channel)).label
    if channel == Channel.SMS and kind in preferences.SMS_ON_DEMAND:
        usual = _("仅催办阶梯指定时")
    return forms.ChoiceField(
        label=f"{kind.label} {channel.label}",
        choices=[("", _("默认（%s）") % usual), *Frequency.choices],
        initial=own.get((kind, channel), ""),
        required=False,
    )


class WriteOnly(forms.TextInput):
    """What is typed here is stored and never shown again, not even after a mistake."""

    def __init__(self):
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false"})

    def format_value(self, value):
        return None


class RobotForm(forms.ModelForm):
    """A group robot; of what is stored its address shows the host alone."""

    address = forms.CharField(label=_("机器人地址"), max_length=300, widget=WriteOnly())
    secret = forms.CharField(
        label=_("加签密钥"),
        max_length=120,
        required=False,
        widget=WriteOnly(),
        help_text=_("钉钉、浙政钉的安全设置选“加签”时填写，以 SEC 开头；企业微信不需要。"),
    )
    forgets_secret = forms.BooleanField(label=_("清除已保存的密钥"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("发送哪些消息"),
        choices=MessageKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Robot
        fields = ["name", "channel", "address", "secret", "forgets_secret", "kinds"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # `_post_clean` writes what was typed into the instance: what is kept is noted before.
        self.kept = {name: getattr(self.instance, name) for name in ("address", "secret")}
        self.fields["channel"].choices = [("", _("请选择")), *Robot.channel.field.choices]
        if self.instance.pk:
            self.fields["address"].required = False
            self.fields["address"].help_text = _("已保存（%s），不更换请留空。") % self.host
        if not self.kept["secret"]:
            del self.fields["forgets_secret"]
        else:
            self.fields["secret"].help_text = _("已保存，不更换请留空。")

    @property
    def host(self) -> str:
        return urlsplit(self.kept["address"]).netloc

    def clean(self):
        data = super().clean()
        for name, kept in self.kept.items():
            data[name] = data.get(name) or kept
        if data.get("forgets_secret"):
            data["secret"] = ""
        if data.get("channel") and data["address"] and "address" not in self.errors:
            self._try(data)
        return data

    def _try(self, data):
        try:
            plugin_of(data["channel"], data["address"], data["secret"])
        except ValidationError as problem:
            self.add_error("address", problem)
