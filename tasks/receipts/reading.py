"""Reading a receipt without the register: whether the file is, sign for sign, what was issued."""

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tasks.filling.content import checksum_of
from units import signatures

from . import layout


@dataclass
class Check:
    sentence: str
    fits: bool


@dataclass
class Reading:
    """What a file says, if it is a receipt at all, and what was found about each of its parts."""

    receipt: dict | None = None
    checks: list[Check] = field(default_factory=list)

    @property
    def fits(self):
        return all(check.fits for check in self.checks)

    @property
    def is_genuine(self):
        """Only then is anything the file says to be believed."""
        return self.receipt is not None and self.fits

    def add(self, fits: bool, good: str, bad: str):
        self.checks.append(Check(good if fits else bad, fits))


class NoReceipt(Exception):
    """The file is not a receipt; the sentence says what it is."""


def read(file: bytes, keys: list[str]) -> Reading:
    """Judge `file`; its signature must be that of one of the public `keys`."""
    try:
        text, receipt = _parsed(file)
        return _judged(text, receipt, keys)
    except NoReceipt as refusal:
        return Reading(None, [Check(str(refusal), False)])
    except (ValueError, TypeError, RecursionError):
        # Lone surrogates, numbers no program can hold, a thousand brackets inside each other.
        return Reading(None, [Check(_("文件内容不是回执的格式。"), False)])


def _parsed(file):
    try:
        text = file.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoReceipt(_("文件不是 UTF-8 文本，不是本平台下载的回执文件。")) from error
    try:
        receipt = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoReceipt(_("文件不是 JSON 文本，不是回执文件，或已被改动。")) from error
    if not isinstance(receipt, dict) or not set(layout.NEEDED) <= set(receipt):
        raise NoReceipt(_("文件缺少回执应有的内容，不是回执文件，或已被改动。"))
    return text, receipt


def _judged(text, receipt, keys) -> Reading:
    reading = Reading(receipt)
    reading.add(
        checksum_of(receipt[layout.CONTENT]) == receipt[layout.CHECKSUM],
        _("报送内容与内容校验码相符。"),
        _("报送内容与内容校验码不符：内容或校验码被改动。"),
    )
    body = {name: value for name, value in receipt.items() if name != layout.SIGNATURE}
    most = 2 * len(text)
    signature, message = receipt[layout.SIGNATURE], layout.written(body, most=most).encode()
    reading.add(
        any(signatures.is_signed(message, signature, key) for key in keys),
        _("签名相符：由本平台签发，编号、时间、单位和内容均未改动。"),
        _("签名不符：编号、时间、单位等内容被改动，或不是由本平台签发。"),
    )
    reading.add(
        layout.written(receipt, most=most) == text,
        _("文件格式完整，没有多余的空格、换行或内容。"),
        _("文件的空格、换行或顺序与签发时不同，请使用下载的原文件。"),
    )
    return reading
