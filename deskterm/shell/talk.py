"""The console's talk with the operator: desk line and forms, from a key to what was kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container
from textual.css.query import NoMatches

from deskterm.core.drafts import Parked
from deskterm.core.errors import Question, Refusal
from deskterm.core.words import _
from deskterm.tui.app import Console
from deskterm.tui.line import DeskLine
from deskterm.tui.screen import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from deskterm.core.drafts import Seat
    from deskterm.core.kinds import Lexicon
    from deskterm.core.office import Office
    from deskterm.core.people import Signed
    from deskterm.core.reader import Reader
    from deskterm.core.receipt import Receipt
    from deskterm.core.site import Site
    from deskterm.core.work import Work
    from deskterm.shell.open_there import OpenThere

SLASHES = "/、／"
SOON = 0.05
"""Seconds until a screen is asked for again that came too early."""
TICKED = "done "
"""What a key says to tick a step; refused, it stands in the line for the words that it lacks."""
LOOKS = {"report": "records", "报表": "records"}
"""Verbs that only show something, and the screen that shows it."""


class Talk(Console):
    """What is typed becomes an act, and its answer is said; what is refused comes back."""

    def __init__(self, office: Office, seat: Seat) -> None:
        super().__init__(office, seat)
        self.shown = "board"
        """The name of the screen that is shown."""
        self._doubted = ""
        """The line that the operator was asked about: Enter again means it."""
        self._answered = ""
        """The line that was refused, for as long as the sentence about it stands."""
        self._previews = False
        """Whether what stands under the line is a preview of it."""
        self._pending = ""
        """The line that was entered, until it is kept or put back."""
        self._joins: OpenThere | None = None
        """The open call that Down chose: Enter adds the caller to it."""
        self._came_from: Widget | None = None

    def ready(self) -> None:
        """Begin the background work, and have the screens at hand before they are asked for."""
        super().ready()
        self._writes.submit(_screens)

    @property
    def line(self) -> DeskLine:
        """The desk line."""
        return self.query_one(DeskLine)

    @property
    def current(self) -> DeskScreen:
        """The screen that is shown."""
        return self.query_one(f"#{self.shown}", DeskScreen)

    async def action_go(self, name: str) -> None:
        """Show a screen; it is made the first time it is asked for."""
        screens = self.query_one("#screens", Container)
        if not screens.is_mounted:  # a key pressed with the very first frame
            self.set_timer(SOON, partial(self.action_go, name))
            return
        try:
            screen = self.query_one(f"#{name}", DeskScreen)
        except NoMatches:
            screen = (await self._in(self._writes, _screens))(name, self.office.site)
            await screens.mount(screen)
            if screen.form and (kept := self.draft.forms.get(name)):
                screen.form.fill(kept)
        for other in screens.query_children(DeskScreen):
            other.display = other is screen
        self.shown = name
        screen.reread()
        screen.take_focus()

    @on(DeskScreen.Opened)
    async def _opened(self, event: DeskScreen.Opened) -> None:
        await self.action_go("calls")
        self.current.open(event.case_id)

    def now_on(self, person: Signed | None) -> None:
        """Somebody else is at this console: the lines of whoever was here are not for them."""
        if person is None or self.person is None or person.code != self.person.code:
            self.line.history = []
        self.person = person

    def draw_edges(self) -> None:
        """Draw what stands above and below the screens."""

    def say(self, sentence: str) -> None:
        """A sentence under the desk line; what was typed stays."""
        self._tell(sentence, "soon")

    def _tell(self, sentence: str, style: str) -> None:
        self._previews = False
        self.line.preview(sentence, style)

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
        if self._came_from is not None and self._came_from.is_attached:
            self.screen.set_focus(self._came_from)
        else:
            self.current.take_focus()

    @on(DeskLine.Changed)
    def _line_changed(self, event: DeskLine.Changed) -> None:
        self._joins = None
        self.workers.cancel_group(self, "preview")
        text = event.text.strip()
        if not text and self._previews:
            self._tell("", "")
        if text and text not in {self._doubted, self._answered}:
            self._doubted = self._answered = ""
            self.ask("preview", partial(self._preview, event.text), self._draw_preview)

    def _draw_preview(self, pieces: list[tuple[str, str]]) -> None:
        self._previews = True
        self.line.preview(pieces)

    def _preview(self, text: str, reader: Reader, now: datetime) -> list[tuple[str, str]]:
        from deskterm.shell.preview import preview  # noqa: PLC0415 - forms come behind the first frame

        return preview(reader, now, text, self._words(reader, now))

    def _words(self, reader: Reader, now: datetime) -> Lexicon:
        from deskterm.shell.lexicon import lexicon  # noqa: PLC0415

        return lexicon(reader, self.office.site, now)

    @on(DeskLine.Down)
    def _line_down(self, event: DeskLine.Down) -> None:
        """Choose an open call from there, the next one each time, at last none of them."""
        from deskterm.shell.open_there import next_open  # noqa: PLC0415

        def query(reader: Reader, now: datetime) -> OpenThere | None:
            return next_open(reader, now, event.text, self._words(reader, now), self._joins)

        def then(found: OpenThere | None) -> None:
            self._joins = found
            if found:
                self._tell(found.sentence, "soon")
            else:
                self._line_changed(DeskLine.Changed(self.line))

        self.ask("preview", query, then)

    @on(DeskLine.Completed)
    def _line_completed(self, event: DeskLine.Completed) -> None:
        """Put what is suggested into the line."""
        from deskterm.shell.suggest import completed  # noqa: PLC0415

        def query(reader: Reader, now: datetime) -> str:
            return completed(reader, now, event.text, self._words(reader, now))

        def then(text: str) -> None:
            if self.line.text == event.text:
                self.line.fill(text)

        self.ask("complete", query, then)

    @on(DeskLine.Submitted)
    async def _line_submitted(self, event: DeskLine.Submitted) -> None:
        if (text := event.text.strip()) and not await self._shown_there(text):
            self._enter(text)

    async def _shown_there(self, text: str) -> bool:
        """Whether the line only asks to see something, which is shown now."""
        verb, _blank, rest = text.partition(" ")
        screen, words = ("find", text[1:]) if text[0] in SLASHES else (LOOKS.get(verb, ""), rest)
        if screen:
            await self.action_go(screen)
            try:
                self.current.look_for(words)
                self.line.clear()
            except Refusal as no:
                self._tell(f"! {no}", "overdue")
        return bool(screen)

    def _enter(self, text: str, **more: str) -> None:
        """Say the line; `more` are values that a key adds to it."""
        joins = self._joins.number if self._joins and not more else ""
        self._pending = text
        self.line.fill("")
        self._do(text, anyway=text == self._doubted, more=more, joins=joins)

    def _do(
        self,
        text: str,
        *,
        anyway: bool = False,
        more: Mapping[str, str] | None = None,
        joins: str = "",
    ) -> None:
        self.act(
            partial(self._said, text, anyway=anyway, more=more or {}, joins=joins),
            partial(self._kept, text),
            partial(self._refused, text),
        )

    def _said(
        self, text: str, work: Work, *, anyway: bool, more: Mapping[str, str], joins: str
    ) -> Receipt:
        from deskterm.shell.say import say_in, say_joining  # noqa: PLC0415

        words = self._words(work.reader, work.now)
        if joins:
            return say_joining(work, text, joins, words)
        return say_in(work, text, words, more, anyway=anyway)

    def action_answered(self) -> None:
        """Save what is typed as a call that was answered on the spot, opened and closed at once."""
        form = self.current.form
        if self.focused is self.line.field:
            if text := self.line.text.strip():
                self._enter(text, answered="yes")
        elif form and form.has_focus_within and self.current.verb == "call":
            form.fill({"answered": "yes"})
            self.current.submit()

    async def _offer(self, offers: Sequence[tuple[str, str]]) -> None:
        """Show rooms that were searched for where one key books."""
        await self.action_go("rooms")
        self.current.offer(offers)
        self._tell(_("{count} found; a digit takes one.").format(count=len(offers)), "ok")

    def _kept(self, text: str, receipt: Receipt) -> None:
        self._doubted = self._pending = ""
        if receipt.offers:
            self.run_worker(self._offer(receipt.offers), exit_on_error=False)
            return
        self._tell(f"✓ {receipt.sentence}", "ok")
        if text.split(maxsplit=1)[0] in {"off", "签退"}:
            self.now_on(None)
        self.draw_edges()
        self.current.reread()

    def _refused(self, text: str, no: Refusal) -> None:
        """Say what is wrong; the line is back, and what was begun meanwhile is parked."""
        typed, self._pending = self._pending == text, ""
        asked = isinstance(no, Question)
        if typed or asked or text.startswith(TICKED):
            if self.line.text.strip() not in {"", text}:
                self.draft.parked.append(Parked(self.shown, {}, self.line.text))
            self._answered = text
            self.line.fill(text)
            self.action_line()
        sentence = str(no)
        if isinstance(no, Question):
            self._doubted = text
            near = ", ".join(no.nearest)
            sentence += f" {near}" if near and near not in sentence else ""
            sentence += " " + _("Enter again keeps it as typed.") if no.again else ""
        self._tell(f"! {sentence}", "overdue")

    @on(DeskScreen.Said)
    async def _screen_said(self, event: DeskScreen.Said) -> None:
        if event.unfinished:
            self.action_line()
            self.line.fill(event.line)
        elif not await self._shown_there(event.line):
            self._do(event.line)


def _screens() -> Callable[[str, Site], DeskScreen]:
    """What makes the screens; it brings the forms and the store's own machinery with it."""
    from deskterm.shell.screens import make  # noqa: PLC0415 - behind the first frame

    return make
