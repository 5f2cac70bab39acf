"""One record to read: facts that scroll, and under them what it can be asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from deskterm.core.layout import GAP, clean, cut
from deskterm.core.words import N_
from deskterm.tui.panel import Inked

if TYPE_CHECKING:
    from textual.geometry import Size


class Page(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Facts that are scrolled by the same keys as a list, while they have the focus."""

    BINDING_GROUP_TITLE = N_("Record")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", N_("A line up"), show=False, id="page.up"),
        Binding("down", "scroll_down", N_("A line down"), show=False, id="page.down"),
        Binding("pageup", "page_up", N_("A page up"), show=False, id="page.page-up"),
        Binding("pagedown", "page_down", N_("A page down"), show=False, id="page.page-down"),
        Binding("home", "scroll_home", N_("To the top"), show=False, id="page.first"),
        Binding("end", "scroll_end", N_("To the end"), show=False, id="page.last"),
        Binding("escape,enter", "leave", N_("Back to the list"), show=False, id="page.leave"),
    ]
    DEFAULT_CSS = """
    Page { height: 1fr; scrollbar-size: 0 0; }
    """

    class Left(Message):
        """Escape was pressed: the list should have the focus again."""

    class Resized(Message):
        """There is more room, or less: what was laid out for the page may want it."""

    def on_resize(self) -> None:
        """Tell of it once the new size is known."""
        self.post_message(self.Resized())

    def action_leave(self) -> None:
        """Give the focus up, and nothing else."""
        self.post_message(self.Left())


class Choices(Inked):
    """What stands on the digits, packed into as few lines as there is room for."""

    DEFAULT_CSS = """
    Choices { dock: bottom; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own
        super().__init__(id=id)
        self._labels: tuple[str, ...] = ()

    def show(self, labels: Sequence[str]) -> None:
        """Show these, the first on the digit 1."""
        if tuple(labels) != self._labels:
            self._labels = tuple(labels)
            self.refresh(layout=True)

    @property
    def text(self) -> str:
        """What is shown, as it is drawn."""
        return self.render().plain

    def render(self) -> Content:
        """The digits and their labels."""
        return Content("\n").join(self._line(line) for line in self._packed(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as they take."""
        return len(self._packed(width))

    def _packed(self, width: int) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = []
        left = 0
        for number, label in enumerate(self._labels, start=1):
            shown = cut(clean(label), max(1, width - len("1 ")))
            needed = cell_len(shown) + len("1 ")
            if not lines or needed > left:
                lines.append([])
                left = width
            lines[-1].append((str(number), shown))
            left -= needed + GAP
        return lines

    def _line(self, items: list[tuple[str, str]]) -> Content:
        pairs = [Content.assemble(self.ink(digit, "head"), f" {label}") for digit, label in items]
        return Content(" " * GAP).join(pairs)
