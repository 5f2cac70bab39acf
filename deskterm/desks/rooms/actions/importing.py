"""A booking that was agreed on elsewhere: kept, changed and cancelled as its own calendar says.

No room is booked twice for it. That a room is too small or not open then was decided
elsewhere: it is kept all the same, and written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Period
from deskterm.core.reader import Row
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.actions import holding, keeping, moving
from deskterm.desks.rooms.actions.ending import let_go
from deskterm.desks.rooms.actions.taken import refuse_if_taken
from deskterm.desks.rooms.actions.telling import room_name, spoken
from deskterm.desks.rooms.actions.wanted import Wanted, kept
from deskterm.desks.rooms.forms import NewBooking
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.rules import Wall
from deskterm.desks.rooms.series import exceptions

DISPOSITION = "imported"
"""How a meeting is closed that was over when it was taken in."""


@dataclass(frozen=True)
class Agreed:
    """A meeting as somebody else's calendar has it."""

    start: datetime
    end: datetime
    words: str = ""
    holder: str = ""
    note: str = ""
    people: int | None = None
    wants: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    tentative: bool = False
    confidential: bool = False
    setup: bool = True
    clear: bool = True


def keep(work: Work, room: Row, agreed: Agreed) -> Case:
    """Keep a booking with its clocks, or as over where it is; refused with RoomTaken."""
    meeting = _meeting(work, room, agreed)
    refuse_if_taken(work, meeting)
    over = agreed.end <= work.now
    case, booking = (_past if over else _coming)(work, meeting, agreed)
    if agreed.note:
        work.write(case.id, "order-attention", agreed.note)
    if agreed.confidential:
        case.confidential = True
        work.keep(case)
        work.record("case.confided", case.id, on=True, was=False)
    if not over:
        _note_oddities(work, case, meeting)
    keeping.index(work, case, booking)
    work.record("room.imported", case.id, booking=booking.id)
    return case


def _meeting(work: Work, room: Row, agreed: Agreed, case_id: int | None = None) -> Wanted:
    zone = work.office.site.zone
    begins, ends = (
        Wall(at.astimezone(zone).replace(tzinfo=None), at, skipped=False, doubled=False)
        for at in (agreed.start, agreed.end)
    )
    since, until = queries.hold(room, agreed.start, agreed.end)
    held = since if agreed.setup else agreed.start, until if agreed.clear else agreed.end
    return Wanted(room, begins, ends, *held, agreed.people, (), case_id)


def _coming(work: Work, meeting: Wanted, agreed: Agreed) -> tuple[Case, Booking]:
    """A meeting that is not over; one that is not certain is held until it begins."""
    form = NewBooking(
        room=meeting.room["code"],
        period=Period(meeting.begins.shown.time(), meeting.ends.shown.time()),
        words=agreed.words or None,
        holder=agreed.holder or None,
        people=agreed.people,
        wants=agreed.wants,
        with_staff="staff" in agreed.flags,
        important="important" in agreed.flags,
        equipment_watched="equipment-watch" in agreed.flags,
    )
    held = agreed.tentative and agreed.start > work.now
    if held:
        return keeping.keep(work, meeting, form, "held", agreed.start)
    return keeping.keep(work, meeting, form, "booked")


def _past(work: Work, meeting: Wanted, agreed: Agreed) -> tuple[Case, Booking]:
    """A meeting that is over: closed, without clocks; one that never was certain took no room."""
    room = meeting.room
    large = ("large",) if room["size"] == "large" else ()
    case = work.open_case(
        "B",
        "rooms",
        keeping.ORDINARY,
        room_id=room["id"],
        flags=" ".join((*large, *agreed.flags)),
        opened_at=agreed.start,
    )
    booking = work.keep(
        Booking(
            case_id=case.id,
            room_id=room["id"],
            start_at=agreed.start,
            end_at=agreed.end,
            held_from=meeting.held_from,
            held_to=meeting.held_to,
            holder=agreed.holder,
            people=agreed.people,
            wants=" ".join(agreed.wants),
            state="expired" if agreed.tentative else "booked",
        )
    )
    facts = {"room": room["id"], "start": agreed.start, "end": agreed.end}
    work.record("room.booked", case.id, booking=booking.id, **facts, entered_later=True)
    if agreed.words:
        work.write(case.id, "words", agreed.words)
    _over(work, case, agreed.end, "cancelled" if agreed.tentative else "closed")
    return case, booking


