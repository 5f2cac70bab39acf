"""Help at the side of what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from deskterm.core.layout import Column
from deskterm.tui.field import TextField
from deskterm.tui.help import HelpPanel
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Desk(App[None]):
    """A list, a field, and help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+t", "help", "Help", id="app.help"),
        Binding("ctrl+e", "nothing", "A key of Textual's own"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet((Column("what", "What", 10, grow=True),))
        self.field = TextField()
        self.help = HelpPanel()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.sheet
            yield self.field
        yield self.help

    def on_mount(self) -> None:
        self.sheet.focus()

    def action_help(self) -> None:
        self.help.turn()


async def test_help_says_the_keys_of_what_has_the_focus() -> None:
    desk = Desk()
    async with desk.run_test(size=(120, 40)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "PgDn   A page down" in desk.help.text
        assert "F1 Ctrl+T  Help" in desk.help.text
        assert "A key of Textual's own" not in desk.help.text
        desk.field.focus()
        await pilot.pause()
        assert "Delete a word" in desk.help.text
        assert "A page down" not in desk.help.text


async def test_help_stands_beside_the_list_and_leaves_it_the_focus() -> None:
    desk = Desk()
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert desk.focused is desk.sheet
        assert not desk.sheet.region.overlaps(desk.help.region)
        assert desk.help.region.right <= 80
        assert desk.screen.has_class("-help")
        await pilot.press("f1")
        await pilot.pause()
        assert not desk.help.is_open
        assert not desk.screen.has_class("-help")


async def test_long_help_is_turned_page_by_page_before_it_closes() -> None:
    desk = Desk()
    async with desk.run_test(size=(80, 12)) as pilot:
        desk.help.tell([("Verbs", [(f"v{number}", f"verb {number}") for number in range(30)])])
        await pilot.press("f1")
        await pilot.pause()
        assert "verb 29" in desk.help.text
        pages = 0
        while desk.help.is_open:
            await pilot.press("f1")
            await pilot.pause()
            pages += 1
        assert 3 < pages < 8
