"""Form fields that take what clerks really type, paste or upload, and say what is wrong."""

import re
import unicodedata
from decimal import Decimal
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from units.models import normalise_name
from yichuang.numbers import number_of

# PostgreSQL's integer.
MOST_CASES = 2_147_483_647
_TEN_THOUSANDS = re.compile(r"^(\d+(?:\.\d+)?)万$")
_PLAIN = re.compile(r"^\d+(?:\.0+)?$")
# As people write it, and as the export does: 全部（15个）.
_ALL = re.compile(r"^(全部|全市)(\d+个)?$")
_THOUSANDS = re.compile(r"^\d{1,3}(?:,\d{3})+$")


class DayInput(forms.DateInput):
    """The calendar of the browser, which knows ISO dates only, whatever the language."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class LineField(forms.CharField):
    """One line of text: no control characters, no line breaks, spaces trimmed."""

    def to_python(self, value):
        text = super().to_python(value)
        return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).strip()


class VocabularyField(forms.ChoiceField):
    """A choice by its value, its label or one of its other `words` ({value: words}), whatever
    brackets and spaces it was written with. Nothing at all is the `empty_value`."""

    def __init__(self, *, words=None, empty_value="", **kwargs):
        super().__init__(**kwargs)
        self.empty_value = empty_value
        self.words = {
            normalise_name(w): key for key, others in (words or {}).items() for w in others
        }

    def to_python(self, value):
        text = super().to_python(value)
        if not text.strip():
            return self.empty_value
        wanted = normalise_name(text)
        for key, label in self.choices:
            if key and wanted in (normalise_name(key), normalise_name(str(label))):
                return key
        return self._official.get(wanted) or self.words.get(wanted, text)

    @cached_property
    def _official(self):
        """Official sheets are Chinese, whatever language the person reads the pages in."""
        with override("zh-hans"):
            return {normalise_name(str(label)): key for key, label in self.choices if key}

    def validate(self, value):
        if value and not self.valid_value(value):
            options = "、".join(str(label) for key, label in self.choices if key)
            raise ValidationError(
                _("“%(value)s”不在可选值中，请选择：%(options)s。")
                % {"value": value, "options": options}
            )


class VolumeField(forms.Field):
    """办件量: whole cases. `converted` tells that 1.2万 was read as 12000 (domain case 9)."""

    widget = forms.TextInput
    converted = False

    def to_python(self, value):
        self.converted = False
        text = re.sub(
            r"\s", "", unicodedata.normalize("NFKC", str(value if value is not None else ""))
        ).removesuffix("件")
        if not text:
            return None
        if match := _TEN_THOUSANDS.match(text):
            number = Decimal(match[1]) * 10_000
            self.converted = True
            return self._whole(number, text)
        if _PLAIN.match(text) or _THOUSANDS.match(text):
            return self._whole(Decimal(text.replace(",", "")), text)
        raise ValidationError(
            _("办件量须为不小于0的整数，“%(text)s”无法识别；请填写确切数字，如 12000。")
            % {"text": text}
        )

    def _whole(self, number, text):
        if number != number.to_integral_value() or number > MOST_CASES:
            raise ValidationError(_("办件量“%(text)s”不是合理的整数，请核对。") % {"text": text})
        return int(number)


class DistrictsField(forms.Field):
    """适用区县: ids, or names joined by 、，, or spaces; kept as ids in official order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, names: dict[int, str], **kwargs):
        super().__init__(**kwargs)
        self.names = names
        self._ids = {normalise_name(name): pk for pk, name in names.items()}

    def to_python(self, value):
        if not value:
            return []
        if not isinstance(value, list):
            value = [part for part in re.split(r"[、，,;；\s]+", str(value)) if part]
        if len(value) == 1 and _ALL.match(normalise_name(str(value[0]))):
            return list(self.names)
        chosen = {self._id(part) for part in value}
        return [pk for pk in self.names if pk in chosen]

    def _id(self, part):
        if (pk := number_of(str(part))) in self.names:
            return pk
        if (pk := self._ids.get(normalise_name(str(part)))) is not None:
            return pk
        raise ValidationError(
            _("“%(name)s”不是本市的区、县（市），请从列表中选择。") % {"name": part}
        )
