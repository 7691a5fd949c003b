"""How points are written."""

from decimal import Decimal


def plain(points: Decimal) -> str:
    """16.00 → 16, 4.50 → 4.5."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
