"""`deskterm report` and `deskterm archive`, as they are typed at a shell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import words
from deskterm.core.errors import Refusal
from deskterm.core.layout import as_text
from deskterm.core.office import Office
from deskterm.core.report import REPORTS, Period, months
from deskterm.core.site import Site
from deskterm.shell import report_commands
from deskterm.shell.reports import reports, run_report
from deskterm.shell.say import say_line
from tests.console.terminal import Terminal
from tests.shell.years import WORDS, a_year

if TYPE_CHECKING:
    from tests.conftest import Clock

DESKTERM = Path(sys.executable).with_name("deskterm")
PINS = {"lin": "418203", "zhou": "263847", "chen": "570916"}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(store: Path, operator: str | None = None) -> dict[str, str]:
    """A machine on which this operator's PIN is known."""
    told = {"DESKTERM_STORE": str(store), "DESKTERM_LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
    pin = {"DESKTERM_PIN": PINS[operator]} if operator else {}
    return {**os.environ, **told, **pin, "COLUMNS": "120"}


@pytest.fixture
def run(office: Office, clock: Clock, tmp_path: Path) -> Run:
    """Run a command on a store that has calls of 2022 and of 2023."""
    for year in (2022, 2023):
        a_year(office, clock, year)
    office.close()

    def running(*said: str, by: str | None = None) -> subprocess.CompletedProcess[str]:
        told = [*said, *(("--operator", by) if by else ())]
        return subprocess.run(
            [DESKTERM, *told],
            env=environment(office.path, by),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return running


def test_the_list_names_every_report_with_one_line_each(run: Run) -> None:
    listed = run("report", "list").stdout.splitlines()[3:]
    assert [line.split()[0] for line in listed] == sorted(REPORTS)
    assert {"register", "calls", "answer", "guards", "satisfaction", "unpaid"} <= set(REPORTS)
    for name in REPORTS:
        assert (REPORTS[name].__doc__ or "").endswith(".")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_line_of_the_list_is_cut_on_the_smallest_terminal(language: str) -> None:
    words.use(language)
    text = as_text(reports(), 80)
    words.use("en")
    assert "…" not in text


def test_a_report_is_asked_for_by_day_month_year_or_any_days(run: Run) -> None:
    def told(*period: str) -> int:
        found = run("report", "register", "--format", "json", *period)
        return len(json.loads(found.stdout))

    assert told("--month", "2022-03") == 3
    assert told("--day", "2022-03-03") == 0
    assert told("--from", "2022-03-02", "--to", "2023-03-02") == told() == 6


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ({"day": "2022-03-02", "year": "2022"}, "Ask for one period"),
        ({"first": "2022-03-02", "month": "2022-03"}, "Ask for one period"),
        ({"month": "2022"}, "not written as --month wants it: 2026-11"),
        ({"day": "2022-02-30"}, "is no day, month or year"),
        ({"year": "twenty"}, "is no day, month or year"),
        ({"first": "2022-03-02", "last": "2022-03-01"}, "ends before it begins"),
        ({"first": "yesterday"}, "is not a day"),
        ({"style": "pdf"}, "There is no format pdf"),
    ],
)
def test_a_period_that_is_none_is_refused_in_a_sentence(
    office: Office, period: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        report_commands.report("register", store=str(office.path), **period)


@pytest.mark.clause("H3.4")
def test_what_a_report_shows_depends_on_who_asks(run: Run) -> None:
    for by, secret in (("zhou", False), ("lin", False), ("chen", True), (None, True)):
        found = run("report", "register", "--format", "csv", by=by)
        assert (WORDS[2] in found.stdout) is not secret
        assert ("(confidential)" in found.stdout) is secret


@pytest.mark.clause("H5.1")
def test_a_year_is_archived_and_then_destroyed_at_the_shell(run: Run, tmp_path: Path) -> None:
    made = run("archive", "2022", "-o", "kept", "--json", by="zhou")
    told = json.loads(made.stdout)
    assert (told["year"], told["calls"], told["folder"]) == (2022, 3, "kept")
    assert sorted(told["files"]) == sorted(path.name for path in (tmp_path / "kept").iterdir())
    again = run("archive", "2022", "-o", "kept", by="zhou")
    assert again.returncode == 3
    assert "exists already" in again.stderr
    listed = json.loads(run("archive", "list", "--json").stdout)
    assert [(row["year"], row["state"]) for row in listed] == [
        (2022, "may be destroyed"),
        (2023, "to be archived"),
    ]
    unsure = run("archive", "2022", "--destroy", by="zhou")
    assert (unsure.returncode, unsure.stdout) == (3, "")
    assert "Give --yes" in unsure.stderr
    gone = run("archive", "2022", "--destroy", "--yes", "--json", by="zhou")
    assert json.loads(gone.stdout)["calls"] == 3
    once_more = run("archive", "2022", "--destroy", by="zhou")
    assert once_more.stdout == "Nothing is left of 2022 that could be destroyed.\n"
    assert run("doctor").stdout.count("ok  The journal verifies") == 1


@pytest.mark.clause("H5.1")
def test_nobody_archives_without_saying_who_it_is(run: Run, tmp_path: Path) -> None:
    assert run("archive", "2022").returncode == 3
    assert run("archive", "2022", by="chen").returncode == 3
    assert "is no year" in run("archive", "lately", by="zhou").stderr
    assert sorted(path.name for path in tmp_path.glob("help*")) == []


@pytest.mark.clause("H5.1")
def test_at_a_terminal_the_year_is_typed_once_more_before_it_is_destroyed(
    run: Run, office: Office, tmp_path: Path
) -> None:
    run("archive", "2022", by="zhou")
    command = [str(DESKTERM), "archive", "2022", "--destroy", "--operator", "zhou"]
    for typed, sentence in (("2023", "Nothing was destroyed."), ("２０２２", "Destroyed of 2022")):
        with Terminal(command, env=environment(office.path, "zhou"), cwd=tmp_path) as terminal:
            terminal.wait_for("Type 2022 to go on", timeout=30)
            terminal.type(typed)
            terminal.press("enter")
            terminal.wait_for(sentence, timeout=30)


def test_a_whole_period_begins_and_ends_at_the_sites_midnight() -> None:
    site = Site({"zone": "America/New_York"})
    assert Period.of_whole(site, "2026-03-08") == Period(
        "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"
    )
    assert Period.of_whole(site, "２０２６-12") == Period(
        "2026-12-01T05:00:00.000Z", "2027-01-01T05:00:00.000Z"
    )
    assert Period.of_whole(site, "2026").until == "2027-01-01T05:00:00.000Z"


def test_the_months_of_a_period_follow_one_another_without_a_gap() -> None:
    site = Site({"zone": "Asia/Shanghai"})
    found = months(site, "2026-10-31T15:59:59.999Z", "2027-01-31T16:00:00.000Z")
    assert [name for name, _since, _until in found] == [
        "2026-10",
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
    ]
    assert all(before[2] == after[1] for before, after in pairwise(found))


@pytest.mark.parametrize("arguments", [["show", "C1"], ["find", "tap"]])
def test_a_reader_that_has_enough_gets_no_traceback(
    office: Office, store: Path, arguments: list[str]
) -> None:
    say_line(office, f"call 12-3-1502 repair {'the tap drips ' * 99}", "lin", anyway=True)
    told = environment(store)
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "deskterm", *arguments]
    with os.fdopen(write, "w") as pipe:
        done = subprocess.run(
            command, stdout=pipe, stderr=subprocess.PIPE, text=True, check=False, env=told
        )
    assert (done.returncode, done.stderr) == (1, "")
    head = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -c 1', "sh", *command],
        capture_output=True,
        text=True,
        check=False,
        env=told,
    )
    assert (len(head.stdout), head.stderr) == (1, "")


