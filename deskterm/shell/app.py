"""The console: its screens, its keys, and the desk line that all of them share."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.css.query import NoMatches

from deskterm.core.drafts import Draft, Parked
from deskterm.core.errors import Question, Refusal
from deskterm.core.words import LANGUAGES, N_, _, language, use
from deskterm.shell.board import Board
from deskterm.tui.app import Console
from deskterm.tui.help import HelpPanel
from deskterm.tui.line import DeskLine
from deskterm.tui.panel import Facts, speak
from deskterm.tui.screen import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.widget import Widget

    from deskterm.core.config import Config
    from deskterm.core.drafts import Seat
    from deskterm.core.kinds import Lexicon
    from deskterm.core.office import Office
    from deskterm.core.people import Signed
    from deskterm.core.reader import Reader
    from deskterm.core.receipt import Receipt
    from deskterm.core.work import Work
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


class DeskApp(Console):
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
        Binding("ctrl+q", "leave", N_("Quit"), id="app.leave", priority=True),
    ]

    def __init__(self, office: Office, seat: Seat, config: Config, state: BoardState) -> None:
        super().__init__(office, seat)
        self.config = config
        self.state = state
        self.shown = "board"
        self._doubted = ""
        self._pending = ""
        """The line that was entered, until it is kept or put back."""
        self._leaving = False
        self._rang = -RING_EVERY
        self._came_from: Widget | None = None

    def compose(self) -> ComposeResult:
        """A heading, the screen, the desk line, the keys."""
        yield Facts(id="heading")
        with Container(id="screens"):
            yield Board(self.office.site, self.state)
            yield HelpPanel()
        yield DeskLine(id="line")
        yield Facts(id="keys")

    def on_mount(self) -> None:
        """Bring back what was typed, and begin once the first frame is out."""
        self.query_one(Board).sheet.focus()
        self._draw_edges()
        self.set_interval(1, self._every_second)
        self.call_after_refresh(self.ready)
        self.line.fill(self.draft.line)
        if self.draft.line or self.draft.parked or any(self.draft.forms.values()):
            self.say(_("What was half typed here is back (Ctrl+R brings back what was parked)."))

    @property
    def line(self) -> DeskLine:
        """The desk line."""
        return self.query_one(DeskLine)

    @property
    def current(self) -> DeskScreen:
        """The screen that is shown."""
        return self.query_one(f"#{self.shown}", DeskScreen)

    def store_changed(self) -> None:
        """Reread what is shown."""
        self.current.reread()

    def say(self, sentence: str) -> None:
        """A sentence under the desk line; what was typed stays."""
        self.line.preview(sentence, "soon")

    def _every_second(self) -> None:
        self._draw_edges()
        ringing = self.query_one(Board).state.ringing
        if ringing and self.config.bell and monotonic() - self._rang >= RING_EVERY:
            self._rang = monotonic()
            self.bell()
        elif not ringing:
            self._rang = -RING_EVERY

    def _draw_edges(self) -> None:
        local = self.office.site.local(self.office.now())
        who = self.person
        name = (who.english if language() == "en" else who.name) or who.name if who else ""
        left = f" deskterm  {self.office.site.title}"
        right = f"{name or _('nobody signed on')} · {self.seat.name} · {local:%m-%d %H:%M:%S} "
        from rich.cells import cell_len  # noqa: PLC0415

        space = max(1, self.size.width - cell_len(left) - cell_len(right))
        self.query_one("#heading", Facts).show([f"{left}{' ' * space}{right}"])
        keys = " ".join(f"{key} {_(title)}" for key, title in KEYS)
        if cell_len(keys) + 2 > self.size.width:
            keys = "F" + " ".join(f"{key[1:]} {_(title)}" for key, title in KEYS[1:])
        self.query_one("#keys", Facts).show([f" {keys}"])

    async def action_go(self, name: str) -> None:
        """Show a screen; it is made the first time it is asked for."""
        screens = self.query_one("#screens", Container)
        try:
            screen = self.query_one(f"#{name}", DeskScreen)
        except NoMatches:
            from deskterm.shell.screens import make  # noqa: PLC0415 - behind the first frame

            screen = make(name, self.office.site)
            await screens.mount(screen)
            if screen.form and (kept := self.draft.forms.get(name)):
                screen.form.fill(kept)
        for other in screens.query_children(DeskScreen):
            other.display = other is screen
        self.shown = name
        screen.reread()
        screen.take_focus()

    def action_line(self) -> None:
        """Go to the desk line; what has the focus gets it back on Escape."""
        if self.focused is not self.line.field:
            self._came_from = self.focused
        self.line.take_focus()

    def action_search(self) -> None:
        """Begin to look something up on the desk line."""
        self.action_line()
        self.line.fill("/")

    @on(DeskLine.Left)
    def _line_left(self) -> None:
        self._leaving = False
        if self._came_from is not None and self._came_from.is_attached:
            self.screen.set_focus(self._came_from)
        else:
            self.current.take_focus()

    @on(DeskLine.Changed)
    def _line_changed(self, event: DeskLine.Changed) -> None:
        if event.text.strip() and event.text.strip() != self._doubted:
            self._doubted = ""
            self.ask("preview", partial(self._preview, event.text), self.line.preview)

    def _preview(self, text: str, reader: Reader, now: datetime) -> list[tuple[str, str]]:
        from deskterm.shell.preview import preview  # noqa: PLC0415 - forms come behind the first frame

        return preview(reader, now, text, self._words(reader, now))

    def _words(self, reader: Reader, now: datetime) -> Lexicon:
        from deskterm.shell.lexicon import lexicon  # noqa: PLC0415

        return lexicon(reader, self.office.site, now)

    @on(DeskLine.Submitted)
    async def _line_submitted(self, event: DeskLine.Submitted) -> None:
        text = event.text.strip()
        if not text:
            return
        if text[0] in "/、／":
            await self.action_go("find")
            self.current.look_for(text[1:])
            self.line.clear()
            return
        self._pending = text
        self.line.fill("")
        self._do(text, anyway=text == self._doubted)

    def _do(self, text: str, *, anyway: bool = False) -> None:
        self.act(
            partial(self._said, text, anyway=anyway),
            partial(self._kept, text),
            partial(self._refused, text),
        )

    def _said(self, text: str, work: Work, *, anyway: bool) -> Receipt:
        from deskterm.core import line  # noqa: PLC0415
        from deskterm.shell.say import fill_in  # noqa: PLC0415
        from deskterm.shell.verbs import VERBS  # noqa: PLC0415

        words = self._words(work.reader, work.now)
        parsed = line.parse(text, VERBS, words)
        verb = parsed.verb.words[0]
        return fill_in(work, verb, parsed.values, words, anyway=anyway or parsed.anyway)

    def _kept(self, text: str, receipt: Receipt) -> None:
        self._doubted = self._pending = ""
        self.line.preview(f"✓ {receipt.sentence}", "ok")
        if text.split(maxsplit=1)[0] in {"off", "签退"}:
            self.person = None
        self._draw_edges()
        self.current.reread()

    def _refused(self, text: str, no: Refusal) -> None:
        typed, self._pending = self._pending == text, ""
        if (typed or isinstance(no, Question)) and not self.line.text.strip():
            self.line.fill(text)
            self.action_line()
        sentence = str(no)
        if isinstance(no, Question):
            self._doubted = text
            near = ", ".join(no.nearest)
            sentence += f" {near}" if near and near not in sentence else ""
            sentence += " " + _("Enter again keeps it as typed.")
        self.line.preview(f"! {sentence}", "overdue")

    @on(DeskScreen.Said)
    def _screen_said(self, event: DeskScreen.Said) -> None:
        if event.unfinished:
            self.action_line()
            self.line.fill(event.line)
        else:
            self._do(event.line)

    @on(DeskScreen.Opened)
    async def _opened(self, event: DeskScreen.Opened) -> None:
        await self.action_go("calls")
        self.current.open(event.case_id)

    @on(DeskScreen.Filled)
    def _filled(self, event: DeskScreen.Filled) -> None:
        screen = self.query_one(f"#{event.screen_name}", DeskScreen)
        if event.verb == "sign-on":
            self._sign_on(event.values, screen)
            return
        anyway = screen.asked == event.values
        self.act(
            partial(self._form_said, event.verb, event.values, anyway=anyway),
            partial(self._form_kept, screen),
            partial(self._form_refused, screen, event.values),
        )

    def _form_said(
        self, verb: str, values: Mapping[str, str], work: Work, *, anyway: bool
    ) -> Receipt:
        from deskterm.shell.say import fill_in  # noqa: PLC0415

        words = self._words(work.reader, work.now)
        return fill_in(work, verb, values, words, anyway=anyway)

    def _form_kept(self, screen: DeskScreen, receipt: Receipt) -> None:
        screen.asked = None
        if screen.form:
            screen.form.clear()
        screen.take_focus()
        self.line.preview(f"✓ {receipt.sentence}", "ok")
        self.current.reread()

    def _form_refused(self, screen: DeskScreen, values: dict[str, str], no: Refusal) -> None:
        screen.asked = values if isinstance(no, Question) else None
        sentence = str(no)
        if isinstance(no, Question):
            sentence += " " + _("Enter again keeps it as typed.")
        field = next(iter(getattr(no, "fields", {})), None)
        if screen.form:
            screen.form.say(sentence, field)

    def _sign_on(self, values: Mapping[str, str], screen: DeskScreen) -> None:
        self.run_worker(self._signing_on(values, screen), group="sign-on", exit_on_error=False)

    async def _signing_on(self, values: Mapping[str, str], screen: DeskScreen) -> None:
        from deskterm.desks.shifts import actions  # noqa: PLC0415

        def verify() -> Signed:
            return actions.sign_on(self.office, values.get("code", ""), values.get("pin", ""))

        try:
            self.person = await self._in(self._writes, verify)
        except Refusal as no:
            if screen.form:
                screen.form.say(str(no), "pin")
            return
        if screen.form:
            screen.form.clear()
        self._draw_edges()
        self.line.preview("✓ " + _("{name} is signed on.").format(name=self.person.name), "ok")
        await self.action_go("board")

    def action_language(self) -> None:
        """Speak the other language."""
        use(LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)])
        speak(self.screen)
        self._draw_edges()
        for screen in self.query(DeskScreen):
            screen.reread()

    def action_park(self) -> None:
        """Put what is half typed aside, so that another call can be taken."""
        form = self.current.form
        values = {name: text for name, text in form.values().items() if text} if form else {}
        if not values and not self.line.text:
            self.say(_("There is nothing half typed to park."))
            return
        self.draft.parked.append(Parked(self.shown, values, self.line.text))
        if form:
            form.clear()
        self.line.clear()
        self.line.take_focus()
        count = len(self.draft.parked)
        self.say(_("Parked ({count}). Ctrl+R brings it back.").format(count=count))

    async def action_bring_back(self) -> None:
        """Bring back what was parked last, exactly as it was."""
        if not self.draft.parked:
            self.say(_("Nothing is parked."))
            return
        parked = self.draft.parked.pop()
        await self.action_go(parked.screen)
        if parked.values:
            await self.current.action_new()
            if form := self.current.form:
                form.fill(parked.values)
        if parked.line:
            self.line.fill(parked.line)
            self.action_line()

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

    def _stay(self) -> None:
        self._leaving = False
