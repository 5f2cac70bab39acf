"""A list of any length: it holds a window of rows and draws the lines that are seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskterm.core.layout import GAP, Column, fit, pad, word
from deskterm.core.words import N_
from deskterm.tui.window import ROWS, Row, Window

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events

SIGNS = {"overdue": "!", "soon": "~", "life": "+", "ok": "✓", "dim": "-"}
"""Stand beside a style, where no column named `mark` does."""

CURSOR = "›"
DOTS = "···"


class Sheet(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a cursor that stays on its row wherever the row goes.

    A row is a dictionary with a `key` of its own; `_style` may be one of `overdue`, `soon`,
    `life`, `ok` and `dim`. What is not loaded is asked for with `WindowWanted`.
    """

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = N_("List")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", N_("The row above"), show=False, id="sheet.up"),
        Binding("down", "go(1)", N_("The row below"), show=False, id="sheet.down"),
        Binding("pageup", "turn(-1)", N_("A page up"), show=False, id="sheet.page-up"),
        Binding("pagedown", "turn(1)", N_("A page down"), show=False, id="sheet.page-down"),
        Binding("home", "first", N_("The first row"), show=False, id="sheet.first"),
        Binding("end", "last", N_("The last row"), show=False, id="sheet.last"),
        Binding("enter", "choose", N_("Open"), show=False, id="sheet.choose"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}" for name in ("head", "cursor", "missing", *SIGNS)
    }
    DEFAULT_CSS = """
    Sheet {
        height: 1fr; overflow-x: hidden; overflow-y: hidden; scrollbar-size: 0 0;
        & > .sheet--overdue, & > .sheet--life { color: $text-error; }
        & > .sheet--soon { color: $text-warning; }
        & > .sheet--ok { color: $text-success; }
        & > .sheet--dim, & > .sheet--head, & > .sheet--missing { color: $text-muted; }
        & > .sheet--cursor, & > .sheet--life, & > .sheet--head { text-style: bold; }
        & > .sheet--cursor { background: $foreground 15%; }
        &:focus > .sheet--cursor { background: $primary; color: $text; }
    }
    """

    class Told(Message):
        """Something that a list tells."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

        @property
        def control(self) -> Sheet:
            """The list that tells it."""
            return self.sheet

    class WindowWanted(Told):
        """Rows are looked at, or soon will be, that are not loaded; answered with `show`."""

        def __init__(self, sheet: Sheet, offset: int, limit: int) -> None:
            super().__init__(sheet)
            self.offset = offset
            self.limit = limit

    class Moved(Told):
        """The cursor stands on another row now; on none when the list is empty."""

        def __init__(self, sheet: Sheet, row: Row | None) -> None:
            super().__init__(sheet)
            self.row = row

    class Chosen(Told):
        """Enter was pressed on a row."""

        def __init__(self, sheet: Sheet, row: Row) -> None:
            super().__init__(sheet)
            self.row = row

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = N_("Nothing here."),
        top_first: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty
        """A word marked with `N_`, shown where there is no row."""
        self.top_first = top_first
        """Whether a cursor on the first row stays there when other rows come before it."""
        self.cursor = 0
        """The place of the cursor in the whole list."""
        self._columns = tuple(columns)
        self._window = Window()
        self._key: object = None
        self._told: object = None
        self._strips: dict[int, Strip] = {}
        self._plain: Style | None = None
        """The style of a row without one of its own: asked of every ancestor, so only once."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, of which those are drawn that have room."""
        return self._columns

    @property
    def row(self) -> Row | None:
        """The row under the cursor; none where it is not loaded."""
        return self._window.at(self.cursor)

    @property
    def total(self) -> int:
        """How many rows the whole list has."""
        return self._window.total

    @property
    def window_offset(self) -> int:
        """Where in the whole list the rows begin that are loaded or were asked for."""
        window = self._window
        return window.asked[0] if window.asked else window.offset

    @property
    def window_limit(self) -> int:
        """How many rows to load at a time."""
        return max(ROWS, 4 * self.size.height)

    def show(self, rows: Sequence[Row], total: int | None = None, offset: int = 0) -> None:
        """Show these rows, which begin at `offset` of a list of `total`.

        The cursor goes where its row went; if the row is gone, to what took its place.
        """
        same = self._window.show(rows, offset + len(rows) if total is None else total, offset)
        self.cursor = self._place()
        self._settle()
        self._take()
        if not same:
            self._redraw()

    def select(self, key: object) -> None:
        """Put the cursor on the row with this key, now or when it is loaded."""
        self._key = key
        self.cursor = self._place()
        self._settle()
        if self.row is not None and self.row.get("key") == key:
            self._take()
        self._redraw()

    def speak(self) -> None:
        """Say the titles in the language spoken now."""
        self._redraw()

    def action_go(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self._go(self.cursor + rows)

    def action_turn(self, pages: int) -> None:
        """Move the cursor by so many pages."""
        self._go(self.cursor + pages * max(1, self._body - 1))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._go(self._window.total - 1)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if (row := self.row) is not None:
            self.post_message(self.Chosen(self, row))

    def on_resize(self, _event: events.Resize) -> None:
        """Draw what the new size has room for."""
        self._settle()
        self._redraw()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._plain = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what comes into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        width = self.size.width
        if y < self._top:
            heads = [column.head(cells) for column, cells in self._fitted(width)]
            return self._line(" ", " ", heads, self.get_component_rich_style("sheet--head"))
        place = y - self._top + self.scroll_offset.y
        if place >= self._window.total:
            return self._blank(y, width)
        if place == self.cursor:
            return self._draw(place, width)
        if place not in self._strips:
            self._strips[place] = self._draw(place, width)
        return self._strips[place]

    @property
    def _top(self) -> int:
        """The lines above the rows: one where a column has a title."""
        return int(any(column.title for column in self._columns))

    @property
    def _body(self) -> int:
        return max(1, self.size.height - self._top)

    @property
    def _marked(self) -> bool:
        return any(column.name == "mark" for column in self._columns)

    def _place(self) -> int:
        """Where the cursor's row is now, or what took its place."""
        if self.top_first and self.cursor == 0:
            return self._window.inside(0)
        found = self._window.find(self._key)
        return self._window.inside(self.cursor) if found is None else found

    def _go(self, place: int) -> None:
        before, self.cursor = self.cursor, self._window.inside(place)
        self._settle()
        self._take()
        for line in {before, self.cursor}:
            y = line - self.scroll_offset.y + self._top
            self.refresh(Region(0, y, self.size.width, 1))

    def _settle(self) -> None:
        """Bring the cursor into sight, and ask for what is missing there."""
        self.virtual_size = Size(self.size.width, self._window.total + self._top)
        top, last = self.scroll_offset.y, self.cursor - self._body + 1
        if self.size.height and not last <= top <= self.cursor:
            y = self.cursor if self.cursor < top else last
            self.scroll_to(y=y, animate=False, force=True)
        self._ask()

    def _take(self) -> None:
        """Hold on to the row under the cursor, and tell when it is another one."""
        row = self.row
        self._key = row.get("key") if row else None
        if self._key != self._told and (row is not None or not self._window.total):
            self._told = self._key
            self.post_message(self.Moved(self, row))

    def _ask(self) -> None:
        if self.size.height and (wanted := self._window.wanted(self.scroll_offset.y, self._body)):
            self.post_message(self.WindowWanted(self, *wanted))

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _fitted(self, width: int) -> list[tuple[Column, int]]:
        return fit(self._columns, width - (1 if self._marked else GAP) - 1)

    def _draw(self, place: int, width: int) -> Strip:
        row = self._window.at(place)
        here = place == self.cursor
        name = "missing" if row is None else row.get("_style")
        style = self._ground()
        if name:
            style = self.get_component_rich_style(f"sheet--{name}", default=style)
        if here:
            style += self.get_component_rich_style("sheet--cursor", partial=True)
        texts = [
            column.cell(DOTS if row is None else row.get(column.name), cells)
            for column, cells in self._fitted(width)
        ]
        return self._line(CURSOR if here else " ", SIGNS.get(name or "", " "), texts, style)

    def _line(self, cursor: str, sign: str, cells: Sequence[str], style: Style) -> Strip:
        edge = cursor if self._marked else cursor + sign
        width = self.size.width
        text = pad(f"{edge}{(' ' * GAP).join(cells)}", width)
        return Strip([Segment(text, style)], width)

    def _blank(self, y: int, width: int) -> Strip:
        if self._window.total == 0 and y == self._top:
            style = self.get_component_rich_style("sheet--dim")
            return Strip([Segment(pad(f"  {word(self.empty)}", width), style)], width)
        return Strip.blank(width, self._ground())

    def _ground(self) -> Style:
        if self._plain is None:
            self._plain = self.rich_style
        return self._plain
