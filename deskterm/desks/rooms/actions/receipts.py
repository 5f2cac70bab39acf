"""What is said once a booking was kept."""

from __future__ import annotations

from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions.taken import LATE
from deskterm.desks.rooms.actions.telling import room_name, span, spoken
from deskterm.desks.rooms.actions.wanted import Wanted


def receipt(work: Work, case: Case, meeting: Wanted, sentence: str) -> Receipt:
    """What was kept, with what the clock makes odd about it."""
    number = spoken(work, case)
    when = span(work, meeting.begins.at, meeting.ends.at)
    said = [sentence.format(number=number, room=room_name(meeting.room), span=when)]
    for wall in (meeting.begins, meeting.ends):
        if wall.doubled:
            twice = _("{time} comes twice that day; the first is meant.")
            said.append(twice.format(time=f"{wall.shown:%H:%M}"))
    if meeting.begins.at < work.now - LATE:
        said.append(_("Recorded as entered later."))
    return Receipt(number, " ".join(said), case.id)
