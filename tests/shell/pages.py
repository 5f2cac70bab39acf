"""Written tables read back: what CSV, JSON, a workbook and a page hold, as rows of texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl

from deskterm.core.layout import Table, as_typed, plain, word

Rows = list[list[str]]


def texts(table: Table) -> Rows:
    """The table's own rows, every value as it is read by people."""
    return [[_plain(row.get(column.name)) for column in table.columns] for row in table.rows]


def _plain(value: object) -> str:
    return "" if value is None else plain(value) if isinstance(value, bool) else str(value)


def titles(table: Table) -> list[str]:
    return [word(column.title) for column in table.columns]


def of_csv(content: bytes) -> tuple[list[str], Rows]:
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return head, [[as_typed(cell) for cell in row] for row in rows]


def of_json(content: bytes, table: Table) -> Rows:
    names = [column.name for column in table.columns]
    return [[_plain(row[name]) for name in names] for row in json.loads(content)]


def of_xlsx(content: bytes) -> tuple[list[str], list[list[Any]]]:
    """The titles and the cells of a workbook, which holds no formula."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [str(cell) for cell in head], rows


def as_cell(value: object, text: str) -> str:
    """A workbook's cell as the text that it stands for: `text` says how that is written."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")[: len(text)]
    if isinstance(value, int | float) and text != str(value):
        return (
            f"{value:.2f}"
            if text.count(".") and len(text.split(".")[1]) == 2
            else str(float(value))
        )
    return str(value)


class Page(HTMLParser):
    """A page's table: titles at the head, rows, and what stands below a row with its title."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.head: list[str] = []
        self.rows: list[list[str]] = []
        self.below: list[dict[str, str]] = []
        self.tags: set[str] = set()
        self.said: list[str] = []
        self._into: list[str] | None = None
        self._more = False
        self._title = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        look = dict(attrs).get("class") or ""
        if tag == "tr":
            self._more = look == "more"
            if not self._more and "tbody" in self.tags:
                self.rows.append([])
                self.below.append({})
        elif tag == "th":
            self.head.append("")
            self._into = self.head
        elif tag == "td" and not self._more:
            self.rows[-1].append("")
            self._into = self.rows[-1]
        elif tag == "b" and self._more:
            self._title = ""
            self._into = None
        elif tag in {"svg", "p", "h1"}:
            self._into = None

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._into = None
        if tag == "b" and self._more:
            self.below[-1][self._title] = ""
        if tag == "tr":
            self._more = False

    def handle_data(self, data: str) -> None:
        if self._more and self.rows:
            if self.lasttag == "b" and self._title not in self.below[-1]:
                self._title += data
            elif self._title in self.below[-1]:
                self.below[-1][self._title] += data.removeprefix(" ")
        elif self._into is not None:
            self._into[-1] += data
        self.said.append(data)

    def whole(self, of: Sequence[str]) -> Rows:
        """Every row in the order of these titles, what stands below it included."""
        found = []
        for row, below in zip(self.rows, self.below, strict=True):
            known = {**dict(zip(self.head, row, strict=True)), **below}
            found.append([known.get(title, "") for title in of])
        return found
