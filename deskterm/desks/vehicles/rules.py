"""The rules of the vehicles desk: fuel per distance from full tank to full tank, and projection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final, Generic, NamedTuple, TypeVar

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
TRIP: Final = "trip"
"""The odometer went on by another distance than the trip meters say."""

LOOK_BACK: Final = timedelta(days=90)
_AT_LEAST: Final = timedelta(days=1)
_FARTHEST: Final = timedelta(days=3650)
_CENT: Final = Decimal("0.01")
_TRIP_MORE: Final = 5_000
_TRIP_PART: Final = 50

When = TypeVar("When", datetime, str)
"""An instant, or one as the store spells it: both stand in the order of time."""


class Fill(NamedTuple, Generic[When]):
    """A fuel slip as the rules see it."""

    id: int
    at: When
    litres_ml: int
    odometer_km: int | None
    full: bool = True
    missed: bool = False
    tank: int = 1
    trip_m: int | None = None


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
        return self.litres_ml - allowed(norm_ml * self.km)


def allowed(norm_by_km: int) -> int:
    """Millilitres that a norm allows, from the sum of norm per 100 km times kilometres."""
    return _whole(Decimal(norm_by_km) / 100)


class Figure(NamedTuple, Generic[When]):
    """What one fill says of the interval that it ends, or why it says nothing."""

    slip: int
    at: When
    used: Used | None = None
    why: str = ""
    """One of FIRST, PARTIAL, NO_ODOMETER, MISSED, DISTANCE; blank where there is a figure."""
    slips: tuple[int, ...] = ()
    """The slips whose litres count in the figure, this one last."""
    flag: str = ""
    """DISTANCE or TRIP: the reading is to be looked at."""


def consumption(slips: Iterable[Fill[When]]) -> list[Figure[When]]:
    """A figure for each slip of one vehicle, in the order of time; each tank has its own log.

    An interval runs from one full tank to the next; the litres of partial fills and
    of fills without an odometer reading count in the full tank after them. Nothing is
    known of an interval in which a fill was missed, nor of one without a distance;
    the full tank that ends such a one begins the next.
    """
    tanks: dict[int, list[Fill[When]]] = defaultdict(list)
    order: dict[int, int] = {}
    for place, fill in enumerate(sorted(slips, key=_order)):
        tanks[fill.tank].append(fill)
        order[fill.id] = place
    found = [figure for fills in tanks.values() for figure in intervals(fills)]
    return sorted(found, key=lambda figure: order[figure.slip])


ORDER: Final = "at, odometer_km IS NULL, odometer_km, full, missed DESC, litres_ml, id"
"""How fills come in order, as SQL: of one moment the lower reading first, and the partial fill."""


def _order(fill: Fill[When]) -> tuple[When, bool, int, bool, bool, int, int]:
    km = fill.odometer_km
    return fill.at, km is None, km or 0, fill.full, not fill.missed, fill.litres_ml, fill.id


def intervals(fills: Iterable[Fill[When]]) -> Iterator[Figure[When]]:
    """The figures of one tank, whose fills come in their order.

    Written as one loop: a fleet's month goes through it slip by slip.
    """
    opened: int | None = None
    litres, spoiled, trip = 0, False, 0
    counted: list[int] = []
    for slip, at, litres_ml, km, full, missed, _tank, trip_m in fills:
        litres += litres_ml
        counted.append(slip)
        spoiled = spoiled or missed
        trip = -1 if trip_m is None or trip < 0 else trip + trip_m
        if km is None or not full:
            yield Figure(slip, at, None, NO_ODOMETER if full else PARTIAL)
            continue
        if opened is None:
            yield Figure(slip, at, None, FIRST)
        elif spoiled:
            yield Figure(slip, at, None, MISSED)
        elif km <= opened:
            yield Figure(slip, at, None, DISTANCE, (), DISTANCE)
        else:
            flag = "" if trip < 0 else _trip_flag(km - opened, trip)
            yield Figure(slip, at, Used(litres, km - opened), "", tuple(counted), flag)
        opened, litres, spoiled, trip = km, 0, False, 0
        counted.clear()


def _trip_flag(km: int, trip_m: int) -> str:
    """TRIP where odometer and trip meters differ by more than reading them can explain."""
    apart = abs(km * 1000 - trip_m)
    return TRIP if apart > _TRIP_MORE and apart * _TRIP_PART > trip_m else ""


def average(figures: Iterable[Figure[When]]) -> Used:
    """Litres of the valid intervals over the kilometres of the valid intervals."""
    valid = [figure.used for figure in figures if figure.used]
    return Used(sum(used.litres_ml for used in valid), sum(used.km for used in valid))


def by_month(figures: Iterable[Figure[datetime]], zone: tzinfo) -> dict[tuple[int, int], Used]:
    """The average of each (year, month) in which an interval ends, on the site's calendar."""
    months: dict[tuple[int, int], list[Figure[datetime]]] = {}
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


