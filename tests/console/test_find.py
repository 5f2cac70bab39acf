"""F9 in a real terminal: twenty at a time, more behind them, narrowed, copied into the line."""

from __future__ import annotations

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
