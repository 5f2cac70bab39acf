"""The rooms desk in a real terminal: a booking is made, refused, moved and cancelled."""

from __future__ import annotations

from tests.console.terminal import Terminal


def say(console: Terminal, line: str, answer: str) -> None:
    """Type a line on the desk line, and wait for what is said to it."""
    console.press("f12")
    console.type(line)
    console.wait_until(lambda screen: line in screen and "Enter saves" in screen)
    console.press("enter")
    console.wait_for(answer)


def clear(console: Terminal, line: str) -> None:
    """Empty the desk line of what still stands there."""
    console.press("ctrl+u")
    console.wait_until(lambda screen: line not in screen)


def test_a_booking_is_made_refused_moved_and_cancelled_at_the_keys(console: Terminal) -> None:
    say(console, "book A tomorrow 14:00-15:00 budget", "B001 Room A is booked")
    console.wait_for("Applicant phoned")
    say(console, "book A tomorrow 14:30-15:30", "or Room C at")
    clear(console, "book A tomorrow")
    say(console, "move B1 room C", "B001 is moved: Room C")
    say(console, "book A tomorrow 14:30-15:30", "B002 Room A is booked")
    say(console, "cancel B1 not wanted", "B001 is cancelled")
