"""Keeping new fuellings: slips with their numbers, flags, journal lines and search words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import insert

from deskterm.core import numbers, search
from deskterm.core.register import Vehicle
from deskterm.core.tables import Imported, Number
from deskterm.core.work import Work, record_text, text_of
from deskterm.desks.vehicles import queries, rules
from deskterm.desks.vehicles.actions import papers, refiguring, slips
from deskterm.desks.vehicles.actions.refiguring import Changed
from deskterm.desks.vehicles.doubts import KM_A_DAY, Doubt
from deskterm.desks.vehicles.model import Slip
from deskterm.desks.vehicles.rules import Figure, Fill
from deskterm.shell.fuel_logs import stored
from deskterm.shell.fuel_logs.doubts import Limits, doubts
from deskterm.shell.fuel_logs.outcome import PerVehicle, Taken, per_vehicle
from deskterm.shell.fuel_logs.reading import Fuelling

OWN = "deskterm"
"""The source of logs that were written out here; their order is that of their numbers."""


class Keeper:
    """Keeps what is new from one source, vehicle by vehicle, within one work."""

    def __init__(self, work: Work, source: str, stale: AbstractSet[str]) -> None:
        self.work = work
        self.source = source
        self.stale = stale
        """Keys that are known, and whose slips were taken back."""
        self.numbers: dict[int, tuple[int, int]] = {}
        """Year and number by the line of the file."""

    def number(self, new: Iterable[Fuelling]) -> None:
        """Give numbers, of each one's own year, in the order of time over all vehicles."""
        in_order = sorted(new, key=lambda told: (told.at, told.odometer_km or 0, told.row.line))
        if self.source == OWN:
            in_order.sort(key=lambda told: told.row.line)
        last: dict[int, Number] = {}
        for told in in_order:
            year = self.work.office.site.local(told.at).year
            if year not in last:
                row = self.work.session.get(Number, ("F", year))
                last[year] = row or Number(letter="F", year=year, last=0)
            last[year].last += 1
            self.numbers[told.row.line] = (year, last[year].last)
        for row in last.values():
            self.work.keep(row)

    def keep(self, vehicle: Vehicle, new: Mapping[str, Fuelling]) -> PerVehicle:
        """Keep a vehicle's new fuellings, which have their numbers."""
        keyed = sorted(new.items(), key=lambda each: self.numbers[each[1].row.line])
        told = [fuelling for _key, fuelling in keyed]
        fills = [_fill(-place, each) for place, each in enumerate(told, start=1)]
        before = queries.all_fills(self.work.reader, vehicle.id)
        figures = {each.slip: each for each in rules.consumption([*before, *fills])}
        found = self._doubts(vehicle, [*before, *fills], told)
        kept = self._slips(vehicle, told, found)
        changed = [
            Changed(each.slip, each.used, figures[each.slip].used)
            for each in rules.consumption(before)
            if each.used != figures[each.slip].used
        ]
        self._record(kept, [figures[fill.id] for fill in fills], changed)
        self._remember([key for key, _told in keyed], kept)
        papers.project_services(self.work, vehicle.id)
        search.keep_new(self.work, [slips.doc(self.work, vehicle, slip) for slip in kept])
        taken = [self._taken(*each) for each in zip(told, kept, found, strict=True)]
        own = [figures[fill.id] for fill in fills]
        return per_vehicle(vehicle.plate, taken, own, refiguring.told(self.work, changed))

    def _doubts(
        self, vehicle: Vehicle, every: Sequence[Fill[datetime]], told: Sequence[Fuelling]
    ) -> list[list[Doubt]]:
        """What speaks against each fuelling, beside what the store has already."""
        a_day = self.work.office.site.number("vehicle_km_per_day", KM_A_DAY)
        trips = stored.read_on_trips(self.work.reader, vehicle.id)
        found = doubts(every, trips, Limits(vehicle.tank_ml, a_day))
        return [
            [*found.get(-place, ()), *each.money.doubts] for place, each in enumerate(told, start=1)
        ]

    def _slips(
        self, vehicle: Vehicle, told: Sequence[Fuelling], found: Sequence[Sequence[Doubt]]
    ) -> list[Slip]:
        work = self.work
        numbered = [self.numbers[each.row.line] for each in told]
        notes = self._notes(told)
        kept = [
            Slip(
                year=year,
                number=number,
                vehicle_id=vehicle.id,
                at=each.at,
                entered_at=work.now,
                operator=work.operator,
                litres_ml=each.litres_ml,
                amount_cents=each.money.cents,
                price_mills=each.money.mills,
                odometer_km=each.odometer_km,
                trip_m=each.trip_m,
                full=each.full,
                missed=each.missed,
                tank=each.tank,
                station=each.station,
                card=each.card,
                flags=" ".join(dict.fromkeys(doubt.word for doubt in against)),
                note_id=note,
            )
            for each, (year, number), against, note in zip(
                told, numbered, found, notes, strict=True
            )
        ]
        work.session.add_all(kept)
        work.session.flush()
        return kept

    def _record(
        self, kept: Sequence[Slip], figures: Sequence[Figure[datetime]], changed: list[Changed]
    ) -> None:
        """A journal line for each slip; the first says which figures are others now."""
        for slip, figure in zip(kept, figures, strict=True):
            facts: dict[str, object] = {"slip": slip.id, "vehicle": slip.vehicle_id, "at": slip.at}
            if figure.used:
                facts["used"] = list(figure.used)
            if changed and slip is kept[0]:
                facts["changed"] = refiguring.facts(changed)
            self.work.record("slip.kept", **facts)

    def _notes(self, told: Sequence[Fuelling]) -> list[int | None]:
        """The ids of the texts that stand beside the figures; None where there is none."""
        written = [
            text_of(self.work, None, "note", each.note) if each.note else None for each in told
        ]
        texts = [text for text in written if text]
        self.work.session.add_all(texts)
        self.work.session.flush()
        for text in texts:
            record_text(self.work, text)
        return [text.id if text else None for text in written]

    def _remember(self, keys: Sequence[str], kept: Sequence[Slip]) -> None:
        session = self.work.session
        rows = [
            {"source": self.source, "key": key, "record": f"slips:{slip.id}"}
            for key, slip in zip(keys, kept, strict=True)
        ]
        for row in rows:
            if row["key"] in self.stale:
                session.merge(Imported(**row))
        if fresh := [row for row in rows if row["key"] not in self.stale]:
            session.execute(insert(Imported), fresh)
        session.flush()

    def _taken(self, told: Fuelling, slip: Slip, against: Sequence[Doubt]) -> Taken:
        local = self.work.office.site.local
        number = numbers.spoken("F", slip.year, slip.number, local(self.work.now).year)
        day = local(slip.at).date()
        return Taken(told.row.line, day, number, slip.litres_ml, slip.odometer_km, against)


def _fill(number: int, told: Fuelling) -> Fill[datetime]:
    return Fill(
        number,
        told.at,
        told.litres_ml,
        told.odometer_km,
        full=told.full,
        missed=told.missed,
        tank=told.tank,
        trip_m=told.trip_m,
    )
