"""Taking a fuel log in: all of a file in one act, a second time nothing twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from deskterm.core.office import Office
from deskterm.core.register import Vehicle
from deskterm.shell.fuel_logs.keeping import Keeper
from deskterm.shell.fuel_logs.mapping import read_fuel_map
from deskterm.shell.fuel_logs.outcome import Outcome
from deskterm.shell.fuel_logs.reading import Reading, read_log
from deskterm.shell.fuel_logs.sorting import Sorter
from deskterm.shell.fuel_logs.table import open_log
from deskterm.shell.map_file import map_named
from deskterm.shell.rejects import DryRun, write_rejects


@dataclass(frozen=True)
class Asked:
    """How a log is to be taken in."""

    map_file: str
    vehicle: str | None = None
    """The plate of the one vehicle that the log is about, where it names none."""
    currency: str = ""
    """What the amounts are in, where neither the file nor the map says so."""
    dry_run: bool = False


def import_fuel(office: Office, file: Path, asked: Asked, operator: str | None) -> Outcome:
    """Take the fuellings of a file in by a map; rows that cannot be read go to a rejects file.

    Whoever runs the program without signing on owns the store's file, and may do it.
    """
    mapped = map_named(asked.map_file, read_fuel_map)
    mapped = replace(mapped, currency=mapped.currency or asked.currency.upper())
    found = open_log(file, mapped)
    outcome = Outcome(dry_run=asked.dry_run)
    try:
        with office.work(operator) as work:
            if operator is not None:
                work.require("import.fuel")
            log = read_log(found, Reading(mapped, found.columns, office.site.zone, work.now))
            outcome.absent, outcome.outside = log.absent, log.outside
            sorter = Sorter(work, mapped, asked.vehicle)
            new = sorter.sort(log, outcome)
            keeper = Keeper(work, mapped.source, sorter.before.stale)
            every = [told for fuellings in new.values() for told in fuellings.values()]
            left = (told.money.left_out for told in every)
            outcome.left_out = Counter(currency for currency in left if currency is not None)
            keeper.number(every)
            outcome.vehicles = [
                keeper.keep(work.get(Vehicle, vehicle), fuellings)
                for vehicle, fuellings in new.items()
                if fuellings
            ]
            if asked.dry_run:
                raise DryRun  # noqa: TRY301 - it takes the whole act back
            if outcome.rejected:
                outcome.rejects_file = write_rejects(file, log.header, outcome.rejected)
    except DryRun:
        pass
    return outcome
