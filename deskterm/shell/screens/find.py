"""F9: one box over everything."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.search import find
from deskterm.core.words import N_, _
from deskterm.shell.look_up import kind_word, number_of
from deskterm.shell.screens.base import SiteScreen
from deskterm.tui.field import TextField
from deskterm.tui.line import DeskLine
from deskterm.tui.panel import Panel
from deskterm.tui.screen import Detail
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult

PAGE = 20


class Find(SiteScreen):
    """F9: one box over everything; twenty at a time, more where the cursor comes to the last."""

    name_, title = "find", N_("Find")
    columns = (
        Column("day", N_("Day"), 10, priority=1),
        Column("kind", N_("What"), 9),
        Column("text", N_("Words"), 20, grow=True),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "copy", N_("Number into the line"), id="find.copy"),
        Binding("ctrl+o", "narrow", N_("Only this kind"), id="find.narrow"),
    ]

    _found: tuple[Row, ...] = ()
    _is_all = True

    def compose(self) -> ComposeResult:
        """The box above the list."""
        with Vertical(id="find-box"):
            yield TextField(id="find-words")
        yield from super().compose()

    def compose_list(self) -> ComposeResult:
        """A list whose first row stays under the cursor while words are typed."""
        with Panel(self.title, id="find-list"):
            yield Sheet(self.columns, top_first=True, id="find-sheet")

    def on_mount(self) -> None:
        """Enter is heard before the key behind it."""
        super().on_mount()
        self.box.entered = self._go_to_list

    @property
    def box(self) -> TextField:
        """Where the words are typed."""
        return self.query_one("#find-words", TextField)

    def take_focus(self) -> None:
        """Into the box."""
        self.screen.set_focus(self.box)

    def look_for(self, words: str) -> None:
        """Look for these words, and go to what is found."""
        self._put_in_box(words)
        self.screen.set_focus(self.sheet)

    @on(Input.Changed, "#find-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.sheet.action_first()
        self.sheet.scroll_to(y=0, animate=False, force=True, immediate=True)
        self._look(PAGE)

    def _go_to_list(self) -> bool:
        """Enter in the box: what is found gets the keys that follow."""
        self.screen.set_focus(self.sheet)
        return True

    def reread(self) -> None:
        """Look again for what is shown: something may have been kept."""
        self._look(max(PAGE, len(self._found)))

    def _look(self, limit: int, before: int | None = None) -> None:
        words, shown = self.box.value, self._found if before is not None else ()

        def query(reader: Reader, now: datetime) -> list[Row]:
            local = self.site.local(now)
            hits = find(reader, words, limit + 1, now=local, before=before)
            return [self._row(hit) for hit in hits]

        def then(rows: list[Row]) -> None:
            if words != self.box.value:
                return
            self._is_all = len(rows) <= limit
            self._found = (*shown, *rows[:limit])
            self._draw()

        self.console.look(query, then)

    def _draw(self) -> None:
        count = len(self._found)
        said = _("Find · {count}") if self._is_all else _("Find · {count} and more")
        self.sheet.show(self._found, count, 0)
        self.query_one("#find-list", Panel).retitle(said.format(count=count))

    def _row(self, hit: Row) -> Row:
        return {
            "key": f"{hit['kind']}-{hit['ref']}",
            "id": hit["id"],
            "of": hit["kind"],
            "day": f"{self.site.local(instant(hit['at'])):%Y-%m-%d}",
            "kind": kind_word(hit["kind"]),
            "text": hit["body"],
            "case_id": hit["case_id"],
        }

    @on(Sheet.Moved)
    def _comes_to_the_last(self, event: Sheet.Moved) -> None:
        last = self._found[-1] if self._found else None
        if last and not self._is_all and event.row and event.row["key"] == last["key"]:
            self._look(PAGE, before=min(row["id"] for row in self._found))

    def action_copy(self) -> None:
        """Put the number of the row after what stands in the desk line."""
        if row := self.sheet.row:
            named = {"kind": row["of"], "body": row["text"], "case_id": row["case_id"]}
            self.console.ask("find-copy", lambda reader, _now: number_of(reader, named), self._put)

    def _put(self, number: str) -> None:
        text = f"{self.app.query_one(DeskLine).text.rstrip()} {number} ".lstrip()
        self.post_message(self.Said(text, unfinished=True))

    def action_narrow(self) -> None:
        """Look only for records of the kind that the row is of; once more, for all of them."""
        row = self.sheet.row
        words = [word for word in self.box.value.split() if not word.startswith("kind:")]
        if words == self.box.value.split() and row:
            words.append(f"kind:{row['of']}")
        self._put_in_box(" ".join(words))

    def _put_in_box(self, words: str) -> None:
        self.box.value = words
        self.box.cursor_position = len(words)

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The case behind it, or the text itself."""
        try:
            return (
                super().detail(reader, now, row)
                if row.get("case_id")
                else Detail([("", row["text"])])
            )
        except NotFound:
            return Detail([("", row["text"])])
