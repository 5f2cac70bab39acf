"""Trips of their own: who asks, what for, and the vehicle that is sent."""

from __future__ import annotations

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries
from deskterm.desks.vehicles.actions import asked, costs, trips
from deskterm.desks.vehicles.actions.papers import ORDINARY
from deskterm.desks.vehicles.fleet_forms import NewTrip


def trip(work: Work, form: NewTrip) -> Receipt:
    """Open a trip; with a vehicle and its driver it is sent in the same act."""
    work.require("vehicle.send")
    at = work.told(form.told)
    who, what = form.asked or ("", "")
    case = work.open_case("T", "vehicles", ORDINARY, opened_at=at)
    work.record("trip.asked", case.id)
    work.write(case.id, "requester", who)
    work.write(case.id, "words", what)
    steps.start(work, case, "trip", at)
    number = asked.spoken(work, case.letter, case.year, case.number)
    search.keep(work, doc(work, case), at)
    if not form.vehicle:
        sentence = _("{number} for {who}: {what}; no vehicle sent yet.")
        return Receipt(number, sentence.format(number=number, who=who, what=what), case.id)
    going = trips.Going(form.vehicle, form.driver, anyway=form.anyway)
    plate = trips.dispatch(work, case.id, going, at)
    sentence = _("{number} {plate} for {who}: {what}.")
    said = sentence.format(number=number, plate=plate, who=who, what=what)
    return Receipt(number, said, case.id)


def doc(work: Work, case: Case) -> search.Doc:
    """How a trip is found: by its number, who asked for it and what for."""
    number = asked.spoken(work, case.letter, case.year, case.number)
    texts = (work.current(case.id, field) for field in ("requester", "words"))
    body = " ".join([number, *(text.body for text in texts if text)])
    keys = numbers.full(case.letter, case.year, case.number)
    return search.Doc("trip", case.id, body, keys, case.id)


def cancel(work: Work, case: Case, words: str) -> Receipt:
    """End a trip or a repair that is not wanted, with its reason; one that is under way goes on.

    A cost that is wrong is taken back.
    """
    if case.letter == "K":
        return costs.withdraw(work, case, words)
    work.require("vehicle.send")
    number = asked.spoken(work, case.letter, case.year, case.number)
    if case.closed_at is not None:
        raise Refusal(_("{number} is closed already.").format(number=number))
    if out := queries.out_on(work.reader, case.id):
        sentence = _("{plate} is out for {number}; it comes back first: back {plate}.")
        raise Refusal(sentence.format(plate=out[0], number=number))
    work.write(case.id, "reason", words)
    steps.close(work, case, "cancelled", "cancelled")
    return Receipt(number, _("{number} is cancelled.").format(number=number), case.id)
