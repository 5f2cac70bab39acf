"""What an import of a fuel log came to: every row counted, and the figures it gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from deskterm.core.layout import Column, Table, as_text
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import rules
from deskterm.desks.vehicles.doubts import Doubt
from deskterm.desks.vehicles.rules import Figure
from deskterm.shell.rejects import Reject

_MOST = 20
"""So many of a kind are listed; a program gets all."""
WIDTH = 104


class Taken(NamedTuple):
    """A row that became a slip."""

    line: int
    day: date
    number: str
    litres_ml: int
    odometer_km: int | None
    doubts: Sequence[Doubt] = ()

    def sentence(self) -> str:
        """What speaks against it."""
        said = _("{day} (line {line}, {number}): {doubts}")
        told = "; ".join(doubt.sentence for doubt in self.doubts)
        return said.format(day=self.day, line=self.line, number=self.number, doubts=told)


@dataclass
class PerVehicle:
    """What was taken in for one vehicle, and what it says of its fuel."""

    plate: str
    taken: list[Taken]
    used: rules.Used
    lowest: Decimal | None
    highest: Decimal | None
    later: str = ""
    """Which figures of slips that were there before are others now."""

    @property
    def flagged(self) -> list[Taken]:
        """The slips that something speaks against."""
        return [taken for taken in self.taken if taken.doubts]

    def row(self) -> dict[str, Any]:
        """The same for a table."""
        read = [taken.odometer_km for taken in self.taken if taken.odometer_km is not None]
        days = [taken.day for taken in self.taken]
        litres = sum(taken.litres_ml for taken in self.taken)
        return {
            "vehicle": self.plate,
            "slips": len(self.taken),
            "from": str(min(days)),
            "to": str(max(days)),
            "km": max(read) - min(read) if len(read) > 1 else None,
            "litres": str(Decimal(litres) / 1000),
            "per_100": str(self.used.per_100) if self.used.per_100 is not None else None,
            "lowest": str(self.lowest) if self.lowest is not None else None,
            "highest": str(self.highest) if self.highest is not None else None,
            "flagged": len(self.flagged),
        }


def per_vehicle(
    plate: str, taken: list[Taken], figures: Iterable[Figure[Any]], later: str
) -> PerVehicle:
    """A vehicle's slips with the average, the lowest and the highest of their intervals."""
    listed = list(figures)
    each = [figure.used.per_100 for figure in listed if figure.used]
    told = [figure for figure in each if figure is not None]
    lowest, highest = min(told, default=None), max(told, default=None)
    return PerVehicle(plate, taken, rules.average(listed), lowest, highest, later.strip(" ;"))


_COLUMNS = (
    Column("vehicle", N_("Vehicle"), 10),
    Column("slips", N_("Slips"), 6, align="right"),
    Column("from", N_("From"), 10),
    Column("to", N_("To"), 10),
    Column("km", N_("km"), 8, align="right"),
    Column("litres", N_("Litres"), 10, align="right"),
    Column("per_100", N_("L/100 km"), 8, align="right"),
    Column("lowest", N_("Lowest"), 7, align="right"),
    Column("highest", N_("Highest"), 7, align="right"),
    Column("flagged", N_("Flagged"), 7, align="right"),
)


@dataclass
class Outcome:
    """What an import came to: every row of the log was taken, known already or rejected."""

    vehicles: list[PerVehicle] = field(default_factory=list)
    known: int = 0
    rejected: list[Reject] = field(default_factory=list)
    absent: tuple[str, ...] = ()
    outside: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    """New slips whose amount was not taken, by currency; blank where nobody says which it is."""
    rejects_file: str = ""
    dry_run: bool = False

    @property
    def taken(self) -> int:
        """How many rows became slips."""
        return sum(len(each.taken) for each in self.vehicles)

    def facts(self) -> dict[str, object]:
        """The outcome for programs."""
        flagged = [(each.plate, taken) for each in self.vehicles for taken in each.flagged]
        return {
            "taken": self.taken,
            "known": self.known,
            "rejected": [{"line": one.line, "reason": one.reason} for one in self.rejected],
            "rejects_file": self.rejects_file,
            "vehicles": [each.row() for each in self.vehicles],
            "flagged": [_flagged(plate, taken) for plate, taken in flagged],
            "amounts_left_out": dict(self.left_out),
            "absent_columns": list(self.absent),
            "rows_of_other_sections": self.outside,
            "dry_run": self.dry_run,
        }

    def sentence(self) -> str:
        """The outcome for people."""
        said = _("{taken} slips taken in, {known} known already, {rejected} rows rejected.")
        counts = {"taken": self.taken, "known": self.known, "rejected": len(self.rejected)}
        told = [said.format(**counts)]
        if self.vehicles:
            rows = [each.row() for each in self.vehicles]
            told.append(as_text(Table(_COLUMNS, rows), WIDTH).rstrip())
        told += [f"{each.plate}: {each.later}" for each in self.vehicles if each.later]
        told += self._flags()
        told += self._rejects()
        told += self._left()
        return "\n".join([*told, *([_("Nothing was kept (dry run).")] if self.dry_run else [])])

    def _flags(self) -> list[str]:
        each = [(one.plate, taken) for one in self.vehicles for taken in one.flagged]
        if not each:
            return []
        lines = [f"  {plate} {taken.sentence()}" for plate, taken in each]
        return [_("To be looked at; they were taken in, with a flag:"), *_some(lines)]

    def _rejects(self) -> list[str]:
        if not self.rejected:
            return []
        line = _("  line {line}: {reason}")
        each = [line.format(line=one.line, reason=one.reason) for one in self.rejected]
        told = [_("Rejected:"), *_some(each)]
        if self.rejects_file:
            told.append(_("The rejected rows stand in {file}.").format(file=self.rejects_file))
        return told

    def _left(self) -> list[str]:
        told = []
        for currency, count in self.left_out.items():
            sentence = _(
                "{count} amounts were left unknown: nobody says in which currency they are."
                " Name it in the map ([money] is), or with --currency."
            )
            if currency:
                sentence = _(
                    "{count} amounts in {currency} were left unknown; to take them as they"
                    " stand, list it in the map ([money] take)."
                )
            told.append(sentence.format(count=count, currency=currency))
        if self.absent:
            sentence = _("The file has no column {names}; the map can do without.")
            told.append(sentence.format(names=", ".join(self.absent)))
        if self.outside:
            sentence = _("{count} rows outside the fuel log were left alone.")
            told.append(sentence.format(count=self.outside))
        return told


def _flagged(plate: str, taken: Taken) -> dict[str, object]:
    return {
        "vehicle": plate,
        "line": taken.line,
        "number": taken.number,
        "date": str(taken.day),
        "flags": [doubt.word for doubt in taken.doubts],
        "why": [doubt.sentence for doubt in taken.doubts],
    }


def _some(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST:
        return lines
    more = _("  and {count} more; all of them with --json.").format(count=len(lines) - _MOST)
    return [*lines[:_MOST], more]
