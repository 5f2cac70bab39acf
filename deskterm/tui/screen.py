"""What every screen of the console is: a list, what is selected in it, and a form beside them.

A screen holds no rule and no query of its own: it names them, and the console
runs them. Everything a row can be asked to do is a line of the desk line, on a
digit; where words are missing, the line is put before the operator to finish.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_
from deskterm.tui.detail import Choice, Detail, Listing
from deskterm.tui.form import FieldSpec, FormPanel
from deskterm.tui.page import Choices, Page
from deskterm.tui.panel import Facts, Panel
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

    from deskterm.tui.app import Console


_MOVES = frozenset("up down left right pageup pagedown home end".split())  # noqa: SIM905 - keys


class DeskScreen(Vertical):
    """A list with what is selected in it; `listing` and `detail` run in the reading thread."""

    name_: ClassVar[str]
    title: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]] = ()
    verb: ClassVar[str] = ""
    """The verb whose form stands beside the list, if any."""
    form_title: str = N_("New")
    """What stands on the edge of the form: a word marked with `N_`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", N_("New"), id="screen.new"),
    ]

    class Said(Message):
        """A line for the desk line; `unfinished` ones are for the operator to complete."""

        def __init__(self, line: str, *, unfinished: bool = False) -> None:
            super().__init__()
            self.line = line
            self.unfinished = unfinished

    class Dismissed(Message):
        """Escape was pressed where nothing else wants it: what stands beside may go."""

    class Opened(Message):
        """A record was chosen, to be shown whole."""

        def __init__(self, case_id: int) -> None:
            super().__init__()
            self.case_id = case_id

    class Filled(Message):
        """The screen's form was submitted."""

        def __init__(self, screen: DeskScreen, values: dict[str, str]) -> None:
            super().__init__()
            self.screen_name = screen.name_
            self.verb = screen.verb
            self.values = values

    def __init__(self, specs: Sequence[FieldSpec] = ()) -> None:
        super().__init__(id=self.name_, classes="desk-screen")
        self.specs = specs
        self.selected: Row | None = None
        self.opened: int | None = None
        self.asked: dict[str, str] | None = None
        """The form's values that the operator was asked about."""
        self.choices: Sequence[Choice] = ()
        self._coming: object = None
        """The key of the row whose choices are on their way; None once they are shown."""
        self._pressed = 0
        """The digit that was pressed before they came."""

    @property
    def console(self) -> Console:
        """The app, as what it is."""
        return cast("Console", self.app)

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:  # noqa: ARG002
        """A window of the list; runs in the reading thread."""
        return Listing()

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:  # noqa: ARG002
        """What is shown of one row; runs in the reading thread."""
        return Detail()

    def compose(self) -> ComposeResult:
        """The list on the left, the selected row and the form on the right."""
        with Horizontal():
            yield from self.compose_list()
            with Vertical(classes="side"):
                if self.specs:
                    yield FormPanel(self.specs, self.form_title, id=f"{self.name_}-form")
                with Panel("", id=f"{self.name_}-detail"):
                    with Page(id=f"{self.name_}-page"):
                        yield Facts(id=f"{self.name_}-facts")
                    yield Choices(id=f"{self.name_}-choices")

    def compose_list(self) -> ComposeResult:
        """The list alone."""
        with Panel(self.title, id=f"{self.name_}-list"):
            yield Sheet(self.columns, id=f"{self.name_}-sheet")

    def on_mount(self) -> None:
        """The form waits until it is asked for."""
        if self.form:
            self.form.display = not self.form_waits

    @property
    def form_waits(self) -> bool:
        """Whether the form stays away until it is asked for."""
        return True

    @property
    def sheet(self) -> Sheet:
        """The list."""
        return self.query_one(f"#{self.name_}-sheet", Sheet)

    @property
    def page(self) -> Page:
        """The record beside the list."""
        return self.query_one(f"#{self.name_}-page", Page)

    @property
    def form(self) -> FormPanel | None:
        """The form beside the list, if the screen has one."""
        found = self.query(FormPanel)
        return found.first() if found else None

    def take_focus(self) -> None:
        """Give the keys to the list."""
        self.screen.set_focus(self.sheet)

    def open(self, case_id: int) -> None:
        """Show one record to be read, whether it is in the list or not."""
        self.opened = case_id
        self.sheet.select(case_id)
        self.screen.set_focus(self.page)
        self._look_at({"key": case_id, "case_id": case_id})

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """Put labels with lines on the digits; only a screen that can be searched does."""

    def look_for(self, words: str) -> None:
        """Take up words to look for; only the screen that finds does."""

    def reread(self) -> None:
        """Read again what is shown: the window of the list, and the selected row."""
        self._read(self.sheet.window_offset, self.sheet.window_limit)

    def _read(self, offset: int, limit: int) -> None:
        def then(found: Listing) -> None:
            self.sheet.show(found.rows, found.total, offset)
            if found.title:
                self.query_one(f"#{self.name_}-list", Panel).retitle(found.title)
            if self.opened is not None:
                self._look_at({"key": self.opened, "case_id": self.opened})
            elif self.selected:
                self._look_at(self.selected)

        self.console.ask(
            f"{self.name_}-list",
            lambda reader, now: self.listing(reader, now, limit, offset),
            then,
        )

    @on(Sheet.WindowWanted)
    def _window_wanted(self, event: Sheet.WindowWanted) -> None:
        event.stop()
        self._read(event.offset, event.limit)

    @on(Sheet.Moved)
    def _moved(self, event: Sheet.Moved) -> None:
        event.stop()
        self.selected = event.row
        if event.row is not None:
            if self.opened in {None, event.row["key"]}:
                self._look_at(event.row)
        elif self.opened is None:
            self.console.ask(f"{self.name_}-detail", lambda _reader, _now: Detail(), self.tell)

    @on(Sheet.Chosen)
    def _chosen(self, event: Sheet.Chosen) -> None:
        """Enter: read the record, with more room for it."""
        if not self.columns:
            return
        event.stop()
        self.opened = None
        self._look_at(event.row)
        if self.sheet.has_focus:  # a key pressed meanwhile may have gone to the desk line
            self.screen.set_focus(self.page)

    @on(Page.Left)
    def _page_left(self, event: Page.Left) -> None:
        event.stop()
        self.screen.set_focus(self.sheet)

    def on_descendant_focus(self) -> None:
        """A record that is read, or a form that is filled in, gets more room."""
        if self.columns:
            self.set_class(self.page.has_focus, "-reading")
            self.set_class(bool(self.form and self.form.has_focus_within), "-filling")

    def _look_at(self, row: Row) -> None:
        if self._coming != row["key"]:
            self._coming, self._pressed = row["key"], 0

        def then(found: Detail) -> None:
            self._coming = None
            self.tell(found)
            self._choose(self._pressed)

        self.console.ask(
            f"{self.name_}-detail", lambda reader, now: self.detail(reader, now, row), then
        )

    def tell(self, found: Detail) -> None:
        """Show this beside the list."""
        self.choices = found.choices
        labels = [choice.label for choice in found.choices]
        self.query_one(f"#{self.name_}-choices", Choices).show(labels)
        self.query_one(f"#{self.name_}-facts", Facts).show(found.facts)
        self.query_one(f"#{self.name_}-detail", Panel).retitle(found.title)

    def on_key(self, event: Key) -> None:
        """A digit asks the row to do what stands beside it; moving on closes what was opened."""
        if event.key == "escape":
            self.post_message(self.Dismissed())
        reading = isinstance(self.app.focused, Page)
        if not (reading or isinstance(self.app.focused, Sheet)):
            return
        if not reading and event.key in _MOVES:
            self.opened = None
        if event.character and event.character in "123456789":
            event.stop()
            self._pressed = int(event.character)
            if self._coming is None:
                self._choose(self._pressed)

    def _choose(self, digit: int) -> None:
        """Ask what stands on a digit; none was pressed where it is 0."""
        self._pressed = 0
        if 0 < digit <= len(self.choices):
            choice = self.choices[digit - 1]
            self.post_message(self.Said(choice.line, unfinished=choice.unfinished))

    async def action_new(self) -> None:
        """Put the form beside the list and go to it."""
        if self.form is not None:
            self.form.display = True
            self.form.focus_first()

    @on(FormPanel.Submitted)
    def _submitted(self, event: FormPanel.Submitted) -> None:
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Have what stands in the form kept."""
        if self.form:
            typed = self.form.values().items()
            self.post_message(self.Filled(self, {n: text for n, text in typed if text.strip()}))

    @on(FormPanel.Left)
    def _left(self, event: FormPanel.Left) -> None:
        """Back to the list; the form makes room, and what stands in it stays there."""
        event.stop()
        event.form.display = not self.form_waits
        self.screen.set_focus(self.sheet)
