"""A foreign register at its edges: odd rows, odd files, people and places that are known here."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.shell.imports import Outcome, import_calls
from deskterm.shell.reindex import reindex

Take = Callable[..., Outcome]
MAP = """
source = "neighbour"
zone = "America/New_York"
dates = ["%Y-%m-%d %H:%M"]
[call]
key = "id"
opened = "when"
category = "what"
place = "where"
words = ["said"]
[categories]
default = "other"
leak = "repair"
[run]
unit = "unit"
assigned = "sent"
on_scene = "there"
clear = "free"
"""
HEAD = "id,when,what,where,said,unit,sent,there,free\n"


def row(key: str = "1", **said: str) -> str:
    """A line of the register."""
    told = {
        "when": "2026-03-01 10:00",
        "what": "leak",
        "where": "12 Elm St",
        "said": "water",
        "unit": "U1",
        "sent": "2026-03-01 10:02",
        "there": "2026-03-01 10:09",
        "free": "2026-03-01 10:30",
        **said,
    }
    return ",".join([key, *told.values()]) + "\n"


@pytest.fixture
def take(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Import these lines by the map above."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")

    def importing(body: str, operator: str | None = None) -> Outcome:
        file = tmp_path / "calls.csv"
        file.write_text(body, encoding="utf-8")
        return import_calls(office, file, str(tmp_path / "map.toml"), operator)

    return importing


def value(office: Office, sql: str) -> object:
    """One value of the store."""
    with office.read() as reader:
        found: object = reader.value(sql)
    return found


def test_a_call_is_kept_without_its_bad_row_and_the_outcome_says_so(
    office: Office, take: Take
) -> None:
    outcome = take(HEAD + row() + row(unit="U2", free="soon") + row("2", unit="U3"))
    assert (outcome.calls, outcome.runs, outcome.partial) == (2, 2, 1)
    assert "1 calls were taken in without their rejected rows." in outcome.sentence()
    assert value(office, "SELECT count(*) FROM assignments") == 2


def test_what_was_taken_in_is_found_alike_after_the_index_was_lost(
    office: Office, take: Take
) -> None:
    take(HEAD + row("cad-77") + row("cad-78", unit="U3", where="12-3-1502"))
    docs = "SELECT kind, ref, at, body, keys, masked FROM docs ORDER BY kind, ref"
    with office.read() as reader:
        before = reader.rows(docs)
        assert [hit["body"] for hit in search.find(reader, "cad-77")] == [
            "C-2026-000001 12 Elm St water"
        ]
    with office.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM docs")
    reindex(office)
    with office.read() as reader:
        assert reader.rows(docs) == before


def test_a_file_cut_off_in_its_last_line_is_noticed(take: Take) -> None:
    outcome = take(HEAD + row() + "2,2026-03-01 11:00,leak,Oak")
    assert outcome.calls == 1
    assert [(one.line, one.reason) for one in outcome.rejected] == [
        (3, "the file ends in the middle of this line")
    ]


def test_a_row_after_a_value_over_two_lines_keeps_its_own_line_number(take: Take) -> None:
    outcome = take(HEAD + row(said='"two\nlines"') + row("2", when="never"))
    assert [one.line for one in outcome.rejected] == [4]


def test_of_an_hour_that_comes_twice_it_is_the_first(office: Office, take: Take) -> None:
    take(HEAD + row(when="2026-11-01 01:30", sent="2026-11-01 01:31", free="2026-11-01 03:00"))
    opened = value(office, "SELECT opened_at FROM cases WHERE desk = 'calls'")
    assert opened == "2026-11-01T05:30:00.000Z"


def test_a_rejects_file_that_is_there_is_left_alone(take: Take, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "calls.rejects.csv").symlink_to(precious)
    outcome = take(HEAD + row(when="never"))
    assert precious.read_text() == "mine"
    assert outcome.rejects_file == "calls.rejects.2.csv"
    with (tmp_path / outcome.rejects_file).open(newline="", encoding="utf-8") as file:
        head, back = list(csv.reader(file))
    assert head[:3] == ["line", "reason", "id"]
    assert back[0] == "2"


def test_nothing_is_taken_in_where_the_rejects_cannot_be_written(
    office: Office, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(Refusal, match="cannot be written: .*; nothing was taken in"):
        take(HEAD + row() + row("2", when="never"))
    assert value(office, "SELECT count(*) FROM calls") == 0


def test_rejected_cells_are_no_formulas(take: Take, tmp_path: Path) -> None:
    outcome = take(HEAD + row(when="never", said="=HYPERLINK(1)"))
    body = (tmp_path / outcome.rejects_file).read_text(encoding="utf-8")
    assert "'=HYPERLINK(1)" in body


def test_text_that_a_spreadsheet_was_kept_from_is_read_as_it_was_typed(
    office: Office, take: Take
) -> None:
    take(HEAD + row(said="'+1 leak"))
    assert value(office, "SELECT body FROM texts") == "+1 leak"


def test_a_place_of_this_site_is_that_place(office: Office, take: Take) -> None:
    take(HEAD + row(where="12-3-1502") + row("2", unit="U2", where="Elm"))
    with office.read() as reader:
        rows = reader.rows(
            "SELECT p.code, c.place_said FROM cases c LEFT JOIN places p ON p.id = c.place_id"
            " WHERE c.desk = 'calls' ORDER BY c.id"
        )
    assert [(one["code"], one["place_said"]) for one in rows] == [
        ("12-3-1502", ""),
        (None, "Elm"),
    ]


def test_foreign_units_become_guards_who_are_not_on_duty(office: Office, take: Take) -> None:
    take(HEAD + row() + row("2"))
    with office.read() as reader:
        rows = reader.rows(
            "SELECT p.code, p.role, p.active, g.state, g.post FROM people p"
            " JOIN guards g ON g.person_id = p.id WHERE p.code = 'U1'"
        )
        roster = reader.value("SELECT count(*) FROM people WHERE active = 1 AND role = 'guard'")
    assert rows == [{"code": "U1", "role": "guard", "active": 0, "state": "off-duty", "post": None}]
    assert roster == 10


def test_a_units_code_takes_nobody_elses_away(office: Office, take: Take) -> None:
    take(HEAD + row(unit="lin") + row("2", unit="G1"))
    with office.read() as reader:
        rows = reader.rows(
            "SELECT p.code, p.active FROM assignments a JOIN people p ON p.id = a.person_id"
            " ORDER BY a.id"
        )
    assert [(one["code"], one["active"]) for one in rows] == [("neighbour:lin", 0), ("G1", 1)]


def test_every_imported_stamp_stands_in_the_journal(office: Office, take: Take) -> None:
    take(HEAD + row() + row("2", unit="U2", there=""))
    with office.read() as reader:
        assignments = reader.rows("SELECT * FROM assignments")
        cases = reader.rows("SELECT * FROM cases WHERE desk = 'calls'")
        lines = reader.rows("SELECT kind, case_id, facts FROM journal")
        assert journal.verify(reader).broken_at is None
    told = [(line["kind"], line["case_id"], json.loads(line["facts"])) for line in lines]
    runs = {facts["assignment"]: facts for kind, _c, facts in told if kind == "guard.imported"}
    for one in assignments:
        for name in ("assigned", "en_route", "on_scene", "at_hospital", "returning", "clear"):
            assert runs[one["id"]].get(name) == one[f"{name}_at"], name
    for case in cases:
        facts = {kind: facts for kind, of, facts in told if of == case["id"]}
        assert facts["case.opened"]["opened"] == case["opened_at"]
        assert facts["call.opened"]["channel"] == "import"
        assert facts["case.closed"]["at"] == case["closed_at"]


def test_an_imported_call_is_found_by_its_foreign_number(office: Office, take: Take) -> None:
    take(HEAD + row("988776", said="漏水"))
    with office.read() as reader:
        for query in ("988776", "漏水", "C-2026-000001"):
            assert len(search.find(reader, query, kind="call")) == 1, query


def test_an_operator_needs_the_right_to_import(office: Office, take: Take) -> None:
    with pytest.raises(Refusal, match="A desk operator may not do this"):
        take(HEAD + row(), "lin")
    assert take(HEAD + row(), "tang").calls == 1
    assert value(office, "SELECT opened_by FROM cases WHERE desk = 'calls'") == "tang"


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(take: Take) -> None:
    outcome = take("\ufeff" + (HEAD + row()).replace("\n", "\r\n"))
    assert (outcome.calls, outcome.rejected) == (1, [])


def test_a_value_without_end_is_refused_by_its_line(office: Office, take: Take) -> None:
    swallowed = row("3") * 40_000
    with pytest.raises(Refusal, match="from line 3 on"):
        take(HEAD + row() + row("2", said='"never closed') + swallowed)
    assert value(office, "SELECT count(*) FROM calls") == 0


def test_a_map_that_is_wrong_is_refused_with_what_is_wrong(
    office: Office, take: Take, tmp_path: Path
) -> None:
    take(HEAD + row())
    (tmp_path / "broken.toml").write_text(MAP.replace("America/New_York", "America/New_Yorck"))
    with pytest.raises(Refusal, match="unknown time zone “America/New_Yorck”; did you mean"):
        import_calls(office, tmp_path / "calls.csv", str(tmp_path / "broken.toml"), None)


def test_a_map_may_name_the_files_encoding(office: Office, take: Take, tmp_path: Path) -> None:
    take(HEAD + row())
    (tmp_path / "old.toml").write_text('encoding = "latin-1"\n' + MAP, encoding="utf-8")
    file = tmp_path / "old.csv"
    file.write_bytes((HEAD + row("9", said="café")).encode("latin-1"))
    import_calls(office, file, str(tmp_path / "old.toml"), None)
    assert value(office, "SELECT body FROM texts ORDER BY id DESC") == "café"
