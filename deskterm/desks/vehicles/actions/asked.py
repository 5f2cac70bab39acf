"""What every act of the vehicles desk looks up and asks first."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches

from sqlmodel import col, select

from deskterm.core import numbers
from deskterm.core.errors import NotFound, Question
from deskterm.core.kinds import key, short
from deskterm.core.register import Vehicle
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import doubts
from deskterm.desks.vehicles.doubts import INSTANT, Ground

__all__ = ["INSTANT", "ask", "clock", "ground", "odometer_doubts", "spoken", "tails", "vehicle"]


def vehicle(work: Work, said: str) -> Vehicle:
    """The vehicle with this plate; refused with the nearest plates."""
    query = select(Vehicle).where(col(Vehicle.active)).order_by(col(Vehicle.plate))
    known = {key(each.plate): each for each in work.session.exec(query)}
    if found := known.get(key(said)):
        return found
    near = get_close_matches(key(said), known, cutoff=0.5) or list(known)[:3]
    sentence = _("There is no vehicle {plate}; nearest: {plates}.")
    plates = ", ".join(known[each].plate for each in near)
    raise NotFound(sentence.format(plate=short(said), plates=plates))


def tails(plate: str) -> str:
    """How a plate is looked up without its province, or by its digits: `A12345 12345`."""
    return f"{plate[1:]} {plate[2:]}"


def ground(work: Work) -> Ground:
    """What slips and readings are judged by in this act."""
    return Ground(work.reader, work.office.site, work.now)


def odometer_doubts(work: Work, of: Vehicle, km: int | None, at: datetime) -> list[str]:
    """What speaks against a reading: a higher one before it, a lower one after it, a jump."""
    row, by = {"id": of.id, "plate": of.plate}, ground(work)
    found = [*doubts.odometer(by, row, km, at), *doubts.jump(by, row, km, at)]
    return [doubt.sentence for doubt in found]


def ask(sentences: list[str], *, anyway: bool) -> None:
    """Put every doubt into one question, unless the operator was asked already."""
    if sentences and not anyway:
        raise Question(" ".join(sentences))


def spoken(work: Work, letter: str, year: int, number: int) -> str:
    """A record's number as people say it."""
    return numbers.spoken(letter, year, number, work.office.site.local(work.now).year)


def clock(work: Work, at: datetime) -> str:
    """A time of day, with its date unless that is today's."""
    return ground(work).clock(at)
