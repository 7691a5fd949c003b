"""Numbers of slips: per issuer, kind and year, one after the other, none missing or double."""

from tasks.models import ChasingKind, SlipSeries
from units.models import Unit


def take(issuer: Unit, kind: ChasingKind, year: int, count: int) -> range:
    """The next `count` numbers of the series.

    Inside the caller's transaction: the series is held until the slips are stored, and what is
    rolled back gives its numbers back.
    """
    series = _held(issuer, kind, year)
    first, series.last = series.last + 1, series.last + count
    series.save(update_fields=["last"])
    return range(first, series.last + 1)


def following(issuer: Unit, kind: ChasingKind, year: int) -> int:
    """The number the next slip would get; somebody else may be quicker."""
    series = SlipSeries.objects.filter(issuer=issuer, kind=kind, year=year).first()
    return series.last + 1 if series else 1


def _held(issuer, kind, year):
    SlipSeries.objects.bulk_create(
        [SlipSeries(issuer=issuer, kind=kind, year=year)], ignore_conflicts=True
    )
    held = SlipSeries.objects.select_for_update(no_key=True)
    return held.get(issuer=issuer, kind=kind, year=year)
