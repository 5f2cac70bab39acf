"""What stands on a screen: a bordered panel with a title, and facts that are only read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias, runtime_checkable

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from deskterm.core.layout import GAP, clean, cut, pad, word, wrap

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.geometry import Size

Line: TypeAlias = str | tuple[str, str] | tuple[str, str, str]
"""Plain text, a label with its text, or a label (or none), its text and the name of a style."""

LABEL_CELLS = 16
"""The most that a label takes."""

INKS = ("overdue", "soon", "life", "ok", "dim", "head")
"""The few styles that text on a screen has; colour is never the only sign."""


@runtime_checkable
class Speaks(Protocol):
    """Something whose words are set once and must be set again in another language."""

    def speak(self) -> None:
        """Say your words in the language spoken now."""


def speak(root: DOMNode) -> None:
    """Have everything below say its words in the language spoken now."""
    for node in root.walk_children():
        if isinstance(node, Speaks):
            node.speak()
    if isinstance(root, Widget):
        root.refresh(layout=True)


class Panel(Vertical):
    """A border with a title on the left and, where it has one, an aside on the right."""

    DEFAULT_CSS = """
    Panel { border: round $foreground 40%; height: 1fr; }
    """

    def __init__(
        self,
        title: str = "",
        *children: Widget,
        aside: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self.title = title
        """A word marked with `N_`, or any text; drawn on the top edge."""
        self.aside = aside
        """Any text; drawn on the top edge, at its right end."""

    def retitle(self, title: str, aside: str = "") -> None:
        """Draw other words on the top edge."""
        if (title, aside) != (self.title, self.aside):
            self.title, self.aside = title, aside
            self.speak()

    def speak(self) -> None:
        """Draw the top edge anew."""
        room = self.outer_size.width - 6
        title = cut(clean(word(self.title)), room)
        aside = clean(self.aside)
        line = room - cell_len(title) - cell_len(aside) - GAP
        if not aside or line < 1:
            self.border_title = Content(title)
            return
        edge = Style(foreground=self.styles.border_top[1])
        rule = Content.styled(f" {'─' * line} ", edge)
        self.border_title = Content.assemble(Content(title), rule, Content(aside))

    def on_resize(self) -> None:
        """The title and the aside keep to their ends."""
        self.speak()


class Inked(Widget):
    """Draws text in the few styles that text on a screen has."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{name}" for name in INKS}
    DEFAULT_CSS = """
    Inked {
        height: auto; width: 1fr;
        & > .ink--overdue, & > .ink--life { color: $text-error; }
        & > .ink--soon { color: $text-warning; }
        & > .ink--ok { color: $text-success; }
        & > .ink--dim { color: $text-muted; }
        & > .ink--life, & > .ink--head { text-style: bold; }
    }
    """

    def ink(self, text: str, name: str = "") -> Content:
        """Clean text in one of the styles."""
        if not name or not text:
            return Content(text)
        return Content.styled(text, self.get_visual_style(f"ink--{name}", partial=True))


class Facts(Inked):
    """Lines of text that are only read: any text, drawn as it is and wrapped by cells."""

    def __init__(
        self,
        lines: Sequence[Line] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = tuple(lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.refresh(layout=True)

    @property
    def text(self) -> str:
        """What is shown, as it is drawn."""
        return self._drawn(self.size.width).plain

    def render(self) -> Content:
        """The lines in the width there is."""
        return self._drawn(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the text takes in this width."""
        return self._drawn(width).plain.count("\n") + 1 if self._lines else 0

    def _drawn(self, width: int) -> Content:
        lines = [
            part
            for block in self._blocks()
            for line in block
            for part in self._wrapped(line, _side(block, width), width)
        ]
        return Content("\n").join(lines)

    def _blocks(self) -> list[list[Line]]:
        """The lines up to each blank one: labels stand in line within a block."""
        blocks: list[list[Line]] = [[]]
        for line in self._lines:
            blocks[-1].append(line)
            if line == "":
                blocks.append([])
        return blocks

    def _wrapped(self, line: Line, side: int, width: int) -> list[Content]:
        """One line as it is drawn: its label, and the text wrapped beside it."""
        label, text, name = ("", line, "") if isinstance(line, str) else (*line, "")[:3]
        indent = side + GAP if label else 0
        seen = clean(text, keep_newlines=True, limit=4000)
        first = self.ink(pad(clean(label), side) + " " * GAP, "dim") if indent else Content("")
        rest = Content(" " * indent)
        return [
            Content.assemble(rest if place else first, self.ink(part, name))
            for place, part in enumerate(wrap(seen, width - indent))
        ]


def _side(block: Sequence[Line], width: int) -> int:
    """The cells that the labels of these lines take."""
    labels = [clean(line[0]) for line in block if not isinstance(line, str)]
    return min(max(map(cell_len, labels), default=0), LABEL_CELLS, width // 2)
