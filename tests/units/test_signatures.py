"""The key of the portal: given, or derived once and for all from the secret key."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from units import signatures


def test_what_was_signed_is_recognised_and_nothing_else():
    signature, key = signatures.sign(b"text"), signatures.public_key()
    assert signatures.is_signed(b"text", signature, key)
    assert not signatures.is_signed(b"text ", signature, key)
    assert not signatures.is_signed(b"text", signature.upper(), key)
    assert not signatures.is_signed(b"text", signature + "\n", key)
    assert not signatures.is_signed(b"text", signature, "0" * 64)
    assert not signatures.is_signed(b"text", None, key)


def test_the_derived_key_follows_the_secret_key(settings):
    first = signatures.public_key()
    assert signatures.public_key() == first
    settings.SECRET_KEY = "another" * 10
    assert signatures.public_key() != first


def test_a_key_of_its_own_does_not_depend_on_the_secret_key(settings):
    settings.RECEIPT_KEY = base64.b64encode(b"k" * 32).decode()
    first = signatures.public_key()
    settings.SECRET_KEY = "another" * 10
    assert signatures.public_key() == first


@pytest.mark.parametrize("key", ["short", "A" * 40, "不是", base64.b64encode(b"k" * 31).decode()])
def test_a_key_that_is_none_is_refused(key, settings):
    settings.RECEIPT_KEY = key
    with pytest.raises(ImproperlyConfigured, match="RECEIPT_KEY"):
        signatures.sign(b"text")
