"""Numbers as a browser sends them: text until proven otherwise."""

# What a key or a count may be in either database.
LARGEST = 2**63 - 1


def number_of(text: str) -> int | None:
    """The whole number `text` writes, or None when it is none that a database could hold."""
    if not (text.isdecimal() and len(text) < 20):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def numbers_of(texts) -> list[int]:
    """The numbers among `texts`; anything else was not chosen on a page of ours."""
    return [number for text in texts if (number := number_of(text)) is not None]
