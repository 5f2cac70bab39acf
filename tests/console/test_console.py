"""The console in a real terminal: what was typed outlives it, and two of them agree."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.console.conftest import DESKTERM
from tests.console.dialect import modes_left
from tests.console.terminal import Terminal

TYPED = "call 12-3-1502 厨房水管漏水 and"


@pytest.mark.parametrize(
    ("death", "status"), [("SIGKILL", None), ("SIGTERM", 143), ("SIGHUP", 129)]
)
def test_what_was_half_typed_comes_back_after_the_program_was_ended(
    open_console: Callable[[], Terminal], death: str, status: int | None
) -> None:
    console = open_console()
    console.press("f12")
    console.type(TYPED)
    console.wait_for(TYPED)
    if status is None:
        time.sleep(1)
    console.signal(signal.Signals[death])
    end = console.wait_end()
    if status is not None:
        assert end.status == status
        assert end.restored
        assert not modes_left(console.wire.raw)
    again = open_console()
    assert "desk-1" in again.screen
    again.wait_for(TYPED)


def test_what_was_parked_comes_back_with_one_key(open_console: Callable[[], Terminal]) -> None:
    console = open_console()
    console.press("f12")
    console.type(TYPED)
    console.wait_for(TYPED)
    console.press("ctrl+k")
    console.wait_for("Parked (1)")
    console.type("call 3-1-0402 lift stuck")
    console.press("enter")
    console.wait_for("✓ C001")
    console.press("ctrl+r")
    console.wait_for(TYPED)


def test_a_second_console_shows_a_change_within_half_a_second(
    open_console: Callable[[], Terminal],
) -> None:
    one, other = open_console(), open_console()
    assert "desk-2" in other.screen
    one.press("f12")
    one.type("call 12-3-1502 kitchen pipe burst")
    one.press("enter")
    one.wait_for("✓ C001")
    other.wait_for("kitchen pipe burst", timeout=5)


def test_the_language_changes_while_it_runs_and_what_is_typed_stays(
    open_console: Callable[[], Terminal],
) -> None:
    console = open_console()
    console.press("f12")
    console.type(TYPED)
    console.press("ctrl+l")
    console.wait_for("未结求助")
    assert TYPED in console.settle()
    console.press("ctrl+l")
    console.wait_for("Open calls")


def test_a_misspelt_unit_is_asked_about_and_kept_when_enter_is_pressed_again(
    open_console: Callable[[], Terminal],
) -> None:
    console = open_console()
    console.press("f12")
    console.type("call 12-3-1599 pipe burst")
    console.press("enter")
    console.wait_for("Enter again keeps it")
    assert "12-3-1502" in console.screen
    assert "call 12-3-1599 pipe burst" in console.screen
    console.press("enter")
    console.wait_for("✓ C001")


def test_hostile_text_is_shown_as_it_was_typed(open_console: Callable[[], Terminal]) -> None:
    console = open_console()
    console.press("f12")
    console.type("call repair 12-3-1502 [bold x [/] $error {0} %s")
    console.press("enter")
    console.wait_for("✓ C001")
    console.press("f3")
    console.wait_for("[bold x [/]")


def test_without_a_terminal_the_program_says_what_to_run_instead(home: dict[str, str]) -> None:
    ran = subprocess.run(
        [DESKTERM], env=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "deskterm do" in ran.stderr
