"""A room is closed for a time, or open again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import col, select

from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import misread, queries, rules
from deskterm.desks.rooms.actions import wanted
from deskterm.desks.rooms.actions.telling import room_name, spoken, time_
from deskterm.desks.rooms.forms import CloseRoom
from deskterm.desks.rooms.model import Closure


def shut(work: Work, form: CloseRoom) -> Receipt:
    """Close a room for a time and name the bookings that stand in it, or open it again."""
    work.require("room.book")
    misread.refuse(form.words, dated=form.date is not None)
    room = wanted.room(work, form.room)
    begins, ends = _bounds(work, form)
    if form.off:
        return _reopen(work, room, begins, ends)
    if not form.words:
        raise Question(_("Say why {room} is closed.").format(room=room_name(room)))
    reason = work.write(None, "closure", form.words)
    closure = work.keep(
        Closure(
            room_id=room["id"],
            begins_at=begins,
            ends_at=ends,
            reason_id=reason.id,
            operator=work.operator,
        )
    )
    work.record("room.closed", closure=closure.id, room=room["id"], begins=begins, ends=ends)
    sentence = _("{room} is closed {begins} to {ends}.")
    said = [_said(work, sentence, room, begins, ends)]
    held = queries.held(work.reader, room["id"], begins, ends)
    if numbers := [spoken(work, work.get(Case, each.case_id)) for each in held]:
        said.append(_("Booked then: {numbers}.").format(numbers=", ".join(numbers)))
    return Receipt("", " ".join(said))


def _bounds(work: Work, form: CloseRoom) -> tuple[datetime, datetime]:
    first = form.date or wanted.today(work)
    last = form.until or first
    if last < first:
        raise Refusal(_("The last day lies before the first."))
    begins = datetime.combine(first, form.period.start if form.period else time.min)
    ends = datetime.combine(last + timedelta(days=1), time.min)
    if form.period:
        ends = rules.period(last, form.period.start, form.period.end)[1]
    return wanted.on_the_wall(work, begins).at, wanted.on_the_wall(work, ends).at


def _reopen(work: Work, room: Row, begins: datetime, ends: datetime) -> Receipt:
    query = select(Closure).where(
        Closure.room_id == room["id"],
        col(Closure.ended_at).is_(None),
        col(Closure.begins_at) < ends,
        col(Closure.ends_at) > begins,
    )
    standing = work.session.exec(query).all()
    if not standing:
        raise NotFound(_("{room} is not closed then.").format(room=room_name(room)))
    for closure in standing:
        closure.ended_at = work.now
        work.keep(closure)
        work.record("room.opened", closure=closure.id, room=room["id"])
    return Receipt(
        "", _said(work, _("{room} is open again {begins} to {ends}."), room, begins, ends)
    )


def _said(work: Work, sentence: str, room: Row, begins: datetime, ends: datetime) -> str:
    return sentence.format(room=room_name(room), begins=time_(work, begins), ends=time_(work, ends))
