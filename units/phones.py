"""Telephone numbers as people write them: several in one cell, mobile, landline or short."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SEPARATOR = "、"
# Whatever model has one of these keeps numbers in it.
PHONE_FIELDS = frozenset({"phone", "office_phone", "mobile", "contact_phone"})

_BETWEEN = re.compile(r"[、,;/\n\r\t|]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－~", "-"))
_COUNTRY = re.compile(r"^(\+|00)86-?")
_EXTENSION_WORD = re.compile(r"(转|分机|ext\.?|#)+", re.IGNORECASE)
# What a spreadsheet makes of a long number: 1.990000E+10, or 19900000001.0.
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?E\+?\d+", re.IGNORECASE | re.ASCII)
_FLOAT = re.compile(r"^(\d+)\.0+$", re.ASCII)

_EXTENSION = r"(-(?P<extension>\d{1,6}))?"
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
WITH_AREA = re.compile(
    rf"\(?(?P<area>010|02\d|0[3-9]\d\d)\)?-?(?P<local>[2-9]\d{{6,7}}){_EXTENSION}", re.ASCII
)
LOCAL = re.compile(rf"(?P<local>[2-9]\d{{6,7}}){_EXTENSION}", re.ASCII)
# 政务短号: six digits, known only inside the government's own exchange.
SHORT = re.compile(r"[1-9]\d{5}", re.ASCII)

# Everything but the last four digits of a number is nobody's business in a list.
_MOBILE_IN_TEXT = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)", re.ASCII)
_HIDDEN = re.compile(r"\d{1,4}(?=[ -]?\d{4}(?!\d))")


def clean_phones(text: str) -> str:
    """Bring the numbers in `text` into one form, joined by 、; refuse what is no number.

    Full-width characters, other separators and dashes, spaces, +86 and 转 are understood.
    """
    folded = unicodedata.normalize("NFKC", str(text or "")).translate(_DASHES)
    numbers = []
    for part in _BETWEEN.split(folded):
        numbers += _numbers_of(part.strip())
    return SEPARATOR.join(dict.fromkeys(numbers))


def mask(text: str) -> str:
    """Hide the middle of every number in `text`: 19900000001 → 199****0001."""
    return _HIDDEN.sub(lambda found: "*" * len(found.group()), text or "")


def mask_mobiles(text: str) -> str:
    """Hide mobile numbers in running text, where other digits may be anything."""
    return _MOBILE_IN_TEXT.sub(lambda found: mask(found.group()), text or "")


def _numbers_of(part: str) -> list[str]:
    """The number written in `part`, or the several that only spaces keep apart."""
    if not part:
        return []
    whole = _canonical("".join(part.split()))
    if whole:
        return [whole]
    pieces = [_canonical(piece) for piece in part.split()]
    if len(pieces) > 1 and all(pieces):
        return pieces
    raise _refusal(part)


def _canonical(text: str) -> str | None:
    text = _FLOAT.sub(r"\1", text)
    text = _EXTENSION_WORD.sub("-", _COUNTRY.sub("", text))
    if MOBILE.fullmatch(text) or SHORT.fullmatch(text):
        return text
    found = WITH_AREA.fullmatch(text) or LOCAL.fullmatch(text)
    if not found:
        return None
    parts = found.groupdict()
    return "-".join(filter(None, [parts.get("area"), parts["local"], parts["extension"]]))


def _refusal(part: str) -> ValidationError:
    if _SCIENTIFIC.fullmatch(part):
        return ValidationError(
            _("“%(number)s”：单元格被转成了数字，请把该列设为文本格式后重新填写号码。"),
            code="number",
            params={"number": part},
        )
    return ValidationError(
        _(
            "“%(number)s”不是有效的电话号码。请填 11 位手机号、7–8 位座机"
            "（可加区号和分机，如 0571-85250000-801）或 6 位政务短号，多个号码用“、”隔开。"
        ),
        code="phone",
        params={"number": part[:40]},
    )
