"""Bookings handed out come back equal, wherever they are taken in."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from deskterm.core.office import Office
from deskterm.core.register import Room
from deskterm.desks.shifts.actions import verify
from deskterm.shell.calendars.giving import rooms_as
from deskterm.shell.house import open_office
from deskterm.shell.say import say_line
from deskterm.shell.site_files import init_store
from tests.conftest import Clock
from tests.shell.calendars import agenda
from tests.shell.calendars.agenda import booked, ics, vevent


@pytest.fixture(scope="module")
def other_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of another site: no copy of the first one."""
    path = tmp_path_factory.mktemp("other") / "desk.db"
    init_store(path, clock=Clock())
    return path


@pytest.fixture
def other(other_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office on it."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(other_store, tmp_path / "other.db")
    shutil.copy(f"{other_store}.pepper", tmp_path / "other.db.pepper")
    office = open_office(tmp_path / "other.db", console="desk-1", clock=Clock())
    yield office
    office.close()


def given(office: Office, form: str = "ics", *days: str | None) -> bytes:
    return rooms_as(office, form, *(days or (None, None)))[0]


def kept(office: Office) -> list[dict[str, Any]]:
    """What a booking is, whatever its number; those that still have their rooms."""
    names = (
        "room",
        "start",
        "end",
        "status",
        "meeting",
        "holder",
        "people",
        "wants",
        "flags",
        "note",
        "confidential",
    )
    rows = json.loads(given(office, "json"))
    return [{name: row[name] for name in names} for row in rows if row["status"] != "cancelled"]


def fill(office: Office) -> None:
    """Bookings of many kinds."""
    for line in (
        "book A 2026-12-01 14:00-15:30 12p tea name plates words: Budget, part; 2 of=3 department: Finance",
        "book B 2026-12-02 23:00-01:00 Night",
        "book H 2026-12-03 09:00-12:00 important service staff words: 年会",
        "hold C 2026-12-04 10:00-11:00 until 18:00 words: Likely",
        "book B 2026-12-05 09:00-10:00 Gone",
    ):
        say_line(office, line, "lin", anyway=True)
    say_line(office, "cancel B5 not needed", "lin")


def test_every_format_comes_back_equal_and_a_second_time_adds_nothing(
    office: Office, other: Office, tmp_path: Path
) -> None:
    fill(office)
    agenda.take(
        office,
        tmp_path,
        ics(
            vevent("theirs@x", RRULE="FREQ=DAILY;COUNT=2"),
            vevent("fair", LOCATION="A", DTSTART="20261206T180000", DTEND="20261208T120000"),
        ),
    )
    for form in ("ics", "csv", "json"):
        outcome = agenda.take(other, tmp_path, given(office, form), f"all.{form}")
        assert outcome.rejected == []
        assert outcome.kept == (9 if form == "ics" else 0)
        assert outcome.known == (0 if form == "ics" else 9)
        assert kept(other) == kept(office)
        back = agenda.take(office, tmp_path, given(other, form), f"back.{form}")
        assert (back.kept, back.changed, back.rejected) == (0, 0, [])
    assert agenda.take(office, tmp_path, given(office)).known == 10


def test_uids_are_stable_and_sequence_and_status_tell_of_changes(
    office: Office, other: Office, tmp_path: Path
) -> None:
    say_line(office, "book B 2026-12-01 14:00-15:00 Budget", "lin")
    first = icalendar.Calendar.from_ical(given(office)).walk("VEVENT")[0]
    agenda.take(other, tmp_path, given(office))
    say_line(office, "move B1 2026-12-02 10:00-11:00", "lin")
    moved = icalendar.Calendar.from_ical(given(office)).walk("VEVENT")[0]
    assert (moved["UID"], first["SEQUENCE"], moved["SEQUENCE"]) == (first["UID"], 0, 1)
    assert moved["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert moved["LOCATION"] == "Room B"
    assert agenda.take(other, tmp_path, given(office)).changed == 1
    assert booked(other) == ["B 12-02 10:00-11:00 Budget"]
    say_line(office, "cancel B1 no longer", "lin")
    gone = icalendar.Calendar.from_ical(given(office)).walk("VEVENT")[0]
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 2)
    assert agenda.take(other, tmp_path, given(office)).cancelled == 1
    assert booked(other) == []


def test_a_calendar_of_ours_that_was_changed_elsewhere_changes_our_booking(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    say_line(office, "book B 2026-12-01 14:00-15:00 Budget", "lin")
    changed = given(office).replace(b"20261201T150000", b"20261201T153000")
    assert agenda.take(office, tmp_path, changed).changed == 1
    assert booked(office) == ["B 12-01 14:00-15:30 Budget"]


def test_lines_are_folded_and_escaped_and_a_period_bounds_what_is_written(office: Office) -> None:
    words = "年度预算，" * 20 + "a,b;c\\d"
    say_line(office, f"book B 2026-12-01 14:00-15:00 words: {words}", "lin")
    say_line(office, "book B 2027-01-05 14:00-15:00 Later", "lin")
    whole = given(office, "ics", "2026-12-01", "2026-12-31")
    assert max(len(line) for line in whole.split(b"\r\n")) <= 75
    events = icalendar.Calendar.from_ical(whole).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [words]
    assert b"a\\,b\\;c\\\\d" in whole.replace(b"\r\n ", b"")
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai" in whole


def test_confidential_words_are_masked_for_whoever_may_not_read_them(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secret = ics(vevent(SUMMARY="Dismissals", DESCRIPTION="Names", CLASS="PRIVATE"))
    agenda.take(office, tmp_path, secret, by="zhou")
    for form in ("ics", "csv", "json"):
        assert b"Dismissals" not in given(office, form)
        assert b"Names" not in given(office, form)
        assert b"(confidential)" in given(office, form)
    office.viewer = verify(office, "zhou", "263847")
    assert b"Dismissals" in given(office, "ics")


def test_random_bookings_come_back_equal(office: Office, other: Office, tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - the same bookings for the same seed
    events = []
    for number in range(16):
        start = datetime(2026, 11, 1) + timedelta(minutes=5 * chance.randrange(20_000))  # noqa: DTZ001
        end = start + timedelta(minutes=5 * chance.randrange(1, 200))
        told = {
            "SUMMARY": "".join(
                chance.choices("预算 ,;\\\\n:\"'=é😀", k=chance.randrange(30))
            ).strip(),
            "LOCATION": chance.choice(["A", "B", "Room C", "大会议厅"]),
            "CONTACT": chance.choice(["", "Finance", "业务部"]),
            "X_DESKTERM_PEOPLE": chance.choice(["", "7"]),
            "STATUS": chance.choice(["", "CONFIRMED", "TENTATIVE"]),
            "RRULE": chance.choice(["", "", "FREQ=WEEKLY;COUNT=3"]),
        }
        told["SUMMARY"] = told["SUMMARY"].replace(",", "\\,").replace(";", "\\;")
        events.append(
            vevent(
                f"u{number}", DTSTART=f"{start:%Y%m%dT%H%M%S}", DTEND=f"{end:%Y%m%dT%H%M%S}", **told
            )
        )
    first = agenda.take(office, tmp_path, ics(*events))
    assert first.kept > 8
    again = agenda.take(other, tmp_path, given(office), "out.ics")
    assert again.rejected == []
    assert kept(other) == kept(office)
    assert agenda.take(other, tmp_path, given(office), "out.ics").kept == 0


MINUTE = timedelta(minutes=1)
PROGRAMME = agenda.SHARED / "frab_camp2019.json"


@pytest.mark.skipif(
    not PROGRAMME.exists(), reason="the public programme is not beside the checkout"
)
def test_a_whole_congress_arrives_complete_over_midnight_too(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with office.work(None) as work:
        for name in ("Curie", "Meitner"):
            work.keep(Room(code=name, name=name, size="small", capacity=100, setup_minutes=15))
    outcome = agenda.take(office, tmp_path, PROGRAMME.read_bytes(), "camp.json", by_map="frab")
    assert (outcome.kept, outcome.over, outcome.rejected) == (79, 79, [])

    wanted = set()
    for day in json.loads(PROGRAMME.read_text(encoding="utf-8"))["schedule"]["conference"]["days"]:
        for room, talks in day["rooms"].items():
            for talk in talks:
                start = datetime.fromisoformat(talk["date"])
                hours, minutes = talk["duration"].split(":")
                end = start + timedelta(hours=int(hours), minutes=int(minutes))
                wanted.add((talk["title"].strip(), room, start, end))
    found = {
        (row["meeting"], row["room"], *(datetime.fromisoformat(row[at]) for at in ("start", "end")))
        for row in json.loads(given(office, "json"))
    }
    assert len(wanted) == 79
    assert found == wanted
    over_midnight = [
        title for title, _room, start, end in wanted if start.date() < (end - MINUTE).date()
    ]
    assert len(over_midnight) == 1
    assert (
        agenda.take(office, tmp_path, PROGRAMME.read_bytes(), "camp.json", by_map="frab").known
        == 79
    )


def test_the_commands_tell_programs_what_came_and_write_for_their_owner_alone(
    store: Path, tmp_path: Path
) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "deskterm", *words, "--store", str(store)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    (tmp_path / "them.ics").write_text(ics(vevent(), vevent("u2", LOCATION="?")))
    taken = run("import", "rooms", "them.ics", "--json")
    assert taken.returncode == 6, taken.stderr
    facts = json.loads(taken.stdout)
    assert (facts["kept"], facts["rejected"], facts["rejects_file"]) == (1, 1, "them.rejects.csv")
    written = run("export", "rooms", "--format", "csv", "-o", "out.csv")
    assert written.stdout == "1 bookings stand in out.csv.\n"
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
