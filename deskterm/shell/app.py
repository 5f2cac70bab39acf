"""The console: its screens, its keys, and the desk line that all of them share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container

from deskterm.core.drafts import Draft, Parked
from deskterm.core.errors import Question, Refusal
from deskterm.core.words import LANGUAGES, N_, _, language, use
from deskterm.shell.board import Board
from deskterm.shell.board_state import BoardState
from deskterm.tui.app import Console
from deskterm.tui.form import FormPanel
from deskterm.tui.line import DeskLine
from deskterm.tui.panel import Facts, speak
from deskterm.tui.screen import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from deskterm.core.config import Config
    from deskterm.core.drafts import Seat
    from deskterm.core.office import Office
    from deskterm.core.people import Signed
    from deskterm.core.receipt import Receipt

SCREENS = ("board", "calls", "guards", "rooms", "vehicles", "shift", "records", "find")
"""The screens in the order of their keys, F2 to F9."""


class DeskApp(Console):
    """deskterm's console."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("Help"), id="app.help"),
        Binding("f2", "go('board')", N_("Board"), id="app.board"),
        Binding("f3", "go('calls')", N_("Calls"), id="app.calls"),
        Binding("f4", "go('guards')", N_("Guards"), id="app.guards"),
        Binding("f5", "go('rooms')", N_("Rooms"), id="app.rooms"),
        Binding("f6", "go('vehicles')", N_("Vehicles"), id="app.vehicles"),
        Binding("f7", "go('shift')", N_("Shift"), id="app.shift"),
        Binding("f8", "go('records')", N_("Records"), id="app.records"),
        Binding("f9", "go('find')", N_("Find"), id="app.find"),
        Binding("f12,colon,：", "line", N_("Desk line"), id="app.line"),
        Binding("ctrl+l", "language", N_("中文/English"), id="app.language", priority=True),
        Binding("ctrl+k", "park", N_("Park"), id="app.park", priority=True),
        Binding("ctrl+r", "bring_back", N_("Bring back"), id="app.bring-back", priority=True),
        Binding("ctrl+q", "leave", N_("Quit"), id="app.leave", priority=True),
    ]

    def __init__(self, office: Office, seat: Seat, config: Config, state: BoardState) -> None:
        super().__init__(office, seat)
        self.config = config
        self.state = state
        self.shown = "board"
        self._asked = ""
        self._leaving = False
        self._rang_at = 0.0

    def compose(self) -> ComposeResult:
        """A heading, the screen, the desk line, the keys."""
        yield Facts(id="heading")
        with Container(id="screens"):
            yield Board(self.office.site, self.state)
        yield DeskLine(id="line")
        yield Facts(id="keys")

    def on_mount(self) -> None:
        """Draw the heading, bring back what was typed, and begin once the first frame is out."""
        self.query_one(Board).sheet.focus()
        self._draw_edges()
        self.set_interval(1, self._every_second)
        self.call_after_refresh(self.ready)
        if self.draft.line:
            self.query_one(DeskLine).fill(self.draft.line)
        if self.draft.line or self.draft.parked or self.draft.forms:
            self.say(_("What was half typed here is back."))
