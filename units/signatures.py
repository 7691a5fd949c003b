"""The portal's own signature (Ed25519): what bears it was issued here and has not been changed."""

import base64
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEED_BYTES = 32
# Parts the key of signatures from every other use of SECRET_KEY.
PURPOSE = b"yichuang: receipts and anchors, 1"
_HEX_KEY = re.compile(r"[0-9a-f]{64}")
_HEX_SIGNATURE = re.compile(r"[0-9a-f]{128}")


def sign(message: bytes) -> str:
    return _private_key().sign(message).hex()


def public_key() -> str:
    """The key of this installation that others verify with."""
    return _private_key().public_key().public_bytes_raw().hex()


def known_keys() -> list[str]:
    """The present public key, then those of earlier keys that are still honoured."""
    return [public_key(), *settings.RECEIPT_OLD_PUBLIC_KEYS]


def is_signed(message: bytes, signature: str, key: str) -> bool:
    """Whether `signature` is that of `key` over exactly these bytes; odd forms are not."""
    if not (_is_hex(signature, _HEX_SIGNATURE) and _is_hex(key, _HEX_KEY)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_hex(text, form) -> bool:
    return isinstance(text, str) and form.fullmatch(text) is not None


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_seed())


def _seed() -> bytes:
    if not settings.RECEIPT_KEY:
        derived = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=PURPOSE)
        return derived.derive(settings.SECRET_KEY.encode())
    try:
        seed = base64.b64decode(settings.RECEIPT_KEY.strip(), validate=True)
    except ValueError:  # not base64, or not even ASCII
        seed = b""
    if len(seed) != SEED_BYTES:
        raise ImproperlyConfigured("RECEIPT_KEY must be 32 bytes in base64.")
    return seed
