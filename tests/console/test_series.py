"""A series of bookings in a real terminal: seen date by date, kept, changed and cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.console.terminal import Terminal


def say(console: Terminal, line: str, answer: str) -> None:
    """Type a line on the desk line, and wait for what is said to it."""
    console.press("f12")
    console.type(line)
    console.wait_until(lambda screen: line in screen and "Enter saves" in screen)
    console.press("enter")
    console.wait_for(answer)


def test_a_series_is_seen_date_by_date_then_kept_changed_and_cancelled(console: Terminal) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=10)
    first = soon + timedelta(days=(2 - soon.weekday()) % 7)
    second, third, fourth = (first + timedelta(weeks=weeks) for weeks in (1, 2, 3))
    say(console, f"book A {second} 14:00-15:00 finance", "B001 Room A is booked")
    console.type(f"series A {first} 14:00-15:00 weekly we 4 times budget")
    console.wait_for("3 of 4 dates")
    console.wait_for(f"{second} 14:00-15:00: taken by B001 finance 14:00-15:00")
    console.press("enter")
    console.wait_for(f"Decide with drop {second}")
    console.type(f" drop {second} {third}@16:00")
    console.wait_for(f"{third} 16:00-17:00 Room A")
    console.press("enter")
    console.wait_for("B002-B004 Room A 14:00-15:00 is booked weekly Wed: 3 dates")
    say(console, "move B2 15:00-16:00 all", f"left as they are: B003 {third}")
    say(console, "move B4 17:00-18:00", f"B004 is moved: Room A {fourth} 17:00-18:00")
    say(console, "cancel B2 all not wanted", "This cancels 3 bookings of the series")
    console.press("enter")
    console.wait_for("B002, B003, B004 are cancelled: 3 dates")
    console.type(f"series A {first} 08:30-09:00 daily 150 times")
    console.wait_for("150 of 150 dates")
    last = first + timedelta(days=149)
    console.press("pagedown")
    console.wait_until(lambda screen: f"{last:%Y-%m}: 01" in screen)
