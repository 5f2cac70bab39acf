"""The index can be written anew from the records, and then says what it said before."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskterm.core import search
from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.core.search.kinds import KINDS
from deskterm.desks.calls import actions as calls
from deskterm.shell.demo import demo
from deskterm.shell.house import open_office
from deskterm.shell.look_up import found
from deskterm.shell.reindex import reindex
from deskterm.shell.say import say_line

CALLS = 120
VAN = "沪A12345"
LINES = (
    ("lin", "call 12-3-1502 kitchen pipe burst"),
    ("lin", "note C{number} the valve is shut 阀门已关"),
    ("lin", "join C{number} 12-3-1503 100-5550-7777 also wet"),
    ("lin", "caution 12-3-1502 dog in the flat"),
    ("lin", "caution 12-3-1502 off 1"),
    ("lin", "caution 12-3-1502 hard of hearing"),
    ("lin", "confidential C{number}"),
    ("lin", "send G2 C{number}"),
    ("lin", "undo"),
    ("lin", "send G3 C{number}"),
    ("lin", "fault A the lamp is broken to: equipment"),
    ("lin", "series B 14:00-15:30 weekly mo until 2027-03-01 choir"),
    ("lin", f"fuel {VAN} 45.2L 380.50 88210"),
    ("lin", "trip for Finance to the bank"),
    ("lin", "trip for Finance to the harbour"),
    ("lin", "undo"),
    ("majj", f"repair {VAN} minor brake pads 800"),
    ("majj", f"cost {VAN} toll supplier: Shell"),
    ("majj", "cost K1 35.00"),
    ("majj", f"cost {VAN} parking 20 withdrawn later"),
    ("majj", "undo"),
    ("lin", "handover the key is in the drawer"),
    ("zhou", "resident 12-3-1502 100-5550-0199 欧阳修"),
    ("zhou", f"set {VAN} name 新车"),
    ("zhou", "set G5 active no"),
)
ASKED = (
    *("漏水", "12-3-1502", "2231", "wjg", "阀门", "dog", "kind:booking", "kind:slip", "新车"),
    *("unit:12-3 kind:note", "kind:caller", "kind:price", "Shell", "brake", "bank", "例会"),
)


@pytest.fixture(scope="module")
def full(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of generated calls and of acts at every desk: records of every kind."""
    path = tmp_path_factory.mktemp("full") / "desk.db"
    shutil.copy(sample_store, path)
    demo(path, CALLS, 7)
    office = open_office(path)
    with office.read() as reader:
        last = reader.value("SELECT max(year * 1000000 + number) FROM cases WHERE letter = 'C'")
    for operator, line in LINES:
        say_line(office, line.format(number=last % 1000000 + 1), operator, anyway=True)
    with office.work() as work:
        calls.ring(work, "10055501234", missed=True)
    office.close()
    return path


@pytest.fixture
def town(full: Path, tmp_path: Path) -> Iterator[Office]:
    """An office on a copy of it."""
    office = open_office(Path(shutil.copy(full, tmp_path / "desk.db")))
    yield office
    office.close()


def rows(office: Office) -> list[Row]:
    """What is in the index, and what it finds."""
    with office.read() as reader:
        docs = reader.rows("SELECT kind, ref, case_id, at, body, keys, masked FROM docs")
        hits = [{**hit, "id": 0} for said in ASKED for hit in search.find(reader, said, 50)]
    in_order = sorted(hits, key=lambda row: (row["at"], row["kind"], row["ref"]))
    return sorted(docs, key=lambda row: (row["kind"], row["ref"])) + in_order


def test_an_index_written_anew_says_what_was_kept(town: Office) -> None:
    before = rows(town)
    assert {row["kind"] for row in before} == {*KINDS}
    told: list[tuple[int, int]] = []
    count = reindex(town, lambda done, of: told.append((done, of)))
    assert rows(town) == before
    assert told[-1] == (count, count)


def test_an_index_that_was_lost_or_spoiled_comes_back_whole(town: Office) -> None:
    before = rows(town)
    for harm in (
        "DELETE FROM docs",
        "UPDATE docs SET body = 'x', keys = 'y', masked = 'z', at = '2020-01-01T00:00:00.000000Z'",
        "INSERT INTO docs (kind, ref, at, body, keys) VALUES ('call', 999999999, '2026', 'x', '')",
    ):
        with town.engine.begin() as connection:
            connection.exec_driver_sql(harm)
            connection.exec_driver_sql("INSERT INTO docs_index(docs_index) VALUES ('delete-all')")
        reindex(town)
        assert rows(town) == before, harm


def test_what_a_store_had_not_in_its_index_is_found_after_it(town: Office) -> None:
    with town.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM docs WHERE kind = 'price'")
    reindex(town)
    assert any("Drain cleared ¥60.00" in line for line in found(town, "kind:价目"))


def test_doctor_reindexes_and_shows_how_far_it_is(town: Office) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("deskterm"), "doctor", "--reindex", "--store", town.path],
        capture_output=True,
        text=True,
        check=True,
    )
    with town.read() as reader:
        count = reader.value("SELECT count(*) FROM docs")
    assert f"{count} of {count}" in done.stderr
    assert done.stdout.split()[-2:] == [str(count), "records."]
