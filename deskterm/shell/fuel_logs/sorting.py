"""Which fuellings are new: each gets its vehicle, what is known already is counted."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.register import Vehicle
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries
from deskterm.desks.vehicles.actions import asked
from deskterm.shell.fuel_logs import stored
from deskterm.shell.fuel_logs.mapping import FuelMap
from deskterm.shell.fuel_logs.outcome import Outcome
from deskterm.shell.fuel_logs.reading import Fuelling, Log
from deskterm.shell.rejects import Reject

Figures = tuple[datetime, int, int | None, int]
New = dict[str, Fuelling]
"""What is to be kept, by the key under which it is known from then on."""


class Sorter:
    """Sorts the rows of one log, within one work."""

    def __init__(self, work: Work, mapped: FuelMap, plate: str | None) -> None:
        self.work = work
        self.mapped = mapped
        self.plate = plate
        self.before = stored.imported(work.reader, mapped.source)
        self.vehicles: dict[str, Vehicle | str] = {}
        """By plate as it was said; the reason where there is no such vehicle."""
        self.slips: dict[int, set[Figures]] = {}
        self.new: dict[int, New] = {}

    def sort(self, log: Log, outcome: Outcome) -> dict[int, New]:
        """The new fuellings of each vehicle; the others are counted as known or rejected."""
        self._refuse_several(log)
        outcome.rejected = list(log.rejected)
        for told in log.fuellings:
            try:
                outcome.known += not self._is_new(told)
            except ValueError as error:
                outcome.rejected.append(Reject(told.row.line, str(error), told.row.cells))
        outcome.rejected.sort(key=lambda one: one.line)
        return self.new

    def _refuse_several(self, log: Log) -> None:
        """Logs of several vehicles are not poured into one."""
        said = list(dict.fromkeys(told.vehicle for told in log.fuellings))
        if self.plate and len(said) > 1:
            sentence = _(
                "The file tells of several vehicles ({names}); write the plate of each"
                " under [vehicles] in the map, and leave out --vehicle."
            )
            raise Refusal(sentence.format(names=", ".join(name[:40] for name in said[:8])))

    def _is_new(self, told: Fuelling) -> bool:
        """Whether it is to be kept; ValueError where it cannot, or stands in the file twice."""
        vehicle = self._vehicle(told.vehicle)
        key = f"{vehicle.id} {told.identity}"
        new = self.new.setdefault(vehicle.id, {})
        if key in new:
            sentence = _("line {line} says the same")
            raise ValueError(sentence.format(line=new[key].row.line))
        if key in self.before.kept or _figures(told) in self._slips_of(vehicle.id):
            return False
        new[key] = told
        return True

    def _vehicle(self, said: str) -> Vehicle:
        plate = self.plate or self.mapped.vehicles.get(said, said)
        if not plate:
            raise Refusal(_("The log names no vehicle; say which one it is with --vehicle."))
        if plate not in self.vehicles:
            try:
                self.vehicles[plate] = asked.vehicle(self.work, plate)
            except NotFound as no:
                if self.plate:
                    raise
                self.vehicles[plate] = str(no)
        found = self.vehicles[plate]
        if isinstance(found, str):
            raise ValueError(found)  # noqa: TRY004 - the row names no vehicle of ours
        return found

    def _slips_of(self, vehicle_id: int) -> set[Figures]:
        """What the vehicle's slips say, whoever kept them: the same is known already."""
        if vehicle_id not in self.slips:
            self.slips[vehicle_id] = {
                (fill.at, fill.litres_ml, fill.odometer_km, fill.tank)
                for fill in queries.all_fills(self.work.reader, vehicle_id)
            }
        return self.slips[vehicle_id]


def _figures(told: Fuelling) -> Figures:
    return told.at, told.litres_ml, told.odometer_km, told.tank
