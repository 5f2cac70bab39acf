"""A booking is moved or shortened: clocks that are not done yet follow, those that are stay."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Period
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case, Step
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import misread
from deskterm.desks.rooms.actions import doubts, holding, keeping, wanted
from deskterm.desks.rooms.actions.receipts import receipt
from deskterm.desks.rooms.actions.taken import refuse_if_taken
from deskterm.desks.rooms.actions.wanted import Needs, Wanted
from deskterm.desks.rooms.forms import MoveBooking
from deskterm.desks.rooms.model import HOLDING, Booking
from deskterm.desks.rooms.moments import moments
from deskterm.desks.rooms.series import exceptions

PLACED = ("room_id", "start_at", "end_at", "held_from", "held_to", "state")
"""What of a booking a move changes."""


def move(work: Work, form: MoveBooking) -> Receipt:
    """Give a booking another time, day or room, or refuse with RoomTaken."""
    work.require("room.book")
    holding.expire(work)
    case, booking = keeping.found(work, form.case)
    misread.refuse(form.reason, dated=form.date is not None)
    before, was = wanted.kept(work, booking), booking.state
    meeting = _moved(work, form, booking)
    _refuse_unmoved(form, before, meeting)
    if booking.state != "listed":
        refuse_if_taken(work, meeting)
    doubts.ask(work, meeting, anyway=form.anyway, reason=_reason(work, form, before, meeting))
    if booking.series_id is not None:
        exceptions.keep(work, booking.series_id, str(booking.occurrence), "moved")
    carry(work, booking, meeting, form.reason)
    sentence = _("{number} is moved: {room} {span}.")
    if booking.state == "waiting":
        sentence = _("{number} is moved: {room} {span}, once the office director has said yes.")
    said = receipt(work, case, meeting, sentence)
    offered = holding.offer(work, before) if was in HOLDING else ""
    return Receipt(said.number, f"{said.sentence} {offered}".strip(), case.id)


def carry(work: Work, booking: Booking, meeting: Wanted, reason: str | None = None) -> None:
    """Put a booking where it goes; its clocks, its playbook and its search words follow."""
    case, before = work.get(Case, booking.case_id), wanted.kept(work, booking)
    flags = case.flags.split()
    waits = doubts.needs_word(work, meeting, flags) - doubts.needs_word(work, before, flags)
    _place(work, case, booking, meeting, waits=bool(waits))
    if reason:
        work.write(case.id, "reason", reason)
    _follow(work, case, booking, before)


def _moved(work: Work, form: MoveBooking, booking: Booking) -> Wanted:
    """The booking as it would be; a time, day or room that was not said stays."""
    local = work.office.site.local
    begins, ends = local(booking.start_at), local(booking.end_at)
    chosen = wanted.room(work, form.room) if form.room else wanted.room_by_id(work, booking.room_id)
    if not (form.date or form.period):
        return wanted.kept(work, booking, chosen)
    period = form.period or Period(begins.time(), ends.time())
    needs = Needs(booking.people, (), booking.case_id)
    return wanted.at(work, chosen, form.date or begins.date(), period, needs)


def _refuse_unmoved(form: MoveBooking, before: Wanted, meeting: Wanted) -> None:
    if (before.room["id"], before.begins.at, before.ends.at) == (
        meeting.room["id"],
        meeting.begins.at,
        meeting.ends.at,
    ):
        sentence = _("{number} stands there already; say another time, day or room.")
        raise Refusal(sentence.format(number=form.case))


def _reason(work: Work, form: MoveBooking, before: Wanted, meeting: Wanted) -> str | None:
    """Why the room may be too small: said now, or when the same room was booked."""
    if form.reason or before.room["id"] != meeting.room["id"] or not before.case_id:
        return form.reason
    kept = work.current(before.case_id, "reason")
    return kept.body if kept else None


def _place(work: Work, case: Case, booking: Booking, meeting: Wanted, *, waits: bool) -> None:
    was: dict[str, Any] = {f"was_{name}": getattr(booking, name) for name in PLACED}
    booking.room_id = case.room_id = meeting.room["id"]
    booking.start_at, booking.end_at = meeting.begins.at, meeting.ends.at
    booking.held_from, booking.held_to = meeting.held_from, meeting.held_to
    if waits and booking.state == "booked":
        booking.state = "waiting"
    work.keep(booking)
    work.keep(case)
    now = {"room": booking.room_id, "start": booking.start_at, "end": booking.end_at}
    work.record("room.moved", case.id, booking=booking.id, **now, state=booking.state, **was)


def _follow(work: Work, case: Case, booking: Booking, before: Wanted) -> None:
    """Bring clocks, playbook and search to where the booking is now."""
    size, was = wanted.room_by_id(work, booking.room_id)["size"], before.room["size"]
    site = work.office.site
    then = moments(site, was, before.begins.at, before.ends.at)
    now = moments(site, size, booking.start_at, booking.end_at)
    if moved := {name: at for name, at in now.items() if at != then.get(name)}:
        steps.set_moments(work, case, moved)
    if size != was:
        steps.set_flag(work, case, "large", on=size == "large")
        _change_playbook(work, case, was, size)
    keeping.start_clocks(work, case, booking)
    keeping.index(work, case, booking)


def _change_playbook(work: Work, case: Case, was: str, now: str) -> None:
    """The clocks of the other size of room, with what is done already."""
    for run in keeping.running(work, case, f"room-{was}"):
        steps.drop_run(work, run)
        new = steps.start(work, case, f"room-{now}", run.started_at)
        done = {step.name: step for step in _steps(work, run.id) if step.state == "done"}
        for step in _steps(work, new.id):
            at = done[step.name].done_at if step.name in done else None
            if at and step.state == "open" and step.round == 1:
                steps.tick(work, step, at)
        steps.reclock(work, case)


def _steps(work: Work, run_id: int) -> list[Step]:
    return list(work.session.exec(select(Step).where(Step.run_id == run_id)).all())
