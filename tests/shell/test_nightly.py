"""A night reports itself, is backed up, proves the backup, and can be done again."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core import config, journal
from deskterm.core.config import Config
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.shell.house import open_office
from deskterm.shell.nightly import backup, sending
from deskterm.shell.nightly.run import Part, Run, Told
from tests.desks.oncall import say

if TYPE_CHECKING:
    from tests.conftest import Clock

YESTERDAY = "2026-11-22"
ENVIRONMENT = {**os.environ, "DESKTERM_FORMATS": "csv", "DESKTERM_LANGUAGE": "en"}


def told_config(office: Office, **more: str) -> Config:
    flags = {"store": str(office.path), "formats": "csv json", **more}
    return config.load(flags, {"HOME": str(office.path.parent)})


def night(office: Office, said: str | None = None, **more: str) -> Told:
    run = Run(office, told_config(office, **more))
    for _part in run.parts(run.planned(said)):
        pass
    return run.told


def part(told: Told, name: str) -> Part:
    return next(each for each in told.parts if each.name == name)


def everything(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("shm")]
    return {str(path): path.read_bytes() for path in files}


def journal_kinds(office: Office) -> list[str]:
    with office.read() as reader:
        rows = reader.rows("SELECT kind FROM journal WHERE kind LIKE 'night%' ORDER BY seq")
    return [str(row["kind"]) for row in rows]


def test_yesterday_is_reported_backed_up_and_proved(office: Office) -> None:
    say(office, "call 12-3-1502 kitchen pipe burst")
    told = night(office)
    assert told.well
    assert told.sentence() == f"Everything is done: {YESTERDAY}."
    folder = office.path.parent / "reports" / YESTERDAY
    assert {path.name for path in folder.iterdir()} >= {
        f"day-{YESTERDAY}.csv",
        f"day-{YESTERDAY}.json",
        f"register-{YESTERDAY}.csv",
        "due-2026-11-23.csv",
    }
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
    copy = office.path.parent / "backups" / f"desk-{YESTERDAY}.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    restored = open_office(copy)
    with restored.read() as reader, office.read() as live:
        assert reader.value("SELECT count(*) FROM cases") == live.value(
            "SELECT count(*) FROM cases"
        )
        assert journal.verify(reader).broken_at is None
    restored.close()


def test_the_count_and_the_head_of_the_journal_are_printed(office: Office) -> None:
    with office.read() as reader:
        chain = journal.verify(reader)
    sentence = part(night(office), "journal").sentence
    assert f"{chain.count} lines, head {chain.head}" in sentence


def test_a_second_run_changes_nothing(office: Office) -> None:
    night(office)
    before = everything(office.path.parent)
    told = night(office)
    assert told.well
    assert told.sentence() == "Everything was done already."
    assert everything(office.path.parent) == before


def test_after_an_outage_every_night_is_done_in_order(office: Office, clock: Clock) -> None:
    night(office)
    clock.pass_(days=3)
    told = night(office)
    days = ["2026-11-23", "2026-11-24", "2026-11-25"]
    assert [day.isoformat() for day in told.done] == days
    folders = sorted(path.name for path in (office.path.parent / "reports").iterdir())
    assert folders == [YESTERDAY, *days]
    assert journal_kinds(office) == ["night.done"] * 4


def test_the_day_report_of_a_night_made_up_for_holds_that_day_alone(
    office: Office, clock: Clock
) -> None:
    night(office)
    say(office, "call 12-3-1502 kitchen pipe burst")
    clock.pass_(days=1)
    say(office, "call 3-1-0402 lamp broken")
    clock.pass_(days=1)
    night(office)
    folder = office.path.parent / "reports"
    first = json.loads((folder / "2026-11-23" / "day-2026-11-23.json").read_text())
    second = json.loads((folder / "2026-11-24" / "day-2026-11-24.json").read_text())
    assert ["kitchen pipe burst" in row["words"] for row in first] == [True]
    assert ["lamp broken" in row["words"] for row in second] == [True]


def test_the_first_of_a_month_brings_the_reports_of_the_last_one(
    office: Office, clock: Clock
) -> None:
    say(office, "call 12-3-1502 kitchen pipe burst")
    clock.pass_(days=8)  # the 1st of December
    told = night(office)
    assert told.well
    folder = office.path.parent / "reports" / "2026-11-30"
    register = json.loads((folder / "register-2026-11.json").read_text())
    assert [row["words"] for row in register] == ["kitchen pipe burst"]
    assert (folder / "satisfaction-2026-11.csv").exists()


def test_one_day_can_be_done_again_by_its_date(office: Office) -> None:
    night(office)
    path = office.path.parent / "reports" / YESTERDAY / f"day-{YESTERDAY}.csv"
    path.unlink()
    told = night(office, YESTERDAY)
    assert told.well
    assert path.exists()
    assert journal_kinds(office) == ["night.done"]


@pytest.mark.parametrize("said", ["2026-11-23", "2027-01-01", "yesterday", "2026-13-01"])
def test_a_day_that_is_not_over_or_none_is_refused(office: Office, said: str) -> None:
    with pytest.raises(Refusal, match=f"^{said} is not"):
        Run(office, told_config(office)).planned(said)


def test_what_an_interrupted_night_left_gives_way(office: Office) -> None:
    folder = office.path.parent / "reports" / YESTERDAY
    folder.mkdir(parents=True)
    (folder / f"day-{YESTERDAY}.csv").write_text("half")
    assert night(office).well
    assert "half" not in (folder / f"day-{YESTERDAY}.csv").read_text()


def test_a_report_that_cannot_be_written_stops_nothing_else_and_is_made_up_for(
    office: Office,
) -> None:
    reports = office.path.parent / "reports"
    reports.write_text("a file where the folder should be")
    told = night(office)
    assert not told.well
    assert told.sentence() == "NOT everything was done: reports, due in a week."
    assert part(told, "backup").well
    assert part(told, "proof").well
    reports.unlink()
    assert night(office).sentence() == f"Everything is done: {YESTERDAY}."


def test_a_format_that_does_not_exist_is_said(office: Office) -> None:
    told = night(office, formats="pdf")
    assert part(told, "reports").sentence.startswith("There is no format pdf")


def tamper(store: Path, *statements: str) -> None:
    with closing(sqlite.connect(str(store))) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for sql in statements:
            connection.execute(sql)
        connection.commit()


def test_a_journal_line_that_was_edited_is_said_every_night(office: Office, clock: Clock) -> None:
    say(office, "call 12-3-1502 kitchen pipe burst")
    with office.read() as reader:
        line = reader.value("SELECT max(seq) FROM journal")
    tamper(office.path, f"UPDATE journal SET kind = 'x' WHERE seq = {line}")
    told = night(office)
    assert not told.well
    assert f"broken at line {line}" in part(told, "journal").sentence
    clock.pass_(days=1)
    assert f"broken at line {line}" in part(night(office), "journal").sentence


def test_a_tail_that_was_cut_off_is_noticed_the_next_night(office: Office, clock: Clock) -> None:
    say(office, "call 12-3-1502 kitchen pipe burst")
    night(office)
    with office.read() as reader:
        verified = reader.value("SELECT lines FROM nights")
    tamper(office.path, f"DELETE FROM journal WHERE seq >= {verified}")
    clock.pass_(days=1)
    told = night(office)
    assert f"broken at line {verified}" in part(told, "journal").sentence


def test_the_chain_is_walked_from_its_first_line_once_a_week(office: Office, clock: Clock) -> None:
    found = []
    for _night in range(9):
        found.append("from its first line" in part(night(office), "journal").sentence)
        clock.pass_(days=1)
    assert [at for at, whole in enumerate(found) if whole] == [0, 7]


def test_a_backup_that_says_something_else_is_not_accepted(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    counted = backup.make(office.path, copy)
    backup.prove(copy, counted)
    tamper(copy, "DELETE FROM phrases WHERE id = (SELECT max(id) FROM phrases)")
    with pytest.raises(Refusal, match="differs from the store in phrases"):
        backup.prove(copy, counted)
    assert not list(tmp_path.glob("*.restored*"))


def test_a_damaged_backup_is_not_accepted(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    counted = backup.make(office.path, copy)
    raw = bytearray(copy.read_bytes())
    raw[len(raw) // 2 :] = os.urandom(len(raw) - len(raw) // 2)
    copy.write_bytes(raw)
    with pytest.raises(Refusal):
        backup.prove(copy, counted)


def test_the_oldest_backups_go_and_nothing_else_in_their_folder(
    office: Office, clock: Clock
) -> None:
    folder = office.path.parent / "backups"
    folder.mkdir()
    (folder / "other-2020-01-01.db").write_text("somebody's")
    for _night in range(4):
        night(office, backups_kept="2")
        clock.pass_(days=1)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["desk-2026-11-24.db", "desk-2026-11-25.db", "other-2020-01-01.db"]


class Heard(BaseHTTPRequestHandler):
    answers: list[int]
    bodies: list[str]

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        self.bodies.append(self.rfile.read(size).decode())
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def receiver(*answers: int) -> Iterator[tuple[str, list[str]]]:
    """A real receiver on this machine: its address, and what it got."""

    class Here(Heard):
        pass

    Here.answers, Here.bodies = list(answers), []
    server = HTTPServer(("127.0.0.1", 0), Here)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/desk", Here.bodies
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_word_of_the_night_is_figures_and_no_name_or_text(office: Office) -> None:
    say(office, "call medical 12-3-1502 100-5550-2231 chest pain")
    with receiver() as (address, bodies):
        told = night(office, notify=address)
    assert part(told, "sending").sentence == "1 sent"
    body = json.loads(bodies[0])
    assert body["title"] == f"deskterm {YESTERDAY}: all well"
    assert "Calls open now: 1" in body["message"]
    for secret in ("chest", "1502", "2231", "C001"):
        assert secret not in bodies[0]


def test_a_failed_send_is_tried_again_and_stops_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES", (0.0, 0.0))
    with receiver(500, 500, 500) as (address, bodies):
        told = night(office, notify=address)
        assert told.sentence() == "NOT everything was done: sending."
        assert [day.isoformat() for day in told.done] == [YESTERDAY]
        assert len(bodies) == 3
        again = night(office, notify=address)
        assert part(again, "sending").sentence == "1 sent"
        assert again.well
    assert journal_kinds(office) == ["night.done", "night.queued", "night.unsent", "night.sent"]
    assert night(office, notify=address).parts == []


def test_no_address_stands_in_the_store(office: Office) -> None:
    with receiver() as (address, _bodies):
        night(office, notify=f"{address}?password=s3cret")
    raw = office.path.read_bytes() + office.path.with_name("desk.db-wal").read_bytes()
    assert b"s3cret" not in raw


def command(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "deskterm", "nightly", "--store", str(store), *words]
    return subprocess.run(run, capture_output=True, text=True, check=False, env=ENVIRONMENT)


def test_the_command_says_what_would_be_done_and_then_does_it(store: Path) -> None:
    before = everything(store.parent)
    plan = command(store, "--dry-run")
    assert plan.returncode == 0
    assert plan.stdout.splitlines()[-1] == "Nothing was done (dry run)."
    after = everything(store.parent)
    assert {name: after[name] for name in before} == before
    assert not (store.parent / "reports").exists()
    done = command(store)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].startswith("Everything is done: ")
    assert command(store).stdout == "Everything was done already.\n"


def test_the_exit_code_and_the_last_line_say_that_not_everything_was_done(store: Path) -> None:
    (store.parent / "backups").write_text("in the way")
    done = command(store)
    assert done.returncode == 7
    last = "NOT everything was done: backup, proof."
    assert done.stdout.splitlines()[-1] == last


def test_of_two_runs_at_once_one_says_so_and_waits(store: Path) -> None:
    with (store.parent / "desk.db.nightly").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = [sys.executable, "-m", "deskterm", "nightly", "--store", str(store)]
        second = subprocess.Popen(
            run, text=True, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert second.stderr is not None
        assert "Another run is at work" in second.stderr.readline()
        assert second.poll() is None
        fcntl.flock(lock, fcntl.LOCK_UN)
        out, _err = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "Everything is done" in out


def test_the_timer_and_the_cron_line_name_this_machines_program_and_store(store: Path) -> None:
    text = command(store, "--install-help").stdout
    assert text.count(f"nightly --store {store}") == 2
    assert "OnCalendar=" in text
    assert not {"@program@", "@store@", "@user@"} & {*text.split()}


def test_an_old_line_that_was_edited_is_said_until_it_is_mended(
    office: Office, clock: Clock
) -> None:
    say(office, "call 12-3-1502 kitchen pipe burst")
    for _night in range(7):
        night(office)
        clock.pass_(days=1)
    tamper(office.path, "UPDATE journal SET kind = 'x' WHERE seq = 3")
    for _night in range(2):
        told = night(office)
        assert "broken at line 3" in part(told, "journal").sentence
        assert "no older backup was removed" in part(told, "proof").sentence
        clock.pass_(days=1)


def test_a_day_done_again_leaves_the_backup_of_that_day_as_it_was(
    office: Office, clock: Clock
) -> None:
    night(office, backups_kept="2")
    clock.pass_(days=1)
    night(office, backups_kept="2")
    folder = office.path.parent / "backups"
    old = (folder / f"desk-{YESTERDAY}.db").read_bytes()
    say(office, "call 12-3-1502 kitchen pipe burst")
    for said in (YESTERDAY, "2020-01-01"):
        told = night(office, said, backups_kept="2")
        assert told.sentence() == f"Everything is done: {said}."
    assert (folder / f"desk-{YESTERDAY}.db").read_bytes() == old


def test_a_hold_that_ran_out_with_no_console_open_is_let_go_before_the_reports(
    office: Office, clock: Clock
) -> None:
    say(office, "hold A 17:00-18:00 until 16:00 budget")
    clock.pass_(days=2)
    assert night(office).well
    with office.read() as reader:
        assert reader.value("SELECT state FROM bookings") == "expired"


def test_a_copy_of_a_damaged_store_does_not_take_the_place_of_a_good_one(office: Office) -> None:
    night(office)
    good = office.path.parent / "backups" / f"desk-{YESTERDAY}.db"
    before = good.read_bytes()
    tamper(
        office.path,
        "PRAGMA ignore_check_constraints = 1",
        "INSERT INTO sendings VALUES (1, '2026-11-01', 'x', '', 'lost', 0, '2026-11-01')",
    )
    told = night(office, YESTERDAY)
    assert "damaged" in part(told, "proof").sentence
    assert good.read_bytes() == before
