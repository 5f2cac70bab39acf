"""A slip put right, or taken back: as a correction, and every later figure worked out again."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from deskterm.core import search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.instants import instant, stamp
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.tables import Text
from deskterm.core.undo import Line
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fuel_queries
from deskterm.desks.vehicles.actions import asked, papers, refiguring, slips
from deskterm.desks.vehicles.doubts import fuelled_at, of_slip
from deskterm.desks.vehicles.forms import FixSlip, NewSlip
from deskterm.desks.vehicles.model import Slip
from deskterm.desks.vehicles.rules import third

_NUMBER = re.compile(r"F-?(?:(\d{4})-)?0*(\d{1,9})")


def named(work: Work, said: str) -> Slip:
    """The slip so numbered that stands."""
    match = _NUMBER.fullmatch(said.strip().upper())
    row = match and fuel_queries.by_number(work.reader, int(match[1] or 0), int(match[2]))
    if not row:
        raise NotFound(_("There is no record {said}.").format(said=said))
    slip = work.get(Slip, row["id"])
    if slip.withdrawn_at is not None:
        sentence = _("{number} was taken back at {time}.")
        time = asked.clock(work, slip.withdrawn_at)
        raise Refusal(sentence.format(number=said, time=time))
    return slip


def correct(work: Work, said: str, form: FixSlip) -> Receipt:
    """Put what is given right on a slip; the journal holds both."""
    work.require("vehicle.fuel")
    slip = named(work, said)
    vehicle = work.get(Vehicle, slip.vehicle_id)
    day = form.date or work.office.site.local(slip.at).date()
    mended = _mended(vehicle, slip, form, day)
    at = slip.at
    if form.date or form.told:
        at = work.told(fuelled_at(asked.ground(work), mended))
    before = refiguring.later(work, vehicle.id, min(at, slip.at))
    slip.withdrawn_at = work.now
    work.keep(slip)  # so that it is not held against itself
    found = of_slip(asked.ground(work), slips.register_row(vehicle), mended, at)
    slips.ask_why(found, mended.reason)
    changes = _change(work, slip, vehicle, mended, at)
    slip.flags = " ".join(doubt.word for doubt in found)
    slip.withdrawn_at = None
    work.keep(slip)
    return _worked_out(work, vehicle, slip, before, {"changes": changes})


def _mended(vehicle: Vehicle, slip: Slip, form: FixSlip, day: date) -> NewSlip:
    """The slip as it would have been entered."""
    told = form.model_dump(exclude={"anyway", "told", "date"}, exclude_none=True)
    both = form.money is not None and form.price is not None
    stood = {
        "litres": None if both and form.litres is None else slip.litres_ml,
        "money": slip.amount_cents if form.price is None else None,
        "price": _own_price(slip) if form.litres is None and form.money is None else None,
        "km": slip.odometer_km,
        "trip": slip.trip_m,
        "card": slip.card or None,
        "words": slip.station or None,
    }
    flags = {
        "full": form.full or (slip.full and not form.partial),
        "partial": form.partial,
        "missed": form.missed or (slip.missed and not form.unmissed),
        "second": form.second or slip.tank > 1,
    }
    told = {name: value for name, value in told.items() if name in NewSlip.model_fields}
    return NewSlip(**{**stood, **told, **flags, "vehicle": vehicle.plate}, date=day, told=form.told)


def _own_price(slip: Slip) -> int | None:
    """The price that was told for itself: not the one that litres and amount make."""
    made = third(slip.litres_ml, slip.amount_cents, None)[2]
    return slip.price_mills if made is not None and made != slip.price_mills else None


def _change(
    work: Work, slip: Slip, vehicle: Vehicle, mended: NewSlip, at: datetime
) -> dict[str, list[Any]]:
    """Write what is other now into the slip; answers what was and what is."""
    litres_ml, cents, mills = mended.figures
    now = {
        "at": at,
        "litres_ml": litres_ml,
        "amount_cents": cents,
        "price_mills": mills,
        "odometer_km": mended.km,
        "full": mended.to_the_brim,
        "missed": mended.missed,
        "tank": mended.tank,
        "trip_m": mended.trip,
    }
    texts = {"station": slips.station(vehicle, mended.words), "card": mended.card or vehicle.card}
    changes = {
        name: [_plain(getattr(slip, name)), _plain(value)]
        for name, value in now.items()
        if getattr(slip, name) != value
    }
    renamed = {name: value for name, value in texts.items() if getattr(slip, name) != value}
    if not changes and not renamed:
        raise Refusal(_("Say what is other: fix F031 88210, fix F031 45.2L."))
    for name in renamed:
        before = work.write(None, "slip", getattr(slip, name))
        changes[f"{name}_text"] = [before.id, None]
    for name, value in (now | texts).items():
        setattr(slip, name, value)
    if mended.reason:
        written = work.write(None, "slip", mended.reason)
        changes["reason_id"], slip.reason_id = [slip.reason_id, written.id], written.id
    return changes


def _plain(value: object) -> object:
    return stamp(value) if isinstance(value, datetime) else value


def _worked_out(
    work: Work, vehicle: Vehicle, slip: Slip, before: refiguring.Figures, facts: dict[str, Any]
) -> Receipt:
    changed = refiguring.changed(work, slip, before)
    figure = refiguring.of(work, slip)
    facts |= {"changed": refiguring.facts(changed)} if changed else {}
    facts |= {"used": list(figure.used)} if figure.used else {}
    work.record("slip.corrected", slip=slip.id, vehicle=vehicle.id, **facts)
    papers.project_services(work, vehicle.id)
    search.keep(work, slips.doc(work, vehicle, slip))
    return slips.answer(work, vehicle, slip, figure, refiguring.told(work, changed))


def withdraw(work: Work, said: str, words: str) -> Receipt:
    """A slip does not hold, and why; it stays on record and counts nowhere."""
    work.require("vehicle.fuel")
    slip = named(work, said)
    reason = work.write(None, "slip", words)
    changed = _take_back(work, slip, reason=reason.id)
    spoken = asked.spoken(work, "F", slip.year, slip.number)
    sentence = _("{number} counts no longer").format(number=spoken)
    return Receipt(spoken, sentence + refiguring.told(work, changed))


def _take_back(work: Work, slip: Slip, **more: object) -> list[refiguring.Changed]:
    before = refiguring.later(work, slip.vehicle_id, slip.at)
    slip.withdrawn_at = work.now
    work.keep(slip)
    changed = refiguring.changed(work, slip, before)
    if changed:
        more["changed"] = refiguring.facts(changed)
    work.record("slip.withdrawn", slip=slip.id, vehicle=slip.vehicle_id, **more)
    papers.project_services(work, slip.vehicle_id)
    search.forget(work, "slip", slip.id)
    return changed


def unkeep(work: Work, line: Line) -> None:
    """A slip was not meant: it is withdrawn."""
    _take_back(work, work.get(Slip, line["slip"]))


def revive(work: Work, line: Line) -> None:
    """A slip that was withdrawn holds again."""
    slip = work.get(Slip, line["slip"])
    slip.withdrawn_at = None
    work.keep(slip)
    work.record("slip.revived", slip=slip.id, vehicle=slip.vehicle_id)
    papers.project_services(work, slip.vehicle_id)
    search.keep(work, slips.doc(work, work.get(Vehicle, slip.vehicle_id), slip))


def uncorrect(work: Work, line: Line) -> None:
    """A slip is again what it was before a correction."""
    slip = work.get(Slip, line["slip"])
    changes = {name: [now, was] for name, (was, now) in (line["changes"] or {}).items()}
    for name, (_now, was) in changes.items():
        column = name.removesuffix("_text")
        text = work.get(Text, was).body if column != name else None
        setattr(slip, column, instant(was) if name == "at" else was if text is None else text)
    work.keep(slip)
    work.record("slip.corrected", slip=slip.id, vehicle=slip.vehicle_id, changes=changes)
    papers.project_services(work, slip.vehicle_id)
    search.keep(work, slips.doc(work, work.get(Vehicle, slip.vehicle_id), slip))


UNDOES = {"slip.kept": unkeep, "slip.withdrawn": revive, "slip.corrected": uncorrect}
"""What takes back a journal line of each kind."""
