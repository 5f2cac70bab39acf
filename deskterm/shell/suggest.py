"""What Tab puts into a half-typed line: whom to send, with which vehicle, to which call."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import line, numbers
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Lexicon
from deskterm.core.reader import Reader
from deskterm.desks.guards import queries as guards
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell.verbs import VERBS

MEDICAL = "medical"
"""The category that a vehicle is suggested for."""


def completed(reader: Reader, now: datetime, text: str, words: Lexicon) -> str:
    """The line with what is suggested behind it; as it was where nothing is."""
    try:
        parsed = line.parse(text, VERBS, words)
        if parsed.verb.words[0] != "send":
            return text
    except Refusal:
        return text
    said = parsed.values.get("case", "")
    case_id = to_call(reader, now, said)
    row = reader.row("SELECT letter, year, number FROM cases WHERE id = :id", id=case_id)
    if row is None:
        return text
    more = [] if parsed.values.get("guards") else _guards(reader, case_id)
    more += [] if "vehicle" in parsed.values else _vehicle(reader, now, case_id)
    if not said:
        more.append(numbers.spoken(row["letter"], row["year"], row["number"], now.year))
    return " ".join([text.rstrip(), *more])


def to_send(reader: Reader, now: datetime, case_id: int) -> list[str]:
    """The guards suggested for a call, and a free vehicle for a patient."""
    return _guards(reader, case_id) + _vehicle(reader, now, case_id)


def to_call(reader: Reader, now: datetime, said: str) -> int:
    """The call that is named, else the open one that was logged last; 0 where there is none."""
    try:
        return numbers.case_id(reader, said, now) if said else _newest(reader)
    except Refusal:
        return 0


def _newest(reader: Reader) -> int:
    """The open call that was logged last, at this desk before any other."""
    found = reader.value(
        "SELECT id FROM cases WHERE letter = 'C' AND closed_at IS NULL"
        " ORDER BY coalesce(opened_by, '') = :viewer DESC, id DESC LIMIT 1"
    )
    return int(found or 0)


def _guards(reader: Reader, case_id: int) -> list[str]:
    return [guard.code for guard in guards.suggested_for(reader, case_id)]


def _vehicle(reader: Reader, now: datetime, case_id: int) -> list[str]:
    category = reader.value("SELECT category FROM calls WHERE case_id = :id", id=case_id)
    if category != MEDICAL or vehicles.one_was_sent(reader, case_id):
        return []
    free = [row["plate"] for row in vehicles.fleet(reader, now) if row["trip_id"] is None]
    return free[:1]
