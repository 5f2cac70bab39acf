"""A list of any length under the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.app import App

from deskterm.core.layout import Column
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult

COLUMNS = (
    Column("no", "No.", 8, align="right"),
    Column("what", "What", 12, grow=True),
    Column("place", "Where", 12, priority=1),
)
MILLION = 1_000_000


def row(number: int) -> dict[str, Any]:
    return {"key": number, "no": number, "what": f"漏水 {number}", "place": "12-3-1502"}


class Desk(App[None]):
    """A list, with a store of so many rows behind it."""

    def __init__(self, total: int, columns: tuple[Column, ...] = COLUMNS) -> None:
        super().__init__()
        self.store = [*range(total)] if total < MILLION else range(total)
        self.sheet = Sheet(columns)
        self.windows: list[tuple[int, int]] = []
        self.moved: list[Any] = []
        self.chosen: list[Any] = []
        self.answers = True

    def compose(self) -> ComposeResult:
        yield self.sheet

    def on_mount(self) -> None:
        self.sheet.focus()
        self.load(0, 50)

    def load(self, offset: int, limit: int) -> None:
        numbers = self.store[offset : offset + limit]
        self.sheet.show([row(number) for number in numbers], len(self.store), offset)

    def on_sheet_window_wanted(self, event: Sheet.WindowWanted) -> None:
        self.windows.append((event.offset, event.limit))
        if self.answers:
            self.load(event.offset, event.limit)

    def on_sheet_moved(self, event: Sheet.Moved) -> None:
        self.moved.append(event.row and event.row["key"])

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        self.chosen.append(event.row["key"])

    def drawn(self) -> list[str]:
        return [self.sheet.render_line(y).text for y in range(self.sheet.size.height)]


async def test_a_million_rows_are_walked_from_end_to_end_through_windows() -> None:
    desk = Desk(MILLION)
    async with desk.run_test(size=(120, 34)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert desk.sheet.cursor == MILLION - 1
        assert "999999" in desk.drawn()[-1]
        await pilot.press("pageup", "up")
        await pilot.pause()
        assert desk.sheet.row == row(MILLION - 34)
        await pilot.press("home", "down", "enter")
        await pilot.pause()
    assert desk.chosen == [1]
    assert desk.moved == [0, 999_999, 999_967, 999_966, 0, 1]
    assert all(limit < 200 for _offset, limit in desk.windows)


async def test_a_page_keeps_one_row_of_the_page_before() -> None:
    desk = Desk(100)
    async with desk.run_test(size=(80, 11)) as pilot:
        await pilot.press("pagedown")
        assert desk.sheet.cursor == 9
        assert "    9  " in desk.drawn()[-1]
        await pilot.press("pagedown")
        assert desk.sheet.cursor == 18
        assert "    9  " in desk.drawn()[1]


async def test_the_cursor_stays_on_its_row_wherever_the_row_goes() -> None:
    desk = Desk(10)
    async with desk.run_test(size=(80, 12)) as pilot:
        await pilot.press("down", "down")
        desk.store = [7, 8, 9, 2, 0, 1]
        desk.load(0, 50)
        await pilot.pause()
        assert desk.sheet.cursor == 3
        assert desk.sheet.row == row(2)
        assert desk.drawn()[4].startswith("›")
    assert desk.moved == [0, 1, 2]


async def test_the_row_that_took_the_place_of_a_finished_one_is_told() -> None:
    desk = Desk(10)
    async with desk.run_test(size=(80, 12)) as pilot:
        await pilot.press("end")
        desk.store = [*range(9)]
        desk.load(0, 50)
        await pilot.pause()
        assert desk.sheet.row == row(8)
        desk.store = []
        desk.load(0, 50)
        await pilot.pause()
        assert "Nothing here." in desk.drawn()[1]
        await pilot.press("enter", "up", "pagedown")
    assert desk.moved == [0, 9, 8, None]
    assert desk.chosen == []


async def test_a_cursor_that_is_moved_out_of_sight_is_followed() -> None:
    desk = Desk(100)
    async with desk.run_test(size=(80, 11)) as pilot:
        desk.store = [*range(1, 60), 0, *range(60, 100)]
        desk.load(0, 100)
        await pilot.pause()
        assert desk.sheet.cursor == 59
        assert any(line.startswith("›") for line in desk.drawn())


async def test_rows_that_are_not_loaded_are_dots_until_they_come() -> None:
    desk = Desk(1000)
    async with desk.run_test(size=(80, 12)) as pilot:
        desk.answers = False
        await pilot.press("end")
        await pilot.pause()
        assert "···" in desk.drawn()[-1]
        await pilot.press("enter")
        desk.load(*desk.windows[-1])
        await pilot.pause()
        assert "999" in desk.drawn()[-1]
    assert desk.chosen == []
    assert desk.moved == [0, 999]


async def test_a_row_is_selected_by_its_key_now_or_when_it_comes() -> None:
    desk = Desk(300)
    async with desk.run_test(size=(80, 12)) as pilot:
        desk.sheet.select(20)
        await pilot.pause()
        assert desk.sheet.cursor == 20
        desk.sheet.select(180)
        desk.load(150, 100)
        await pilot.pause()
        assert desk.sheet.row == row(180)
    assert desk.moved == [0, 20, 180]


async def test_least_important_columns_make_room_on_a_narrow_screen() -> None:
    desk = Desk(3)
    async with desk.run_test(size=(80, 12)) as pilot:
        assert "Where" in desk.drawn()[0]
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        assert "Where" not in desk.drawn()[0]
        assert {cell_len(line) for line in desk.drawn()} == {30}
        assert not desk.sheet.show_horizontal_scrollbar


async def test_colour_is_never_the_only_sign() -> None:
    desk = Desk(0)
    async with desk.run_test(size=(60, 12)) as pilot:
        styles = ["overdue", "soon", "life", "ok", "dim", None, "unheard-of"]
        desk.sheet.show([{**row(n), "_style": style} for n, style in enumerate(styles)])
        await pilot.pause()
        assert [line[1] for line in desk.drawn()[1:8]] == ["!", "~", "+", "✓", "-", " ", " "]
        signs = [column.name for column in COLUMNS]
        assert "mark" not in signs


async def test_a_list_with_a_mark_of_its_own_gets_no_second_sign() -> None:
    desk = Desk(0, (Column("mark", "", 1), Column("what", "", 8, grow=True)))
    async with desk.run_test(size=(20, 5)) as pilot:
        desk.sheet.show([{"key": 1, "mark": "!", "what": "late", "_style": "overdue"}])
        await pilot.pause()
        assert desk.drawn()[0].startswith("›!  late")


async def test_no_text_drives_the_terminal() -> None:
    desk = Desk(0)
    async with desk.run_test(size=(60, 5)) as pilot:
        desk.sheet.show([{"key": 1, "no": 1, "what": "a\x1b]52;c;eA==\x07[bold]\n", "place": None}])
        await pilot.pause()
        line = desk.drawn()[1]
        assert "a␛]52;c;eA==␇[bold]⏎" in line
        assert "None" not in line


async def test_a_cursor_that_nobody_moved_stands_on_what_is_most_urgent() -> None:
    desk = Desk(0)
    desk.sheet.top_first = True
    async with desk.run_test(size=(80, 12)) as pilot:
        desk.sheet.show([row(5), row(6)])
        await pilot.pause()
        desk.sheet.show([row(3), row(5), row(6)])
        await pilot.pause()
        assert desk.sheet.row == row(3)
        await pilot.press("down")
        desk.sheet.show([row(1), row(3), row(5), row(6)])
        await pilot.pause()
        assert desk.sheet.row == row(5)
