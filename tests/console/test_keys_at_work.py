"""Keys that do a whole thing: take a ringing call, join an open one, close with guards out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from tests.console.conftest import DESKTERM
from tests.console.keys import sequence
from tests.console.terminal import Terminal

WANG = "100-5550-2231"


def ring(home: dict[str, str], phone: str, *more: str) -> None:
    subprocess.run([DESKTERM, "ring", phone, *more], env=home, check=True, capture_output=True)


def say(console: Terminal, line: str, said: str) -> None:
    console.press("f12")
    console.type(line)
    console.wait_for(line)
    console.press("enter")
    console.wait_for(said)


def test_a_ringing_call_is_taken_with_one_key_and_what_was_half_typed_is_parked(
    open_console: Callable[..., Terminal], home: dict[str, str]
) -> None:
    console = open_console()
    console.press("f12")
    console.type("call 15-2-1203 lift stu")
    console.wait_for("lift stu")
    ring(home, WANG)
    console.wait_for("12-3-1502 Wang Jianguo has rung for")
    console.press("ctrl+y")
    console.wait_for(f"call 12-3-1502 {WANG}")
    console.wait_gone("has rung for")
    console.type("tap drips")
    console.press("enter")
    console.wait_for("✓ C001 is kept: Repair, building 12, entrance 3, 1502")
    console.press("ctrl+r")
    console.wait_for("call 15-2-1203 lift stu")


def test_a_call_that_nobody_took_stands_in_the_queue_until_it_is_logged(
    open_console: Callable[..., Terminal], home: dict[str, str]
) -> None:
    console = open_console("lin")
    ring(home, WANG)
    console.wait_for("has rung for")
    ring(home, WANG, "--missed")
    console.wait_for("Ring back: missed call")
    console.wait_gone("has rung for")
    say(console, "call R1 tap drips", "✓ C001 is kept: Repair, building 12")
    console.wait_gone("Ring back: missed call")


def test_only_one_console_takes_a_ringing_call(
    open_console: Callable[..., Terminal], home: dict[str, str]
) -> None:
    one, other = open_console(), open_console()
    ring(home, WANG)
    one.wait_for("has rung for")
    other.wait_for("has rung for")
    one.press("ctrl+y")
    one.wait_for(f"call 12-3-1502 {WANG}")
    other.wait_gone("has rung for")
    other.press("ctrl+y")
    other.wait_for("No telephone rings.")


def test_down_and_enter_add_a_caller_to_the_call_that_is_open_there(
    open_console: Callable[..., Terminal], home: dict[str, str]
) -> None:
    console = open_console()
    say(console, "call 12-3-1502 kitchen pipe burst", "✓ C001")
    console.press("f12")
    console.type("call 12-3-1502 water in the hall too")
    console.wait_for("C001")
    console.press("down")
    console.wait_for("Enter adds this caller to C001: Repair")
    console.press("enter")
    console.wait_for("✓")
    console.wait_gone("Enter adds this caller")
    shown = subprocess.run(
        [DESKTERM, "show", "C1"], env=home, check=True, capture_output=True, text=True
    ).stdout
    assert "water in the hall too" in shown
    gone = subprocess.run([DESKTERM, "show", "C2"], env=home, check=False, capture_output=True)
    assert gone.returncode == 1


def test_a_call_with_guards_out_is_closed_by_one_more_enter_which_stamps_them_clear(
    open_console: Callable[..., Terminal],
) -> None:
    console = open_console("lin")
    say(console, "call complaint 15-2-1203 shouting in the corridor", "✓ C001")
    say(console, "send G4 C001", "sent to C001")
    say(console, "answer C001", "✓ C001 is answered")
    say(console, "close C001 all quiet", "G4 李勇")
    assert "Enter again" in console.settle()
    console.press("enter")
    console.wait_for("✓ C001 is closed")
    console.wait_for("10 free of 10")


@pytest.mark.clause("H3.4")
def test_the_words_of_a_confidential_call_are_masked_at_another_console(
    open_console: Callable[..., Terminal],
) -> None:
    lin = open_console("lin")
    chen = open_console("chen")
    say(lin, "call inquiry 12-3-1502 confidential wages of the manager", "✓ C001")
    chen.press("f3")
    chen.wait_for("C001")
    assert "wages" not in chen.settle(0.5)
    assert "(confidential)" in chen.screen
    assert "12-3-1502" in chen.screen
    lin.press("f3")
    lin.wait_for("wages of the manager")


def test_the_digits_beside_a_call_do_what_they_say(open_console: Callable[..., Terminal]) -> None:
    console = open_console("lin")
    say(console, "medical 12-3-1502 100-5550-2231 chest pain", "✓ C001")
    console.press("f3")
    console.wait_for("1 Send G2 G3 沪A12345")
    console.press("1")
    console.wait_for("G2 钱进, G3 孙磊, 沪A12345 sent to C001")
    console.press("2")
    console.wait_for("✓ C001 is answered")
    console.press("enter")
    console.wait_for("✓ .1")
    console.press("escape", "f2")
    console.wait_for("G2 Ask: on the way?")


def test_enter_on_the_board_opens_what_is_most_urgent(
    open_console: Callable[..., Terminal],
) -> None:
    console = open_console("lin")
    say(console, "medical 12-3-1502 100-5550-2231 chest pain", "✓ C001")
    console.press("escape", "f2")
    console.wait_for("Reply to the caller")
    console.press("enter")
    console.wait_for("C001 · Medical emergency open")
    console.press("escape", "f2", "space")
    console.wait_for("of C001 is done")


def test_a_line_that_is_refused_says_why_and_stays(open_console: Callable[..., Terminal]) -> None:
    console = open_console("lin")
    say(console, "send G77 C001", "There is no record C001")
    console.settle(0.5)
    assert "! There is no record C001" in console.screen
    assert "send G77 C001" in console.screen
    console.press("1")
    console.wait_for("C0011")
    assert "! There is no record" not in console.settle()


@pytest.mark.clause("H3.4")
def test_the_lines_of_one_operator_are_not_for_the_next(
    open_console: Callable[..., Terminal],
) -> None:
    console = open_console("lin")
    say(console, "call inquiry 12-3-1502 confidential wages of the manager", "✓ C001")
    say(console, "off", "is signed off")
    console.press("f12", "up", "up")
    assert "wages" not in console.settle(0.5)


def test_a_pin_typed_right_after_the_code_stays_unseen(
    open_console: Callable[..., Terminal],
) -> None:
    console = open_console()
    console.press("f7")
    console.wait_for("PIN*")
    console.type("chen")
    console.press("enter")
    console.type("570916")
    console.settle(0.5)
    assert "570916" not in console.screen
    console.press("enter")
    console.wait_for("Chen Xiaofeng", timeout=20)


def test_a_question_to_a_digit_waits_in_the_line_and_what_stood_there_is_parked(
    open_console: Callable[..., Terminal],
) -> None:
    console = open_console("lin")
    say(console, "call complaint 12-3-1502 shouting in the corridor", "✓ C001")
    for guard in ("G2", "G3"):
        say(console, f"{guard} br", f"✓ {guard}")
    console.press("f12")
    console.type("call 15-2-1203 half typed")
    console.wait_for("half typed")
    console.press("escape", "f3")
    console.wait_for("1 Send G8")
    console.press("1")
    console.wait_for("would be empty")
    console.press("enter")
    console.wait_for("sent to C001")
    console.press("ctrl+r")
    console.wait_for("call 15-2-1203 half typed")


def test_a_command_in_one_burst_with_text_acts_on_all_of_it(console: Terminal) -> None:
    console.press("f12")
    said = "call 12-3-1502 the kitchen pipe burst under the sink"
    console.wire.write(said.encode() + sequence("ctrl+k"))
    console.wait_for("Parked (1)")
    console.press("ctrl+r")
    console.wait_for(said)
    console.press("ctrl+u")
    console.wire.write(b"kitchX" + sequence("backspace") + b"en pipe")
    console.wait_for("│ kitchen pipe")
