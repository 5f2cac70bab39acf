"""What speaks against fuellings that were taken in: pointed out and listed, never refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from deskterm.core.words import _
from deskterm.desks.vehicles import rules
from deskterm.desks.vehicles.doubts import Doubt, litres, price
from deskterm.desks.vehicles.rules import Fill

LOWER, HIGHER, JUMP = "lower", "higher", "jump"
TRIP, TANK, TWIN, PRICE = "trip", "tank", "twin", "price"
"""The words that the desk keeps with a slip that was typed."""
_A_DAY = timedelta(days=1)


class Seen(NamedTuple):
    """What an odometer showed at a time; `slip` is None for a reading from a trip."""

    at: datetime
    km: int
    slip: int | None = None


class Limits(NamedTuple):
    """What a vehicle's tank holds, and how far it can come in a day."""

    tank_ml: int
    km_a_day: int


def doubts(
    fills: Sequence[Fill[datetime]], trips: Iterable[Seen], limits: Limits
) -> dict[int, list[Doubt]]:
    """What speaks against each fill of one vehicle, by its id."""
    found: dict[int, list[Doubt]] = defaultdict(list)
    by_id = {fill.id: fill for fill in fills}
    figures = rules.consumption(fills)
    in_order = [by_id[figure.slip] for figure in figures]
    for slip, doubt in _readings(in_order, trips, limits.km_a_day):
        found[slip].append(doubt)
    for figure in figures:
        if figure.flag == rules.TRIP and figure.used:
            found[figure.slip].append(_trip(figure.used.km, by_id[figure.slip]))
    for slip, doubt in (*_too_much(fills, limits.tank_ml), *_twins(in_order)):
        found[slip].append(doubt)
    return dict(found)


def _trip(km: int, fill: Fill[datetime]) -> Doubt:
    sentence = _("the odometer went on {km} km, the trip meter says {trip}")
    return Doubt(TRIP, sentence.format(km=km, trip=round((fill.trip_m or 0) / 1000)))


def _readings(
    in_order: Sequence[Fill[datetime]], trips: Iterable[Seen], km_a_day: int
) -> Iterator[tuple[int, Doubt]]:
    told = [Seen(fill.at, fill.odometer_km, fill.id) for fill in in_order if fill.odometer_km]
    told += trips
    told.sort(key=lambda seen: seen.at)
    for before, after in pairwise(told):
        if after.km < before.km:
            yield from _falls(before, after)
        elif after.slip and rules.too_far(after.km - before.km, after.at - before.at, km_a_day):
            sentence = _("{km} km in {days} days is more than a vehicle can drive")
            days = max((after.at - before.at) // _A_DAY, 1)
            yield after.slip, Doubt(JUMP, sentence.format(km=after.km - before.km, days=days))


def _falls(before: Seen, after: Seen) -> Iterator[tuple[int, Doubt]]:
    if after.slip:
        sentence = _("{km} km is less than the {read} km that were read before")
        yield after.slip, Doubt(LOWER, sentence.format(km=after.km, read=before.km))
    if before.slip:
        sentence = _("{km} km is more than the {read} km that were read later")
        yield before.slip, Doubt(HIGHER, sentence.format(km=before.km, read=after.km))


def _too_much(fills: Iterable[Fill[datetime]], tank_ml: int) -> Iterator[tuple[int, Doubt]]:
    for fill in fills:
        if fill.tank == 1 and fill.litres_ml > tank_ml:
            sentence = _("{litres} L is more than the tank holds ({tank} L)")
            told = {"litres": litres(fill.litres_ml), "tank": litres(tank_ml)}
            yield fill.id, Doubt(TANK, sentence.format(**told))


def _twins(in_order: Iterable[Fill[datetime]]) -> Iterator[tuple[int, Doubt]]:
    last: dict[tuple[int, int | None, int], datetime] = {}
    for fill in in_order:
        same = (fill.litres_ml, fill.odometer_km, fill.tank)
        if same in last and fill.at - last[same] <= _A_DAY:
            yield fill.id, Doubt(TWIN, _("another slip within a day says the same"))
        last[same] = fill.at


def contradiction(litres_ml: Decimal, cents: int, price_mills: int) -> Iterator[Doubt]:
    """A total that is not what the price per litre comes to: they may be mixed up."""
    if rules.contradicts(round(litres_ml), cents, price_mills):
        sentence = _("{total} is not {litres} L at {price} a litre")
        told = {"litres": litres(round(litres_ml)), "price": price(price_mills)}
        yield Doubt(PRICE, sentence.format(total=f"{cents / 100:.2f}", **told))
