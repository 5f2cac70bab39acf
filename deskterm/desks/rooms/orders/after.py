"""What went wrong: an emergency during a meeting, and use that was not normal (M3.6, M3.8)."""

from __future__ import annotations

from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.orders import events
from deskterm.desks.rooms.orders.events import What
from deskterm.desks.rooms.orders.forms import Abnormal, RoomEmergency


def abnormal(work: Work, form: Abnormal) -> Receipt:
    """The use was not normal: it is to be corrected, and followed up."""
    said = events.of(work, form.case, form.told)
    text = work.write(said.case.id, "abnormal", form.words)
    events.keep(said, What("abnormal", text_id=text.id))
    events.flag(said, "abnormal", on=True)
    events.happened(said, "abnormal-noted")
    return said.receipt(_("{number}: recorded; it is to be corrected and followed up."))


def emergency(work: Work, form: RoomEmergency) -> Receipt:
    """Something happened in the room: the head of the office is to be told."""
    said = events.of(work, form.case, form.told)
    text = work.write(said.case.id, "emergency", form.words)
    events.keep(said, What("emergency", text_id=text.id))
    events.flag(said, "emergency", on=True)
    events.happened(said, "emergency")
    return said.receipt(_("{number}: recorded; now tell the head of the office."))
