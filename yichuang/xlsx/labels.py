"""What the words over the columns of a table mean."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

Synonyms = Mapping[str, Collection[str]]

BRACKETED = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
NOT_A_WORD = re.compile(r"[\W_]+")
# “1.系统名称”, “（一）系统名称”, “系统名称 单位：个”
ORDINAL = re.compile(r"^\s*[(（]?(\d{1,2}|[一二三四五六七八九十]{1,2})\s*[)）.．、]\s*(?=\D)")
UNIT_OF_COUNT = re.compile(r"[\s/／,，:：]*(单位\s*[:：].*|[/／]\s*[件个条次]年?)$")
SHORTEST_WORD_INSIDE = 3
LONGEST_LABEL = 40
REMEMBERED = 20_000


@dataclass
class HeaderMap:
    """Where each field stands in a sheet; columns are indexes from 0, rows Excel numbers.

    `all_labels` has one label per column from A on. `uncertain` says that a person had better
    look, `why` in which sentence. `guesses` are columns whose words only contain a known name.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: dict[str, int]
    labels: dict[str, str]
    unknown: dict[int, str] = field(default_factory=dict)
    repeated: dict[int, str] = field(default_factory=dict)
    confidence: float = 0.0
    all_labels: tuple[str, ...] = ()
    guesses: dict[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    why: str = ""
    words: "Words | None" = field(default=None, repr=False, compare=False)

    @property
    def first_data_row(self) -> int:
        return max(self.header_rows, default=0) + 1

    @property
    def uncertain(self) -> bool:
        return bool(self.why)

    def rank(self, required: Collection[str]) -> tuple[int, ...]:
        """More of what is needed, more of what is known, then the flatter and upper header."""
        needed = sum(name in self.columns for name in required)
        height = len(self.header_rows)
        return needed, len(self.columns), -len(self.repeated), -height, -self.first_data_row


class Claim(NamedTuple):
    """A column that goes by a field's name: the smaller `rank`, the closer to the official."""

    field: str
    rank: int


@lru_cache(maxsize=4096)
def normalise(label: str) -> str:
    """The bare words of a label: full width, brackets, spaces and breaks make no difference."""
    return NOT_A_WORD.sub("", unicodedata.normalize("NFKC", label)).lower()


def fingerprint(labels: Iterable[str]) -> str:
    """A sign of these labels in this order, the same however they are spaced: sha256 as hex."""
    folded = "\x1f".join(map(normalise, labels)).rstrip("\x1f")
    return hashlib.sha256(folded.encode()).hexdigest()


class Words:
    """Every name each field goes by; the first synonym is the official one."""

    def __init__(self, synonyms: Synonyms):
        self.synonyms = synonyms
        self._names: dict[str, Claim] = {}
        self._claims: dict[str, Claim | None] = {}
        self._strangers: set[str] = set()  # cells that were found to name no field
        for name, labels in synonyms.items():
            for rank, label in enumerate(labels):
                for form in (label, BRACKETED.sub("", label)):
                    self._names.setdefault(normalise(form), Claim(name, rank))
        self._names.pop("", None)

    def official(self, name: str) -> str:
        return next(iter(self.synonyms[name]))

    def claim(self, parts: Sequence[str]) -> Claim | None:
        """The field a column is about: with the words above it, by its own, by those above."""
        for words in dict.fromkeys(("".join(parts), parts[-1], parts[0])):
            for label in _forms(words):
                claim = self._names.get(normalise(label))
                if claim is not None:
                    return claim
        return None

    def guess(self, label: str) -> str | None:
        """The field whose longest name stands somewhere inside the label."""
        bare = normalise(label)
        inside = [name for name in self._names if len(name) >= SHORTEST_WORD_INSIDE]
        found = max((name for name in inside if name in bare), key=len, default=None)
        return self._names[found].field if found else None

    def claim_of(self, value: str) -> Claim | None:
        """The field that one cell names; offices repeat themselves, so it is remembered."""
        if len(value) >= LONGEST_LABEL or value.isdecimal():
            return None
        if value not in self._claims:
            if len(self._claims) >= REMEMBERED:
                self._claims.clear()
                self._strangers.clear()
            self._claims[value] = self.claim([value])
            if self._claims[value] is None:
                self._strangers.add(value)
        return self._claims[value]

    def known_strangers(self, values: Iterable[str]) -> int:
        """How many of the cells are remembered to name no field: cheaper than to ask for each."""
        return sum(map(self._strangers.__contains__, values))


def _forms(words: str) -> tuple[str, ...]:
    bare = BRACKETED.sub("", words)
    plain = UNIT_OF_COUNT.sub("", ORDINAL.sub("", bare))
    return words, bare, plain
