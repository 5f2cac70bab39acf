"""One line of text under the keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import events
from textual.containers import VerticalScroll
from textual.widgets import Static

from deskterm.tui.field import LIMIT, CaretApp, TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult

NASTY = Path(__file__).parents[3] / "shared" / "data" / "nasty.json"
with_nasty = pytest.mark.skipif(
    not NASTY.exists(), reason="the hostile strings do not lie beside this checkout"
)


class Desk(CaretApp[None]):
    """Two fields, the second below the edge of what is seen."""

    CSS = "Static { height: 12; } TextField { width: 20; }"

    def __init__(self) -> None:
        super().__init__()
        self.field = TextField()
        self.below = TextField()
        self.overflows: list[TextField.Overflow] = []

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self.field
            yield Static("between")
            yield self.below

    def on_mount(self) -> None:
        self.field.focus()

    def on_text_field_overflow(self, event: TextField.Overflow) -> None:
        self.overflows.append(event)

    def paste(self, text: str) -> None:
        self.post_message(events.Paste(text))


@pytest.mark.parametrize("text", ["\u3000", "\u00a0", "\u200d", "\ue000", "中", "：", "é"])
async def test_what_an_input_method_sends_is_text(text: str) -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.post_message(events.Key("whatever", text))
        await pilot.pause()
    assert desk.field.value == text


async def test_keys_that_mean_something_are_no_text() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("f5", "ctrl+k", "ctrl+x", "ctrl+y", "insert", "a")
    assert desk.field.value == "a"


async def test_a_paste_of_several_lines_keeps_them_all() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a", "b", "left")
        desk.paste("one\r\ntwo\rthree\n")
        await pilot.pause()
    assert desk.field.value == "aone⏎two⏎threeb"


async def test_what_does_not_fit_is_said_and_what_fits_is_kept() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a")
        desk.paste("漏" * 99_999 + "end")
        await pilot.pause()
        assert desk.field.value == "a" + "漏" * (LIMIT - 1)
        assert len(desk.overflows[0].rest) == 100_002 - (LIMIT - 1)
        assert desk.overflows[0].rest.endswith("end")
        await pilot.press("x")
        await pilot.pause()
    assert desk.overflows[1].rest == "x"
    assert len(desk.field.value) == LIMIT


async def test_text_from_the_store_is_drawn_safely_and_given_back_as_it_was() -> None:
    desk = Desk()
    stored = "a\x1b[31m\n\u202eb"
    async with desk.run_test() as pilot:
        desk.field.value = stored
        await pilot.pause()
        drawn = desk.field.render_line(0).text
        assert "a␛[31m⏎\ufffdb" in drawn
        await pilot.press("end", "c")
    assert desk.field.value == stored + "c"


@with_nasty
async def test_no_hostile_string_is_lost_in_a_field_or_reaches_the_terminal() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        for entry in json.loads(NASTY.read_text(encoding="utf-8"))["strings"]:
            desk.field.value = entry["s"]
            await pilot.pause()
            drawn = desk.field.render_line(0).text
            assert all(character >= " " and character != "\x7f" for character in drawn)
            assert desk.field.value == entry["s"]


async def test_the_terminal_cursor_stands_at_the_caret_in_every_frame() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 8)) as pilot:
        assert desk.cursor_position == (0, 0)
        await pilot.press("中", "a")
        assert desk.cursor_position == (3, 0)
        await pilot.press("left", "left")
        assert desk.cursor_position == (0, 0)
        await pilot.press("tab")
        await pilot.pause()
        assert desk.cursor_position == desk.below.region.offset
        assert desk.below.region.y < 8
        await pilot.press(*"文" * 15)
        await pilot.pause()
        width = desk.below.region.width
        assert desk.cursor_position.x in {width - 1, width - 2}


async def test_coming_back_to_a_field_selects_nothing_that_a_key_would_replace() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a", "tab", "shift+tab", "b")
    assert desk.field.value == "ab"


async def test_a_caret_does_not_blink() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a")
        before = desk.field.render_line(0)
        await pilot.pause(0.6)
        assert desk.field.render_line(0) == before


def test_the_sentence_about_too_much_text_names_where_it_was_cut() -> None:
    sentence = TextField.Overflow(TextField(), "\x1bend").sentence
    assert "4" in sentence
    assert "␛end" in sentence
    assert cell_len(sentence) < 120
