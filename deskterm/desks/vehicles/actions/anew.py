"""What of the vehicles desk is in the index, read again from its records."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core import search
from deskterm.core.register import Person, Vehicle
from deskterm.core.reverses import UNDONE
from deskterm.core.tables import Case
from deskterm.core.work import Work
from deskterm.desks.vehicles.actions import costs, papers, repairs, requests, slips
from deskterm.desks.vehicles.fleet_model import Cost, Repair
from deskterm.desks.vehicles.model import Paper, Slip

_MEANT = f"(c.disposition IS NULL OR c.disposition <> '{UNDONE}')"
_TRIPS = f"SELECT c.id FROM cases c WHERE c.letter = 'T' AND {_MEANT}"  # noqa: S608 - constants only
_REPAIRS = f"SELECT r.id FROM repairs r JOIN cases c ON c.id = r.case_id WHERE {_MEANT}"  # noqa: S608


def _slips(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each("SELECT id FROM slips WHERE withdrawn_at IS NULL"):
        slip = work.get(Slip, row["id"])
        with search.as_of(work, slip.entered_at):
            doc = slips.doc(work, work.get(Vehicle, slip.vehicle_id), slip)
        yield doc, slip.entered_at


def _papers(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each("SELECT id FROM papers"):
        paper = work.get(Paper, row["id"])
        case = work.get(Case, paper.case_id)
        of: Vehicle | Person = (
            work.get(Vehicle, paper.vehicle_id)
            if paper.vehicle_id
            else work.get(Person, paper.person_id)
        )
        with search.as_of(work, case.entered_at):
            doc = papers.doc(work, of, paper)
        yield doc, case.entered_at


def _trips(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each(_TRIPS):
        case = work.get(Case, row["id"])
        with search.as_of(work, case.entered_at):
            doc = requests.doc(work, case)
        yield doc, case.opened_at


def _repairs(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each(_REPAIRS):
        repair = work.get(Repair, row["id"])
        case = work.get(Case, repair.case_id)
        with search.as_of(work, case.entered_at):
            doc = repairs.doc(work, repair)
        yield doc, case.opened_at


def _costs(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each("SELECT id FROM costs WHERE withdrawn_at IS NULL"):
        cost = work.get(Cost, row["id"])
        case = work.get(Case, cost.case_id)
        with search.as_of(work, case.entered_at):
            doc = costs.doc(work, case, cost)
        yield doc, case.entered_at


ANEW: search.Anew = {
    "slip": _slips,
    "paper": _papers,
    "trip": _trips,
    "repair": _repairs,
    "cost": _costs,
}
"""How the records of each kind are read again; suppliers are a register of the site as well."""
