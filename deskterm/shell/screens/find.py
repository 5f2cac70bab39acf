"""F9: one box over everything."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from deskterm.core import numbers
from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.search import find
from deskterm.core.words import N_, _
from deskterm.shell.look_up import kind_word, number_of
from deskterm.shell.screens.base import SiteScreen
from deskterm.tui.detail import Detail
from deskterm.tui.field import TextField
from deskterm.tui.line import DeskLine
from deskterm.tui.panel import Panel
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from deskterm.core.site import Site

PAGE = 20
_WHOLE = re.compile(r"([A-Z])-(\d{4})-(\d{6})", re.ASCII)


class Find(SiteScreen):
    """F9: one box over everything; twenty at a time, more where the cursor comes to the last."""

    name_, title = "find", N_("Find")
    columns = (
        Column("day", N_("Day"), 10, priority=2),
        Column("kind", N_("What"), 9, priority=1),
        Column("text", N_("Words"), 20, grow=True),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "copy", N_("Number into the line"), id="find.copy"),
        Binding("ctrl+o", "narrow", N_("Only this kind"), id="find.narrow"),
    ]

    _found: tuple[Row, ...] = ()
    _is_all = True
    _answered = ""
    """The words that what is shown was found by."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._waiting: tuple[str, Callable[[], None]] | None = None
        """Words whose rows have not come yet, and what a key asked of these."""

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
            return [self._row(hit, now) for hit in hits]

        def then(rows: list[Row]) -> None:
            if words != self.box.value:
                return
            self._is_all = len(rows) <= limit
            self._found = (*shown, *rows[:limit])
            self._answered = words
            self._draw()
            waiting, self._waiting = self._waiting, None
            if waiting and waiting[0] == words:
                waiting[1]()

        self.console.look(query, then)

    def _when_found(self, act: Callable[[], None]) -> None:
        """Do this with what the words in the box find, not with what stood there before."""
        if self._answered == self.box.value:
            act()
        else:
            self._waiting = (self.box.value, act)

    @on(Sheet.Chosen)
    def _chosen_early(self, event: Sheet.Chosen) -> None:
        """Enter on a list that is still that of other words opens nothing of it."""
        if self._answered != self.box.value:
            event.stop()
            event.prevent_default()
            self._when_found(self.sheet.action_choose)

    def _draw(self) -> None:
        count = len(self._found)
        said = _("Find · {count}") if self._is_all else _("Find · {count} and more")
        self.sheet.show(self._found, count, 0)
        self.query_one("#find-list", Panel).retitle(said.format(count=count))

    def _row(self, hit: Row, now: datetime) -> Row:
        return {
            "key": f"{hit['kind']}-{hit['ref']}",
            "id": hit["id"],
            "of": hit["kind"],
            "day": f"{self.site.local(instant(hit['at'])):%Y-%m-%d}",
            "kind": kind_word(hit["kind"]),
            "text": shortened(hit["body"], self.site.local(now).year),
            "body": hit["body"],
            "case_id": hit["case_id"],
        }

    @on(Sheet.Moved)
    def _comes_to_the_last(self, event: Sheet.Moved) -> None:
        last = self._found[-1] if self._found else None
        if last and not self._is_all and event.row and event.row["key"] == last["key"]:
            self._look(PAGE, before=min(row["id"] for row in self._found))

    def action_copy(self) -> None:
        """Put the number of the row after what stands in the desk line."""
        self._when_found(self._copy)

    def _copy(self) -> None:
        if row := self.sheet.row:
            named = {"kind": row["of"], "body": row["body"], "case_id": row["case_id"]}
            self.console.ask("find-copy", lambda reader, _now: number_of(reader, named), self._put)

    def _put(self, number: str) -> None:
        text = f"{self.app.query_one(DeskLine).text.rstrip()} {number} ".lstrip()
        self.post_message(self.Said(text, unfinished=True))

    def action_narrow(self) -> None:
        """Look only for records of the kind that the row is of; once more, for all of them."""
        self._when_found(self._narrow)

    def _narrow(self) -> None:
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
                else Detail([("", row["body"])], (), row["kind"])
            )
        except NotFound:
            return Detail([("", row["body"])], (), row["kind"])


def shortened(body: str, this_year: int) -> str:
    """What was found, its record number as it is said: the list has room for little."""
    number, blank, rest = body.partition(" ")
    whole = _WHOLE.fullmatch(number)
    if whole is None:
        return body
    letter, year, count = whole.groups()
    return numbers.spoken(letter, int(year), int(count), this_year) + blank + rest
