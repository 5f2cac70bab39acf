"""An export that somebody changed, or that has no room, is refused in a sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.store import SCHEMA
from deskterm.shell.house import open_office
from deskterm.shell.signing import signed
from deskterm.shell.whole import export_all, import_all

Manifest = dict[str, Any]


@pytest.fixture(scope="module")
def exported(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a fresh store hands out."""
    folder = tmp_path_factory.mktemp("exported")
    for end in ("", ".pepper"):
        shutil.copy(f"{sample_store}{end}", folder / f"desk.db{end}")
    office = open_office(folder / "desk.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKTERM_PIN", "263847")
        signed(office, "zhou")
    export_all(office, folder / "out")
    office.close()
    return folder / "out"


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "out"))


def changed(folder: Path, change: Callable[[Manifest], object]) -> None:
    path = folder / "manifest.json"
    told = json.loads(path.read_text())
    change(told)
    path.write_text(json.dumps(told))


def rows_of(folder: Path, table: str, change: Callable[[list[Any]], object]) -> None:
    """Change the rows of a table, and let the manifest vouch for them."""
    path = folder / "data" / f"{table}.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    change(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    seal = sha256(path.read_bytes()).hexdigest()
    changed(
        folder, lambda told: told["tables"][table]["sha256"].update({f"data/{table}.jsonl": seal})
    )


def refused(folder: Path) -> str:
    new = folder.parent / "new.db"
    with pytest.raises(Refusal) as no:
        import_all(folder, new)
    assert not list(folder.parent.glob("new.db*"))
    return str(no.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.pop("journal"),
        lambda told: told.update(tables=7),
        lambda told: told["tables"]["texts"].pop("columns"),
        lambda told: told["tables"]["texts"].update(sha256={}),
        lambda told: told["tables"]["texts"]["columns"].append('id") VALUES (1); --'),
        lambda told: told["tables"].update(texts=None),
    ],
)
def test_a_manifest_that_lacks_or_twists_something_is_none(
    folder: Path, change: Callable[[Manifest], object]
) -> None:
    changed(folder, change)
    assert refused(folder) == f"{folder / 'manifest.json'} is no manifest of an export."


def test_a_manifest_nested_without_end_is_none(folder: Path) -> None:
    (folder / "manifest.json").write_text("[" * 100_000)
    assert "is no manifest" in refused(folder)


def test_a_table_that_the_manifest_leaves_out_is_named(folder: Path) -> None:
    changed(folder, lambda told: told["tables"].pop("phrases"))
    assert refused(folder) == "The export has no table phrases."


@pytest.mark.parametrize("name", ["sqlite_master", "../../etc/passwd"])
def test_a_table_that_is_none_of_the_store_is_refused(folder: Path, name: str) -> None:
    def change(told: Manifest) -> None:
        told["tables"][name] = {**told["tables"]["phrases"], "sha256": {f"data/{name}.jsonl": "0"}}

    changed(folder, change)
    shutil.copy(folder / "data" / "phrases.jsonl", folder / "data" / "sqlite_master.jsonl")
    said = refused(folder)
    assert name in said


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("steps", lambda rows: rows[0].__setitem__(1, 99_999_999)),
        ("phrases", lambda rows: rows[0].__setitem__(0, 10**30)),
        ("phrases", lambda rows: rows[0].pop()),
        ("phrases", lambda rows: rows[0].__setitem__(1, {"a": 1})),
        ("phrases", lambda rows: rows.append(rows[-1])),
    ],
)
def test_rows_that_no_store_can_hold_are_refused_though_the_manifest_vouches_for_them(
    folder: Path, table: str, change: Callable[[list[Any]], object]
) -> None:
    rows_of(folder, table, change)
    assert refused(folder).startswith("The export cannot be taken in: ")


def test_a_data_file_that_is_no_file_is_refused(folder: Path) -> None:
    path = folder / "data" / "phrases.jsonl"
    path.unlink()
    path.symlink_to("/dev/zero")
    assert refused(folder) == f"{path} is no file."


def test_an_export_of_another_schema_is_refused(folder: Path) -> None:
    changed(folder, lambda told: told.update(schema=SCHEMA - 1))
    assert "has schema" in refused(folder)


def test_an_export_into_a_link_that_leads_nowhere_is_refused(
    signed_in: Office, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refusal, match="exists already"):
        export_all(signed_in, tmp_path / "link")
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot be written"):
        export_all(signed_in, tmp_path / "file" / "below")


def test_an_exported_folder_is_for_its_owner_alone(exported: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (exported, *exported.glob("*/"))} <= {
        0o700,
        0o600,
    }


def test_of_an_export_that_failed_nothing_stands_and_it_can_be_done_again(
    signed_in: Office, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with signed_in.read() as reader:
        page = reader.value("SELECT rootpage FROM sqlite_master WHERE name = 'vehicles'")
    signed_in.close()
    whole = signed_in.path.read_bytes()
    with signed_in.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    with pytest.raises(Refusal, match="malformed"):
        export_all(open_as(signed_in), out)
    assert not out.exists()
    signed_in.path.write_bytes(whole)
    assert export_all(open_as(signed_in), out).rows > 0


@pytest.fixture
def signed_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("DESKTERM_PIN", "263847")
    signed(office, "zhou")
    return office


def open_as(before: Office) -> Office:
    office = open_office(before.path)
    office.viewer = before.viewer
    return office