def _over(work: Work, case: Case, at: datetime, state: str = "closed") -> None:
    steps.close(work, case, state, DISPOSITION, at)


def _note_oddities(work: Work, case: Case, meeting: Wanted) -> None:
    """What the desk would have asked about."""
    room, said = meeting.room, []
    if meeting.people and meeting.people > room["capacity"]:
        sentence = _("{room} holds {capacity}, not {people}.")
        told = {"capacity": room["capacity"], "people": meeting.people}
        said.append(sentence.format(room=room_name(room), **told))
    if queries.closed(work.reader, room, meeting.begins, meeting.ends):
        said.append(_("{room} is not open then.").format(room=room_name(room)))
    if said:
        work.write(case.id, "reason", " ".join([*said, _("Booked elsewhere and imported.")]))


def change(work: Work, booking: Booking, room: Row, agreed: Agreed) -> None:
    """Bring a booking to what its calendar says now; refused where that cannot be done here."""
    case = work.get(Case, booking.case_id)
    meeting = _meeting(work, room, agreed, case.id)
    placed = (room["id"], agreed.start, agreed.end)
    moved = (booking.room_id, booking.start_at, booking.end_at) != placed
    if case.closed_at is not None and (moved or case.state == "cancelled"):
        sentence = _("{number} is closed or cancelled here; its change is not taken over.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    if moved:
        refuse_if_taken(work, meeting)
        before = kept(work, booking)
        _except(work, booking, "moved")
        moving.carry(work, booking, meeting)
        holding.offer(work, before)
    if not agreed.tentative and booking.state == "held":
        _firm(work, case, booking)
    _say(work, case, booking, agreed)
    if case.closed_at is None and agreed.end <= work.now:
        _over(work, case, agreed.end)
    work.record("room.imported", case.id, booking=booking.id, changed=True)


def _except(work: Work, booking: Booking, kind: str) -> None:
    """A date of a series of ours is no longer as the series has it."""
    if booking.series_id is not None:
        exceptions.keep(work, booking.series_id, str(booking.occurrence), kind)


def _firm(work: Work, case: Case, booking: Booking) -> None:
    was = {"was": booking.state, "was_expires": booking.expires_at}
    booking.state, booking.expires_at = "booked", None
    work.keep(booking)
    work.record("room.firmed", case.id, booking=booking.id, state="booked", **was)
    keeping.stop_clocks(work, case, "room-hold", "room-offer")
    keeping.start_clocks(work, case, booking)


def _say(work: Work, case: Case, booking: Booking, agreed: Agreed) -> None:
    """What the calendar says of it besides place and time; what it leaves out stays."""
    for name, body in (("words", agreed.words), ("order-attention", agreed.note)):
        current = work.current(case.id, name)
        if body and (current is None or current.body != body):
            work.write(case.id, name, body)
    booking.holder = agreed.holder or booking.holder
    booking.people = agreed.people or booking.people
    work.keep(booking)
    if agreed.confidential and not case.confidential:
        case.confidential = True
        work.keep(case)
        work.record("case.confided", case.id, on=True, was=False)
    keeping.index(work, case, booking)


def cancel(work: Work, booking: Booking, why: str) -> bool:
    """Cancel a booking whose calendar has it no longer; answers whether it still stood here."""
    case = work.get(Case, booking.case_id)
    if case.closed_at is not None:
        return False
    _except(work, booking, "dropped")
    let_go(work, case, booking, why)
    holding.offer(work, kept(work, booking))
    return True
