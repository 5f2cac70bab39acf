"""What the shifts desk reads: plain SQL over a reader."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.instants import stamp
from deskterm.core.people import Signed
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_

KINDS = {
    "shift.signed-on": N_("signed on"),
    "shift.signed-off": N_("signed off"),
    "shift.handed": N_("shift handed over"),
    "shift.answered": N_("line answered"),
    "shift.answered asked": N_("line asked about"),
    "shift.answered accepted": N_("line accepted"),
    "shift.answered commented": N_("line accepted with a remark"),
    "shift.unanswered": N_("answer taken back"),
    "shift.taken": N_("shift taken over"),
    "shift.untaken": N_("not taken over yet"),
    "shift.planned": N_("put on the roster"),
    "shift.unplanned": N_("taken off the roster"),
    "pin.refused": N_("wrong PIN"),
    "pin.accepted": N_("right PIN after wrong ones"),
}
"""What the journal lines of this desk say happened."""
STATES = {
    "open": N_("not answered"),
    "asked": N_("asked"),
    "accepted": N_("accepted"),
    "commented": N_("accepted with a remark"),
}
"""What a line of a handover can be."""
_HANDOVER = (
    "SELECT h.case_id, c.letter, c.year, c.number, c.opened_at, c.closed_at, h.unsaid,"
    " g.id AS giver_id, g.code AS giver, g.name AS giver_name, g.english AS giver_english,"
    " t.code AS taker, t.name AS taker_name, t.english AS taker_english"
    " FROM handovers h JOIN cases c ON c.id = h.case_id JOIN people g ON g.id = h.giver_id"
    " LEFT JOIN people t ON t.id = h.taker_id"
)


def who_is_on(reader: Reader) -> list[Row]:
    """Who is signed on, the longest first.

    Columns: id, code, name, english, role, console, on_at.
    """
    return reader.rows(
        "SELECT p.id, p.code, p.name, p.english, p.role, s.console, s.on_at FROM shifts s"
        " JOIN people p ON p.id = s.person_id WHERE s.off_at IS NULL ORDER BY s.on_at, s.id"
    )


def signed_on(reader: Reader, console: str) -> Signed | None:
    """Whoever is signed on at this console, so that a restart need not ask again."""
    row = reader.row(
        "SELECT p.id, p.code, p.name, p.english, p.role FROM shifts s"
        " JOIN people p ON p.id = s.person_id"
        " WHERE s.console = :console AND s.off_at IS NULL AND p.active = 1"
        " ORDER BY s.id DESC LIMIT 1",
        console=console,
    )
    return Signed(**row) if row else None


def operators(reader: Reader, limit: int = 50, offset: int = 0) -> list[Row]:
    """A window of everybody who can sign on, who is on now first.

    Columns: id, code, name, english, role, console, on_at (None where not on).
    """
    return reader.rows(
        "SELECT p.id, p.code, p.name, p.english, p.role, s.console, s.on_at FROM people p"
        " LEFT JOIN shifts s ON s.person_id = p.id AND s.off_at IS NULL"
        " WHERE p.active = 1 AND p.pin_hash IS NOT NULL"
        " ORDER BY s.on_at IS NULL, p.code LIMIT :limit OFFSET :offset",
        limit=limit,
        offset=offset,
    )


def waiting(reader: Reader) -> list[Row]:
    """The handovers that are not taken over yet, the oldest first.

    Columns: case_id, letter, year, number, opened_at, closed_at, unsaid, giver_id, giver,
    giver_name, giver_english; and taker, taker_name, taker_english, None until it is taken.
    """
    return reader.rows(f"{_HANDOVER} WHERE c.closed_at IS NULL ORDER BY c.opened_at, c.id")


def handover(reader: Reader, case_id: int) -> Row | None:
    """One handover, columns as `waiting`; None where the case is none."""
    return reader.row(f"{_HANDOVER} WHERE h.case_id = :case", case=case_id)


def handover_lines(reader: Reader, case_id: int) -> list[Row]:
    """The lines of a handover in their order.

    Columns: id, case_id, line, kind, about, subject, since, state, answered_at, answered_by,
    words (what the giver wrote), answer (what was asked or remarked).
    """
    return reader.rows(
        "SELECT l.id, l.case_id, l.line, l.kind, l.about, l.subject, l.since, l.state,"
        " l.answered_at, l.answered_by, w.body AS words, a.body AS answer"
        " FROM handover_lines l LEFT JOIN texts w ON w.id = l.text_id"
        " LEFT JOIN texts a ON a.id = l.answer_id WHERE l.case_id = :case ORDER BY l.line",
        case=case_id,
    )


def taken_since(reader: Reader, person_id: int, since: datetime) -> Row | None:
    """The handover that this person took over after this moment, columns as `waiting`."""
    return reader.row(
        f"{_HANDOVER} WHERE h.taker_id = :person AND c.closed_at >= :since"
        " ORDER BY c.closed_at DESC LIMIT 1",
        person=person_id,
        since=stamp(since),
    )


def left_unsaid(reader: Reader, person_id: int) -> int | None:
    """Who was the last at the desk before this person, and left without handing over.

    None where nobody did: the last one is still there, is this person, or handed over.
    """
    last = reader.row(
        "SELECT s.person_id, s.on_at, s.off_at FROM shifts s JOIN people p ON p.id = s.person_id"
        " WHERE p.role = 'desk' AND s.off_at IS NOT NULL AND s.person_id <> :person"
        " ORDER BY s.off_at DESC, s.id DESC LIMIT 1",
        person=person_id,
    )
    own = reader.value(
        "SELECT max(coalesce(off_at, '9999')) FROM shifts WHERE person_id = :person"
        " AND off_at IS NOT NULL",
        person=person_id,
    )
    if last is None or (own or "") > last["off_at"]:
        return None
    still = "SELECT 1 FROM shifts WHERE person_id = :giver AND off_at IS NULL"
    handed = (
        "SELECT 1 FROM handovers h JOIN cases c ON c.id = h.case_id"
        " WHERE h.giver_id = :giver AND c.opened_at >= :since AND c.state <> 'cancelled'"
    )
    giver = int(last["person_id"])
    if reader.value(still, giver=giver) or reader.value(handed, giver=giver, since=last["on_at"]):
        return None
    return giver


def planned(reader: Reader, since: datetime, until: datetime) -> list[Row]:
    """Who is on the roster at any time of a span, by when they begin.

    Columns: id, person_id, code, name, english, role, begins_at, ends_at.
    """
    return reader.rows(
        "SELECT r.id, p.id AS person_id, p.code, p.name, p.english, p.role, r.begins_at, r.ends_at"
        " FROM roster r JOIN people p ON p.id = r.person_id WHERE r.withdrawn_at IS NULL"
        " AND r.begins_at < :until AND r.ends_at > :since ORDER BY r.begins_at, p.code",
        since=stamp(since),
        until=stamp(until),
    )
