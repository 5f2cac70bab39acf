"""What a fleet took and used, slip by slip in one pass; norms; and what a slip is held against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.desks.vehicles import queries, rules
from deskterm.desks.vehicles.rules import Fill, Settlement, Standard, Used, Year

Slip = tuple[Any, ...]
_ID, _AT, _LITRES, _TANK = 1, 2, 3, 7
_CENTS, _NUMBER, _YEAR = 9, 10, 11

SLIPS = (
    "WITH opened AS (SELECT vehicle_id, tank, max(at) AS since FROM slips WHERE full = 1"  # noqa: S608 - constants only
    " AND odometer_km IS NOT NULL AND withdrawn_at IS NULL AND at < :since"
    " GROUP BY vehicle_id, tank)"
    " SELECT s.vehicle_id, s.id, s.at, s.litres_ml, s.odometer_km, s.full, s.missed, s.tank,"
    " s.trip_m, s.amount_cents, s.number, s.year FROM slips s"
    " LEFT JOIN opened o ON o.vehicle_id = s.vehicle_id AND o.tank = s.tank"
    " WHERE s.withdrawn_at IS NULL AND s.at < :until"
    " AND (o.since IS NULL OR s.at >= o.since)"
    f" ORDER BY s.vehicle_id, {rules.ORDER}"
)
"""Every slip of a period, and those before it from each tank's last full one on."""

OF_VEHICLE = SLIPS.replace("WHERE", "WHERE vehicle_id = :vehicle AND", 1).replace(
    "WHERE s.", "WHERE s.vehicle_id = :vehicle AND s.", 1
)
"""The same of one vehicle."""


class Spans(NamedTuple):
    """A period of stored instants, and where each of its spans begins; without any it is one."""

    since: str
    until: str
    begins: Sequence[str] = ()


@dataclass(slots=True)
class Total:
    """What one tank of a vehicle took in a span of time, and used in the intervals that ended."""

    vehicle_id: int
    tank: int
    span: int
    """Which of the spans that were asked for."""
    bought: list[Slip] = field(default_factory=list)
    """The slips of the span, whether they count in a figure or not."""
    used: list[Slip] = field(default_factory=list)
    """The slips whose litres count."""
    litres_ml: int = 0
    km: int = 0
    norm_by_km: int = 0
    flagged: int = 0

    @property
    def average(self) -> Used:
        """Litres of the valid intervals over their kilometres."""
        return Used(self.litres_ml, self.km)

    @property
    def norm_ml(self) -> int | None:
        """The norm over these kilometres; None without any."""
        return round(self.norm_by_km / self.km) if self.km else None

    @property
    def allowed_ml(self) -> int:
        """What the norm allows for these kilometres."""
        return rules.allowed(self.norm_by_km)

    def settled(self, rule: Settlement) -> int | None:
        """Cents by the company's rule, at the price of these slips; None where none is known."""
        priced = [slip for slip in self.used if slip[_CENTS] is not None]
        litres = sum(slip[_LITRES] for slip in priced)
        if not litres:
            return None
        mills = round(sum(slip[_CENTS] for slip in priced) * 10_000 / litres)
        return rule.cents(self.litres_ml - self.allowed_ml, self.allowed_ml, mills)

    @property
    def cents(self) -> int | None:
        """What was paid, as far as it is known; None where nothing is."""
        known = [slip[_CENTS] for slip in self.bought if slip[_CENTS] is not None]
        return sum(known) if known else None

    @property
    def bought_ml(self) -> int:
        """What was bought."""
        return sum(slip[_LITRES] for slip in self.bought)

    @property
    def numbers(self) -> list[tuple[int, int]]:
        """Year and number of the slips whose litres count."""
        return [(slip[_YEAR], slip[_NUMBER]) for slip in self.used]


