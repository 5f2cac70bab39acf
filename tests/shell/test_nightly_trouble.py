"""What a night comes to where a disk, a clock, a receiver or whoever listens fails it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.desks.shifts.actions import verify
from deskterm.shell.house import open_office
from deskterm.shell.nightly import backup, sending, upkeep
from tests.desks.oncall import say
from tests.shell.test_nightly import (
    ENVIRONMENT,
    YESTERDAY,
    command,
    journal_kinds,
    night,
    part,
    receiver,
    tamper,
)

if TYPE_CHECKING:
    from tests.conftest import Clock


def backups(office: Office) -> list[str]:
    return sorted(path.name for path in (office.path.parent / "backups").iterdir())


@pytest.mark.parametrize("sink", ["a pipe nobody reads", "a full disk"])
def test_a_night_that_nobody_can_be_told_of_is_done_all_the_same(store: Path, sink: str) -> None:
    run = [sys.executable, "-m", "deskterm", "nightly", "--store", str(store)]
    ours, theirs = os.pipe()
    os.close(ours)
    into = theirs if sink.startswith("a pipe") else os.open("/dev/full", os.O_WRONLY)
    done = subprocess.run(
        run, stdout=into, stderr=subprocess.PIPE, text=True, check=False, env=ENVIRONMENT
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, "")
    assert command(store).stdout == "Everything was done already.\n"


def test_a_locale_without_chinese_does_not_cost_the_night(store: Path) -> None:
    there = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii", "DESKTERM_LANGUAGE": "zh_CN"}
    run = [sys.executable, "-m", "deskterm", "nightly", "--store", str(store)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=there)
    assert (done.returncode, done.stderr) == (0, "")
    assert (store.parent / "backups").exists()


def test_what_a_timer_would_not_know_is_named_with_its_installation(store: Path) -> None:
    last = command(store, "--install-help").stdout.splitlines()[-1]
    assert last.startswith("# A timer does not know what is set here alone")
    assert "DESKTERM_FORMATS" in last


def test_the_part_on_the_backup_says_that_the_pins_secret_is_not_in_it(office: Office) -> None:
    told = part(night(office), "backup").sentence
    assert told.endswith("without desk.db.pepper: keep that elsewhere, the PINs need it")
    assert not [name for name in backups(office) if "pepper" in name]


def test_a_backup_goes_nowhere_where_the_disk_for_it_is_not_mounted(office: Office) -> None:
    folder = office.path.parent / "mnt" / "backups"
    told = night(office, backups=str(folder))
    assert (
        part(told, "backup").sentence == f"{folder} cannot be written: No such file or directory."
    )
    assert told.sentence() == "NOT everything was done: backup, proof."
    assert not folder.parent.exists()


def test_a_folder_that_is_a_file_is_named(office: Office) -> None:
    (office.path.parent / "backups").write_text("in the way")
    (office.path.parent / "reports").write_text("in the way")
    told = night(office)
    for name, folder in {"backup": "backups", "reports": "reports"}.items():
        expected = f"{office.path.parent / folder} cannot be written: File exists."
        assert part(told, name).sentence == expected


def test_what_a_run_that_was_cut_short_left_beside_a_backup_or_report_is_gone_after_the_next(
    office: Office,
) -> None:
    folder, reports = office.path.parent / "backups", office.path.parent / "reports" / YESTERDAY
    folder.mkdir()
    reports.mkdir(parents=True)
    unproved = backup.unproved(office.path)
    for left in (f".{unproved}.part", f"{unproved}.restored", f"desk-{YESTERDAY}.db"):
        for end in ("", "-wal", "-shm", "-journal"):
            (folder / f"{left}{end}").write_text("half")
    (reports / f".day-{YESTERDAY}.csv.4711").write_text("half")
    assert night(office).well
    assert backups(office) == [f"desk-{YESTERDAY}.db"]
    assert not list(reports.glob(".*"))


def test_a_copy_that_holds_what_the_store_lost_is_not_written_over(office: Office) -> None:
    night(office)
    say(office, "call 12-3-1502 kitchen pipe burst")
    night(office, YESTERDAY)
    folder = office.path.parent / "backups"
    newest = (folder / f"desk-{YESTERDAY}.db").read_bytes()
    with office.read() as reader:
        line = reader.value("SELECT max(seq) FROM journal WHERE kind = 'night.done'")
    tamper(office.path, f"DELETE FROM journal WHERE seq > {line}")
    told = part(night(office, YESTERDAY), "proof")
    aside = folder / f"desk-{YESTERDAY}.1.db"
    assert told.sentence.endswith(f"tells another story, and is kept as {aside}")
    assert aside.read_bytes() == newest
    assert len(backups(office)) == 2


def test_a_journal_that_cannot_be_read_stops_nothing_else(office: Office) -> None:
    with office.read() as reader:
        page = reader.value("SELECT rootpage FROM sqlite_master WHERE name = 'journal'")
    office.close()
    tamper(office.path, "PRAGMA wal_checkpoint(TRUNCATE)")
    with office.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    told = night(open_office(office.path, clock=office.now))
    assert "broken" in part(told, "journal").sentence
    assert "malformed" in part(told, "backup").sentence
    assert part(told, "reports").well
    assert part(told, "disk").well
    assert told.done == []


def test_nights_that_were_marked_done_by_a_clock_that_stood_ahead_are_done_again(
    office: Office, clock: Clock
) -> None:
    night(office)
    clock.pass_(days=20)
    night(office)
    clock.pass_(days=-18)
    told = night(office, backups_kept="1")
    assert [day.isoformat() for day in told.done] == ["2026-11-23", "2026-11-24"]
    assert told.sentence() == "NOT everything was done: clock."
    assert part(told, "clock").sentence == (
        "it stands at 2026-11-25 14:31, and the journal ends at 2026-12-13 14:31:"
        " one of them is wrong"
    )
    assert "desk-2026-11-24.db" in backups(office)
    clock.pass_(days=1)
    told = night(office)
    assert told.sentence() == "Everything is done: 2026-11-25."
    assert part(told, "clock").sentence == (
        "it stood ahead when these were marked done, and they are done again: 2026-11-25"
    )
    assert night(office).parts == []


def test_a_clock_that_was_set_back_is_said_though_nothing_is_due(
    office: Office, clock: Clock
) -> None:
    night(office)
    clock.pass_(minutes=-4)
    assert night(office).parts == []
    clock.pass_(days=-1)
    assert night(office).sentence() == "NOT everything was done: clock."


def test_every_disk_that_a_night_writes_to_is_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Path("/proc")  # a file system of its own, wherever the store is
    missing = elsewhere / "nothing" / "here"
    assert list(upkeep.free(office.path.parent, missing)) == [office.path.parent, elsewhere]
    monkeypatch.setattr(upkeep, "ROOM_MB", 10**9)
    told = part(night(office), "disk")
    assert not told.well
    assert f"MB are free at {office.path.parent}; the store takes" in told.sentence


def test_a_receiver_who_fails_is_not_waited_for_once_more_for_each_night(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES", ())
    with receiver(500, 500, 500) as (address, bodies):
        night(office, notify=address)
        clock.pass_(days=1)
        told = night(office, notify=address)
        assert len(bodies) == 2
        assert part(told, "sending").sentence == (
            "tried again next time: JSON did not take it; 1 more wait for the same receivers"
        )
        clock.pass_(days=1)
        night(office, notify=address)
        assert part(night(office, notify=address), "sending").sentence == "3 sent"
    titles = [json.loads(body)["title"].split(":")[0] for body in bodies[-3:]]
    assert titles == [f"deskterm 2026-11-{day}" for day in (22, 23, 24)]


def test_word_for_a_receiver_who_was_taken_out_fails_no_later_night(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES", ())
    with receiver(500) as (address, _bodies):
        assert not night(office, notify=address).well
    assert night(office).parts == []
    clock.pass_(days=1)
    told = night(office)
    assert told.well
    assert part(told, "sending").sentence == (
        "1 for a receiver who is not configured any more, not sent"
    )
    assert journal_kinds(office)[:3] == ["night.done", "night.queued", "night.unsent"]


def test_the_newest_backup_is_never_the_one_that_goes(tmp_path: Path) -> None:
    store = tmp_path / "desk[1].db"
    for day in ("2026-11-20", "2026-11-21", "2027-01-01"):
        (tmp_path / backup.name(store, day)).write_text("")
    gone = backup.prune(tmp_path / "desk[1]-2026-11-21.db", store, 1)
    assert [path.name for path in gone] == ["desk[1]-2026-11-20.db", "desk[1]-2027-01-01.db"]


def test_a_fault_of_the_program_is_in_the_log_beside_the_store(store: Path) -> None:
    tamper(store, "UPDATE steps SET due_at = '1 o clock' WHERE due_at IS NOT NULL")
    done = command(store)
    assert (done.returncode, done.stderr) == (7, "")
    assert "due in a week: a fault of the program; it is in the log" in done.stdout
    log = store.with_name(f"{store.name}.log")
    assert "1 o clock" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_copy_restored_without_its_pepper_says_so_and_locks_nobody_out(office: Office) -> None:
    pepper = office.path.with_name("desk.db.pepper")
    pepper.unlink()
    for _try in range(6):
        with pytest.raises(Refusal, match=r"^desk\.db\.pepper is missing, and no PIN can be tried"):
            verify(office, "lin", "418203")
    assert not pepper.exists()
