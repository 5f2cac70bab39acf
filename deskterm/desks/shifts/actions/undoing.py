"""The way back of what the shifts desk kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskterm.core.reverses import nothing
from deskterm.core.undo import Line
from deskterm.core.work import Work
from deskterm.desks.shifts.model import Handover, HandoverLine, Planned


def unanswer(work: Work, line: Line) -> None:
    """A line of a handover waits for its answer again."""
    row = work.get(HandoverLine, line["line"])
    row.state, row.answered_at = line["was"], line.instant("was_at")
    row.answered_by, row.answer_id = line["was_by"], line["was_text"]
    work.keep(row)
    work.record("shift.unanswered", row.case_id, line=row.id, state=row.state)


def untake(work: Work, line: Line) -> None:
    """A shift is not taken over yet after all."""
    row = work.get(Handover, line.case_id)
    row.taker_id = None
    work.keep(row)
    work.record("shift.untaken", row.case_id)


def unplan(work: Work, line: Line) -> None:
    """Somebody is not on the roster after all."""
    row = work.get(Planned, line["planned"])
    row.withdrawn_at = work.now
    work.keep(row)
    work.record("shift.unplanned", planned=row.id, person=row.person_id)


def replan(work: Work, line: Line) -> None:
    """Somebody who was taken off the roster is on it again."""
    row = work.get(Planned, line["planned"])
    row.withdrawn_at = None
    work.keep(row)
    facts = {"person": row.person_id, "begins": row.begins_at, "ends": row.ends_at}
    work.record("shift.planned", planned=row.id, **facts)


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "shift.handed": nothing,
    "shift.answered": unanswer,
    "shift.taken": untake,
    "shift.planned": unplan,
    "shift.unplanned": replan,
}
"""What takes back a journal line of each kind; a handover goes with its case."""
