"""What the shifts desk reads: plain SQL over a reader."""

from __future__ import annotations

from deskterm.core.people import Signed
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_

KINDS = {
    "shift.signed-on": N_("signed on"),
    "shift.signed-off": N_("signed off"),
    "pin.refused": N_("wrong PIN"),
    "pin.accepted": N_("right PIN after wrong ones"),
}
"""What the journal lines of this desk say happened."""


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
