"""Deadlines under one name: from when one is late, how they are said, how they are moved."""

from units.workdays import workdays_between
from yichuang.templatetags.ui import last_day

from .clocks import correction_deadline, effective_day, ladder_day, late_from
from .extending import extend, extend_obligation
from .wording import (
    correction_in_words,
    left_in_words,
    left_of,
    long_date,
    overdue_in_words,
    sentence,
    sentence_of,
    short_date,
    warning_of,
)

__all__ = [
    "correction_deadline",
    "correction_in_words",
    "effective_day",
    "extend",
    "extend_obligation",
    "ladder_day",
    "last_day",
    "late_from",
    "left_in_words",
    "left_of",
    "long_date",
    "overdue_in_words",
    "sentence",
    "sentence_of",
    "short_date",
    "warning_of",
    "workdays_between",
]
