"""The rooms desk in a real terminal: a booking is made, refused, moved and cancelled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.terminal import Terminal

DESKTERM = Path(sys.executable).with_name("deskterm")


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Terminal]:
    """A console on a fresh store of the sample site, somebody signed on."""
    home = {
        **os.environ,
        "HOME": str(tmp_path),
        "DESKTERM_STORE": str(tmp_path / "desk.db"),
        "DESKTERM_LANGUAGE": "en",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
        "LINES": "40",
    }
    subprocess.run([DESKTERM, "init"], env=home, check=True, capture_output=True)
    with Terminal([str(DESKTERM)], (120, 40), cwd=tmp_path, env=home) as terminal:
        terminal.wait_for("F12", timeout=30)
        terminal.press("f7")
        terminal.wait_for("PIN")
        terminal.type("lin")
        terminal.press("tab")
        terminal.type("418203")
        terminal.press("enter")
        terminal.wait_for("Lin Wei", timeout=20)
        terminal.wait_for("Due")
        yield terminal


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
