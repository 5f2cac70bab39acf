"""The fleet in a real terminal: a trip and a repair from the desk line to the digits of F6."""

from __future__ import annotations

from tests.console.terminal import Terminal


def say(console: Terminal, line: str, answer: str) -> str:
    """Type a line on the desk line, and wait for what is said to it."""
    console.press("f12")
    console.type(line)
    console.wait_until(lambda screen: "Enter saves" in screen)
    console.press("enter")
    return console.wait_for(answer)


def test_a_trip_and_a_repair_go_on_by_the_digits(console: Terminal) -> None:
    say(console, "trip 沪A12345 driver shen for Finance to the bank", "T001 沪A12345 for Finance")
    say(console, "repair 沪A23456 minor brake pads 800", "waits for the word of the fleet lead")
    say(console, "cost 沪A12345 toll 35.00", "K001")
    console.press("f6")
    console.wait_until(lambda screen: "waits for" in screen and "M001" in screen)
    console.wait_for("██ ¥35.00")
    console.press("down", "down", "down", "down", "down")
    console.wait_until(lambda screen: "M001 · Repair open" in screen)
    console.press("1")
    console.wait_for("approve M001")
    console.type("Ma by phone")
    console.press("enter")
    console.wait_for("M001 is approved")
