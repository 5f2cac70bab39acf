"""A list that a few letters narrow: of its words, of its codes, or of their pinyin initials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from deskterm.core.reader import Reader, Row
from deskterm.core.search.tokens import fold
from deskterm.core.words import N_, _
from deskterm.shell.screens.base import SiteScreen
from deskterm.tui.field import TextField
from deskterm.tui.panel import Panel
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

_ELSEWHERE = frozenset("0123456789:：/／、")
"""What is typed on the list and means something there already."""


class NarrowedScreen(SiteScreen):
    """A screen whose list is narrowed by typing on it; its `listing` shows what is `narrowed`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "narrow", N_("Only this kind"), id="records.narrow"),
    ]

    words = ""
    """What the list is narrowed by."""

    def compose_list(self) -> ComposeResult:
        """The box that narrows, above the list."""
        with Vertical(id=f"{self.name_}-left"):
            yield TextField(id=f"{self.name_}-words", classes="narrows")
            with Panel(self.title, id=f"{self.name_}-list"):
                yield Sheet(self.columns, id=f"{self.name_}-sheet")

    def on_mount(self) -> None:
        """Enter in the box gives the keys that follow to what is left of the list."""
        self.box.entered = self._go_to_list

    @property
    def box(self) -> TextField:
        """Where the words are typed that narrow the list."""
        return self.query_one(f"#{self.name_}-words", TextField)

    def reread(self) -> None:
        """What the box is for is said in the language spoken now."""
        self.box.placeholder = _("Letters narrow the list")
        super().reread()

    def widen(self) -> None:
        """List everything, and leave the cursor to whoever calls."""
        with self.prevent(Input.Changed):
            self.box.value = self.words = ""
        self.sheet.top_first = False
        self.reread()

    def take_text(self, typed: str) -> bool:
        """A letter typed on the list goes into the box."""
        if self.app.focused is not self.sheet or not typed.strip() or typed in _ELSEWHERE:
            return False
        self.box.type_in(typed)
        self.screen.set_focus(self.box)
        return True

    def on_key(self, event: Key) -> None:
        """Down goes from the box to the list; Escape empties the box."""
        at_box = self.box.has_focus
        if at_box and event.key == "down":
            self._go_to_list()
        elif (at_box or self.sheet.has_focus) and event.key == "escape":
            self._put_in_box("")
            self._go_to_list()

    @on(Input.Changed, ".narrows")
    def _typed(self, event: Input.Changed) -> None:
        """What fits best stands first, under the cursor; in the whole list it stays there."""
        event.stop()
        self.opened, self.words = None, event.value
        self.sheet.top_first = bool(event.value)
        if event.value:
            self.sheet.cursor = 0
        self._read(0, self.sheet.window_limit)

    def _go_to_list(self) -> bool:
        self.screen.set_focus(self.sheet)
        return True

    def _put_in_box(self, words: str) -> None:
        self.box.value = words
        self.box.cursor_position = len(words)

    def action_narrow(self) -> None:
        """List only what is of the row's kind; once more, everything.

        The row is that of the words in the box, whether its list is shown yet or not.
        """
        place = self.sheet.cursor if self.words == self.box.value else 0
        self.words = self.box.value

        def query(reader: Reader, now: datetime) -> str:
            rows = self.listing(reader, now, 1, place).rows
            return str(rows[0]["kind"]) if rows else ""

        def then(kind: str) -> None:
            self._put_in_box("" if self.box.value == kind else kind)
            self._go_to_list()

        self.console.ask(f"{self.name_}-narrow", query, then)


def narrowed(rows: Iterable[Row], words: str) -> list[Row]:
    """The rows in which every word stands, those first whose code begins with it.

    A word that is what a kind is called means that kind.
    """
    found, asked = list(rows), fold(words).split()
    kinds = {fold(row["kind"]) for row in found}
    meant = [row for row in found if all(_meant(row, word, kinds) for word in asked)]
    return sorted(meant, key=lambda row: _distance(row, asked))


def _meant(row: Row, word: str, kinds: set[str]) -> bool:
    if word in kinds:
        return fold(row["kind"]) == word
    said = fold(" ".join((row["kind"], row["code"], row["text"])))
    return word in said or (word.isascii() and word in _initials(said))


def _distance(row: Row, asked: Sequence[str]) -> int:
    code = fold(row["code"])
    if code in asked:
        return 0
    return 1 if any(code.startswith(word) for word in asked) else 2


@lru_cache(maxsize=2000)
def _initials(said: str) -> str:
    """The first letters of the readings of what is written in Chinese."""
    hanzi = "".join(char for char in said if "\u4e00" <= char <= "\u9fff")
    if not hanzi:
        return ""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - costs a fifth of a second

    return "".join(lazy_pinyin(hanzi, style=Style.FIRST_LETTER))
