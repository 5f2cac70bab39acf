"""F8 in a real terminal: a report is opened, drawn, printed and exported; so is a form."""

from __future__ import annotations

from pathlib import Path

from tests.console.terminal import Terminal


def ask(console: Terminal, line: str, answer: str) -> str:
    """Ask to see something on the desk line, and wait for what is shown."""
    console.press("f12")
    console.type(line)
    console.wait_for("Enter shows it")
    console.press("enter")
    return console.wait_for(answer)


def narrow(console: Terminal) -> None:
    """Reach a report, then a form, by a few letters."""
    console.press("escape", "f8")
    console.type("slips")
    console.wait_for("Records · 1 ")
    console.press("enter", "enter")
    console.wait_for("fuel-slips · 20")
    console.press("escape", "escape")
    console.wait_until(lambda screen: "Letters narrow" in screen and "fuel-months" in screen)
    console.type("LYWG/QR-046")
    console.wait_for("room-register")
    console.press("enter", "ctrl+o")
    console.wait_for("Records · 6 ")


def test_a_report_and_a_form_are_opened_printed_and_exported_by_digits(
    console: Terminal, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    console.press("f12")
    console.type("call 12-3-1502 kitchen pipe burst")
    console.wait_for("New call")
    console.press("enter")
    console.wait_for("✓ C")
    screen = ask(console, "report calls day", "Print (HTML)")
    assert "calls · 20" in screen
    assert "┤" in screen, "it is drawn"
    console.press("6")
    console.wait_for("was written.")
    console.press("7")
    console.wait_until(lambda _screen: len(list(folder.iterdir())) == 2)
    assert sorted(path.suffix for path in folder.iterdir()) == [".html", ".xlsx"]
    screen = ask(console, "report form help-register", "Kept for")
    assert "LYWG/QR-001" in screen
    assert "2 years" in screen
    console.press("1")
    console.wait_for("was written.")
    page = next(folder.glob("help-register-*.html")).read_text()
    assert "kitchen pipe burst" in page
    assert "LYWG/QR-001" in page
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    ask(console, "report form tea", "There is no form tea")
    narrow(console)
