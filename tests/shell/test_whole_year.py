"""A year of a hundred thousand calls: its reports, its archive and its destroying are whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deskterm.core import journal
from deskterm.core.instants import stamp
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.core.search import indexed
from deskterm.shell.archive import destroy, make
from deskterm.shell.reports import run_report
from tests.conftest import NOON, Clock
from tests.shell.years import look

CALLS = 100_000
START = NOON.replace(year=2022, month=1, day=2)
CATEGORIES = ("medical", "repair", "complaint", "inquiry", "safety", "disaster", "other")
SAID = {"words": "厨房水管漏水 pipe {}", "outcome": "修好了 {}"}
BASE = 1_000_000
"""Ids that the sample site has not."""
Rows = list[tuple[object, ...]]


def at(case: int, minutes: float = 0) -> str:
    return stamp(START + timedelta(minutes=5 * case + minutes))


def rows(guards: list[int]) -> dict[str, Rows]:
    """A year of calls, one every five minutes; every third with two guards."""
    numbers = range(1, CALLS + 1)
    return {
        "INSERT INTO cases (id, letter, year, number, desk, grade, state, place_id, place_said,"
        " flags, opened_at, entered_at, opened_by, closed_at, closed_by, disposition)"
        " VALUES (?, 'C', 2022, ?, 'calls', 2, 'closed', ?, '', '', ?, ?, 'lin', ?, 'lin', 'met')": [
            (BASE + i, i, 1 + i % 50, at(i), at(i, 1), at(i, 60)) for i in numbers
        ],
        "INSERT INTO calls (case_id, category, caller, phone, phone_tail, channel, answered_at,"
        " satisfaction) VALUES (?, ?, '王建国', '138-0000-2231', '2231', 'phone', ?, ?)": [
            (BASE + i, CATEGORIES[i % 7], at(i, i % 9), 1 + i % 5) for i in numbers
        ],
        "INSERT INTO texts (id, case_id, field, body, salt, entered_at)"
        " VALUES (?, ?, ?, ?, 's', ?)": [
            (BASE + 2 * i + place, BASE + i, field, body.format(i), at(i))
            for i in numbers
            for place, (field, body) in enumerate(SAID.items())
        ],
        "INSERT INTO assignments (case_id, person_id, assigned_at, en_route_at, on_scene_at,"
        " clear_at, filled) VALUES (?, ?, ?, ?, ?, ?, ?)": [
            (BASE + i, guard, at(i), at(i, 1), at(i, 3), at(i, 30), "on-scene" if i % 2 else "")
            for i in range(3, CALLS + 1, 3)
            for guard in guards
        ],
        "INSERT INTO closings (case_id, state, at, disposition, satisfaction, outcome_id)"
        " VALUES (?, 'closed', ?, 'met', ?, ?)": [
            (BASE + i, at(i, 60), 1 + i % 5, BASE + 2 * i + 1) for i in numbers
        ],
        "INSERT INTO docs (kind, ref, case_id, at, body, keys) VALUES ('call', ?, ?, ?, ?, '')": [
            (BASE + i, BASE + i, at(i), f"C-2022-{i:06d} {SAID['words'].format(i)}")
            for i in numbers
        ],
    }


@pytest.fixture
def full(office: Office, clock: Clock) -> Iterator[Office]:
    """The office of 2025 with a hundred thousand calls of 2022."""
    connection = sqlite.connect(str(office.path))
    guards = connection.execute("SELECT person_id FROM guards ORDER BY person_id LIMIT 2")
    for sql, values in rows([person for (person,) in guards]).items():
        connection.executemany(sql, values)
    found = connection.execute("SELECT id, body FROM docs WHERE kind = 'call'").fetchall()
    lines = ((key, indexed("call", body, "")) for key, body in found)
    connection.executemany("INSERT INTO docs_index (rowid, tokens) VALUES (?, ?)", lines)
    connection.commit()
    connection.close()
    clock.at = NOON.replace(year=2025)
    look(office, "zhou")
    yield office
    look(office, None)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.clause("H5.1")
def test_a_year_of_a_hundred_thousand_calls_is_reported_archived_and_destroyed(
    full: Office, tmp_path: Path
) -> None:
    assert len(run_report(full, "register", whole="2022").rows) == CALLS
    for name in ("calls", "answer", "guards", "dispatch", "satisfaction", "day"):
        assert run_report(full, name, whole="2022").rows, name
    assert run_report(full, "unpaid", whole="2022").rows == []
    make(full, 2022, tmp_path / "2022")
    destroy(full, 2022)
    with full.read() as reader:
        assert reader.value("SELECT count(*) FROM texts WHERE case_id IS NOT NULL") == 0
        assert journal.verify(reader).broken_at is None
