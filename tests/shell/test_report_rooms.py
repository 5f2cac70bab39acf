"""The reports of the rooms: use, no-shows, tea in time, the usage register and the service order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from typer.testing import CliRunner

from deskterm.core import words
from deskterm.core.drawing import as_lines
from deskterm.core.layout import as_csv
from deskterm.core.office import Office
from deskterm.desks.rooms.model import Booking
from deskterm.shell.cli import app
from deskterm.shell.reports import run_report
from deskterm.shell.reports.rooms import by_hour
from tests.desks.orders import FILLED, SMALL, case_of, done, say, steps

if TYPE_CHECKING:
    from tests.conftest import Clock


def rows(office: Office, name: str, **period: str) -> list[dict[str, Any]]:
    return run_report(office, name, **period).rows


def room(office: Office, code: str) -> dict[str, Any]:
    return next(row for row in rows(office, "rooms") if row["code"] == code)


def nobody_came(office: Office, number: int) -> None:
    """A booking to which nobody came, as the store has it."""
    with office.work("lin") as work:
        case_id = case_of(office, number)
        booking = work.session.exec(select(Booking).where(Booking.case_id == case_id)).one()
        booking.state = "no-show"
        work.keep(booking)


def test_use_is_counted_by_room_with_what_was_cancelled_and_who_never_came(
    office: Office,
) -> None:
    say(office, "book A 15:00-16:30 Finance")
    say(office, "book A 17:00-18:00 budget")
    say(office, "book A 19:00-20:00 choir")
    say(office, "cancel B2 moved")
    nobody_came(office, 3)
    used = room(office, "A")
    assert (used["bookings"], used["hours"]) == (1, 1.5)
    assert (used["cancelled"], used["no_shows"]) == (1, 1)
    assert room(office, "B")["bookings"] == 0


def test_a_booking_that_was_undone_counts_nowhere(office: Office) -> None:
    say(office, "book A 15:00-16:30 Finance")
    say(office, "undo")
    assert room(office, "A")["cancelled"] == 0
    assert rows(office, "room-users") == []
    assert rows(office, "room-register") == []


@pytest.mark.clause("M3.5")
def test_a_tea_round_is_in_time_until_the_next_one_is_due(office: Office, clock: Clock) -> None:
    say(office, SMALL)
    assert room(office, "A")["tea"] == 0
    clock.pass_(minutes=90)
    done(office, "tea")
    clock.pass_(minutes=30)
    done(office, "tea")
    clock.pass_(minutes=4)
    done(office, "tea")
    clock.pass_(hours=1)
    used = room(office, "A")
    assert (used["tea"], used["in_time"], used["unknown"]) == (4, 2, 1)
    assert used["share"] == 66.7


def test_a_round_that_was_skipped_for_a_reason_is_not_late(office: Office, clock: Clock) -> None:
    say(office, SMALL)
    label = steps(office)["tea"]["label"]
    say(office, f"skip B1.{label} they asked not to be disturbed")
    clock.pass_(hours=4)
    used = room(office, "A")
    assert (used["tea"], used["in_time"], used["unknown"]) == (3, 0, 3)
    assert used["share"] is None


def test_use_is_counted_by_hour_of_the_day_and_room(office: Office) -> None:
    say(office, "book A 15:30-17:15 budget")
    say(office, "book B 16:00-16:30 choir")
    found = [
        (row["hour"], row["room"], row["bookings"], row["hours"])
        for row in rows(office, "room-hours")
    ]
    assert found == [
        ("15:00", "all", 1, 0.5),
        ("15:00", "Room A", 1, 0.5),
        ("16:00", "all", 2, 1.5),
        ("16:00", "Room A", 1, 1.0),
        ("16:00", "Room B", 1, 0.5),
        ("17:00", "all", 1, 0.25),
        ("17:00", "Room A", 1, 0.25),
    ]


_ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"]
)


@given(
    zone=_ZONES,
    begins=st.integers(0, 366 * 24 * 60),
    minutes=st.integers(1, 26 * 60),
)
def test_hours_add_up_to_the_whole_meeting_whatever_the_clocks_do(
    zone: str, begins: int, minutes: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=begins)
    end = start + timedelta(minutes=minutes)
    parts = list(by_hour(start, end, ZoneInfo(zone)))
    assert sum((span for _hour, span in parts), timedelta()) == end - start
    assert all(timedelta() < span <= timedelta(hours=1) for _hour, span in parts)
    assert parts[0][0] == start.astimezone(ZoneInfo(zone)).hour


def test_use_is_counted_by_department_and_unknown_numbers_apart(office: Office) -> None:
    say(office, "book A 15:00-16:00 12p budget")
    say(office, "book A 17:00-18:00 choir")
    found = rows(office, "room-users")
    assert [
        (row["department"], row["bookings"], row["people"], row["unknown"]) for row in found
    ] == [("not said", 2, 12, 1)]


def test_the_usage_register_has_a_booking_on_a_line_with_the_number_of_its_form(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 16:00-17:00 12p tea budget")
    say(office, "confirm B1 all is clear")
    say(office, FILLED)
    say(office, "sent B1")
    say(office, "received B1")
    clock.pass_(hours=3)
    say(office, "provided B1 @15:10")
    done(office, "use-reported", "all in order")
    say(office, "abnormal B1 wine on the carpet")
    table = run_report(office, "room-register")
    assert table.title == "LYWG/QR-046 Meeting room usage register"
    (line,) = table.rows
    assert (line["form"], line["number"]) == ("LYWG/QR-046", "B-2026-000001")
    assert (line["room"], line["begins"], line["ends"]) == (
        "Room A",
        "2026-11-23 16:00",
        "2026-11-23 17:00",
    )
    assert (line["department"], line["contact"], line["phone"]) == (
        "Finance",
        "王敏",
        "10055501234",
    )
    assert (line["meeting"], line["people"], line["wants"]) == ("budget", 12, "tea")
    assert line["applied"] == line["phoned"] == line["sent"] == line["business"]
    assert line["equipment"] == "2026-11-23 14:31"
    assert (line["set_up"], line["reported"]) == ("2026-11-23 15:10", "2026-11-23 17:31")
    assert (line["opened"], line["filed"]) == (None, None)
    assert (line["use"], line["abnormal"]) == ("all in order", "wine on the carpet")
    assert (line["state"], line["operator"]) == ("booked", "lin")
    assert as_csv(table).splitlines()[1].startswith("LYWG/QR-046,B-2026-000001,Room A")


def test_the_register_of_a_day_leaves_out_the_others_and_speaks_chinese(office: Office) -> None:
    say(office, "book A 16:00-17:00 budget")
    say(office, "book A 2026-11-24 09:00-10:00 choir")
    assert [row["number"] for row in rows(office, "room-register", whole="2026-11-24")] == [
        "B-2026-000002"
    ]
    words.use("zh_CN")
    table = run_report(office, "room-register")
    assert table.title.startswith("LYWG/QR-046")
    assert table.rows[0]["room"] == "会议室A"


def test_a_service_order_is_printed_by_the_number_of_its_booking(
    office: Office, store: Path
) -> None:
    say(office, SMALL)
    say(office, FILLED)
    office.close()
    runner = CliRunner()
    plain = runner.invoke(app, ["order", "B1", "--store", str(store)])
    assert plain.output.startswith("LYWG/QR-007")
    assert "王敏" in plain.output
    kept = runner.invoke(app, ["order", "B-2026-000001", "--format", "csv", "--store", str(store)])
    assert kept.output.splitlines()[:3] == [
        "Field,Entry",
        "Form,LYWG/QR-007",
        "No.,B-2026-000001",
    ]


def test_use_by_weekday_and_hour_is_a_heat_map_with_its_figures(office: Office) -> None:
    say(office, "book A 15:00-16:30 Finance")
    say(office, "book B tomorrow 15:30-16:00 budget")
    table = run_report(office, "room-week")
    used = {row["hour"]: (row["mo"], row["tu"], row["all"]) for row in table.rows}
    assert used["15"] == (1.0, 0.5, 1.5)
    assert used["16"] == (0.5, 0.0, 0.5)
    (heat,) = table.pictures
    drawn = "\n".join(as_lines(table, heat, 80))
    assert "Mon" in drawn
    assert "█" in drawn
    assert as_csv(table).splitlines()[0] == "Hour,Mon,Tue,Wed,Thu,Fri,Sat,Sun,all"


def test_a_room_without_bookings_has_no_heat_map(office: Office) -> None:
    assert run_report(office, "room-week").rows == []
