"""No two bookings of a room overlap, whoever writes them: consoles at once, or another program."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.core import journal
from deskterm.core.instants import stamp
from deskterm.core.office import Office
from deskterm.core.store import create
from deskterm.desks.rooms import actions, queries, rules
from deskterm.desks.rooms.forms import NewBooking
from deskterm.desks.rooms.rules import Taken
from deskterm.shell.schema import METADATA

ROOT = Path(__file__).parents[2]
CONSOLES = 8
MORNING = datetime(2026, 12, 1, tzinfo=UTC)

CONSOLE = """
import random, sys
from datetime import UTC, datetime
from pathlib import Path
from deskterm.desks.rooms import actions
from deskterm.desks.rooms.forms import NewBooking
from deskterm.shell.house import open_office

store, console, slots = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
clock = lambda: datetime(2026, 11, 23, 6, 31, 40, tzinfo=UTC)
office = open_office(Path(store), console=f"desk-{console}", clock=clock)
wanted = [(room, day, hour) for day in range(7, 12) for hour in range(8, 18) for room in "ABCD"]
wanted = wanted[:slots]
random.Random(console).shuffle(wanted)
kept = refused = 0
for room, day, hour in wanted:
    period = f"{hour:02}:00-{hour:02}:30"
    form = NewBooking.read({"room": room, "date": f"2026-12-{day:02}", "period": period})
    try:
        with office.work("lin") as work:
            actions.book(work, form)
        kept += 1
    except actions.RoomTaken as no:
        refused += "; free from " in str(no)
print(kept, refused)
"""

INSERT = (
    "INSERT INTO bookings (case_id, room_id, start_at, end_at, held_from, held_to, holder, wants,"
    " state) VALUES (:case, :room, :start, :end, :start, :end, '', '', :state)"
)


@pytest.mark.parametrize("slots", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_eight_consoles_that_want_the_same_slots_get_each_once_and_the_losers_an_alternative(
    office: Office, slots: int
) -> None:
    consoles = [
        subprocess.Popen(
            [sys.executable, "-c", CONSOLE, str(office.path), str(number), str(slots)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for number in range(CONSOLES)
    ]
    said = [console.communicate()[0].split() for console in consoles]
    assert [console.returncode for console in consoles] == [0] * CONSOLES
    assert sum(int(kept) for kept, _refused in said) == slots
    assert sum(int(refused) for _kept, refused in said) == (CONSOLES - 1) * slots
    with office.read() as reader:
        kept = "SELECT count(DISTINCT room_id || start_at) AS slots, count(*) AS rows FROM bookings"
        assert reader.row(kept) == {"slots": slots, "rows": slots}
        booked = "SELECT count(*) FROM journal WHERE kind = 'room.booked'"
        assert reader.value(booked) == slots
        assert journal.verify(reader).broken_at is None


@pytest.fixture
def two_bookings(office: Office) -> Path:
    """A store in which room A is booked 16:00-17:00 and 18:00-19:00."""
    for period in ("16:00-17:00", "18:00-19:00"):
        with office.work("lin") as work:
            actions.book(work, NewBooking.read({"room": "A", "period": period}))
    return office.path


def test_another_program_cannot_move_a_booking_onto_another(two_bookings: Path) -> None:
    with closing(sqlite3.connect(two_bookings)) as connection:
        move = (
            "UPDATE bookings SET (start_at, end_at, held_from, held_to) ="
            " (SELECT start_at, end_at, held_from, held_to FROM bookings WHERE id = 1) WHERE id = 2"
        )
        with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
            connection.execute(move)


def test_another_program_cannot_bring_a_cancelled_booking_back_onto_another(
    two_bookings: Path,
) -> None:
    with closing(sqlite3.connect(two_bookings)) as connection:
        connection.execute("UPDATE bookings SET state = 'cancelled' WHERE id = 2")
        times = "start_at, end_at, held_from, held_to"
        first = f"SELECT {times} FROM bookings WHERE id = 1"
        connection.execute(f"UPDATE bookings SET ({times}) = ({first}) WHERE id = 2")
        with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
            connection.execute("UPDATE bookings SET state = 'booked' WHERE id = 2")


def test_another_program_cannot_insert_a_booking_onto_another(two_bookings: Path) -> None:
    with closing(sqlite3.connect(two_bookings)) as connection:
        copy = (
            "INSERT INTO bookings"
            " (case_id, room_id, start_at, end_at, held_from, held_to, holder, wants, state)"
            " SELECT 1, room_id, start_at, end_at, held_from, held_to, '', '', 'booked'"
            " FROM bookings WHERE id = 1"
        )
        with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
            connection.execute(copy)


@contextmanager
def empty_store() -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        create(path, METADATA)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield connection


spans = st.tuples(st.integers(1, 2), st.integers(0, 40), st.integers(1, 12))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(spans, max_size=10), min_size=4, max_size=4))
def test_the_store_and_the_rule_agree_on_what_overlaps(
    days: list[list[tuple[int, int, int]]],
) -> None:
    with empty_store() as connection:
        for number, day in enumerate(days):
            kept: dict[int, list[Taken]] = {1: [], 2: []}
            for room, first, length in day:
                start = MORNING + timedelta(days=number, minutes=first)
                wanted = Taken(0, start, end := start + timedelta(minutes=length), start, end)
                values = {"case": connection.total_changes, "room": room, "state": "booked"}
                values |= {"start": stamp(start), "end": stamp(end)}
                if rules.clashes(start, end, kept[room]):
                    with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
                        connection.execute(INSERT, values)
                else:
                    connection.execute(INSERT, values)
                    kept[room].append(wanted)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (f"{queries._HELD} AND b.held_from < '3' ORDER BY b.held_from DESC", "bookings_held"),
        (f"{queries._HELD} AND b.held_from >= '3' ORDER BY b.held_from", "bookings_held"),
        (f"{queries._BOOKING} WHERE b.start_at > '3' ORDER BY b.start_at", "bookings_by_start"),
    ],
)
def test_what_is_taken_is_read_off_an_index_in_order(office: Office, sql: str, index: str) -> None:
    with office.read() as reader:
        plan = [row["detail"] for row in reader.rows(f"EXPLAIN QUERY PLAN {sql}", room=1)]
    assert any(index in line for line in plan)
    assert not any("SCAN" in line or "TEMP B-TREE" in line for line in plan)
