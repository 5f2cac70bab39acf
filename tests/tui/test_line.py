"""The desk line under the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events

from deskterm.tui.field import LIMIT, CaretApp
from deskterm.tui.line import DeskLine

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Desk(CaretApp[None]):
    """A desk line, and what it told."""

    def __init__(self) -> None:
        super().__init__()
        self.line = DeskLine()
        self.told: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.line

    def on_mount(self) -> None:
        self.line.take_focus()

    def on_desk_line_changed(self, event: DeskLine.Changed) -> None:
        self.told.append(("changed", event.text))

    def on_desk_line_submitted(self, event: DeskLine.Submitted) -> None:
        self.told.append(("submitted", event.text))
        event.line.clear()

    def on_desk_line_down(self, event: DeskLine.Down) -> None:
        self.told.append(("down", event.text))

    def on_desk_line_left(self, event: DeskLine.Left) -> None:
        self.told.append(("left", event.text))


async def test_what_is_typed_is_told_and_entered() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("c")
        desk.post_message(events.Key("fullwidth_colon", "："))
        await pilot.press("enter")
        await pilot.pause()
    assert desk.told[:3] == [("changed", "c"), ("changed", "c："), ("submitted", "c：")]


async def test_up_brings_back_what_was_entered_and_down_what_was_half_typed() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a", "enter", "b", "enter", "b", "enter", "x")
        seen = []
        for key in ("up", "up", "up", "down", "down"):
            await pilot.press(key)
            seen.append(desk.line.text)
        assert seen == ["b", "a", "a", "b", "x"]
        await pilot.press("y")
        assert desk.line.text == "xy"
        assert desk.line.history == ["a", "b"]


async def test_down_where_nothing_later_is_remembered_is_told() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a", "enter", "x", "down")
        await pilot.pause()
        assert desk.told[-1] == ("down", "x")
        assert desk.line.text == "x"


async def test_escape_tells_and_the_text_stays() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("x", "escape")
        await pilot.pause()
    assert desk.told[-1] == ("left", "x")
    assert desk.line.text == "x"


async def test_a_preview_is_two_lines_that_say_when_there_is_more() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 10)) as pilot:
        desk.line.preview(
            [("repair", "head"), (" · 厨房水管爆裂\x1b[31m ", "dim"), ("word " * 30, "ok")]
        )
        await pilot.pause()
        lines = desk.line.previewed.split("\n")
        assert len(lines) == 2
        assert lines[0].startswith("repair · 厨房水管爆裂␛[31m word")
        assert lines[1].endswith("…")
        assert all(cell_len(line) <= 36 for line in lines)
        desk.line.preview("Enter saves")
        assert desk.line.previewed == "Enter saves"


async def test_a_line_filled_in_goes_on_at_its_end() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.line.fill("call 12-3-1502 ")
        await pilot.press("漏")
        assert desk.line.text == "call 12-3-1502 漏"
        assert desk.cursor_position == (2 + len("call 12-3-1502 ") + 2, 1)


async def test_too_much_is_said_under_the_line() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.post_message(events.Paste("x" * (LIMIT + 5)))
        await pilot.pause()
        assert len(desk.line.text) == LIMIT
        assert "5" in desk.line.previewed
