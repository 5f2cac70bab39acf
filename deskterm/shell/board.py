"""The Board: everything open in one queue, and who and what is free beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from deskterm.core.layout import Column
from deskterm.core.reader import Row
from deskterm.core.words import N_, _
from deskterm.shell import board_state
from deskterm.shell.board_state import BoardState
from deskterm.tui.panel import Panel
from deskterm.tui.screen import DeskScreen
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from deskterm.core.site import Site

DUE = (
    Column("mark", "", 1),
    Column("left", N_("Due"), 8, align="right"),
    Column("record", N_("No."), 6),
    Column("title", N_("Step"), 14, grow=True),
    Column("where", N_("Where"), 12, priority=2),
    Column("who", N_("By"), 13, priority=3),
)
CALLS = (
    Column("record", N_("No."), 6),
    Column("at", N_("At"), 5, priority=3),
    Column("category", N_("What"), 9, priority=1),
    Column("where", N_("Where"), 12),
    Column("words", N_("Words"), 12, grow=True),
    Column("state", N_("State"), 7, priority=2),
)
GUARDS = (
    Column("mark", "", 1),
    Column("code", "", 3),
    Column("name", "", 6, grow=True),
    Column("state", "", 11),
    Column("where", "", 6, priority=1),
    Column("since", "", 6, priority=2),
)
VEHICLES = (
    Column("mark", "", 1),
    Column("plate", "", 9),
    Column("name", "", 6, grow=True, priority=1),
    Column("state", "", 11),
)
ROOMS = (
    Column("name", "", 10, grow=True),
    Column("bar", board_state.hours_heading(), board_state.BAR_CELLS),
)
LISTS = ("due", "calls-open", "guards-now", "rooms-now", "vehicles-now")
"""The Board's lists in the order of Tab."""
RIGHT = LISTS[2:]


class Board(DeskScreen):
    """F2: the queue and the open calls; guards, rooms and vehicles at a glance."""

    name_ = "board"
    title = N_("Board")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Tick"), id="board.tick"),
        Binding("ctrl+x", "skip", N_("Skip"), id="board.skip"),
        Binding("ctrl+o", "put_off", N_("Put off"), id="board.put-off"),
        Binding("tab", "turn(1)", N_("Next list"), id="board.next", show=False),
        Binding("shift+tab", "turn(-1)", N_("List before"), id="board.before", show=False),
        Binding("ctrl+g", "acknowledge", N_("Quiet"), id="board.acknowledge"),
    ]

    def __init__(self, site: Site, state: BoardState) -> None:
        super().__init__()
        self.site = site
        self.state = state

    def compose(self) -> ComposeResult:
        """The queue over the calls on the left; guards, rooms and vehicles on the right."""
        with Horizontal():
            with Vertical(id="board-left"):
                with Panel("", id="due"):
                    yield Sheet(DUE, top_first=True, id="due-sheet")
                with Panel("", id="calls-open"):
                    yield Sheet(CALLS, id="calls-open-sheet")
            with Vertical(id="board-right"):
                with Panel("", id="guards-now"):
                    yield Sheet(GUARDS, id="guards-now-sheet")
                with Panel(N_("Rooms today"), id="rooms-now"):
                    yield Sheet(ROOMS, id="rooms-now-sheet")
                with Panel("", id="vehicles-now"):
                    yield Sheet(VEHICLES, id="vehicles-now-sheet")

    def on_mount(self) -> None:
        """Draw what was read before the first frame, and keep the clocks going."""
        self.draw(self.state)
        self.set_interval(1, self.tick_clocks)

    def reread(self) -> None:
        """Read the Board again."""
        self.console.ask(
            "board",
            lambda reader, now: board_state.read_board(reader, now, self.site),
            self.draw,
        )

    def draw(self, state: BoardState) -> None:
        """Show this state of the house."""
        self.state = state
        now = self.console.office.now()
        self._fill("calls-open", board_state.call_rows(state.calls, now, self.site))
        self._fill("rooms-now", board_state.room_rows(state.rooms, now, self.site))
        self.tick_clocks()
        open_today = _("Open calls · {open} open · {today} today")
        self._title("calls-open", open_today.format(open=state.calls_open, today=state.calls_today))

    def tick_clocks(self) -> None:
        """Draw everything that a second changes."""
        if not self.display:
            return
        state, now = self.state, self.console.office.now()
        self._fill("due", board_state.due_rows(state, now))
        self._fill("guards-now", board_state.guard_rows(state.guards, now, self.site))
        self._fill("vehicles-now", board_state.vehicle_rows(state.vehicles, now))
        counts = board_state.recount(state, now)
        self._title(
            "due", _("Due · {overdue} overdue · {soon} soon · {later} later").format(**counts)
        )
        free = sum(row["state"] == "available" for row in state.guards)
        guards = _("Guards · {free} free of {all}").format(free=free, all=len(state.guards))
        self._title("guards-now", guards)
        home = sum(not row["trip_id"] for row in state.vehicles)
        vehicles = _("Vehicles · {free} free of {all}")
        self._title("vehicles-now", vehicles.format(free=home, all=len(state.vehicles)))

    def _fill(self, panel: str, rows: list[Row]) -> None:
        self.query_one(f"#{panel}-sheet", Sheet).show(rows, len(rows), 0)

    def _title(self, panel: str, title: str) -> None:
        self.query_one(f"#{panel}", Panel).retitle(title)

    @property
    def sheet(self) -> Sheet:
        """The queue."""
        return self.query_one("#due-sheet", Sheet)

    def _step(self) -> str | None:
        row = self.sheet.row if self.sheet.has_focus else None
        return str(row["step"]) if row else None

    def take_focus(self) -> None:
        """Give the keys to the queue."""
        self.remove_class("-folded-out")
        self.screen.set_focus(self.sheet)

    def action_turn(self, by: int) -> None:
        """Go to the next list; in a narrow terminal the right column comes up with it."""
        here = [f"{name}-sheet" for name in LISTS]
        focus = self.app.focused
        at = here.index(focus.id) if focus and focus.id in here else 0
        name = LISTS[(at + by) % len(LISTS)]
        self.set_class(name in RIGHT, "-folded-out")
        self.screen.set_focus(self.query_one(f"#{name}-sheet", Sheet))

    def action_tick(self) -> None:
        """Tick the step under the cursor."""
        if step := self._step():
            self.post_message(self.Said(f"done {step}"))

    def action_skip(self) -> None:
        """Skip it; the reason is asked for on the desk line."""
        if step := self._step():
            self.post_message(self.Said(f"skip {step} ", unfinished=True))

    def action_put_off(self) -> None:
        """Put it off; the time is asked for on the desk line."""
        if step := self._step():
            self.post_message(self.Said(f"later {step} ", unfinished=True))

    def action_acknowledge(self) -> None:
        """Stop the ringing."""
        self.post_message(self.Said("quiet"))

    def _read(self, offset: int, limit: int) -> None:
        """The Board is read whole: its lists are windows already."""

    def _look_at(self, row: Row) -> None:
        """Nothing beside the lists: Enter opens the record."""

    @on(Sheet.Chosen)
    def _open_record(self, event: Sheet.Chosen) -> None:
        if case_id := event.row.get("case_id"):
            self.post_message(self.Opened(int(case_id)))
