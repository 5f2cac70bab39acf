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
from deskterm.shell.demo import demo
from deskterm.shell.house import open_office
from deskterm.shell.reindex import AGAIN, reindex
from deskterm.shell.say import say_line

CALLS = 300
LINES = (
    "call 12-3-1502 kitchen pipe burst",
    "note C{number} the valve is shut 阀门已关",
    "caution 12-3-1502 dog in the flat",
    "confidential C{number}",
)
ASKED = ("漏水", "12-3-1502", "2231", "wjg", "阀门", "dog", "kind:booking", "kind:slip")


@pytest.fixture(scope="module")
def full(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of generated calls and a few real acts."""
    path = tmp_path_factory.mktemp("full") / "desk.db"
    shutil.copy(sample_store, path)
    demo(path, CALLS, 7)
    office = open_office(path)
    with office.read() as reader:
        last = reader.value("SELECT max(year * 1000000 + number) FROM cases WHERE letter = 'C'")
    for line in LINES:
        said = line.format(number=last % 1000000 + 1)
        say_line(office, said, "lin", anyway=True)
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
        found = [hit for said in ASKED for hit in search.find(reader, said, 50)]
    return sorted(docs, key=lambda row: (row["kind"], row["ref"])) + found


def test_an_index_written_anew_says_what_was_kept(town: Office) -> None:
    before = rows(town)
    told: list[tuple[int, int]] = []
    count = reindex(town, lambda done, of: told.append((done, of)))
    assert rows(town) == before
    assert told[-1] == (count, count)


def test_what_was_lost_is_read_from_the_records_again(town: Office) -> None:
    before = {(row["kind"], row["ref"]): row["body"] for row in rows(town)}
    with town.engine.begin() as connection:
        lost = ", ".join(f"'{kind}'" for kind in AGAIN)
        connection.exec_driver_sql(f"DELETE FROM docs WHERE kind IN ({lost})")
        connection.exec_driver_sql("INSERT INTO docs_index(docs_index) VALUES ('delete-all')")
    reindex(town)
    assert {(row["kind"], row["ref"]): row["body"] for row in rows(town)} == before


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
