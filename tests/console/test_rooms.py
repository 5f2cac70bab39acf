"""The rooms desk in a real terminal: bars and their keys, and what is said about bookings."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from rich.cells import cell_len

from tests.console.terminal import Terminal

BARS = re.compile(r"Rooms · \w{3} \d{4}-\d\d-\d\d · tomorrow")


def say(console: Terminal, line: str, answer: str) -> str:
    """Type a line on the desk line, and wait for what is said to it."""
    console.press("f12")
    console.type(line)
    console.wait_until(lambda screen: line in screen and "Enter saves" in screen)
    console.press("enter")
    return console.wait_for(answer)


def clear(console: Terminal, line: str) -> None:
    """Empty the desk line of what still stands there."""
    console.press("ctrl+u")
    console.wait_until(lambda screen: line not in screen)


def bar(screen: str, name: str) -> str:
    """What stands beside this name."""
    lines = [line for line in screen.split("\n") if re.match(rf"│[ ›] {name} ", line)]
    return lines[0].split(name, 1)[1] if lines else ""


def test_a_booking_is_made_refused_moved_and_cancelled_at_the_keys(console: Terminal) -> None:
    say(console, "book A tomorrow 14:00-15:00 budget", "B001 Room A is booked")
    console.wait_for("Applicant phoned")
    say(console, "book A tomorrow 14:30-15:30", "or Room C at")
    clear(console, "book A tomorrow")
    say(console, "move B1 room C", "B001 is moved: Room C")
    say(console, "book A tomorrow 14:30-15:30", "B002 Room A is booked")
    look_at_bars(console)
    console.press("enter", "3")
    console.wait_for("cancel B001")
    console.type("not wanted")
    console.press("enter")
    console.wait_for("B001 is cancelled")
    console.wait_until(lambda screen: "B001  " not in screen)


def look_at_bars(console: Terminal) -> None:
    """See the bookings of tomorrow as bars, go from one to the other, see a week of a room."""
    console.press("f5")
    console.wait_for("· today")
    console.press("pagedown")
    screen = console.wait_until(lambda screen: ">█" in bar(screen, "Room A"))
    assert BARS.search(screen)
    assert "█<" in bar(screen, "Room A")
    console.press("down", "down")
    console.wait_until(lambda screen: "› Room C" in screen)
    console.press("left", "left", "right")
    console.wait_until(lambda screen: "B001 ·" in screen and "budget" in screen)
    console.press("ctrl+w")
    console.wait_for("Room C · week from")
    console.press("ctrl+w")
    console.wait_until(lambda screen: bool(BARS.search(screen)))


def test_a_gap_is_booked_from_its_bar_and_a_free_room_with_one_digit(console: Terminal) -> None:
    console.press("f5")
    console.wait_for("· today")
    console.press("pagedown")
    console.wait_until(lambda screen: bool(BARS.search(screen)))
    console.press("down", "down")
    console.wait_for("C Room C")
    console.press("1")
    console.wait_until(lambda screen: bool(re.search(r"book C \d{4}-\d\d-\d\d 07:00-", screen)))
    console.type("09:00")
    console.wait_for("Enter saves")
    console.press("enter")
    console.wait_for("B001 Room C is booked")
    say(console, "room tomorrow 08:00-09:30 12p", "a digit takes one")
    console.wait_for("1 A Room A")
    console.press("1")
    console.wait_for("B002 Room A is booked")


def test_a_series_with_exceptions_is_booked_after_its_dates_were_seen(console: Terminal) -> None:
    line = "series A 2027-01-04 14:00-15:30 weekly mo 4 times drop 2027-01-18 choir"
    console.press("f12")
    console.type(line)
    console.wait_until(lambda screen: line in screen and "Enter saves" in screen)
    console.press("enter")
    console.wait_for("Left out: 2027-01-18")
    say(console, "book A 2027-01-18 14:00-15:30 others", "B004 Room A is booked")
    say(console, "book A 2027-01-25 14:00-15:30 others", "Room A is taken")


def test_a_hold_that_runs_out_goes_by_itself_while_the_console_stands(
    open_console: Callable[..., Terminal], home: dict[str, str]
) -> None:
    console = open_console("lin")
    say(console, "hold A tomorrow 14:00-15:00 budget until 23:59", "B001 Room A is held")
    with closing(sqlite3.connect(home["DESKTERM_STORE"])) as connection:
        connection.execute("UPDATE bookings SET expires_at = '2020-01-01T00:00:00.000Z'")
        connection.commit()
    console.press("f5")
    until = time.monotonic() + 15
    while time.monotonic() < until:
        console.settle()
        with closing(sqlite3.connect(home["DESKTERM_STORE"])) as connection:
            (state,) = connection.execute("SELECT state FROM bookings").fetchone()
        if state == "expired":
            break
    assert state == "expired"


@pytest.mark.parametrize("language", ["zh_CN"])
def test_bars_stand_in_eighty_columns_and_in_chinese(
    open_console: Callable[..., Terminal],
) -> None:
    console = open_console("lin")
    console.resize(80, 24)
    console.press("f5")
    console.wait_for("布置")
    console.wait_until(lambda screen: "报告厅" in screen and "会议室A" in screen)
    console.press("ctrl+w")
    console.wait_for("大会议厅 · ")
    console.wait_until(lambda screen: widths(screen) == {80})


def widths(screen: str) -> set[int]:
    """The cells of every line that has a frame."""
    lines = [line.rstrip() for line in screen.split("\n")]
    return {cell_len(line) for line in lines if line.startswith(("│", "╭", "╰"))}
