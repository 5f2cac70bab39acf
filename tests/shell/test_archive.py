"""A year's help register is handed over whole, with sums that vouch for it (H5.1)."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import journal
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.shell.archive import make, years
from tests.desks.oncall import log
from tests.shell.years import WORDS, a_year, at, look, said

if TYPE_CHECKING:
    from tests.conftest import Clock

FILES = ["help-register-2024.csv", "help-register-2024-words.csv", "manifest-2024.json"]


@pytest.fixture
def past(office: Office, clock: Clock) -> Office:
    """An office at the start of 2025, looked at by the supervisor, that has a year behind it."""
    a_year(office, clock, 2024)
    at(clock, 2025, 1, 3)
    look(office, "zhou")
    return office


def manifest(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "manifest-2024.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.clause("H5.1")
def test_the_register_of_a_year_is_written_whole_with_its_words(
    past: Office, tmp_path: Path
) -> None:
    made = make(past, 2024, tmp_path / "out")
    assert made.calls == 3
    assert [*FILES, "SHA256SUMS"] == list(made.files)
    raw = (tmp_path / "out" / FILES[0]).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    found = lines(tmp_path / "out" / FILES[0])
    assert [row["No."] for row in found] == [f"C-2024-00000{number}" for number in (1, 2, 3)]
    assert [row["Words"] for row in found] == list(WORDS)
    assert [row["Caller"] for row in found] == ["王建国"] * 3
    assert found[0]["Paid"] == "30.00"
    assert found[1]["Referred to"] == "the police"
    assert [row["Mark"] for row in found] == ["5", "", "4"]
    written = lines(tmp_path / "out" / FILES[1])
    assert {"a washer was missing", "somebody comes", "the music is off"} <= {
        row["Words"] for row in written
    }


@pytest.mark.clause("H5.1")
def test_the_files_are_for_their_owner_alone_and_their_sums_hold(
    past: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    made = make(past, 2024, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in made.files:
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],  # noqa: S607
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    told = manifest(folder)
    assert [file["name"] for file in told["files"]] == FILES[:2]
    for file in told["files"]:
        raw = (folder / file["name"]).read_bytes()
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (file["sha256"], file["bytes"])
    assert hashlib.sha256((folder / FILES[2]).read_bytes()).hexdigest() == made.digest


@pytest.mark.clause("H5.1")
def test_the_manifest_says_what_was_handed_over_by_whom_and_where_the_journal_stood(
    past: Office, tmp_path: Path
) -> None:
    with past.read() as reader:
        chain = journal.verify(reader)
    make(past, 2024, tmp_path)
    told = manifest(tmp_path)
    assert (told["year"], told["calls"], told["open"]) == (2024, 3, [])
    assert told["form"] == "住户求助登记表"
    assert told["site"] == {"name": "瑞金广场", "english": "Ruijin Plaza"}
    assert [(row["code"], row["calls"]) for row in told["by_category"]] == [
        ("repair", 1),
        ("complaint", 1),
        ("inquiry", 1),
    ]
    assert told["journal"] == {"count": chain.count, "head": chain.head}
    assert (told["made_by"], told["made_at"]) == ("zhou", "2025-01-03T04:00:00.000Z")
    assert told["destroyable_from"] == "2027-01-01"


@pytest.mark.clause("H5.1")
def test_an_archive_is_a_journal_line_of_its_own(past: Office, tmp_path: Path) -> None:
    made = make(past, 2024, tmp_path)
    with past.read() as reader:
        line = reader.row("SELECT * FROM journal ORDER BY seq DESC LIMIT 1")
        row = reader.row("SELECT * FROM archives")
        assert journal.verify(reader).broken_at is None
    assert line is not None
    assert (line["kind"], line["operator"]) == ("archive.made", "zhou")
    facts = json.loads(line["facts"])
    assert (facts["year"], facts["calls"], facts["digest"]) == (2024, 3, made.digest)
    assert facts["journal"] == line["seq"] - 1
    assert row is not None
    assert (row["year"], row["calls"], row["digest"], row["operator"]) == (
        2024,
        3,
        made.digest,
        "zhou",
    )
    assert row["destroyed_at"] is None


@pytest.mark.clause("H5.1")
def test_a_year_that_runs_or_has_no_calls_is_not_archived(
    past: Office, clock: Clock, tmp_path: Path
) -> None:
    log(past, category="other")
    for year in (2025, 2026):
        with pytest.raises(Refusal, match=f"{year} is not over"):
            make(past, year, tmp_path / "out")
    with pytest.raises(NotFound, match="There are no calls of 2019"):
        make(past, 2019, tmp_path / "out")
    at(clock, 2024, 12, 31)
    clock.pass_(hours=11, minutes=59)
    with pytest.raises(Refusal, match="2024 is not over"):
        make(past, 2024, tmp_path / "out")
    clock.pass_(minutes=1)
    assert make(past, 2024, tmp_path / "out").calls == 3


@pytest.mark.clause("H5.1")
def test_calls_that_are_still_open_are_named_and_asked_about_once(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    a_year(office, clock, 2024)
    log(office, category="other", words="still to be done")
    at(clock, 2025, 1, 3)
    look(office, "zhou")
    with pytest.raises(Question, match=r"1 calls of 2024 are still open: C-2024-000004\."):
        make(office, 2024, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    make(office, 2024, tmp_path / "out", anyway=True)
    assert manifest(tmp_path / "out")["open"] == ["C-2024-000004"]
    assert manifest(tmp_path / "out")["calls"] == 4


@pytest.mark.clause("H5.1")
def test_nothing_is_overwritten_and_nothing_is_kept_when_it_cannot_be_written(
    past: Office, tmp_path: Path
) -> None:
    (tmp_path / "manifest-2024.json").write_text("mine")
    with pytest.raises(Refusal, match="exists already; it is left as it is"):
        make(past, 2024, tmp_path)
    assert (tmp_path / "manifest-2024.json").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.glob("help-register*")) == []
    with past.read() as reader:
        assert reader.value("SELECT count(*) FROM archives") == 0
        assert reader.value("SELECT count(*) FROM journal WHERE kind = 'archive.made'") == 0


@pytest.mark.clause("H5.1")
@pytest.mark.parametrize("code", ["lin", "majj", "guo", None])
def test_who_has_not_the_right_hands_nothing_over(
    past: Office, tmp_path: Path, code: str | None
) -> None:
    look(past, code)
    with pytest.raises(Refusal):
        make(past, 2024, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.clause("H3.4", "H5.1")
def test_confidential_words_are_archived_only_by_who_may_read_them(
    past: Office, tmp_path: Path
) -> None:
    look(past, "tang")
    with pytest.raises(Refusal, match="2024 has 1 confidential calls whose words you may not"):
        make(past, 2024, tmp_path / "out")
    for code in ("zhou", "xu", "hejing"):
        look(past, code)
        make(past, 2024, tmp_path / code)
        assert WORDS[2] in (tmp_path / code / FILES[0]).read_text(encoding="utf-8")
    said(past, "confidential C-2024-000003 off", "zhou")
    look(past, "tang")
    make(past, 2024, tmp_path / "out")


@pytest.mark.clause("H5.1")
def test_the_list_says_which_years_are_archived_and_what_may_go(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    for year in (2022, 2023, 2024):
        a_year(office, clock, year)
    look(office, "zhou")
    at(clock, 2025, 1, 1)
    clock.pass_(hours=-12)
    make(office, 2022, tmp_path / "2022")
    log(office, category="other")
    listed = {row["year"]: row for row in years(office).rows}
    assert {year: row["state"] for year, row in listed.items()} == {
        2022: "may be destroyed",
        2023: "to be archived",
        2024: "to be archived",
        2025: "running",
    }
    assert listed[2022]["destroyable"] == "2025-01-01"
    assert (listed[2022]["archived"], listed[2022]["by"]) == ("2025-01-01", "zhou")
    assert (listed[2025]["calls"], listed[2025]["open"]) == (1, 1)
    clock.pass_(minutes=-1)
    assert {row["year"]: row["state"] for row in years(office).rows}[2022] == "kept"


@pytest.mark.clause("H5.1")
def test_a_year_may_be_archived_again_after_a_call_of_it_was_changed(
    past: Office, tmp_path: Path
) -> None:
    first = make(past, 2024, tmp_path / "first")
    said(past, "note C-2024-000001 paid in cash", "zhou")
    second = make(past, 2024, tmp_path / "second")
    assert first.digest != second.digest
    with past.read() as reader:
        assert reader.value("SELECT digest FROM archives WHERE year = 2024") == second.digest
        sql = "SELECT facts FROM journal WHERE kind = 'archive.made' ORDER BY seq DESC"
        assert json.loads(reader.value(sql))["was"] == first.digest
