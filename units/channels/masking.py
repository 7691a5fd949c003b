"""Addresses as others may see them."""

from units.phones import mask


def mask_email(address: str) -> str:
    """Only the first letter before the @ is shown: fang@example.com → f***@example.com."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}" if at else address


def masked(address: str) -> str:
    """An e-mail address or a telephone number with its middle hidden."""
    return mask_email(address) if "@" in address else mask(address)