@pytest.mark.parametrize(
    ("broken", "command"),
    [
        ("deskterm.shell.look_up.found", "find tap"),
        ("deskterm.shell.reports.run_report", "report calls"),
    ],
)
def test_a_fault_of_the_program_is_one_sentence_and_its_trace_stands_in_the_log(
    store: Path, broken: str, command: str
) -> None:
    module, _dot, name = broken.rpartition(".")
    program = (
        f"import sys, {module}; {module}.{name} = None; sys.argv[1:] = {command.split()};"
        "from deskterm.shell.entry import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(store),
        capture_output=True,
        text=True,
        check=False,
    )
    log = store.with_name("desk.db.log")
    sentence = "Something went wrong in the program (TypeError: 'NoneType' object is not callable)"
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr == f"{sentence}; the whole of it is in {log}.\n"
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_words_that_a_locale_has_not_are_written_by_their_numbers(
    office: Office, store: Path
) -> None:
    say_line(office, "call 12-3-1502 repair 厨房漏水", "lin", anyway=True)
    done = subprocess.run(
        [DESKTERM, "find", "漏水"],
        env={**environment(store), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u6f0f\\u6c34" in done.stdout


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_no_day(office: Office, day: str) -> None:
    with pytest.raises(Refusal, match=f"{day} is not a day"):
        run_report(office, "calls", first=day)
    with pytest.raises(Refusal, match=f"{day} is no day, month or year"):
        run_report(office, "calls", whole=day)
