"""Anchors (锚点): the last seal's number and checksum, signed, to be kept outside the portal."""

import json
from datetime import datetime

from django.utils.translation import gettext as _

from . import signatures
from .models import EventSeal
from .sealing import BEFORE_THE_FIRST


class NoAnchor(Exception):
    """The text is not an anchor of this portal; the sentence says why."""


def anchor_text(*, at: datetime) -> str:
    last = EventSeal.objects.order_by("-number").defer("digests").first()
    anchor = {
        "number": last.number if last else 0,
        "checksum": last.checksum if last else BEFORE_THE_FIRST,
        "at": at.isoformat(timespec="seconds"),
        "public_key": signatures.public_key(),
    }
    anchor["signature"] = signatures.sign(_signed(anchor))
    return json.dumps(anchor, indent=1) + "\n"


def read_anchor(text: str) -> dict:
    """The anchor in `text`; raises `NoAnchor` for everything that was not written here."""
    try:
        anchor = json.loads(text)
        signature = anchor.pop("signature")
        signed = _signed(anchor)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NoAnchor(_("锚点文件无法读取。")) from error
    if not any(signatures.is_signed(signed, signature, key) for key in signatures.known_keys()):
        raise NoAnchor(_("锚点文件的签名不符：不是本平台写出的，或被改动。"))
    return anchor


def _signed(anchor) -> bytes:
    return json.dumps(anchor, sort_keys=True, separators=(",", ":")).encode()
