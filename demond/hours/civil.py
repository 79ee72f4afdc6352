"""When it is a time of the day by the rules of a zone, summer time and its gaps included: pure, no torch."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1)


def local(at: float, zone: tzinfo) -> datetime:
    """What clocks of the zone show at an instant, in seconds since 1970, without the zone."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).astimezone(zone).replace(tzinfo=None, fold=0)


def moment(day: date, seconds: int) -> datetime:
    """The clock time so many seconds after a day's midnight, as if there were no summer time."""
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)


def first(shown: datetime, zone: tzinfo) -> int:
    """The first instant at which clocks show this or, where they leap over it, at which they leap."""
    at, late = (_instant(shown.replace(fold=fold), zone) for fold in (1, 0))
    if local(late, zone) == shown:
        return late
    while late - at > 1:  # a gap: before the leap clocks show less, from the leap on more
        middle = (at + late) // 2
        at, late = (middle, late) if local(middle, zone) < shown else (at, middle)
    return late


def last(shown: datetime, zone: tzinfo) -> int:
    """The instant from which on clocks never again show less than this: where they show it twice, the second time."""
    again = _instant(shown.replace(fold=1), zone)
    if local(again, zone) == shown and local(again - 1, zone) < shown:
        return again
    return first(shown, zone)


def even(day: date, zone: tzinfo) -> int | None:
    """The instant at which a day begins of which, and of the one after, clocks show every time once; None otherwise.

    They are asked every hour: none goes otherwise for less.
    """
    hours = [moment(day, 3600 * hour).replace(tzinfo=zone) for hour in range(49)]
    asked = {hour.utcoffset() for hour in hours} | {hour.replace(fold=1).utcoffset() for hour in hours}
    return _instant(moment(day, 0), zone) if len(asked) == 1 else None


def _instant(shown: datetime, zone: tzinfo) -> int:
    offset = zone.utcoffset(shown.replace(tzinfo=zone)) or timedelta(0)
    return round((shown.replace(fold=0) - offset - _EPOCH).total_seconds())
