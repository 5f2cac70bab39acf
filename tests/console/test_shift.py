"""F7 in a real terminal: lines of a handover are answered singly, and all that is left at once."""

from __future__ import annotations

import pytest

from tests.console.tasks import sign_on_there
from tests.console.terminal import Terminal


def hand_over(console: Terminal) -> None:
    """Two calls and two notices are handed over, and somebody else signs on."""
    for number, said in enumerate(("kitchen pipe burst", "light is out"), 1):
        console.press("f12")
        console.type(f"call repair 12-3-1502 {said}")
        console.press("enter")
        console.wait_for(f"✓ C00{number} is kept")
    console.press("f7")
    console.wait_for("Shift · 4 to hand over")
    console.press("1")
    console.wait_for("✓ H001 is handed over, 4 lines")
    sign_on_there(console, "chen")
    console.wait_for("Shift · 4 to answer")


@pytest.mark.clause("Q2.3")
def test_a_line_is_asked_about_by_a_digit_and_the_rest_accepted_by_another(
    console: Terminal,
) -> None:
    hand_over(console)
    console.press("2")
    console.wait_for("accept H001.1 asked")
    console.type("is the water off?")
    console.press("enter")
    console.wait_for("✓ H001.1 asked")
    console.press("down", "4")
    console.wait_for("Accept 3 lines of H001 at once")
    console.press("enter")
    console.wait_for("✓ 3 lines of H001 are accepted; 1 that were asked about are left.")
    console.press("home")
    console.wait_for("is the water off?")
    console.press("1")
    console.wait_for("✓ H001 is taken over: from")
    console.wait_for("Shift · 4 to hand over")
    console.wait_for("1 Hand the shift over")
    console.press("1")
    console.wait_for("You took H001 over just now")
