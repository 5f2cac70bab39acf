"""Help at the side: the keys of what has the focus, and whatever else is worth knowing there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from textual.containers import VerticalScroll

from deskterm.core.layout import word
from deskterm.core.words import N_
from deskterm.tui.keymap import spoken
from deskterm.tui.panel import Facts, Line, Panel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.dom import DOMNode
    from textual.screen import Screen

Section: TypeAlias = tuple[str, Sequence[Line]]
"""A title marked with `N_`, or any text, and the lines under it."""


class Pages(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What scrolls inside the help."""


class HelpPanel(Panel, inherit_bindings=False):
    """Stands beside the list, never over it, and never takes the focus from it.

    While it is open its screen has the class `-help`, so that what is beside the list can
    make room.
    """

    DEFAULT_CSS = """
    HelpPanel {
        split: right; width: 36; height: 1fr; display: none;
        &.-open { display: block; }
        & Pages { scrollbar-size: 0 0; height: 1fr; }
    }
    """

    def __init__(
        self,
        title: str = N_("Help"),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(title, id=id, classes=classes)
        self._sections: Sequence[Section] = ()
        self._facts = Facts()
        self._pages = Pages(self._facts)

    def compose(self) -> ComposeResult:
        """The lines, in something that scrolls."""
        yield self._pages

    def on_mount(self) -> None:
        """Keep up with the focus."""
        self.watch(self.screen, "focused", self._refresh_lines, init=False)
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    @property
    def is_open(self) -> bool:
        """Whether the help is on the screen."""
        return self.has_class("-open")

    @property
    def text(self) -> str:
        """What the help says, as it is drawn."""
        return self._facts.text

    def tell(self, sections: Sequence[Section]) -> None:
        """Show these under the keys: the verbs, the playbook of the selected case."""
        self._sections = sections
        self._refresh_lines()

    def turn(self) -> None:
        """Open the help, turn its page, or close it after the last."""
        if not self.is_open:
            self._set_open(is_open=True)
            self._refresh_lines()
            self._pages.scroll_home(animate=False)
        elif self._pages.scroll_offset.y < self._pages.max_scroll_y:
            self._pages.scroll_page_down(animate=False)
        else:
            self.close()

    def close(self) -> None:
        """Take the help off the screen."""
        self._set_open(is_open=False)

    def speak(self) -> None:
        """Say everything in the language spoken now."""
        super().speak()
        self._refresh_lines()

    def _set_open(self, *, is_open: bool) -> None:
        self.set_class(is_open, "-open")
        self.screen.set_class(is_open, "-help")

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self._refresh_lines()

    def _refresh_lines(self) -> None:
        if not self.is_open:
            return
        lines = keys_of(self.screen)
        for title, more in self._sections:
            lines += ["", ("", word(title), "head"), *more]
        self._facts.show(lines)


def keys_of(screen: Screen[object]) -> list[Line]:
    """The keys that work where the focus is, with what they do, nearest first."""
    lines: list[Line] = []
    groups: dict[DOMNode, dict[str, list[str]]] = {}
    titles: dict[DOMNode, str] = {}
    for key, (node, binding, enabled, _tip) in screen.active_bindings.items():
        if enabled and binding.id and binding.description:
            keys = groups.setdefault(node, {}).setdefault(binding.description, [])
            keys.append(spoken(key))
            titles[node] = node.BINDING_GROUP_TITLE or ""
    for node, actions in groups.items():
        lines += [""] if lines else []
        lines += [("", word(titles[node]), "head")] if titles[node] else []
        lines += [(" ".join(keys), word(action)) for action, keys in actions.items()]
    return lines
