"""A foreign register is taken in whole, once, and what cannot be taken is handed back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.shell.imports import Outcome, import_calls
from deskterm.shell.reports import run_report

Take = Callable[..., Outcome]
RECORD = Path(__file__).parents[3] / "shared" / "data" / "calls" / "sffd_2020-04-07.csv"
MAP = """
source = "neighbour"
zone = "America/New_York"
dates = ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
delimiter = ";"
[call]
key = "id"
opened = "when"
category = "what"
place = "where"
words = ["said"]
[categories]
default = "other"
"leak" = "repair"
[run]
unit = "unit"
assigned = "sent"
on_scene = "there"
clear = "free"
"""
HEAD = "id;when;what;where;said;unit;sent;there;free\n"
GOOD = "1;2026-03-01 10:00;leak;12 Elm St;=HYPERLINK(1);U1;2026-03-01 10:02;;01.03.2026 10:30\n"
SECOND = (
    "1;2026-03-01 10:00;leak;12 Elm St;x;U2;2026-03-01 10:03;2026-03-01 10:09;2026-03-01 10:40\n"
)


@pytest.fixture
def take(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Import these lines by the map above."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.toml").write_text(MAP)

    def importing(body: str | bytes, *, dry_run: bool = False) -> Outcome:
        file = tmp_path / "calls.csv"
        file.write_bytes(body if isinstance(body, bytes) else body.encode())
        return import_calls(office, file, str(tmp_path / "map.toml"), None, dry_run=dry_run)

    return importing


def test_rows_of_one_call_become_one_call_with_its_runs(office: Office, take: Take) -> None:
    outcome = take(HEAD + GOOD + SECOND)
    assert (outcome.calls, outcome.runs, outcome.rejected) == (1, 2, [])
    with office.read() as reader:
        case = reader.row("SELECT * FROM cases WHERE desk = 'calls'")
        assert case is not None
        assert case["opened_at"] == "2026-03-01T15:00:00.000Z"
        assert case["closed_at"] == "2026-03-01T15:40:00.000Z"
        assert case["place_said"] == "12 Elm St"
        assert reader.value("SELECT on_scene_at FROM assignments ORDER BY id") is None
        assert reader.value("SELECT body FROM texts WHERE field = 'words'") == "=HYPERLINK(1)"
        assert journal.verify(reader).broken_at is None
        kinds = [
            row["kind"]
            for row in reader.rows("SELECT kind FROM journal WHERE case_id = :c", c=case["id"])
        ]
    assert kinds.count("guard.imported") == 2


def test_a_second_import_adds_nothing_and_a_dry_run_keeps_nothing(
    office: Office, take: Take
) -> None:
    assert take(HEAD + GOOD, dry_run=True).calls == 1
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM calls") == 0
    take(HEAD + GOOD)
    again = take(HEAD + GOOD)
    assert (again.calls, again.known) == (0, 1)
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM calls") == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2;2026-03-08 02:30;leak;a;b;U1;2026-03-08 03:00;;2026-03-08 04:00\n", "daylight saving"),
        ("2;yesterday;leak;a;b;U1;2026-03-08 03:00;;2026-03-08 04:00\n", "no time of the form"),
        (";2026-03-08 01:30;leak;a;b;U1;2026-03-08 03:00;;2026-03-08 04:00\n", "id is empty"),
        ("2;2026-03-08 01:30;leak\n", "3 fields instead of 9"),
        ("1;2026-03-01 10:00;leak;a;b;U1;2026-03-01 10:03;;2026-03-01 10:40\n", "on this call"),
    ],
)
def test_a_row_that_cannot_be_taken_is_handed_back_with_the_reason(
    take: Take,
    row: str,
    reason: str,
    tmp_path: Path,
) -> None:
    outcome = take(HEAD + GOOD + row)
    assert outcome.calls == 1
    assert [one.line for one in outcome.rejected] == [3]
    with (tmp_path / outcome.rejects_file).open(newline="") as file:
        back = list(csv.reader(file))
    assert back[1][0] == "3"
    assert reason in back[1][1]
    assert (tmp_path / outcome.rejects_file).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (HEAD + '1;"never closed;leak\n', "a quote may not be closed"),
        ("id;when\n1;2\n", "has no column"),
        (b"\xff\xff\xff\xff", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(
    office: Office,
    take: Take,
    body: str | bytes,
    sentence: str,
) -> None:
    with pytest.raises(Refusal, match=sentence):
        take(body)
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM calls") == 0


def test_a_register_in_gb18030_is_read(office: Office, take: Take) -> None:
    take((HEAD + GOOD.replace("12 Elm St", "12栋大堂")).encode("gb18030"))
    with office.read() as reader:
        assert reader.value("SELECT place_said FROM cases WHERE desk = 'calls'") == "12栋大堂"


@pytest.mark.skipif(not RECORD.exists(), reason="the public record is not beside the checkout")
def test_a_citys_public_record_gives_its_own_figures(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = import_calls(office, RECORD, "sffd", None)
    assert (outcome.calls, outcome.runs, outcome.rejected) == (381, 763, [])
    assert import_calls(office, RECORD, "sffd", None).known == 381
    row = run_report(office, "dispatch").rows[0]
    figures = {name: row[name] for name in ("times", "median_s", "p90_s", "never_arrived")}
    assert json.loads(json.dumps(figures)) == {
        "times": 648,
        "median_s": 309.0,
        "p90_s": 812.0,
        "never_arrived": 115,
    }
