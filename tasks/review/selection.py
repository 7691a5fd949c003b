"""Which rows somebody means: those ticked on a page, or all that match the filters (N4)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

from tasks.models import Entry
from yichuang.numbers import number_of

from .desk_filters import DeskFilter

MOST_TICKED = 500


@dataclass(frozen=True)
class Selection:
    """`versions` are the ticked rows as they were shown, {key: version}; none of them means all
    that the filters let through. `shown_at` is when the page was made that they were seen on."""

    filters: DeskFilter
    versions: dict[int, int]
    everything: bool
    shown_at: datetime | None

    @classmethod
    def of(cls, request, filters: DeskFilter) -> "Selection":
        return cls(
            filters=filters,
            versions=dict(_keys(request.POST.getlist("row")[:MOST_TICKED])),
            everything=request.POST.get("all") == "yes",
            shown_at=_moment(request.POST.get("shown", "")),
        )

    def __bool__(self):
        return self.everything or bool(self.versions)

    def rows(self):
        """The rows that are meant, in no order."""
        if self.everything:
            return self.filters.rows()
        return Entry.objects.visible_to(self.filters.user).reported().filter(pk__in=self.versions)

    @property
    def keys(self) -> list[str]:
        """What a form sends to mean the same rows again."""
        return [] if self.everything else [f"{pk}:{version}" for pk, version in self._in_order]

    @property
    def _in_order(self):
        return sorted(self.versions.items())


def _keys(texts):
    for text in texts:
        pk, _colon, version = text.partition(":")
        numbers = number_of(pk), number_of(version)
        if None not in numbers:
            yield numbers


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        # The first hours of the year 1 in China are before every year the world's clock has.
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
