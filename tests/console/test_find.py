"""F9 in a real terminal: twenty at a time, more behind them, narrowed, copied into the line."""

from __future__ import annotations

from tests.console.keys import sequence
from tests.console.terminal import Terminal


def look(console: Terminal, words: str, seen: str) -> None:
    """Look for these words, whatever was looked for before, and go to what was found."""
    console.press("f9")
    console.press("ctrl+u")
    console.wait_for("Find · 0")
    console.type(words)
    console.wait_for(seen)
    console.press("enter")


def test_what_is_found_comes_by_twenties_is_narrowed_and_copied(console: Terminal) -> None:
    console.press("f12")
    console.type("c 12-3-1502 kitchen pipe burst")
    console.press("enter")
    console.wait_for("✓ C001 is kept")
    look(console, "王", "Find · 20 and more")
    console.press("end")
    console.wait_for("Find · 40 and more")
    look(console, "12-3-1502", "Find · 5")
    console.press("end")
    console.press("ctrl+o")
    console.wait_for(" kind:")
    look(console, "burst", "Find · 1")
    console.press("ctrl+g")
    console.wait_for("begins nothing here")
    console.type("note: water is off")
    console.wait_for("note: water is off")


def test_keys_that_come_before_the_answer_mean_the_rows_of_the_words_just_typed(
    console: Terminal,
) -> None:
    console.press("f12")
    console.type("c 12-3-1502 kitchen pipe burst")
    console.press("enter")
    console.wait_for("✓ C001 is kept")
    look(console, "王", "Find · 20 and more")
    console.press("f9")
    typed = sequence("ctrl+u") + b"burst"
    console.wire.write(typed + sequence("ctrl+o"))
    console.wait_for("burst kind:call")
    console.wait_for("Find · 1")
    console.press("ctrl+u")
    console.wait_for("Find · 0")
    console.wire.write(b"kitchen" + sequence("ctrl+g"))
    console.wait_for("begins nothing here")
    assert "C-2" in console.screen
    console.press("escape", "f9", "ctrl+u")
    console.wire.write(b"pipe" + sequence("enter") + sequence("enter"))
    console.wait_for("C001 · Repair open")
    console.press("1")
    console.wait_for("C001")
