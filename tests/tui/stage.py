"""A small program on our driver, for a terminal of its own; writes what happens to a file."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from deskterm.tui.field import CaretApp, TextField
from deskterm.tui.terminal import driver

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Stage(CaretApp[None]):
    """A field, and a counter that shows that the console is alive."""

    CSS = "Vertical { border: round white; height: 4; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "told('escape')"),
        Binding("f2", "flood"),
        Binding("f3", "hang"),
        Binding("f4", "leave"),
        Binding("f5", "fail"),
        Binding("ctrl+k", "told('ctrl+k')"),
    ]

    def __init__(self, book: Path) -> None:
        super().__init__(driver(self.keep))
        self.book = book
        self.field = TextField()
        self.failing = False

    def told(self, **facts: object) -> None:
        with self.book.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**facts, "at": time.monotonic()}) + "\n")

    def keep(self, number: int) -> None:
        if self.failing:
            message = "no room"
            raise OSError(message)
        self.told(kept=self.field.value, signal=number)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.field
        yield Static("beat 0", id="beat")

    def on_mount(self) -> None:
        self.field.focus()
        self.beats = 0
        self.set_interval(0.1, self.beat)
        self.told(event="mounted")

    def beat(self) -> None:
        self.beats += 1
        self.query_one("#beat", Static).update(f"beat {self.beats}")
        if self.beats % 5 == 0:
            self.told(event="beat")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.told(event="enter", text=event.value)

    def action_told(self, event: str) -> None:
        self.told(event=event)

    def action_flood(self) -> None:
        """Draw far more than a terminal that does not read can hold, for a second."""
        self.set_interval(0.01, self.refresh, repeat=100)

    def action_hang(self) -> None:
        """Wait a minute for a lock, as a store that is busy would have it."""
        path = self.book.with_suffix(".db")
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        self.told(event="hanging")
        sqlite3.connect(path, timeout=60, isolation_level=None).execute("BEGIN EXCLUSIVE")

    def action_fail(self) -> None:
        self.failing = True

    def action_leave(self) -> None:
        self.exit(return_code=0)


if __name__ == "__main__":
    stage = Stage(Path(sys.argv[1]))
    stage.run(mouse=False)
    sys.exit(70 if stage.return_code is None else stage.return_code)
