"""The terminal that the other tests look through."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.console.dialect import Dialect, modes_left
from tests.console.keys import sequence
from tests.console.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

MIRROR = [sys.executable, str(Path(__file__).with_name("mirror.py"))]


@pytest.fixture
def mirror() -> Iterator[Terminal]:
    with Terminal(MIRROR, (80, 24)) as terminal:
        terminal.wait_for("ready")
        yield terminal


def test_wide_characters_are_read_as_text_and_found_in_cells(mirror: Terminal) -> None:
    assert "ready 瑞金广场 ok" in mirror.screen
    assert mirror.glass.find("广场") == (10, 0)
    assert mirror.glass.find("ok") == (15, 0)
    assert mirror.glass.cell(6, 0).data == "瑞"
    assert mirror.glass.find("nothing of the kind") is None


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("f1", "1b 4f 50"),
        ("f5", "1b 5b 31 35 7e"),
        ("f12", "1b 5b 32 34 7e"),
        ("up", "1b 5b 41"),
        ("shift+left", "1b 5b 31 3b 32 44"),
        ("ctrl+pageup", "1b 5b 35 3b 35 7e"),
        ("shift+tab", "1b 5b 5a"),
        ("enter", "0d"),
        ("escape", "1b"),
        ("ctrl+e", "05"),
        ("alt+x", "1b 78"),
        (":", "3a"),
        ("+", "2b"),
        ("：", "ef bc 9a"),
    ],
)
def test_a_key_sends_what_a_keyboard_sends(mirror: Terminal, key: str, sent: str) -> None:
    mirror.press(key)
    mirror.wait_for(f"got {sent}\n")


def test_a_key_that_no_keyboard_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no such key: entre"):
        sequence("entre")


def test_presses_count_keys_and_not_literals(mirror: Terminal) -> None:
    mirror.press("f12", "b", "enter")
    mirror.type("王建国 12-3-1502")
    mirror.paste("two\nlines")
    assert mirror.presses == 3


def test_escape_is_not_read_together_with_the_next_key(mirror: Terminal) -> None:
    mirror.press("escape", "enter")
    mirror.wait_for("got 1b\n")
    mirror.wait_for("got 0d\n")


def test_the_program_hears_of_another_size(mirror: Terminal) -> None:
    mirror.resize(60, 20)
    mirror.wait_for("size 60x20")
    assert (mirror.glass.columns, mirror.glass.lines) == (60, 20)


def test_the_cursor_is_reported_where_it_stands(mirror: Terminal) -> None:
    mirror.press("?")
    mirror.wait_for("got 1b 5b 32 3b 31 52")


def test_a_tidy_end_is_told_from_an_untidy_one(mirror: Terminal) -> None:
    mirror.press("q")
    end = mirror.wait_end()
    assert (end.status, end.restored) == (3, True)
    assert modes_left(mirror.wire.raw) == set()
    assert "goodbye" in mirror.screen
    assert "ready" not in mirror.screen

    with Terminal(MIRROR) as untidy:
        untidy.wait_for("ready")
        untidy.press("!")
        end = untidy.wait_end()
        assert (end.status, end.restored) == (3, False)
        assert modes_left(untidy.wire.raw) == {1000, 1049}


def test_an_exit_status_is_told_from_a_deadly_signal(mirror: Terminal) -> None:
    mirror.signal(signal.SIGTERM)
    assert mirror.wait_end().status == 143
    with Terminal(MIRROR) as other:
        other.wait_for("ready")
        other.signal(signal.SIGKILL)
        assert other.wait_end().status == -signal.SIGKILL


def test_a_closed_window_reaches_the_program_as_a_hang_up(mirror: Terminal) -> None:
    mirror.wire.hang_up()
    assert mirror.wait_end().status == -signal.SIGHUP


def test_waiting_in_vain_shows_the_screen(mirror: Terminal) -> None:
    with pytest.raises(AssertionError, match=r"did not in 0\.1 s show 'goodbye'[^$]*瑞金广场"):
        mirror.wait_for("goodbye", timeout=0.1)
    mirror.press("!")
    with pytest.raises(AssertionError, match="ended before it could show 'more'"):
        mirror.wait_for("more")


def test_a_paste_longer_than_any_buffer_arrives_whole(mirror: Terminal) -> None:
    before = len(mirror.wire.raw)
    mirror.type("x" * 50_000)
    mirror.settle()
    assert mirror.wire.raw[before:].count(b"78") == 50_000


def test_a_program_that_does_not_exist_is_an_error_at_once() -> None:
    with pytest.raises(RuntimeError, match="could not be started"):
        Terminal(["no-such-program-anywhere"])


def test_what_is_asked_is_answered_even_when_it_comes_in_pieces() -> None:
    question = b"a\x1b[?2026$pb\x1b]11;?\x1b\\c\x1b[18td\x1bPunknown\x1b\\e\x1b[>1uf\x1b[31mg"
    answer = b"\x1b[?2026;2$y\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[8;40;120t"
    for cut in range(len(question) + 1):
        shown, said = bytearray(), bytearray()
        dialect = Dialect(shown.extend, said.extend)
        dialect.hear(question[:cut])
        dialect.hear(question[cut:])
        assert (bytes(shown), bytes(said)) == (b"abcdef\x1b[31mg", answer)
