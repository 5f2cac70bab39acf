"""Figures worked out again: what a slip entered late, mended or taken back does to later ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.model import Slip
from deskterm.desks.vehicles.rules import Figure, Used

FAR = datetime(9999, 1, 1, tzinfo=UTC)
_SAID = 5


class Changed(NamedTuple):
    """A figure that is another now; None is none."""

    slip: int
    was: Used | None
    now: Used | None


Figures = Mapping[int, Figure[datetime]]


def later(work: Work, vehicle_id: int, at: datetime) -> Figures:
    """The figures of a vehicle from this instant on, by slip."""
    found = queries.figures(work.reader, vehicle_id, at, FAR)
    return {figure.slip: figure for figure in found}


def of(work: Work, kept: Slip) -> Figure[datetime]:
    """The figure of a slip that stands."""
    found = queries.figures(work.reader, kept.vehicle_id, kept.at, kept.at + asked.INSTANT)
    return next(each for each in found if each.slip == kept.id)


def changed(work: Work, about: Slip, before: Figures) -> list[Changed]:
    """Which figures are others than before the slip `about` was, its own left out."""
    first = min([about.at, *(figure.at for figure in before.values())])
    now = later(work, about.vehicle_id, first)
    return [
        Changed(slip, figure.used, now[slip].used)
        for slip, figure in before.items()
        if slip != about.id and slip in now and figure.used != now[slip].used
    ]


def facts(found: list[Changed]) -> dict[int, list[list[int] | None]]:
    """What was said before and what holds now, as the journal keeps it: litres and distance."""
    return {
        each.slip: [list(each.was) if each.was else None, list(each.now) if each.now else None]
        for each in found
    }


def told(work: Work, found: list[Changed]) -> str:
    """The same in words, for a receipt; nothing where nothing changed."""
    if not found:
        return ""
    said = [
        f"{_number(work, each.slip)} {_per_100(each.was)} → {_per_100(each.now)}"
        for each in found[:_SAID]
    ]
    said += ["…"] if len(found) > _SAID else []
    return "; " + _("later figures are others now: {figures}").format(figures=", ".join(said))


def _number(work: Work, slip_id: int) -> str:
    slip = work.get(Slip, slip_id)
    return asked.spoken(work, "F", slip.year, slip.number)


def _per_100(used: Used | None) -> str:
    return str(used.per_100) if used else "–"
