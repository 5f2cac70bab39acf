"""Bytes as keys and pastes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from textual import events

from deskterm.tui import keystrokes
from deskterm.tui.keystrokes import ESCAPE_WAIT, Keystrokes, printable


def seen(messages: Iterator[object]) -> list[str]:
    """The keys by name, the pastes by their text in brackets."""
    told = []
    for message in messages:
        assert isinstance(message, events.Key | events.Paste)
        told.append(message.key if isinstance(message, events.Key) else f"[{message.text}]")
    return told


def typed(*reads: str) -> list[str]:
    """What comes of bytes that arrive in these pieces, and of a silence after them."""
    keys = Keystrokes()
    told = [one for read in reads for one in seen(iter(keys.feed(read)))]
    time.sleep(2 * ESCAPE_WAIT)
    for _ in range(2):
        told += seen(iter(keys.tick()))
    return told


@pytest.mark.parametrize(
    "key", ["\r", "\n", " ", "1", "0", "-", "=", "a", "中", "\t", "\x0b", "\x7f"]
)
def test_escape_with_another_key_glued_to_it_is_escape_alone(key: str) -> None:
    assert typed(f"\x1b{key}") == ["escape"]
    assert typed("\x1b", key) == ["escape"]


def test_keys_after_that_are_what_they_are() -> None:
    assert typed("\x1b\rab") == ["escape", "a", "b"]
    assert typed("\x1b\x1b[A") == ["escape", "up"]
    assert typed("\x1b") == ["escape"]
    assert typed("\x1b\x1b") == ["escape", "escape"]
    assert typed("\x1b[") == ["escape"]
    assert typed("\x1bO") == ["escape"]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[A", "up"),
        ("\x1bOP", "f1"),
        ("\x1b[24~", "f12"),
        ("\x1b[6~", "pagedown"),
        ("\x1b[Z", "shift+tab"),
        ("\x1b[200", None),
    ],
)
def test_a_key_that_comes_in_pieces_is_one_key(sequence: str, key: str | None) -> None:
    for cut in range(1, len(sequence)):
        if key:
            assert typed(sequence[:cut], sequence[cut:]) == [key]
            assert typed(*sequence) == [key]


def test_escape_is_told_soon() -> None:
    keys = Keystrokes()
    assert seen(iter(keys.feed("\x1b"))) == []
    assert keys.wait() <= ESCAPE_WAIT < 0.05
    time.sleep(keys.wait())
    assert seen(iter(keys.tick())) == ["escape"]
    assert keys.wait() == keystrokes.IDLE_WAIT


PASTE = "\x1b[200~one\rtwo\x1b[201~"


def test_a_paste_is_text_however_it_is_cut() -> None:
    assert typed(PASTE) == ["[one\rtwo]"]
    for cut in range(1, len(PASTE)):
        assert typed("a" + PASTE[:cut], PASTE[cut:] + "b") == ["a", "[one\rtwo]", "b"]
    assert typed(*PASTE) == ["[one\rtwo]"]


def test_nothing_in_a_paste_is_a_key() -> None:
    hostile = "abc\x1b\r\x11\x1b[A" + "x" * 40
    assert typed(f"\x1b[200~{hostile}\x1b[201~") == [f"[{hostile}]"]
    assert typed("\x1b[200~\x1b[201~a") == ["a"]
    assert typed("\x1b[201~a") == ["a"]


def test_a_paste_whose_end_is_lost_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keystrokes, "PASTE_WAIT", 0.05)
    keys = Keystrokes()
    assert seen(iter(keys.feed("\x1b[200~lost"))) == []
    assert seen(iter(keys.tick())) == []
    assert seen(iter(keys.feed(" end\x1b[2"))) == []
    time.sleep(0.06)
    assert seen(iter(keys.tick())) == ["[lost end\x1b[2]"]
    assert seen(iter(keys.feed("a"))) == ["a"]


@pytest.mark.parametrize(
    "character", ["a", "中", "\u3000", "\u00a0", "\ue000", "\u200d", "：", "é"]
)
def test_text_is_printable(character: str) -> None:
    assert printable(character)


@pytest.mark.parametrize("character", ["\x1b", "\r", "\x7f", "\u202e", "\ud800", "", "ab", None])
def test_what_is_no_text_is_not(character: str | None) -> None:
    assert not printable(character)