SEASONS: Final = ("all", "summer", "winter")


class Standard(NamedTuple):
    """What a vehicle may use from a day on, in a season or in every one."""

    begins: date
    season: str
    norm_ml: int


class Year(NamedTuple):
    """The months of a site's summer and winter; the others belong to neither."""

    summer: frozenset[int]
    winter: frozenset[int]

    def season(self, month: int) -> str:
        """The season of a month: `summer`, `winter` or `all`."""
        return "summer" if month in self.summer else "winter" if month in self.winter else "all"


def norm_on(day: date, registered_ml: int, standards: Iterable[Standard], year: Year) -> int:
    """The norm of a day: the newest that began by then for its season or for all, else the first.

    Of two that began on one day the season's own holds.
    """
    season = year.season(day.month)
    valid = [
        (each.begins, each.season != "all", each.norm_ml)
        for each in standards
        if each.begins <= day and each.season in {"all", season}
    ]
    return max(valid)[2] if valid else registered_ml


def norm_days(
    first: date, last: date, registered_ml: int, standards: Sequence[Standard], year: Year
) -> list[tuple[date, int]]:
    """From which days on which norm holds, from the day `first` to `last`: changes alone."""
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    turns = {date(month // 12, month % 12 + 1, 1) for month in months}
    turns |= {each.begins for each in standards if first < each.begins <= last}
    days = [first, *sorted(turn for turn in turns if standards and first < turn <= last)]
    told = [(day, norm_on(day, registered_ml, standards, year)) for day in days]
    return told[:1] + [now for before, now in pairwise(told) if before[1] != now[1]]


class Settlement(NamedTuple):
    """The company's rule for what is over or under the norm, in per cent."""

    tolerance: int = 0
    """So much of what is allowed is neither over nor under."""
    over: int = 100
    """This part of what is over is charged."""
    under: int = 100
    """This part of what is under is paid out."""

    def cents(self, over_ml: int, allowed_ml: int, price_mills: int) -> int:
        """What is to be settled for so many millilitres over; negative is paid out."""
        free = allowed_ml * self.tolerance // 100
        beyond = max(abs(over_ml) - free, 0)
        share = self.over if over_ml > 0 else -self.under
        return _whole(Decimal(beyond) * price_mills * share / 1_000_000)


def third(
    litres_ml: int | None, cents: int | None, price_mills: int | None
) -> tuple[int | None, int | None, int | None]:
    """Litres, amount and price per litre: of any two comes the third.

    Millilitres, cents, and thousandths per litre.
    """
    if litres_ml is None and cents is not None and price_mills:
        litres_ml = _whole(Decimal(cents) * 10_000 / price_mills)
    elif cents is None and litres_ml is not None and price_mills is not None:
        cents = _whole(Decimal(litres_ml) * price_mills / 10_000)
    elif price_mills is None and litres_ml and cents is not None:
        price_mills = _whole(Decimal(cents) * 10_000 / litres_ml)
    return litres_ml, cents, price_mills


def _whole(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def too_far(km: int, elapsed: timedelta, km_a_day: int) -> bool:
    """Whether a vehicle cannot have driven so far since, at this many kilometres a day."""
    days = max(elapsed / _AT_LEAST, 1)
    return km > days * km_a_day


def disagrees(litres_ml: int, cents: int, price_mills: int) -> bool:
    """Whether the amount on a pump's slip is another than litres times price.

    A pump shows hundredths of a litre: half of one and two cents are what rounding explains.
    """
    exact = Decimal(litres_ml) * price_mills / 10_000
    return abs(exact - cents) > 2 + Decimal(5) * price_mills / 10_000


LEAST_PRICES: Final = 3
"""Of fewer slips there is no usual price."""


def usual_price(mills: Sequence[int]) -> int | None:
    """The middle one of some prices; None of too few."""
    return sorted(mills)[len(mills) // 2] if len(mills) >= LEAST_PRICES else None


def contradicts(litres_ml: int, cents: int, price_mills: int) -> bool:
    """Whether the amount is another than litres times price, beyond what rounding explains."""
    exact = Decimal(litres_ml) * price_mills / 10_000
    return abs(exact - cents) > max(Decimal(2), exact / 100)
