"""Finding the case that was named, and saying what was done with it."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work


def local(work: Work) -> datetime:
    """Now, on the site's wall clock."""
    return work.office.site.local(work.now)


def clock(work: Work, at: datetime) -> str:
    """A time of day, as it stands in a sentence."""
    return f"{work.office.site.local(at):%H:%M}"


def spoken(work: Work, case: Case) -> str:
    """The case's number, as it is said."""
    return numbers.spoken(case.letter, case.year, case.number, local(work).year)


def receipt(work: Work, case: Case, sentence: str, **told: object) -> Receipt:
    """The answer to what was kept; `sentence` may speak of the number and of what is `told`."""
    number = spoken(work, case)
    return Receipt(number, sentence.format(number=number, **told), case.id)


def any_case(work: Work, said: str) -> Case:
    """The case so numbered, of any desk, open or closed."""
    return work.get(Case, numbers.case_id(work.reader, said, local(work)))


def call_of(work: Work, said: str) -> Case:
    """The call so numbered, open or closed."""
    case = any_case(work, said)
    if case.letter == "R":
        sentence = _(
            "{number} is a missed call: done {number}.1 once it is rung back,"
            " or call {number} to log what the caller wants."
        )
        raise Refusal(sentence.format(number=spoken(work, case)))
    if case.desk != "calls":
        raise Refusal(_("{number} is not a call.").format(number=spoken(work, case)))
    return case


def open_call_of(work: Work, said: str) -> Case:
    """The open call so numbered; a sentence says why there is none."""
    case = call_of(work, said)
    if case.closed_at is not None:
        sentence = _("{number} was closed at {time} already.")
        number = spoken(work, case)
        raise Refusal(sentence.format(number=number, time=clock(work, case.closed_at)))
    return case


def refuse_before(work: Work, case: Case, at: datetime) -> None:
    """Refuse a told time that lies before the call."""
    if at < case.opened_at:
        sentence = _("{number} was opened at {time}; this cannot have been before.")
        number = spoken(work, case)
        raise Refusal(sentence.format(number=number, time=clock(work, case.opened_at)))
