"""The rules of the vehicles desk: fuel per distance from full tank to full tank, and projection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

FIRST: Final = "first"
"""The first full tank: where the first interval begins."""
PARTIAL: Final = "partial"
"""Not to the brim: counts in the next full tank."""
NO_ODOMETER: Final = "no-odometer"
"""Full, but nobody read the odometer: counts in the next full tank that has a reading."""
MISSED: Final = "missed"
"""A fill in between was never entered."""
DISTANCE: Final = "distance"
"""The odometer stands where it stood, or lower: the reading is to be looked at."""

LOOK_BACK: Final = timedelta(days=90)
_AT_LEAST: Final = timedelta(days=1)
_FARTHEST: Final = timedelta(days=3650)
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fill:
    """A fuel slip as the rules see it."""

    id: int
    at: datetime
    litres_ml: int
    odometer_km: int | None
    full: bool = True
    missed: bool = False


class Used(NamedTuple):
    """Fuel over a distance."""

    litres_ml: int
    km: int

    @property
    def per_100(self) -> Decimal | None:
        """Litres per 100 km to two decimals; None without a distance."""
        if self.km <= 0:
            return None
        return (Decimal(self.litres_ml) / (10 * self.km)).quantize(_CENT, ROUND_HALF_UP)

    def over(self, norm_ml: int) -> int:
        """Millilitres over what the norm per 100 km allows for the distance; negative is under."""
        return self.litres_ml - round(Decimal(norm_ml * self.km) / 100)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one fill says of the interval that it ends, or why it says nothing."""

    slip: int
    at: datetime
    used: Used | None = None
    why: str = ""
    """One of FIRST, PARTIAL, NO_ODOMETER, MISSED, DISTANCE; blank where there is a figure."""


def consumption(slips: Iterable[Fill]) -> list[Figure]:
    """A figure for each slip of one vehicle, in the order of time.

    An interval runs from one full tank to the next; the litres of partial fills and
    of fills without an odometer reading count in the full tank after them. Nothing is
    known of an interval in which a fill was missed.
    """
    figures = []
    opened: int | None = None
    litres, missed = 0, False
    for fill in sorted(slips, key=_order):
        litres += fill.litres_ml
        missed = missed or fill.missed
        if not fill.full or fill.odometer_km is None:
            why = PARTIAL if not fill.full else NO_ODOMETER
            figures.append(Figure(fill.id, fill.at, why=why))
            continue
        figures.append(_figure(fill, opened, litres, missed=missed))
        opened, litres, missed = fill.odometer_km, 0, False
    return figures


def _order(fill: Fill) -> tuple[datetime, bool, int, int]:
    unread = fill.odometer_km is None
    return fill.at, unread, fill.odometer_km or 0, fill.id


def _figure(fill: Fill, opened: int | None, litres_ml: int, *, missed: bool) -> Figure:
    km = (fill.odometer_km or 0) - (opened or 0)
    why = FIRST if opened is None else MISSED if missed else DISTANCE if km <= 0 else ""
    used = None if why else Used(litres_ml, km)
    return Figure(fill.id, fill.at, used, why)


def average(figures: Iterable[Figure]) -> Used:
    """Litres of the valid intervals over the kilometres of the valid intervals."""
    valid = [figure.used for figure in figures if figure.used]
    return Used(sum(used.litres_ml for used in valid), sum(used.km for used in valid))


def by_month(figures: Iterable[Figure], zone: tzinfo) -> dict[tuple[int, int], Used]:
    """The average of each (year, month) in which an interval ends, on the site's calendar."""
    months: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        if figure.used:
            ended = figure.at.astimezone(zone)
            months.setdefault((ended.year, ended.month), []).append(figure)
    return {month: average(listed) for month, listed in months.items()}


def reached(
    readings: Sequence[tuple[datetime, int]], target_km: int, now: datetime
) -> datetime | None:
    """When the odometer will show this, by the kilometres per day of the last 90 days.

    `readings` come in the order of time. None while they span less than a day or no
    distance; the time of the first reading that reached it where one did.
    """
    recent = [(at, km) for at, km in readings if now - LOOK_BACK <= at <= now]
    if recent and recent[-1][1] >= target_km:
        return next(at for at, km in recent if km >= target_km)
    if len(recent) < 2:  # noqa: PLR2004 - a rate needs two ends
        return None
    (begun, first), (newest, last) = recent[0], recent[-1]
    if newest - begun < _AT_LEAST or last <= first:
        return None
    ahead = (newest - begun) * ((target_km - last) / (last - first))
    return newest + ahead if ahead < _FARTHEST else None
