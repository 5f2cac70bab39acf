"""A record that is read, and what it can be asked to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from deskterm.tui import keymap
from deskterm.tui.page import Choices, Page
from deskterm.tui.panel import Facts

if TYPE_CHECKING:
    from textual.app import ComposeResult

LABELS = ("Send G2 G3", "Answered", "Ask the supervisor", "Refer", "Note", "Close")


class Desk(App[None]):
    """A long record over its choices."""

    def __init__(self) -> None:
        super().__init__()
        self.set_keymap(keymap.load())
        self.left = 0

    def compose(self) -> ComposeResult:
        with Page():
            yield Facts([(f"{n}", f"line {n}") for n in range(60)])
        yield Choices()

    def on_page_left(self) -> None:
        self.left += 1


async def test_a_record_is_scrolled_by_the_keys_of_a_list_and_left_by_escape() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 20)) as pilot:
        page = desk.query_one(Page)
        page.focus()
        await pilot.press("down", "down")
        await pilot.pause()
        assert page.scroll_offset.y == 2
        await pilot.press("end")
        await pilot.pause()
        assert page.scroll_offset.y == page.max_scroll_y > 30
        await pilot.press("home", "escape")
        await pilot.pause()
        assert page.scroll_offset.y == 0
        assert desk.left == 1


async def test_choices_stand_side_by_side_and_none_is_cut_in_two() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 20)) as pilot:
        choices = desk.query_one(Choices)
        choices.show(LABELS)
        await pilot.pause()
        assert choices.text.split("\n") == [
            "1 Send G2 G3  2 Answered",
            "3 Ask the supervisor  4 Refer  5 Note",
            "6 Close",
        ]
        assert choices.size.height == 3


async def test_a_choice_wider_than_the_panel_is_cut_and_says_so() -> None:
    desk = Desk()
    async with desk.run_test(size=(20, 20)) as pilot:
        choices = desk.query_one(Choices)
        choices.show(["派 G2 G3 沪A12345 到现场去"])
        await pilot.pause()
        assert choices.text == "1 派 G2 G3 沪A123…"
