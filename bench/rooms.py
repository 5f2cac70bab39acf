"""Rooms: what a conflict check and a day view cost among many bookings and among few."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bench.store import DESKTERM, VAR
from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, connect, snapshot, sqlite
from deskterm.desks.rooms import queries, rules
from deskterm.shell import room_bars
from deskterm.shell.house import open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from deskterm.core.site import Site

ROOMS = 50
FEW, MANY = 1_000, 100_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SLOT = timedelta(hours=2)
"""A booking every two hours of each room, an hour and a half long with its set-up and clearing."""
BY_HAND = f"{queries._HELD} AND b.held_from < :until ORDER BY b.held_from DESC"  # noqa: SLF001 - the same SQL
AGAIN = 40
"""Checks and views in one measurement."""


def filled(bookings: int) -> Path:
    """A store with so many bookings in fifty rooms, made if this is the first time."""
    path = VAR / f"bench-rooms-{bookings}.db"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        print(f"Generating {bookings} bookings, once.", file=sys.stderr)
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        subprocess.run([DESKTERM, "init", "--store", unfinished], check=True, stdout=sys.stderr)
        with closing(sqlite.connect(str(unfinished), isolation_level=None)) as connection:
            connection.execute("BEGIN")
            _fill(connection, bookings)
            connection.execute("COMMIT")
            connection.execute("ANALYZE")
        unfinished.rename(path)
        for beside in VAR.glob(f"{unfinished.name}*"):
            beside.unlink()
    return path


def _fill(connection: sqlite.Connection, bookings: int) -> None:
    (kept,) = connection.execute("SELECT count(*) FROM rooms").fetchone()
    connection.executemany(
        "INSERT INTO rooms (code, name, english, size, capacity, setup_minutes, clear_minutes,"
        " features, hours, active) VALUES (?, ?, '', 'small', 12, 10, 10, 'screen', '', 1)",
        [(f"R{number}", f"Room {number}") for number in range(kept, ROOMS)],
    )
    ids = [row[0] for row in connection.execute("SELECT id FROM rooms ORDER BY id")]
    for number in range(1, bookings + 1):
        room, place = ids[number % ROOMS], number // ROOMS
        start = FIRST + place * SLOT
        times = [start, start + SLOT * 0.5, start - SLOT * 0.125, start + SLOT * 0.625]
        connection.execute(
            "INSERT INTO cases (letter, year, number, desk, grade, state, opened_at, entered_at,"
            " room_id, closed_at,"
            " place_said, flags, confidential) VALUES"
            " ('B', 2020, ?, 'rooms', 2, 'closed', ?, ?, ?, ?, '', '', 0)",
            (number, stamp(FIRST), stamp(FIRST), room, stamp(FIRST)),
        )
        connection.execute(
            "INSERT INTO bookings (case_id, room_id, start_at, end_at, held_from, held_to, holder,"
            " wants, state) VALUES (last_insert_rowid(), ?, ?, ?, ?, ?, 'Finance', '', 'booked')",
            (room, *map(stamp, times)),
        )


class Measured:
    """One store of bookings, open for reading."""

    def __init__(self, path: Path, bookings: int) -> None:
        """`path` is of `filled`; its middle is looked at."""
        self.site: Site = open_office(path).site
        self.connection = connect(path)
        self.middle = FIRST + SLOT * (bookings // ROOMS // 2)
        self.ids = [row[0] for row in self.connection.execute("SELECT id FROM rooms")]

    def checks(self) -> Callable[[], float]:
        """Milliseconds of conflict checks of random times in random rooms."""
        return partial(self._timed, self._check)

    def checks_by_hand(self) -> Callable[[], float]:
        """The same SQL through the driver, the same rows fetched."""
        return partial(self._timed, self._by_hand)

    def views(self) -> Callable[[], float]:
        """Milliseconds of one view of a day."""
        return partial(self._timed, self._view, 1)

    def _timed(self, act: Callable[[Reader, random.Random], object], times: int = AGAIN) -> float:
        chance = random.Random(7)
        with snapshot(self.connection) as reader:
            at = time.perf_counter()
            for _ in range(times):
                act(reader, chance)
            return (time.perf_counter() - at) * 1000

    def _wanted(self, chance: random.Random) -> tuple[int, datetime]:
        begins = self.middle + timedelta(minutes=chance.randrange(-300, 300))
        return chance.choice(self.ids), begins

    def _check(self, reader: Reader, chance: random.Random) -> object:
        room, begins = self._wanted(chance)
        held = queries.held(reader, room, begins, begins + SLOT)
        return rules.clashes(begins, begins + SLOT, held)

    def _by_hand(self, _reader: Reader, chance: random.Random) -> object:
        room, begins = self._wanted(chance)
        asked = {"room": room, "until": stamp(begins + SLOT)}
        found = []
        for row in self.connection.execute(BY_HAND, asked):
            if row[4] <= stamp(begins):
                break
            found.append(row)
        return found

    def _view(self, reader: Reader, _chance: random.Random) -> object:
        day = date.fromordinal(self.middle.date().toordinal())
        return room_bars.look(reader, self.site, self.middle, room_bars.Asked(day))


def figures() -> Iterator[tuple[str, Callable[[], float], Callable[[], float]]]:
    """What is measured, and its floor, by name."""
    few, many = (Measured(filled(count), count) for count in (FEW, MANY))
    yield "rooms: conflict, 100,000 to 1,000", many.checks(), few.checks()
    yield "rooms: day view, 100,000 to 1,000", many.views(), few.views()
    yield "rooms: conflict to the bare driver", many.checks(), many.checks_by_hand()
