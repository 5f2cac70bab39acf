"""The desk line: one line that says a whole thing, and under it what would be kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from deskterm.core.layout import breaks, clean, cut
from deskterm.core.words import N_
from deskterm.tui.field import TextField
from deskterm.tui.panel import Inked

if TYPE_CHECKING:
    from textual.app import ComposeResult

Segments: TypeAlias = Sequence[tuple[str, str]]
"""Pieces of text, each with the name of a style or nothing."""

PREVIEW_LINES = 2
REMEMBERED = 200
"""Lines that Up brings back."""


class Preview(Inked):
    """Two lines of what would be kept, of any text; ends in `…` where there is more.

    What has lines of its own is given more room, up to a third of the screen, and is turned
    over by the page.
    """

    def __init__(self) -> None:
        super().__init__()
        self._segments: Segments = ()
        self._top = 0

    def show(self, segments: Segments) -> None:
        """Show these pieces one after another; one that begins with a line break on a new line."""
        self._segments = [_drawable(text, style) for text, style in segments]
        self._top = 0
        self._fit()
        self.refresh()

    def turn(self, pages: int) -> None:
        """Show what stands further down, or further up."""
        last = max(0, len(self._wrapped()[1]) - self._room)
        self._top = min(max(0, self._top + pages * self._room), last)
        self.refresh()

    def on_resize(self) -> None:
        """The same text needs another number of lines in another width."""
        self._fit()

    def _fit(self) -> None:
        self.styles.height = self._room

    @property
    def _room(self) -> int:
        """How many lines are drawn."""
        if not any(text.startswith("\n") for text, _style in self._segments):
            return PREVIEW_LINES
        most = max(PREVIEW_LINES, self.app.size.height // 3)
        return max(PREVIEW_LINES, min(most, len(self._wrapped()[1])))

    def _wrapped(self) -> tuple[Content, list[tuple[int, int]]]:
        """The whole text, and where its lines begin and end."""
        whole = Content.assemble(*(self.ink(text, style) for text, style in self._segments))
        return whole, breaks(whole.plain, self.size.width)

    @property
    def text(self) -> str:
        """What is shown, as it is drawn."""
        return self.render().plain

    def render(self) -> Content:
        """As many lines as there is room for."""
        width = self.size.width
        whole, lines = self._wrapped()
        shown = lines[self._top :][: self._room]
        drawn = [whole[start:end] for start, end in shown]
        if len(lines) > self._top + len(shown):
            kept = cut(drawn[-1].plain + " " * width, width).rstrip("… ")
            drawn[-1] = Content.assemble(drawn[-1][: len(kept)], "…")
        return Content("\n").join(drawn)


def _drawable(text: str, style: str) -> tuple[str, str]:
    return ("\n" if text.startswith("\n") else "") + clean(text.removeprefix("\n")), style


class DeskLine(Vertical, inherit_bindings=False):
    """A bordered line for the operator's words, with a preview under it."""

    BINDING_GROUP_TITLE = N_("Desk line")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "older", N_("Line before"), show=False, id="line.older"),
        Binding("down", "newer", N_("Line after; join the call"), show=False, id="line.newer"),
        Binding("tab", "complete", N_("Take what is suggested"), show=False, id="line.complete"),
        Binding("pagedown", "turn(1)", N_("More of it"), show=False, id="line.further"),
        Binding("pageup", "turn(-1)", N_("Back to its beginning"), show=False, id="line.nearer"),
        Binding("escape", "leave", N_("Back to the list"), show=False, id="line.leave"),
    ]
    DEFAULT_CSS = """
    DeskLine {
        height: auto;
        & > TextField, & > TextField:focus {
            border: round $foreground 40%; height: 3; padding: 0 1;
        }
        & > Preview { height: 2; padding: 0 2; }
    }
    """

    class Told(Message):
        """Something that the desk line tells."""

        def __init__(self, line: DeskLine) -> None:
            super().__init__()
            self.line = line
            self.text = line.text

        @property
        def control(self) -> DeskLine:
            """The desk line that tells it."""
            return self.line

    class Changed(Told):
        """Something was typed; answered with `preview`."""

    class Submitted(Told):
        """Enter was pressed."""

    class Down(Told):
        """Down was pressed where no later line is remembered: join what is open there."""

    class Completed(Told):
        """Tab was pressed: what is suggested for this line is to be put into it."""

    class Left(Told):
        """Escape was pressed: what had the focus should have it; the text stays here."""

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.history: list[str] = []
        """The lines that were entered, the newest last."""
        self.field = TextField()
        self._preview = Preview()
        self._back = 0
        self._unfinished = ""

    def compose(self) -> ComposeResult:
        """The line, and its preview."""
        self.field.border_title = Content(":")
        yield self.field
        yield self._preview

    @property
    def text(self) -> str:
        """What stands in the line, as it was typed."""
        return self.field.value

    @property
    def previewed(self) -> str:
        """The preview, as it is drawn."""
        return self._preview.text

    def take_focus(self) -> None:
        """Put the caret into the line."""
        self.screen.set_focus(self.field)

    def fill(self, text: str) -> None:
        """Put text into the line, the caret at its end."""
        self.field.value = text
        self.field.cursor_position = len(text)

    def clear(self) -> None:
        """Empty the line and its preview."""
        self.fill("")
        self.preview("")

    def preview(self, text: str | Segments, style: str = "") -> None:
        """Show under the line what would be kept, or what is missing."""
        if isinstance(text, str):
            first, *more = text.split("\n")
            text = [(first, style), *(("\n" + line, style) for line in more)]
        self._preview.show(text)

    def action_older(self) -> None:
        """Bring back the line entered before."""
        if self._back < len(self.history):
            if not self._back:
                self._unfinished = self.text
            self._recall(self._back + 1)

    def action_newer(self) -> None:
        """Bring back the line entered after, at last what was half typed; else tell of it."""
        if self._back:
            self._recall(self._back - 1)
        else:
            self.post_message(self.Down(self))

    def action_complete(self) -> None:
        """Ask for what is suggested."""
        self.post_message(self.Completed(self))

    def action_turn(self, pages: int) -> None:
        """Turn over what stands under the line."""
        self._preview.turn(pages)

    def action_leave(self) -> None:
        """Give the focus up, and nothing else."""
        self.post_message(self.Left(self))

    def _recall(self, back: int) -> None:
        self._back = back
        self.fill(self.history[-back] if back else self._unfinished)

    def _remember(self, text: str) -> None:
        self._back, self._unfinished = 0, ""
        if text.strip() and self.history[-1:] != [text]:
            self.history = [*self.history, text][-REMEMBERED:]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._remember(event.value)
        self.post_message(self.Submitted(self))

    @on(TextField.Overflow)
    def _overflowed(self, event: TextField.Overflow) -> None:
        self.preview(event.sentence, "overdue")