def totals(
    reader: Reader, site: Site, spans: Spans, vehicle_id: int | None = None
) -> Iterator[Total]:
    """A total for each tank, in the order of vehicles, and for each of the spans.

    All slips, or those of one vehicle, come in one ordered answer and go through the rule
    as they come.
    """
    norms = _Norms(reader, site, spans)
    sql = SLIPS if vehicle_id is None else OF_VEHICLE
    found = reader.plain(sql, since=spans.since, until=spans.until, vehicle=vehicle_id)
    for whose, listed in groupby(found, key=lambda slip: slip[0]):
        slips = list(listed)
        for tank in sorted({slip[_TANK] for slip in slips}):
            own = [slip for slip in slips if slip[_TANK] == tank]
            yield from _tank(own, spans, norms.of(whose))


def figures(reader: Reader, since: str, until: str) -> Iterator[rules.Figure[str]]:
    """A figure for every slip of every vehicle in a period, in one pass."""
    found = reader.plain(SLIPS, since=since, until=until)
    for _vehicle, slips in groupby(found, key=lambda slip: slip[0]):
        fills = [Fill(*slip[_ID:_CENTS]) for slip in slips]
        yield from (each for each in rules.consumption(fills) if each.at >= since)


Changes = tuple[list[str], list[int]]
"""From which instants on which norm holds."""


def _tank(slips: list[Slip], spans: Spans, norm: Changes) -> list[Total]:
    """The totals of one tank, by span; only spans in which there is anything."""
    vehicle_id, tank, by_id = slips[0][0], slips[0][_TANK], {slip[_ID]: slip for slip in slips}
    found: dict[int, Total] = {}
    since, begins = spans.since, spans.begins

    def total(at: str) -> Total:
        span = bisect_right(begins, at) - 1 if begins else 0
        return found.get(span) or found.setdefault(span, Total(vehicle_id, tank, span))

    for slip in slips:
        if slip[_AT] >= since:
            total(slip[_AT]).bought.append(slip)
    changes, norms = norm
    fills = (Fill(*slip[_ID:_CENTS]) for slip in slips)
    for _slip, at, used, _why, counted, flag in rules.intervals(fills):
        if at < since or not (used or flag):
            continue
        own = total(at)
        own.flagged += bool(flag)
        if used:
            own.litres_ml += used.litres_ml
            own.km += used.km
            own.norm_by_km += used.km * norms[bisect_right(changes, at) - 1]
            own.used += [by_id[each] for each in counted]
    return [found[span] for span in sorted(found)]


class _Norms:
    """The norms of every vehicle over a period, as instants from which they hold."""

    def __init__(self, reader: Reader, site: Site, spans: Spans) -> None:
        self.site, self.year = site, year_of(site)
        self.registered = dict(reader.plain("SELECT id, norm_ml FROM vehicles"))
        self.standards: dict[int, list[Standard]] = {}
        for vehicle_id, begins, season, norm_ml in reader.plain(
            "SELECT vehicle_id, begins, season, norm_ml FROM norms WHERE withdrawn_at IS NULL"
        ):
            standard = Standard(date.fromisoformat(begins), season, norm_ml)
            self.standards.setdefault(vehicle_id, []).append(standard)
        self.first, self.last = self._days(reader, spans) if self.standards else ("", "")

    def _days(self, reader: Reader, spans: Spans) -> tuple[str, str]:
        """The first and the last instant at which there is a slip in the period."""
        sql = "SELECT min(at), max(at) FROM slips WHERE at >= :since AND at < :until"
        first, last = next(reader.plain(sql, since=spans.since, until=spans.until))
        return first or "", last or ""

    def of(self, vehicle_id: int) -> Changes:
        """One vehicle's."""
        registered, standards = self.registered[vehicle_id], self.standards.get(vehicle_id)
        if not standards or not self.first:
            return [""], [registered]
        first, last = (self.site.local(instant(at)).date() for at in (self.first, self.last))
        days = rules.norm_days(first, last, registered, standards, self.year)
        begins = [stamp(datetime.combine(day, time.min, self.site.zone)) for day, _ml in days[1:]]
        return ["", *begins], [norm_ml for _day, norm_ml in days]


def year_of(site: Site) -> Year:
    """The months of the site's summer and winter, of `fuel_summer` and `fuel_winter`."""
    return Year(_months(site.values, "fuel_summer"), _months(site.values, "fuel_winter"))


