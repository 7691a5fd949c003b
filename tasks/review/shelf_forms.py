"""Naming a view of a list, and choosing its columns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.filling.fields import LineField

from .saved_views import PAGES


class ViewForm(forms.Form):
    page = forms.ChoiceField(choices=[(page, page) for page in PAGES], widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    name = LineField(
        label=_("视图名称"),
        max_length=40,
        error_messages={"required": _("请填写视图名称。")},
    )
    shared = forms.BooleanField(label=_("共享给同事"), required=False)
    first = forms.BooleanField(label=_("打开列表时先显示"), required=False)


class RenameForm(forms.Form):
    name = LineField(label=_("视图名称"), max_length=40)
    shared = forms.BooleanField(label=_("共享给同事"), required=False)
