"""Fields of forms look exactly as Django's templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from pytest_django.asserts import assertHTMLEqual

from yichuang.widgets import DRAWN, FormRenderer

HOSTILE = "\"><script>alert('&')</script>"
GROUPED = [
    ("", gettext_lazy("全部")),
    (1, HOSTILE),
    (HOSTILE, format_html("<b>{}</b>", HOSTILE)),
    (HOSTILE, [("a", "甲"), ("b", "乙")]),
]
WIDGETS = [
    (forms.Select(choices=GROUPED), "a"),
    (forms.Select(choices=GROUPED, attrs={"title": HOSTILE, "disabled": True}), 1),
    (forms.Select(), None),
    (forms.NullBooleanSelect(), True),
    (forms.TextInput({"maxlength": 40, "required": True, "readonly": False}), HOSTILE),
    (forms.SearchInput(), None),
    (forms.NumberInput({"min": 0, "step": "any"}), 0),
    (forms.HiddenInput(), ""),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput({"value": "on"}), False),
    (forms.EmailInput(), "a@b"),
    (forms.TelInput(), "19900000001"),
    (forms.DateInput(), "2018-04-03"),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_field_is_drawn_as_djangos_template_draws_it(widget, value):
    attrs = {"id": "id_<x>", "aria-label": HOSTILE, "data-none": None}
    assert widget.template_name in DRAWN
    ours, djangos = (
        widget.render("<name>", value, attrs, renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    assertHTMLEqual(ours, djangos)


def test_every_other_field_still_has_its_template():
    drawn = forms.Textarea().render("remark", HOSTILE, renderer=FormRenderer())
    assertHTMLEqual(drawn, forms.Textarea().render("remark", HOSTILE, renderer=DjangoTemplates()))
