"""Our driver on a terminal of its own: it survives what terminals do, and ends in order."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from deskterm.tui.terminal import Writer, locale_refusal, one_cell_table
from tests.console.dialect import modes_left
from tests.console.terminal import Terminal

ROOT = Path(__file__).parents[2]
STAGE = [sys.executable, "-m", "tests.tui.stage"]


class Stage:
    """The small program on its terminal, and the file in which it tells what happened."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.terminal = Terminal([*STAGE, str(book)], (60, 12), cwd=ROOT)

    def told(self) -> list[dict[str, Any]]:
        if not self.book.exists():
            return []
        lines = self.book.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def events(self, but: str = "beat") -> list[str]:
        return [fact["event"] for fact in self.told() if fact.get("event", but) != but][1:]

    def wait_told(
        self, true: Callable[[dict[str, Any]], object], timeout: float = 5
    ) -> dict[str, Any]:
        """What was told, without reading the terminal meanwhile."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            for fact in self.told():
                if true(fact):
                    return fact
            time.sleep(0.01)
        raise AssertionError(self.told())

    def kept(self) -> list[str]:
        return [fact["kept"] for fact in self.told() if "kept" in fact]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    program = Stage(tmp_path / "book.jsonl")
    with program.terminal as terminal:
        terminal.wait_for("beat")
        terminal.settle()
        yield program


def test_bytes_of_another_character_set_end_nothing(stage: Stage) -> None:
    stage.terminal.send("张三".encode("gbk") + b"\xff\x80 \xe6\xbc")
    stage.terminal.send(b"\x8f ok")
    stage.terminal.wait_for("漏 ok")


def test_the_terminal_cursor_stands_where_the_text_goes_in(stage: Stage) -> None:
    assert stage.terminal.glass.position() == (1, 1)
    stage.terminal.type("中文a")
    stage.terminal.wait_for("中文a")
    stage.terminal._read_for(0.3)
    assert stage.terminal.glass.position() == (6, 1)
    stage.terminal.resize(50, 10)
    stage.terminal._read_for(0.5)
    assert stage.terminal.glass.position() == (6, 1)


def test_escape_and_enter_as_one_are_escape(stage: Stage) -> None:
    stage.terminal.send(b"\x1b\r")
    stage.terminal.send(b"\x1b1")
    stage.wait_told(lambda fact: fact.get("event") == "escape")
    stage.terminal.press("f4")
    assert stage.terminal.wait_end().status == 0
    assert stage.events() == ["escape", "escape"]
    assert "1" not in stage.terminal.glass.rows()[1]


def test_escape_is_heard_within_a_blink(stage: Stage) -> None:
    waits = []
    for _ in range(5):
        start = time.monotonic()
        stage.terminal.send(b"\x1b")
        heard = stage.wait_told(partial(escaped, start))
        waits.append(heard["at"] - start)
    assert min(waits) < 0.08


def escaped(since: float, fact: dict[str, Any]) -> bool:
    return fact.get("event") == "escape" and fact["at"] > since


def test_a_paste_whose_end_is_lost_gives_the_keyboard_back(stage: Stage) -> None:
    stage.terminal.send(b"\x1b[200~lost end, ")
    stage.terminal.send(b"abc")
    stage.terminal.wait_for("lost end, abc", timeout=4)
    stage.terminal.type("Z")
    stage.terminal.wait_for("lost end, abcZ")


def test_a_paste_never_presses_keys(stage: Stage) -> None:
    stage.terminal.send(b"\x1b[200~a\x1b\r\x0b\x1b[13~\nb\x1b[201~")
    stage.terminal.wait_for("a␛⏎")
    assert stage.events() == []


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131), (signal.SIGINT, 130)],
)
def test_a_signal_saves_and_ends_in_order(
    stage: Stage, number: signal.Signals, status: int
) -> None:
    stage.terminal.type("半句 half")
    stage.terminal.wait_for("半句 half")
    stage.terminal.signal(number)
    end = stage.terminal.wait_end(3)
    assert (end.status, end.restored) == (status, True)
    assert stage.kept() == ["半句 half"]
    assert modes_left(stage.terminal.wire.raw) == set()


def test_a_save_that_fails_ends_in_order_too(stage: Stage) -> None:
    stage.terminal.press("f5")
    stage.terminal.settle()
    stage.terminal.signal(signal.SIGTERM)
    end = stage.terminal.wait_end(3)
    assert (end.status, end.restored) == (143, True)
    assert modes_left(stage.terminal.wire.raw) == set()


def test_a_closed_terminal_saves_and_leaves_nothing_running(stage: Stage) -> None:
    stage.terminal.type("half")
    stage.terminal.wait_for("half")
    stage.terminal.wire.hang_up()
    end = stage.terminal.wire.finish(3)
    assert end is not None
    assert end.status == 129
    assert stage.kept() == ["half"]


def test_a_main_thread_that_hangs_does_not_outlive_its_signal(stage: Stage) -> None:
    stage.terminal.press("f3")
    stage.wait_told(lambda fact: fact.get("event") == "hanging")
    stage.terminal.signal(signal.SIGTERM)
    end = stage.terminal.wait_end(3.5)
    assert (end.status, end.restored) == (143, True)
    assert modes_left(stage.terminal.wire.raw) == set()


def test_a_terminal_that_does_not_read_stops_nothing_and_gets_a_whole_frame_later(
    stage: Stage,
) -> None:
    stage.terminal.type("before")
    stage.terminal.wait_for("before")
    stage.terminal.press("f2")
    time.sleep(1.5)
    stalled = time.monotonic()
    stage.wait_told(lambda fact: fact.get("event") == "beat" and fact["at"] > stalled)
    stage.terminal.type(" after")
    time.sleep(0.3)
    stage.terminal.wait_for("before after")


def test_a_signal_ends_a_program_whose_terminal_does_not_read(stage: Stage) -> None:
    stage.terminal.type("half")
    stage.terminal.wait_for("half")
    stage.terminal.press("f2")
    time.sleep(1.5)
    stage.terminal.signal(signal.SIGTERM)
    end = stage.terminal.wire.finish(3)
    assert end is not None
    assert (end.status, end.restored) == (143, True)
    assert stage.kept() == ["half"]
    while stage.terminal.wire.read(0.1):
        pass
    assert modes_left(stage.terminal.wire.raw) == set()


def test_a_terminal_of_wide_borders_gets_borders_of_one_cell(tmp_path: Path) -> None:
    program = Stage(tmp_path / "book.jsonl")
    program.terminal._dialect._cursor = lambda: (2, 0)
    with program.terminal as terminal:
        screen = terminal.wait_until(lambda screen: "+---" in screen and "beat" in screen)
        terminal.type("漏水…")
        screen = terminal.wait_for("漏水>")
    assert "─" not in screen
    assert "│" not in screen


def test_a_terminal_of_narrow_borders_keeps_them(stage: Stage) -> None:
    assert "╭──" in stage.terminal.screen
    assert "…" not in stage.terminal.screen


def test_every_twin_takes_one_cell_and_is_in_every_character_set() -> None:
    table = one_cell_table()
    assert set(map(chr, range(0x2500, 0x25A0))) < {chr(code) for code in table}
    assert all(twin.isascii() and len(twin) == 1 for twin in table.values())


def test_a_writer_drops_what_nobody_reads_and_asks_for_a_whole_frame() -> None:
    reads, writes = os.pipe()
    asked: list[bool] = []
    writer = Writer(writes, lambda: asked.append(True))
    writer.start()
    for _ in range(200):
        writer.write("x" * 65_536)
    while select.select([reads], [], [], 0.3)[0]:
        os.read(reads, 1 << 20)
    assert asked == [True]
    writer.write("last")
    writer.stop()
    assert os.read(reads, 1 << 20) == b"last"
    os.close(reads)
    os.close(writes)


def test_a_writer_whose_terminal_is_gone_goes_on_in_silence() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    writer = Writer(writes, lambda: None)
    writer.start()
    writer.write("into nothing")
    writer.stop()
    assert not writer.is_alive()
    os.close(writes)


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "zh_CN.GBK"},
        {"LANG": "zh_CN.gb18030"},
        {"LC_CTYPE": "C.UTF-8", "LANG": "en_US.ISO-8859-1"},
        {"LC_ALL": "de_DE.ISO-8859-15@euro", "LANG": "C.UTF-8"},
    ],
)
def test_another_character_set_is_refused_in_one_sentence(environ: dict[str, str]) -> None:
    sentence = locale_refusal(environ)
    assert sentence is not None
    assert "UTF-8" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"LC_ALL": "C"},
        {"LANG": "zh_CN.UTF-8"},
        {"LC_ALL": "C.utf8", "LANG": "zh_CN.GBK"},
        {"LANG": "de_DE.UTF-8@euro"},
    ],
)
def test_utf_8_is_welcome_under_any_of_its_names(environ: dict[str, str]) -> None:
    assert locale_refusal(environ) is None
