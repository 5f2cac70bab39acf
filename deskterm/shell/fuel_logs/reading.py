"""Rows of a fuel log as fuellings in our units, each by itself; what cannot be read is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final, NamedTuple

from deskterm.core.layout import as_typed
from deskterm.core.words import _
from deskterm.desks.vehicles.doubts import Doubt
from deskterm.shell.fuel_logs import values
from deskterm.shell.fuel_logs.doubts import contradiction
from deskterm.shell.fuel_logs.mapping import ANY, FuelMap
from deskterm.shell.fuel_logs.table import Columns, Found
from deskterm.shell.rejects import Reject
from deskterm.shell.site.rows import Row

MOST_ML: Final = 5_000_000
MOST_KM: Final = 9_999_999
MOST_CENTS: Final = 10**9
LONGEST: Final = 2_000
"""Characters of a station or a note; more is a file gone wrong."""
_OWN_MONEY = frozenset({"CNY", "RMB", "¥", "元", "人民币"})
_LITRE = Decimal(1000)


class Money(NamedTuple):
    """What a fuelling cost in cents, a litre of it in thousandths; None is unknown."""

    cents: int | None = None
    mills: int | None = None
    doubts: tuple[Doubt, ...] = ()
    left_out: str | None = None
    """The currency of an amount that was not taken; blank where nobody says which it is."""


@dataclass(frozen=True, slots=True)
class Fuelling:
    """One row of a fuel log, in our units."""

    row: Row
    vehicle: str
    """As the log says it; blank where it does not."""
    identity: str
    """What tells it from every other row of its vehicle, however often the log is written out."""
    at: datetime
    litres_ml: int
    odometer_km: int | None
    trip_m: int | None
    money: Money
    full: bool
    missed: bool
    tank: int
    station: str
    card: str
    note: str


@dataclass
class Log:
    """All that a file says of fuel."""

    header: list[str]
    fuellings: list[Fuelling] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    absent: tuple[str, ...] = ()
    outside: int = 0


class Reading:
    """Reads the rows of one file."""

    def __init__(self, mapped: FuelMap, columns: Columns, zone: tzinfo, now: datetime) -> None:
        self.mapped = mapped
        self.columns = columns
        self.zone = mapped.zone or zone
        self.now = now
        self.currency = mapped.currency

    def fuelling(self, row: Row) -> Fuelling:
        """What the row says; ValueError says why it cannot be taken."""
        at, when = self._at(row)
        volume, per_litre = self._volume(row)
        litres = values.rounded(volume * per_litre)
        if not 0 < litres <= MOST_ML:
            raise ValueError(_("{litres} L is no fuelling").format(litres=volume))
        odometer = self._distance(row, "odometer")
        km = None if odometer is None else values.rounded(odometer / 1000)
        trip = self._distance(row, "trip")
        full, missed = self._fullness(row)
        tank = self._tank(row)
        self._nothing_else(row)
        told = self._cell(row, "id") or f"{when} {odometer} {volume.normalize():f} {tank}"
        return Fuelling(
            row=row,
            vehicle=self._text(row, "vehicle"),
            identity=told,
            at=at,
            litres_ml=litres,
            odometer_km=km,
            trip_m=None if trip is None else values.rounded(trip),
            money=self._money(row, volume, per_litre),
            full=full,
            missed=missed,
            tank=tank,
            station=self._text(row, "station"),
            card=self._text(row, "card"),
            note=self._text(row, "note"),
        )

    def _cell(self, row: Row, name: str) -> str:
        place = self.columns.at.get(name)
        return "" if place is None else row.cells[place].strip()

    def _text(self, row: Row, name: str) -> str:
        said = as_typed(self._cell(row, name)).strip()
        if len(said) > LONGEST:
            raise ValueError(_("{name} has {count} characters").format(name=name, count=len(said)))
        return said

    def _at(self, row: Row) -> tuple[datetime, str]:
        """When it was, and the same as it tells rows apart; noon, or now, where no hour is told."""
        said = " ".join(part for part in (self._cell(row, "date"), self._cell(row, "time")) if part)
        if not said:
            raise ValueError(_("{column} is empty").format(column=self._name("date")))
        at, timed = values.instant(said, self.mapped.dates, self.zone)
        local = at.astimezone(self.zone)
        when = f"{local:%Y-%m-%dT%H:%M:%S}" if timed else f"{local:%Y-%m-%d}"
        if at <= self.now:
            return at, when
        if not timed and local.date() == self.now.astimezone(self.zone).date():
            return self.now, when
        raise ValueError(_("{date} has not come yet").format(date=when.replace("T", " ")))

    def _volume(self, row: Row) -> tuple[Decimal, Decimal]:
        said = self._cell(row, "volume")
        if not said:
            raise ValueError(_("{column} is empty").format(column=self._name("volume")))
        unit = self._unit(row, "volume", values.MILLILITRES)
        return values.number(said, self.mapped.decimal), values.MILLILITRES[unit]

    def _distance(self, row: Row, name: str) -> Decimal | None:
        """Metres; None where nothing was read."""
        said = self._cell(row, name)
        if not said:
            return None
        told = values.number(said, self.mapped.decimal)
        metres = told * values.METRES[self._unit(row, name, values.METRES)]
        if not 0 <= metres <= MOST_KM * 1000:
            raise ValueError(
                _("{name}: {text} is no distance").format(name=self._name(name), text=said)
            )
        return metres if metres or self.mapped.zeros else None

    def _unit(self, row: Row, name: str, known: dict[str, Decimal]) -> str:
        unit = self.columns.units[name]
        if isinstance(unit, str):
            return unit
        return values.unit(row.cells[unit], dict(self.mapped.units), known)

    def _name(self, name: str) -> str:
        named = self.mapped.measures.get(name) or self.mapped.columns[name]
        return " / ".join(named)

    def _fullness(self, row: Row) -> tuple[bool, bool]:
        """Whether it was filled to the brim, and whether what came before is not known."""
        meant = self._meaning(row, "full") or "full"
        missed = self._meaning(row, "missed") == "yes"
        return meant != "partial", missed or meant == "first"

    def _meaning(self, row: Row, name: str) -> str:
        if name not in self.columns.at:
            return ""
        meanings = self.mapped.words[name]
        said = self._cell(row, name)
        meant = meanings.get(values.folded(said)) or meanings.get(ANY)
        if meant is None:
            sentence = _("{column}: the map does not say what “{word}” means")
            raise ValueError(sentence.format(column=self._name(name), word=said[:40]))
        return meant

    def _tank(self, row: Row) -> int:
        said = self._cell(row, "tank") or "1"
        if said not in {"1", "2"}:
            sentence = _("{column}: a vehicle has tank 1 and tank 2, not “{word}”")
            raise ValueError(sentence.format(column=self._name("tank"), word=said[:40]))
        return int(said)

    def _nothing_else(self, row: Row) -> None:
        for place in self.columns.empty:
            said = row.cells[place].strip() if place < len(row.cells) else ""
            if said and values.number(said, self.mapped.decimal):
                sentence = _("column {number} says {text}: a second fuel in one row is not taken")
                raise ValueError(sentence.format(number=place + 1, text=said[:40]))

    def _money(self, row: Row, volume: Decimal, per_unit: Decimal) -> Money:
        total, price = self._amount(row, "total"), self._amount(row, "price")
        if total is None and price is None:
            return Money()
        currency = self._cell(row, "currency").upper() or self.currency
        if currency not in _OWN_MONEY | self.mapped.take:
            return Money(left_out=currency)
        worked_out = volume * price if price is not None else None
        paid = total if total is not None else worked_out
        each = price * _LITRE / per_unit if price is not None else None
        if paid is None or not 0 <= paid * 100 <= MOST_CENTS:
            raise ValueError(_("{amount} is no amount").format(amount=paid))
        if each is None:
            each = paid / (volume * per_unit / _LITRE)
        cents, mills = values.rounded(paid * 100), values.rounded(each * 1000)
        return Money(cents, mills, tuple(contradiction(volume * per_unit, cents, mills)))

    def _amount(self, row: Row, name: str) -> Decimal | None:
        said = self._cell(row, name)
        told = values.money(said, self.mapped.decimal) if said else Decimal(0)
        if told < 0:
            raise ValueError(_("{amount} is no amount").format(amount=told))
        return told if told or (said and self.mapped.zeros) else None


def read_log(found: Found, reading: Reading) -> Log:
    """Every row of a fuel log, taken or rejected by itself."""
    log = Log(found.header, absent=found.columns.absent, outside=found.outside)
    for row in found.rows:
        try:
            log.fuellings.append(_one(row, found, reading))
        except ValueError as error:
            log.rejected.append(Reject(row.line, str(error), row.cells or [row.raw.strip("\r\n")]))
    return log


def _one(row: Row, found: Found, reading: Reading) -> Fuelling:
    if row.fault:
        raise ValueError(row.fault)
    width = len(found.header)
    if len(row.cells) != width and not _only_blanks(row, width):
        if found.cut and row is found.rows[-1] and len(row.cells) < width:
            raise ValueError(_("the file ends in the middle of this line"))
        sentence = _("{found} fields instead of {wanted}")
        raise ValueError(sentence.format(found=len(row.cells), wanted=width))
    return reading.fuelling(row)


def _only_blanks(row: Row, width: int) -> bool:
    """Whether a row is only longer than its header by blank fields at its end."""
    return len(row.cells) > width and not any(cell.strip() for cell in row.cells[width:])
