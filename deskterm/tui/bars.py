"""Rows of bars under one scale of hours, with a cursor on what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip

from deskterm.core.bars import Scale, cells_of
from deskterm.core.layout import clean, pad
from deskterm.core.words import N_
from deskterm.tui.sheet import CURSOR, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.geometry import Size

    from deskterm.tui.window import Row

NAME_CELLS = 14
"""The most that a name takes beside its bar."""
OPEN, SHUT, ONE = "[", "]", "◆"
"""The ends of what the cursor is on; one sign where it is one cell."""


class Bars(Sheet):
    """A list whose rows are bars: the cursor stands on one thing in one of them.

    A row has a `key`, a `name`, a `bar` (`core.bars.Bar`) and `stops`: dictionaries with a
    `key` and the minutes at which they begin and end, in their order. What is moved to,
    and what is chosen, is a stop.
    """

    BINDING_GROUP_TITLE = N_("Bars")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", N_("The bar above"), show=False, id="bars.up"),
        Binding("down", "go(1)", N_("The bar below"), show=False, id="bars.down"),
        Binding("left", "step(-1)", N_("Earlier in it"), show=False, id="bars.left"),
        Binding("right", "step(1)", N_("Later in it"), show=False, id="bars.right"),
        Binding("pageup", "turn(-1)", N_("Day before"), show=False, id="bars.day-before"),
        Binding("pagedown", "turn(1)", N_("Day after"), show=False, id="bars.day-after"),
        Binding("home", "turn(0)", N_("Today"), show=False, id="bars.today"),
        Binding("ctrl+w,end", "widen", N_("A week of this one"), show=False, id="bars.week"),
        Binding("enter", "choose", N_("Open"), show=False, id="bars.choose"),
    ]

    class Turned(Sheet.Told):
        """So many days or weeks on should be shown; today where it is none."""

        def __init__(self, sheet: Sheet, by: int) -> None:
            super().__init__(sheet)
            self.by = by

    class Widened(Sheet.Told):
        """The week of the bar under the cursor should be shown, or the day again."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own
        super().__init__((), id=id)
        self.at = 0
        """The minute that the cursor keeps to when it goes to another bar."""
        self._scale = Scale(1, ())
        self._stop_key: object = None

    def show_under(self, scale: Scale, rows: Sequence[Row]) -> None:
        """Show these bars under this scale."""
        if scale != self._scale:
            self._scale = scale
            self._redraw()
        self.show(rows, len(rows), 0)
        self.refresh(layout=True)

    @property
    def stop(self) -> Row | None:
        """What the cursor is on: the thing that it was on, else what is nearest to its minute."""
        stops: list[Row] = (self.row or {}).get("stops", [])
        for each in stops:
            if each["key"] == self._stop_key:
                return each
        return min(stops, key=self._distance, default=None)

    def _distance(self, stop: Row) -> int:
        return max(int(stop["begins"]) - self.at, self.at - int(stop["ends"]) + 1, 0)

    def select(self, key: object) -> None:
        """Put the cursor on the thing with this key, where it is shown."""
        self._stop_key = key
        self.cursor = self._place()
        self._settle()
        self._take()
        self._redraw()

    def action_go(self, rows: int) -> None:
        """Move to another bar, at the same time of day."""
        self._stop_key = None
        super().action_go(rows)

    def action_step(self, by: int) -> None:
        """Move to what comes before or after in this bar."""
        stops, stop = (self.row or {}).get("stops", []), self.stop
        if stop is None:
            return
        place = max(0, min(stops.index(stop) + by, len(stops) - 1))
        self._stop_key, self.at = stops[place]["key"], int(stops[place]["begins"])
        self._take()
        self._redraw()

    def action_turn(self, pages: int) -> None:
        """Ask for another day."""
        self._stop_key = None
        self.post_message(self.Turned(self, pages))

    def action_widen(self) -> None:
        """Ask for the week, or for the day again."""
        self.post_message(self.Widened(self))

    def action_choose(self) -> None:
        """Open what the cursor is on."""
        if (stop := self.stop) is not None:
            self.post_message(self.Chosen(self, stop))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The scale, and a line for each bar."""
        return self._top + max(1, self.total)

    @property
    def _top(self) -> int:
        return 1

    def _place(self) -> int:
        """The bar in which what the cursor is on stands now; else the bar that it was on."""
        for place, row in enumerate(self._window.rows):
            if any(stop["key"] == self._stop_key for stop in row["stops"]):
                return place
        return super()._place()

    def _take(self) -> None:
        """Hold on to the bar and the thing under the cursor, and tell when it is another one."""
        row, stop = self.row, self.stop
        self._key = row["key"] if row else None
        told = stop["key"] if stop else ("nothing", self._key)
        if stop is not None:
            self._stop_key = stop["key"]
        if told != self._told:
            self._told = told
            self.post_message(self.Moved(self, stop))

    def render_line(self, y: int) -> Strip:
        """The scale on top, then the bars."""
        if y >= self._top:
            return super().render_line(y)
        width = self.size.width
        name = self._name_cells()
        text = " " * (2 + name + 1) + self._scale.drawn(self._bar_cells(width))
        style = self.get_component_rich_style("sheet--head")
        return Strip([Segment(pad(text, width), style)], width)

    def _name_cells(self) -> int:
        longest = max((cell_len(clean(row["name"])) for row in self._window.rows), default=0)
        return min(longest, NAME_CELLS, self.size.width // 3)

    def _bar_cells(self, width: int) -> int:
        """As many as there is room for; the same number for every hour, where those are two."""
        room = max(1, width - 2 - self._name_cells() - 1)
        hours = max(1, self._scale.minutes // 60)
        return room // hours * hours if room >= 2 * hours else room

    def _draw(self, place: int, width: int) -> Strip:
        row: dict[str, Any] = self._window.at(place) or {"name": "", "bar": None}
        here = place == self.cursor
        cells = self._bar_cells(width)
        drawn = row["bar"].drawn(cells) if row["bar"] else " " * cells
        style = self.rich_style
        marked = style + self.get_component_rich_style("sheet--cursor", partial=True)
        edge = f"{CURSOR if here else ' '} {pad(clean(row['name']), self._name_cells())} "
        parts = [Segment(edge, marked if here else style)]
        parts += self._cells(drawn, style, marked if here else None)
        return Strip(parts).adjust_cell_length(width, style)

    def _cells(self, drawn: str, style: Style, marked: Style | None) -> list[Segment]:
        """A bar; with a style for it, what the cursor is on stands between brackets."""
        stop = self.stop if marked else None
        if stop is None or marked is None:
            return [Segment(drawn, style)]
        span = (int(stop["begins"]), int(stop["ends"]))
        here = cells_of(span, self._scale.minutes, len(drawn))
        if not here:
            return [Segment(drawn, style)]
        inside = drawn[here.start : here.stop]
        inside = ONE if len(here) == 1 else f"{OPEN}{inside[1:-1]}{SHUT}"
        before, after = drawn[: here.start], drawn[here.stop :]
        return [Segment(before, style), Segment(inside, marked), Segment(after, style)]


class Beside(Sheet, can_focus=False):
    """A list that only follows another: it takes no keys and tells nothing."""

    def _ask(self) -> None:
        """Everything that it shows is there."""

    def _take(self) -> None:
        self._key = self.row.get("key") if self.row else None
