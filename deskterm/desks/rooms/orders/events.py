"""What happens to a service order: kept, written into the journal, and taken back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from deskterm.core import numbers, steps
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Told
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.undo import Line
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions.keeping import index
from deskterm.desks.rooms.model import Booking, OrderEvent


@dataclass(frozen=True)
class Said:
    """A booking that something is said of, and when that was."""

    work: Work
    case: Case
    booking: Booking
    at: datetime

    @property
    def number(self) -> str:
        """The booking's number, as it is said."""
        return spoken(self.work, self.case)

    def receipt(self, sentence: str, **told: object) -> Receipt:
        """What is answered; the sentence names the booking as `number`."""
        said = sentence.format(number=self.number, **told)
        return Receipt(self.number, said, self.case.id)


def spoken(work: Work, case: Case) -> str:
    """The number of a record as it is said."""
    this_year = work.office.site.local(work.now).year
    return numbers.spoken(case.letter, case.year, case.number, this_year)


def of(work: Work, said: str, told: Told | None = None) -> Said:
    """The booking that is named; refused where it is none, or is over for good."""
    work.require("room.book")
    case_id = numbers.case_id(work.reader, said, work.office.site.local(work.now))
    case = work.get(Case, case_id)
    booking = work.session.exec(select(Booking).where(Booking.case_id == case_id)).first()
    if booking is None:
        raise Refusal(_("{number} is not a booking.").format(number=spoken(work, case)))
    if case.closed_at is not None:
        sentence = _("{number} was closed or cancelled already.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    return Said(work, case, booking, work.told(told))


@dataclass(frozen=True)
class What:
    """What happened: its kind, to which department or thing, and what was said."""

    kind: str
    department: str = ""
    item: str = ""
    text_id: int | None = None


def keep(said: Said, what: What, at: datetime | None = None) -> OrderEvent:
    """Keep what happened, with its journal line."""
    work = said.work
    row = work.keep(
        OrderEvent(
            case_id=said.case.id,
            kind=what.kind,
            department=what.department,
            item=what.item,
            at=at or said.at,
            entered_at=work.now,
            operator=work.operator,
            text_id=what.text_id,
        )
    )
    facts = {"role": what.department, "item": what.item, "text": what.text_id}
    known = {name: value for name, value in facts.items() if value}
    work.record(f"order.{what.kind}", said.case.id, event=row.id, at=row.at, **known)
    return row


def happened(said: Said, event: str, at: datetime | None = None) -> None:
    """Let the steps know that wait for it."""
    steps.happened(said.work, said.case, event, at or said.at)


def flag(said: Said, name: str, *, on: bool) -> None:
    """Put a condition on the booking or take it off, where that changes anything."""
    if (name in said.case.flags.split()) is not on:
        steps.set_flag(said.work, said.case, name, on=on)


def withdraw(work: Work, line: Line) -> None:
    """What happened to an order did not: the row stays, marked."""
    row = work.get(OrderEvent, line["event"])
    row.withdrawn_at = work.now
    work.keep(row)


def unwant(work: Work, line: Line) -> None:
    """What is wanted is what it was before."""
    booking = work.get(Booking, line["booking"])
    booking.wants = line["was"] or ""
    work.keep(booking)


def nothing(_work: Work, _line: Line) -> None:
    """What the line stands for is taken back with the other lines of its act."""


def reindex(work: Work, case: Case) -> None:
    """Let the booking be found by what its order says now."""
    booking = work.session.exec(select(Booking).where(Booking.case_id == case.id)).first()
    if booking is not None:
        index(work, case, booking)


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    **dict.fromkeys(
        (
            "order.applied",
            "order.confirmed",
            "order.filled",
            "order.accepted",
            "order.sent",
            "order.received",
            "order.provided",
            "order.looked",
            "order.abnormal",
            "order.emergency",
        ),
        withdraw,
    ),
    "room.wanted": unwant,
    "room.fault": nothing,
    "order.typed": nothing,
}
"""What takes back a journal line of each kind."""