def _months(values: Mapping[str, str], name: str) -> frozenset[int]:
    return frozenset(map(int, values.get(name, "").split()))


def settlement(site: Site) -> Settlement:
    """The company's rule for what is over or under."""
    return Settlement(
        site.number("fuel_tolerance_percent", 0),
        site.number("fuel_over_percent", 100),
        site.number("fuel_under_percent", 100),
    )


def norm_on(reader: Reader, site: Site, vehicle_id: int, day: date) -> int:
    """The norm of a vehicle on a day, in millilitres per 100 km."""
    registered = reader.value("SELECT norm_ml FROM vehicles WHERE id = :id", id=vehicle_id)
    found = reader.rows(
        "SELECT begins, season, norm_ml FROM norms WHERE vehicle_id = :id AND withdrawn_at IS NULL",
        id=vehicle_id,
    )
    standards = [
        Standard(date.fromisoformat(row["begins"]), row["season"], row["norm_ml"]) for row in found
    ]
    return rules.norm_on(day, int(registered), standards, year_of(site))


def last_year(reader: Reader, site: Site, vehicle_id: int, day: date) -> Used:
    """What a vehicle used in the calendar year before this day's."""
    first, last = (datetime(year, 1, 1, tzinfo=site.zone) for year in (day.year - 1, day.year))
    return rules.average(queries.figures(reader, vehicle_id, first, last))


_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)
_A_YEAR = timedelta(days=365)
_TWIN = (
    "SELECT id, year, number, at, odometer_km FROM slips WHERE withdrawn_at IS NULL"
    " AND litres_ml = :litres AND at BETWEEN :since AND :until"
)


def same_card(reader: Reader, card: str, litres_ml: int, at: datetime) -> Row | None:
    """A slip with the same card and litres, within the hour."""
    return reader.row(
        f"{_TWIN} AND card = :card AND card <> ''",
        card=card,
        litres=litres_ml,
        since=stamp(at - _HOUR),
        until=stamp(at + _HOUR),
    )


def twin(reader: Reader, vehicle_id: int, litres_ml: int, km: int, at: datetime) -> Row | None:
    """A slip of the vehicle with the same litres at the same reading, within a day."""
    return reader.row(
        f"{_TWIN} AND vehicle_id = :vehicle AND odometer_km = :km",
        vehicle=vehicle_id,
        litres=litres_ml,
        km=km,
        since=stamp(at - _A_DAY),
        until=stamp(at + _A_DAY),
    )


_LAST = 10
_PRICES = (
    "SELECT coalesce(s.price_mills, s.amount_cents * 10000 / s.litres_ml) FROM vehicles v"
    " JOIN slips s ON s.id IN (SELECT n.id FROM slips n WHERE n.vehicle_id = v.id"
    " AND n.withdrawn_at IS NULL AND n.at <= :at AND n.at >= :since AND n.tank = :tank"
    " AND n.amount_cents > 0 ORDER BY n.at DESC LIMIT"
    " (SELECT 1 + 2 * :last / count(*) FROM vehicles WHERE fuel = :fuel))"
    " WHERE v.fuel = :fuel ORDER BY s.at DESC LIMIT :last"
)


def prices(reader: Reader, fuel: str, tank: int, at: datetime) -> list[int]:
    """What a litre cost on the last ten slips of a fuel before this one, within a year.

    In a large fleet each vehicle gives its newest slips only: it is asked with every key.
    """
    since, until = stamp(at - _A_YEAR), stamp(at)
    found = reader.plain(_PRICES, fuel=fuel, tank=tank, at=until, since=since, last=_LAST)
    return [row[0] for row in found]


def by_number(reader: Reader, year: int, number: int) -> Row | None:
    """The slip so numbered, withdrawn or not; of the newest year where none (0) is said."""
    return reader.row(
        "SELECT s.*, v.plate FROM slips s JOIN vehicles v ON v.id = s.vehicle_id"
        " WHERE s.number = :number AND (:year = 0 OR s.year = :year) ORDER BY s.year DESC LIMIT 1",
        number=number,
        year=year,
    )
