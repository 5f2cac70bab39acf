"""What was kept long enough is destroyed: words, names and phones; the figures stay (H5.1)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.desks.calls.model import Ring
from deskterm.shell.archive import destroy, make, years
from deskterm.shell.archive.destroying import POINTING
from deskterm.shell.reindex import reindex
from deskterm.shell.reports import run_report
from tests.desks.oncall import log
from tests.shell.years import PHONES, WORDS, a_year, at, look, said

if TYPE_CHECKING:
    from tests.conftest import Clock

FIGURES = ("calls", "answer", "guards", "dispatch", "satisfaction")
SPENT = (*WORDS, "somebody comes", "a washer was missing", "a new washer", "the police")


@pytest.fixture
def aged(office: Office, clock: Clock, tmp_path: Path) -> Office:
    """An office on 1 January 2025 with two years behind it; 2022 is archived."""
    for year in (2022, 2023):
        a_year(office, clock, year)
    look(office, "zhou")
    at(clock, 2025, 1, 1)
    clock.pass_(hours=-12)
    make(office, 2022, tmp_path / "2022")
    return office


def value(office: Office, sql: str, **values: object) -> Any:  # noqa: ANN401
    with office.read() as reader:
        return reader.value(sql, **values)


def figures(office: Office, year: int) -> dict[str, object]:
    return {name: run_report(office, name, whole=str(year)).rows for name in FIGURES}


@pytest.mark.clause("H5.1")
def test_the_words_of_a_year_go_and_its_figures_stay(aged: Office) -> None:
    before, other = figures(aged, 2022), figures(aged, 2023)
    register = run_report(aged, "register", whole="2022").rows
    gone = destroy(aged, 2022)
    assert gone.counts["calls"] == 3
    assert gone.counts["names"] >= 3
    assert figures(aged, 2022) == before
    assert figures(aged, 2023) == other
    blank = {"words": None, "caller": "", "phone": "", "outcome": None, "referred_to": None}
    left = run_report(aged, "register", whole="2022").rows
    assert left == [{**line, **blank} for line in register]
    assert [row["words"] for row in run_report(aged, "register", whole="2023").rows] == list(WORDS)


@pytest.mark.clause("H5.1")
def test_nothing_of_what_was_said_is_left_in_the_store_or_in_the_index(
    aged: Office, clock: Clock
) -> None:
    with aged.work("lin") as work:
        case = work.reader.value("SELECT min(id) FROM cases WHERE letter = 'C' AND year = 2022")
        other = work.reader.value("SELECT min(id) FROM cases WHERE letter = 'C' AND year = 2023")
        for of in (case, other):
            work.keep(Ring(phone=PHONES[0], phone_tail="2231", at=clock(), case_id=of))
    with aged.read() as reader:
        assert len(search.find(reader, WORDS[0][:20])) == 2
    destroy(aged, 2022)
    these = "case_id IN (SELECT id FROM cases WHERE letter = 'C' AND year = 2022)"
    assert value(aged, f"SELECT count(*) FROM texts WHERE {these}") == 0
    assert value(aged, f"SELECT count(*) FROM docs WHERE {these}") == 0
    assert value(aged, f"SELECT count(*) FROM calls WHERE {these} AND phone || caller <> ''") == 0
    assert value(aged, f"SELECT count(*) FROM rings WHERE {these} AND phone <> ''") == 0
    assert value(aged, "SELECT count(*) FROM rings WHERE phone <> ''") == 1
    with aged.read() as reader:
        for words in (*WORDS, *PHONES, "washer"):
            sql = "SELECT year FROM cases WHERE id = :id"
            found = search.find(reader, words[:20])
            assert {reader.value(sql, id=row["case_id"]) for row in found} <= {2023}
        docs = {row["id"] for row in reader.rows("SELECT id FROM docs")}
        indexed = {row["rowid"] for row in reader.rows("SELECT rowid FROM docs_index")}
        match = "SELECT rowid FROM docs_index WHERE docs_index MATCH 'washer'"
        assert {row["rowid"] for row in reader.rows(match)} <= docs
    assert indexed == docs


@pytest.mark.clause("H5.1")
def test_the_index_written_anew_does_not_bring_it_back(aged: Office) -> None:
    destroy(aged, 2022)
    before = value(aged, "SELECT count(*) FROM docs")
    with aged.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM docs")
    assert reindex(aged) == before
    these = "case_id IN (SELECT id FROM cases WHERE letter = 'C' AND year = 2022)"
    assert value(aged, f"SELECT count(*) FROM docs WHERE {these}") == 0


@pytest.mark.clause("H5.1")
def test_what_was_destroyed_is_in_no_page_of_the_file(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    a_year(office, clock, 2022)
    said(office, "note C-2022-000001 unmistakable-zebra-crossing")
    look(office, "zhou")
    at(clock, 2025, 1, 1)
    make(office, 2022, tmp_path / "2022")

    def stored() -> bool:
        files = [path.read_bytes() for path in office.path.parent.glob("desk.db*")]
        return any(b"zebra" in raw for raw in files)

    assert stored()
    destroy(office, 2022)
    assert not stored()


@pytest.mark.clause("H5.1")
def test_cases_stamps_steps_sums_and_the_journal_stay_and_the_chain_verifies(
    aged: Office,
) -> None:
    tables = ("cases", "steps", "runs", "moments", "assignments", "charges", "closings", "contacts")
    before = {name: value(aged, f"SELECT count(*) FROM {name}") for name in tables}
    lines = value(aged, "SELECT count(*) FROM journal")
    gone = destroy(aged, 2022)
    assert {name: value(aged, f"SELECT count(*) FROM {name}") for name in tables} == before
    assert value(aged, "SELECT sum(amount_cents) FROM charges") == 6000
    with aged.read() as reader:
        chain = journal.verify(reader)
        assert reader.rows("PRAGMA foreign_key_check") == []
        row = reader.row("SELECT * FROM journal ORDER BY seq DESC LIMIT 1")
        archive = reader.row("SELECT * FROM archives WHERE year = 2022")
    assert chain.broken_at is None
    assert chain.count > lines
    assert row is not None
    assert (row["kind"], row["operator"]) == ("archive.destroyed", "zhou")
    assert json.loads(row["facts"]) == {"year": 2022, **gone.counts}
    assert archive is not None
    assert (archive["destroyed_by"], archive["destroyed_at"]) == (
        "zhou",
        "2024-12-31T16:00:00.000Z",
    )
    assert {row["year"]: row["state"] for row in years(aged).rows}[2022] == "destroyed"


@pytest.mark.clause("H5.1")
def test_a_second_time_there_is_nothing_left_to_do(aged: Office) -> None:
    assert not destroy(aged, 2022).nothing
    seen = aged.seen()
    again = destroy(aged, 2022)
    assert again.nothing
    assert again.sentence == "Nothing is left of 2022 that could be destroyed."
    assert aged.seen() == seen


@pytest.mark.clause("H5.1")
def test_what_is_not_archived_or_not_old_enough_stays(
    aged: Office, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="2023 is not archived; deskterm archive 2023 comes first"):
        destroy(aged, 2023)
    make(aged, 2023, tmp_path / "2023")
    with pytest.raises(Refusal, match=r"it may go from 2026-01-01 on\."):
        destroy(aged, 2023)
    clock.pass_(milliseconds=-1)
    with pytest.raises(Refusal, match=r"it may go from 2025-01-01 on\."):
        destroy(aged, 2022)
    assert value(aged, "SELECT count(*) FROM texts WHERE body = :words", words=WORDS[0]) == 2


@pytest.mark.clause("H5.1")
@pytest.mark.parametrize("code", ["lin", "tang", "guo", None])
def test_only_a_supervisor_or_above_destroys(aged: Office, code: str | None) -> None:
    look(aged, code)
    with pytest.raises(Refusal):
        destroy(aged, 2022)
    assert value(aged, "SELECT count(*) FROM texts WHERE body = :words", words=WORDS[0]) == 2


@pytest.mark.clause("H5.1")
def test_the_archived_files_need_not_be_here_any_more(aged: Office, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "2022")
    assert destroy(aged, 2022).counts["texts"] > 0


@pytest.mark.clause("H5.1")
def test_a_call_that_was_changed_after_the_archive_is_archived_again_first(
    aged: Office, tmp_path: Path
) -> None:
    said(aged, "note C-2022-000002 the police came", "zhou")
    with pytest.raises(Refusal, match="C-2022-000002 was changed after 2022 was archived"):
        destroy(aged, 2022)
    make(aged, 2022, tmp_path / "again")
    assert not destroy(aged, 2022).nothing


@pytest.mark.clause("H5.1")
def test_a_call_that_is_still_open_keeps_its_words_until_it_is_closed_and_archived(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    a_year(office, clock, 2022)
    log(office, category="other", words="still to be done", phone="138-0000-1111")
    look(office, "zhou")
    at(clock, 2025, 1, 1)
    make(office, 2022, tmp_path / "2022", anyway=True)
    destroy(office, 2022)
    assert value(office, "SELECT count(*) FROM texts WHERE body = 'still to be done'") == 1
    said(office, "close C-2022-000004 done at last", "zhou")
    with pytest.raises(Refusal, match="C-2022-000004 was changed after 2022 was archived"):
        destroy(office, 2022)
    make(office, 2022, tmp_path / "again")
    destroy(office, 2022)
    assert value(office, "SELECT count(*) FROM texts WHERE body = 'still to be done'") == 0
    with pytest.raises(Refusal, match="there is nothing left to archive"):
        make(office, 2022, tmp_path / "third")


def test_whatever_points_to_a_text_is_known(office: Office) -> None:
    connection = sqlite.connect(str(office.path))
    pointing = set()
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for key in connection.execute(f"PRAGMA foreign_key_list({table})"):
            if key[2] == "texts":
                pointing.add(f"{table} ({key[3]})")
    connection.close()
    assert pointing == set(POINTING)
