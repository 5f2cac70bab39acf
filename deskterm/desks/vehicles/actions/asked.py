"""What every act of the vehicles desk looks up and asks first."""

from __future__ import annotations

from datetime import datetime, timedelta
from difflib import get_close_matches

from sqlmodel import col, select

from deskterm.core import numbers
from deskterm.core.errors import NotFound, Question
from deskterm.core.kinds import key, short
from deskterm.core.register import Vehicle
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries
from deskterm.desks.vehicles.queries import Reading

INSTANT = timedelta(milliseconds=1)
"""The least by which two stored times differ."""


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


def odometer_doubts(work: Work, of: Vehicle, km: int | None, at: datetime) -> list[str]:
    """What speaks against a reading: a higher one from before it, a lower one from after it.

    What is read now comes after whatever is kept already.
    """
    if km is None:
        return []
    doubts = []
    until = at + INSTANT if at == work.now else at
    earlier = queries.reading_before(work.reader, of.id, until)
    later = queries.reading_after(work.reader, of.id, at)
    if km < earlier.km:
        sentence = _("{km} km is less than the {read} km with which {plate} was registered.")
        if earlier.at:
            sentence = _("{km} km is less than the {read} km that {plate} showed at {time}.")
        doubts.append(_against(work, sentence, of, km, earlier))
    if later and km > later.km:
        sentence = _("{km} km is more than the {read} km that {plate} showed later, at {time}.")
        doubts.append(_against(work, sentence, of, km, later))
    return doubts


def _against(work: Work, sentence: str, of: Vehicle, km: int, reading: Reading) -> str:
    at = clock(work, reading.at) if reading.at else ""
    return sentence.format(km=km, read=reading.km, plate=of.plate, time=at)


def ask(doubts: list[str], *, anyway: bool) -> None:
    """Put every doubt into one question, unless the operator was asked already."""
    if doubts and not anyway:
        raise Question(" ".join(doubts))


def spoken(work: Work, letter: str, year: int, number: int) -> str:
    """A record's number as people say it."""
    return numbers.spoken(letter, year, number, work.office.site.local(work.now).year)


def clock(work: Work, at: datetime) -> str:
    """A time of day, with its date unless that is today's."""
    local = work.office.site.local(at)
    today = local.date() == work.office.site.local(work.now).date()
    return f"{local:%H:%M}" if today else f"{local:%Y-%m-%d %H:%M}"
