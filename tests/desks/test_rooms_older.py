"""A store of the schema before this one keeps its bookings when it is brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deskterm.core.migrate import migrate, run
from deskterm.core.reader import sqlite
from deskterm.core.store import APPLICATION_ID, SCHEMA, schema_of

ROOM = (
    "INSERT INTO rooms (id, code, name, english, size, capacity, setup_minutes, clear_minutes,"
    " features, active) VALUES (1, 'A', 'A', '', 'small', 9, 0, 0, '', 1)"
)
CASE = (
    "INSERT INTO cases (id, letter, year, number, desk, grade, state, place_said, flags,"
    " opened_at, entered_at) VALUES (:id, 'B', 2026, :id, 'rooms', 2, 'open', '', '', '1', '1')"
)
BOOKING = (
    "INSERT INTO bookings (id, case_id, room_id, start_at, end_at, held_from, held_to, holder,"
    " people, wants, state) VALUES (:id, :id, 1, :at, :to, :at, :to, 'Finance', 4, 'tea', :state)"
)


def test_bookings_of_an_older_store_are_kept_and_still_guarded(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite.connect(str(path))) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    path.chmod(0o600)
    run(path, 0, 3)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(ROOM)
        for number, state in ((1, "booked"), (2, "cancelled")):
            values = {"id": number, "at": "2026-11-23T08", "to": "2026-11-23T09", "state": state}
            connection.execute(CASE, values)
            connection.execute(BOOKING, values)
        connection.commit()
        before = connection.execute("SELECT * FROM bookings ORDER BY id").fetchall()
    migrate(path)
    assert schema_of(path) == SCHEMA
    with closing(sqlite3.connect(path)) as connection:
        after = connection.execute("SELECT * FROM bookings ORDER BY id").fetchall()
        assert after == [(*row, None, None, None) for row in before]
        assert connection.execute("SELECT hours FROM rooms").fetchall() == [("",)]
        with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
            connection.execute("UPDATE bookings SET state = 'waiting' WHERE id = 2")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
