"""Everything a site has goes out as files, and comes back as an equal store."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.search import find
from deskterm.shell.demo import demo
from deskterm.shell.house import open_office
from deskterm.shell.signing import signed
from deskterm.shell.whole import export_all, import_all
from tests.desks.oncall import say

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    " AND name NOT LIKE 'docs_index%'"
)


@pytest.fixture(scope="module")
def past(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some past, with nasty texts and a confidential call."""
    path = tmp_path_factory.mktemp("past") / "desk.db"
    shutil.copy(sample_store, path)
    shutil.copy(f"{sample_store}.pepper", f"{path}.pepper")
    demo(path, 30, 3)
    office = open_office(path)
    say(office, "call 12-3-1502 =HYPERLINK(1) \u202eevil\u0007 'quote\" 漏水")
    say(office, "inquiry 15-2-1203 confidential the secret plan")
    say(office, "book A tomorrow 14:00-15:30 budget 12p")
    office.close()
    return path


@pytest.fixture
def full(past: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """That store, looked at by zhou."""
    path = tmp_path / "desk.db"
    shutil.copy(past, path)
    shutil.copy(f"{past}.pepper", f"{path}.pepper")
    office = open_office(path)
    monkeypatch.setenv("DESKTERM_PIN", "263847")
    signed(office, "zhou")
    yield office
    office.close()


def everything(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    office = open_office(store)
    with office.read() as reader:
        found = {
            row["name"]: sorted(
                (tuple(each.values()) for each in reader.rows(f'SELECT * FROM "{row["name"]}"')),
                key=repr,
            )
            for row in reader.rows(TABLES)
        }
    office.close()
    return found


def test_what_was_exported_makes_an_equal_store(full: Office, tmp_path: Path) -> None:
    told = export_all(full, tmp_path / "out")
    again = tmp_path / "again" / "desk.db"
    assert import_all(tmp_path / "out", again) == told.rows
    assert again.stat().st_mode & 0o777 == 0o600
    assert everything(again) == everything(full.path)
    for words in ("漏水", "12-3-1502", "wjg"):
        found = []
        for path in (full.path, again):
            office = open_office(path)
            with office.read() as reader:
                found.append([(row["kind"], row["ref"]) for row in find(reader, words)])
            office.close()
        assert found[0] == found[1]
        assert found[0]


def test_the_new_store_goes_on_where_the_old_one_was(full: Office, tmp_path: Path) -> None:
    export_all(full, tmp_path / "out")
    again = tmp_path / "desk2.db"
    import_all(tmp_path / "out", again)
    office = open_office(again)
    number = say(office, "call 12-3-1502 lamp broken").split()[0]
    assert number == say(full, "call 12-3-1502 lamp broken").split()[0]
    office.close()


def test_the_manifest_counts_and_vouches_for_every_file(full: Office, tmp_path: Path) -> None:
    told = export_all(full, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["journal"]["count"] == len(everything(full.path)["journal"])
    assert len(manifest["tables"]) == told.tables
    for name, table in manifest["tables"].items():
        sheet = (tmp_path / "out" / "csv" / f"{name}.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.reader(sheet.splitlines(keepends=True)))
        assert rows[0] == table["columns"]
        assert len(rows) - 1 == table["rows"]
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)


def test_no_cell_of_the_sheets_is_a_formula(full: Office, tmp_path: Path) -> None:
    export_all(full, tmp_path / "out")
    for path in (tmp_path / "out" / "csv").iterdir():
        text = path.read_text(encoding="utf-8-sig")
        for row in csv.reader(text.splitlines(keepends=True)):
            assert not [cell for cell in row if cell[:1] in {"=", "+", "@"}]
            assert not [cell for cell in row if "\u202e" in cell or "\x07" in cell]


@pytest.mark.parametrize("cut", ["changed", "cut", "absent"])
def test_a_file_that_is_not_as_it_was_exported_is_refused_and_leaves_nothing(
    full: Office, tmp_path: Path, cut: str
) -> None:
    export_all(full, tmp_path / "out")
    path = tmp_path / "out" / "data" / "journal.jsonl"
    if cut == "changed":
        path.write_text(path.read_text().replace("call.opened", "call.closed"))
    elif cut == "cut":
        path.write_text(path.read_text()[:-200])
    else:
        path.unlink()
    with pytest.raises(Refusal, match="journal.jsonl"):
        import_all(tmp_path / "out", tmp_path / "new.db")
    assert not list(tmp_path.glob("new.db*"))


def test_a_store_that_is_there_is_left_alone(full: Office, tmp_path: Path) -> None:
    export_all(full, tmp_path / "out")
    before = full.path.read_bytes()
    with pytest.raises(Refusal, match="exists already"):
        import_all(tmp_path / "out", full.path)
    assert full.path.read_bytes() == before


def test_a_folder_that_holds_something_is_left_alone(full: Office, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(Refusal, match="exists already"):
        export_all(full, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_only_whoever_may_archive_hands_everything_out(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="Sign on first"):
        export_all(office, tmp_path / "out")
    monkeypatch.setenv("DESKTERM_PIN", "418203")
    signed(office, "lin")
    with pytest.raises(Refusal, match="may not do this"):
        export_all(office, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": 999, "tables": {}}'])
def test_what_is_no_export_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(Refusal):
        import_all(tmp_path, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_the_commands_do_the_same(full: Office, tmp_path: Path) -> None:
    environment = {**os.environ, "DESKTERM_PIN": "263847", "DESKTERM_LANGUAGE": "en"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "deskterm", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    full.close()
    out = tmp_path / "out"
    told = run("export", "--all", str(out), "--operator", "zhou", "--store", str(full.path))
    assert told.returncode == 0, told.stderr
    made = run("import", "all", str(out), "--store", str(tmp_path / "new.db"))
    assert made.returncode == 0, made.stderr
    assert "equal to what was exported" in made.stdout
    assert run("export", "--store", str(full.path)).stderr == (
        "Say what: rooms, fuel, or --all FOLDER for everything.\n"
    )
