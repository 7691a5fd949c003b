"""Figures, days and names as a circular writes them."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from yichuang.templatetags.ui import last_day, share

NUMERALS = "一二三四五六七八九十"


def rate(done: int, total: int) -> str:
    """87/233（37.3%）, whatever language the reader's pages are in."""
    with override("zh-hans"):
        return str(share(done, total))


def count(number: int) -> str:
    return f"{number:,}"


def day(at: date) -> str:
    return f"{at.month}月{at.day}日"


def full_day(at: date) -> str:
    """成文日期: Arabic digits, no leading zeros."""
    return f"{at.year}年{day(at)}"


def moment(at: datetime | str) -> str:
    """4月8日17时, 4月9日10时37分, 4月6日24时."""
    at = parse_datetime(at) if isinstance(at, str) else at
    local = timezone.localtime(at)
    if local.time() in (time.min, time.max):
        return f"{day(last_day(at))}24时"
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{day(local)}{local.hour}时{minutes}"


def full_moment(at: datetime) -> str:
    """2018年4月8日17时"""
    return f"{last_day(at).year}年{moment(at)}"


def names(lines: Iterable[dict]) -> str:
    return "、".join(line["short_name"] for line in lines)


def names_with(lines: Iterable[dict], note) -> str:
    """A（缺组长）、B（…）"""
    return "、".join(f"{line['short_name']}（{note(line)}）" for line in lines)


def sections(paragraphs: Iterable[str]) -> str:
    """Each of `paragraphs` with its （一）; a single one has no number."""
    paragraphs = list(paragraphs)
    if len(paragraphs) == 1:
        return paragraphs[0]
    return "\n".join(f"（{numeral(n)}）{text}" for n, text in enumerate(paragraphs, 1))


def numbered(heading: str, clauses: list[str]) -> str:
    """Several clauses under one heading stand below it, 1. 2. 3.; a single one behind it."""
    if len(clauses) == 1:
        return heading + clauses[0]
    return "\n".join([heading, *(f"{n}.{text}" for n, text in enumerate(clauses, 1))])


def numeral(number: int) -> str:
    return NUMERALS[number - 1]
