"""The least a console could be: a header, a footer and a table of a hundred rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import DataTable, Footer, Header

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Bare(App[None]):
    """Shows a table and moves its cursor."""

    BINDINGS = [("f2", "bell", "Board"), ("f3", "bell", "Calls"), ("f9", "bell", "Find")]  # noqa: RUF012 - Textual's own idiom, and nothing shares it

    def compose(self) -> ComposeResult:
        """A header, the table, a footer."""
        yield Header(show_clock=True)
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("Due", "Number", "Step", "For")
        for number in range(100, 200):
            table.add_row("00:00", f"C{number}", "Reply to the caller", "15-2-1203")
        table.focus()


if __name__ == "__main__":
    Bare().run()
