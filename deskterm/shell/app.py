"""The console: its screens, its keys, and the desk line that all of them share."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.css.query import NoMatches

from deskterm.core.drafts import Draft
from deskterm.core.words import LANGUAGES, N_, _, language, use
from deskterm.shell.board import Board
from deskterm.shell.sweeper import Sweeper
from deskterm.shell.telephone import RingBar
from deskterm.tui.help import HelpPanel
from deskterm.tui.line import DeskLine
from deskterm.tui.panel import Facts, speak
from deskterm.tui.screen import DeskScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from deskterm.core.config import Config
    from deskterm.core.drafts import Seat
    from deskterm.core.office import Office
    from deskterm.shell.board_state import BoardState

RING_EVERY = 60.0
"""Seconds between two rings for steps that nobody acknowledged."""
KEYS = (
    ("F1", N_("Help")),
    ("F2", N_("Board")),
    ("F3", N_("Calls")),
    ("F4", N_("Guards")),
    ("F5", N_("Rooms")),
    ("F6", N_("Vehicles")),
    ("F7", N_("Shift")),
    ("F8", N_("Records")),
    ("F9", N_("Find")),
    ("F12", N_("Line")),
)


class DeskApp(Sweeper):
    """deskterm's console."""

    CSS_PATH = ["../tui/theme.tcss", "console.tcss"]  # noqa: RUF012 - Textual declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("Help"), id="app.help", priority=True),
        Binding("f2", "go('board')", N_("Board"), id="app.board", priority=True),
        Binding("f3", "go('calls')", N_("Calls"), id="app.calls", priority=True),
        Binding("f4", "go('guards')", N_("Guards"), id="app.guards", priority=True),
        Binding("f5", "go('rooms')", N_("Rooms"), id="app.rooms", priority=True),
        Binding("f6", "go('vehicles')", N_("Vehicles"), id="app.vehicles", priority=True),
        Binding("f7", "go('shift')", N_("Shift"), id="app.shift", priority=True),
        Binding("f8", "go('records')", N_("Records"), id="app.records", priority=True),
        Binding("f9", "go('find')", N_("Find"), id="app.find", priority=True),
        Binding("f12", "line", N_("Desk line"), id="app.line", priority=True),
        Binding("colon,：", "line", N_("Desk line"), id="app.line-too", show=False),
        Binding("slash,、", "search", N_("Find"), id="app.search"),
        Binding("ctrl+l", "language", N_("Language"), id="app.language", priority=True),
        Binding("ctrl+k", "park", N_("Park"), id="app.park", priority=True),
        Binding("ctrl+r", "bring_back", N_("Bring back"), id="app.bring-back", priority=True),
        Binding("ctrl+e", "answered", N_("Answered, closed"), id="app.answered", priority=True),
        Binding("ctrl+y", "take", N_("Take the call"), id="app.take", priority=True),
        Binding("ctrl+q", "leave", N_("Quit"), id="app.leave", priority=True),
    ]

    def __init__(self, office: Office, seat: Seat, config: Config, state: BoardState) -> None:
        super().__init__(office, seat)
        self.config = config
        self.state = state
        self._leaving = False
        self._rang = -RING_EVERY

    def compose(self) -> ComposeResult:
        """A heading, the screen, the desk line, the keys."""
        yield Facts(id="heading")
        with Container(id="screens"):
            yield Board(self.office.site, self.state)
            yield HelpPanel()
        yield RingBar(id="rings")
        yield DeskLine(id="line")
        yield Facts(id="keys")

    def on_mount(self) -> None:
        """Bring back what was typed, and begin once the first frame is out."""
        self.query_one(Board).sheet.focus()
        self.draw_edges()
        self.set_interval(1, self.every_second)
        self.call_after_refresh(self.ready)
        self.line.fill(self.draft.line)
        if self.draft.line or self.draft.parked or any(self.draft.forms.values()):
            self.say(_("What was half typed here is back (Ctrl+R brings back what was parked)."))

    def import_acts(self) -> None:
        """Every verb with its form and its action."""
        super().import_acts()
        import deskterm.shell.say  # noqa: F401, PLC0415

    def store_changed(self) -> None:
        """Reread what is shown, and who rings."""
        self.current.reread()
        self.look_at_telephone()

    def every_second(self) -> None:
        """The time above; the bell for overdue steps, once a minute; the telephone."""
        super().every_second()
        self.draw_edges()
        ringing = self.query_one(Board).state.ringing
        if ringing and monotonic() - self._rang >= RING_EVERY:
            self._rang = monotonic()
            self.ring_bell()
        elif not ringing:
            self._rang = -RING_EVERY

    def ring_bell(self) -> None:
        """Sound the terminal's bell, where it may."""
        if self.config.bell:
            self.bell()

    def draw_edges(self) -> None:
        """The site, who is on and the time above; the keys below."""
        local = self.office.site.local(self.office.now())
        who = self.person
        name = (who.english if language() == "en" else who.name) or who.name if who else ""
        left = f" deskterm  {self.office.site.title}"
        name = name or _("nobody signed on")
        right = f"{name} · {self.seat.name} · {local:%m-%d %H:%M:%S} "
        from rich.cells import cell_len  # noqa: PLC0415

        space = max(1, self.size.width - cell_len(left) - cell_len(right))
        self.query_one("#heading", Facts).show([f"{left}{' ' * space}{right}"])
        keys = " ".join(f"{key} {_(title)}" for key, title in KEYS)
        if cell_len(keys) + 2 > self.size.width:
            keys = "F" + " ".join(f"{key[1:]} {_(title)}" for key, title in KEYS[1:])
        self.query_one("#keys", Facts).show([f" {keys}"])

    def action_language(self) -> None:
        """Speak the other language."""
        use(LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)])
        speak(self.screen)
        self.draw_edges()
        for screen in self.query(DeskScreen):
            screen.reread()

    def gather(self) -> Draft:
        """The desk line, every form, and what was parked."""
        forms = dict(self.draft.forms)
        for screen in self.query(DeskScreen):
            if screen.form and screen.verb != "sign-on":
                forms[screen.name_] = {
                    name: text for name, text in screen.form.values().items() if text
                }
        text = ""
        with suppress(NoMatches):
            text = self.line.text or self._pending
        self.draft = Draft(self.shown, text, forms, self.draft.parked)
        return self.draft

    def action_help(self) -> None:
        """What can be done here: the keys of what has the focus, the verbs, the selected record."""
        from deskterm.shell.verbs import ACTS, VERBS  # noqa: PLC0415 - behind the first frame

        verbs = [
            f"{' '.join(verb.words[:3])}: {_(ACTS[verb.words[0]].form.title)}" for verb in VERBS
        ]
        panel = self.query_one(HelpPanel)
        panel.tell([(_("On the desk line"), verbs)])
        panel.turn()

    async def action_leave(self) -> None:
        """Ask, then leave; what is half typed is kept."""
        if self._leaving:
            self.keep_draft_now()
            self.exit(0)
            return
        self._leaving = True
        self.say(_("Ctrl+Q again leaves deskterm; what is half typed is kept. Esc stays."))
        self.set_timer(5, self._stay)

    @on(DeskScreen.Dismissed)
    def _dismiss(self) -> None:
        """Escape on a list takes the help away."""
        self.query_one(HelpPanel).close()

    @on(DeskLine.Left)
    def _stay(self) -> None:
        self._leaving = False
