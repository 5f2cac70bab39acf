"""F9 in a real terminal: twenty at a time, more behind them, narrowed, copied into the line."""

from __future__ import annotations

from tests.console.terminal import Terminal


def test_what_is_found_comes_by_twenties_is_narrowed_and_copied(console: Terminal) -> None:
    console.press("f12")
    console.type("c 12-3-1502 kitchen pipe burst")
    console.press("enter")
    console.wait_for("✓ C001 is kept")
    console.press("f9")
    console.wait_for("Find · 0")
    console.type("王")
    console.wait_for("Find · 20 and more")
    console.press("enter")
    console.press("end")
    console.wait_for("Find · 40 and more")
    console.press("f9")
    console.press("ctrl+u")
    console.wait_for("Find · 0")
    console.type("12-3-1502")
    console.wait_for("kitch")
    console.wait_for("resident")
    console.press("enter")
    console.press("end")
    console.press("ctrl+o")
    console.wait_gone("kitch")
    console.press("f9")
    console.press("ctrl+u")
    console.wait_for("Find · 0")
    console.type("burst")
    console.wait_for("Find · 1")
    console.press("enter")
    console.press("ctrl+g")
    console.wait_for("begins nothing here")
    console.type("note: water is off")
    console.wait_for("note: water is off")
