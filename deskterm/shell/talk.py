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
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from textual.widget import Widget

    from deskterm.core.drafts import Seat
    from deskterm.core.kinds import Lexicon
    from deskterm.core.office import Office
    from deskterm.core.reader import Reader
    from deskterm.core.receipt import Receipt
    from deskterm.core.site import Site
    from deskterm.core.work import Work
    from deskterm.shell.open_there import OpenThere

SLASHES = "/、／"
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
        self._declined = ""
        """The line that was refused last: its sentence stays until another is typed."""
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

    def draw_edges(self) -> None:
        """Draw what stands above and below the screens."""

    def say(self, sentence: str) -> None:
        """A sentence under the desk line; what was typed stays."""
        self.line.preview(sentence, "soon")

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
        said = event.text.strip()
        if said and said not in {self._doubted, self._declined}:
            self._doubted = self._declined = ""
            self.ask("preview", partial(self._preview, event.text), self.line.preview)

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
                self.line.preview(found.sentence, "soon")
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
                self.line.preview(f"! {no}", "overdue")
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

    def _kept(self, text: str, receipt: Receipt) -> None:
        self._doubted = self._pending = ""
        self.line.preview(f"✓ {receipt.sentence}", "ok")
        if text.split(maxsplit=1)[0] in {"off", "签退"}:
            self.person = None
        self.draw_edges()
        self.current.reread()

    def _refused(self, text: str, no: Refusal) -> None:
        typed, self._pending = self._pending == text, ""
        self._declined = text
        if not self.line.text.strip():
            if typed or isinstance(no, Question):
                self.line.fill(text)
                self.action_line()
        elif typed:
            self.draft.parked.append(Parked(self.shown, {}, text))
        sentence = str(no)
        if isinstance(no, Question):
            self._doubted = text
            near = ", ".join(no.nearest)
            sentence += f" {near}" if near and near not in sentence else ""
            sentence += " " + _("Enter again keeps it as typed.")
        self.line.preview(f"! {sentence}", "overdue")

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
