"""One line of text as an operator types it: nothing lost, and the caret where the text goes in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, runtime_checkable

from rich.cells import cell_len
from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input

from deskterm.core.layout import NEWLINE, clean, shown
from deskterm.core.words import N_, _
from deskterm.tui.keystrokes import printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual import events
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.widget import Widget

LIMIT = 2_000
"""Characters that one field takes."""

HEARD = 0.5
"""Seconds that keys wait at most for the Enter before them."""

Result = TypeVar("Result")


class TextField(Input, inherit_bindings=False):
    """An input that takes what an input method sends, pastes of several lines, and any old text.

    Its keys are those that every terminal delivers, and no more, so that the rest is free for
    what an operator does.
    """

    BINDING_GROUP_TITLE = N_("Typing")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", N_("Back"), show=False, id="field.left"),
        Binding("right", "cursor_right", N_("Forward"), show=False, id="field.right"),
        Binding("home", "home", N_("To the start"), show=False, id="field.home"),
        Binding("end", "end", N_("To the end"), show=False, id="field.end"),
        Binding("backspace", "delete_left", N_("Delete before"), show=False, id="field.rub"),
        Binding("delete", "delete_right", N_("Delete after"), show=False, id="field.delete"),
        Binding("ctrl+w", "delete_left_word", N_("Delete a word"), show=False, id="field.word"),
        Binding("ctrl+u", "delete_left_all", N_("Delete to the start"), show=False, id="field.all"),
        Binding("enter", "submit", N_("Save"), show=False, id="field.enter"),
    ]

    DEFAULT_CSS = """
    TextField, TextField:focus { border: none; height: 1; padding: 0; }
    """

    @dataclass
    class Overflow(Message):
        """More came than a field takes; `rest` is what did not go in."""

        field: TextField
        rest: str

        @property
        def control(self) -> TextField:
            """The field that is full."""
            return self.field

        @property
        def sentence(self) -> str:
            """What happened, for the operator."""
            return _(
                "A field takes {limit} characters: the last {count} were left out, "
                "from “{start}” on."
            ).format(limit=LIMIT, count=len(self.rest), start=clean(self.rest, limit=20))

    def __init__(
        self,
        value: str = "",
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(value, name=name, id=id, classes=classes)
        self.entered: Callable[[], bool] | None = None
        """Asked when Enter is pressed, before anything is saved; True keeps it from saving."""
        self.select_on_focus = False
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret stands on the screen; an input method opens its window there."""
        x, y, _width, _height = self.content_region
        return Offset(
            x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x,
            y,
        )

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether a key is text, and so never a command while this field has the focus."""
        return printable(character)

    def type_in(self, text: str) -> None:
        """Put text in at the caret, in place of what is selected; says what did not fit."""
        start, end = sorted(self.selection)
        room = max(0, LIMIT - len(self.value) + end - start)
        self.replace(text[:room], start, end)
        if rest := text[room:]:
            self.post_message(self.Overflow(self, rest))

    async def _on_key(self, event: events.Key) -> None:
        typed = event.character is not None and printable(event.character)
        if typed or (event.key == "enter" and self.entered is not None and self.entered()):
            event.stop()
            event.prevent_default()
        if typed:
            self.type_in(event.character or "")

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.type_in(NEWLINE.join(event.text.splitlines()))

    def _position_to_cell(self, position: int) -> int:
        return cell_len(shown(self.value[:position]))

    @property
    def _value(self) -> Text:
        if self.password:
            return super()._value
        return Text(shown(self.value), no_wrap=True, overflow="ignore", end="")


@runtime_checkable
class TakesText(Protocol):
    """Something that has a field for what is typed on a list in it."""

    def take_text(self, typed: str) -> bool:
        """Put a character there; False where it means something else on that list."""


class CaretApp(App[Result]):
    """An app whose terminal cursor stands at the caret in every frame.

    Stock Textual moves it with the keys only: after a layout or a scroll it is rows off, and
    the input method's window with it. Nothing moves by itself here, so nothing is animated.
    """

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"

    async def on_event(self, event: events.Event) -> None:
        """A command acts on all that was typed before it; Enter may move the caret on.

        Keys that are commands are heard by the app, text by the field: where both come in
        one burst, neither may overtake the other.
        """
        field = self.focused if isinstance(event, Key) else None
        if not isinstance(event, Key) or not isinstance(field, TextField):
            if not (isinstance(event, Key) and field and _taken(field, event)):
                await super().on_event(event)
            return
        if not printable(event.character):
            await _heard(field)
            if await self._obeyed(event):
                return
        await super().on_event(event)
        if event.key == "enter" and field.entered is not None:
            await _heard(field)

    async def _obeyed(self, event: Key) -> bool:
        """Whether the key is a command, which is obeyed before the next key is heard.

        Else it would go up from the field to the app first, and text typed behind it would be
        there before it. Enter and Escape are heard by others on their way.
        """
        found = self.screen.active_bindings.get(event.key)
        if event.key in {"enter", "escape"} or found is None or not found.enabled:
            return False
        return await self.run_action(found.binding.action, found.node)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(field := screen.focused, TextField):
            self.cursor_position = field.cursor_screen_offset
        super()._display(screen, renderable)


def _taken(focused: Widget, key: Key) -> bool:
    """Whether what is typed where no text goes in is wanted by something around it.

    It goes there at once, so that what is typed behind it cannot be there before it.
    """
    if key.is_forwarded or not printable(key.character):
        return False
    around = (node for node in focused.ancestors if isinstance(node, TakesText))
    return any(node.take_text(key.character or "") for node in around)


async def _heard(field: TextField) -> None:
    """Wait until a field has done with the keys that it was given, though not for ever."""
    heard = asyncio.Event()
    field.call_later(heard.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(heard.wait(), HEARD)
