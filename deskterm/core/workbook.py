"""A table as a workbook (XLSX): texts stay texts, numbers are numbers, times are times.

What stands over the table on paper is the sheet's header and footer, so that its first
row names the columns and it can be sorted and summed as it is.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from rich.cells import cell_len

from deskterm.core.layout import Amount, Column, Table, When, clean, plain, word
from deskterm.core.picture import TOTAL
from deskterm.core.words import _

if TYPE_CHECKING:
    from deskterm.core.writing import Heading

CELL_LIMIT = 32_767
"""So many characters a cell holds."""
_WIDEST = 60
_HEADER_LIMIT = 255
_FIRST_YEAR = 1901
"""Earlier days have no number in a workbook; they stay texts."""
_A4 = 9


def as_xlsx(table: Table, heading: Heading) -> bytes:
    """The bytes of a workbook of one sheet; no text is ever a formula or a link."""
    held = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(held, options) as book:
        title = clean(table.title, limit=200)
        made = heading.made.replace(tzinfo=None) if heading.made else datetime(2000, 1, 1)  # noqa: DTZ001
        book.set_properties({"title": title, "author": heading.site, "created": made})
        sheet = book.add_worksheet()
        _lay_out(sheet, table, heading, title)
        _Cells(book, sheet).fill(table)
    return held.getvalue()


def _lay_out(sheet: Any, table: Table, heading: Heading, title: str) -> None:  # noqa: ANN401 - untyped
    """Widths, the first row always in sight, and how it is printed."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column, table))
    sheet.repeat_rows(0)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if heading.landscape or len(table.columns) > 8:  # noqa: PLR2004 - what A4 upright holds
        sheet.set_landscape()
    form = " · ".join(heading.form)
    sheet.set_header(_parts(heading.site, title, heading.period))
    sheet.set_footer(_parts(form, "", "", end="&P / &N"))


def _parts(left: str, middle: str, right: str, end: str = "") -> str:
    """A header's three parts; `&` is doubled, since it begins a code there."""
    room = _HEADER_LIMIT // 3 - 4 - len(end)
    safe = (clean(part, limit=None)[:room].replace("&", "&&") for part in (left, middle, right))
    text = "".join(f"&{where}{part}" for where, part in zip("LCR", safe, strict=True))
    return text + end if len(text) < _HEADER_LIMIT - len(end) else f"&R{end}"


def _width(column: Column, table: Table) -> int:
    """In characters: enough for the title and for what stands below it, within reason."""
    wide = max(column.width, cell_len(word(column.title)))
    for row in table.rows[:200]:
        wide = max(wide, cell_len(plain(row.get(column.name))))
    return min(_WIDEST, wide + 2)


class _Cells:
    """The cells of a sheet, each written as what it is."""

    def __init__(self, book: Any, sheet: Any) -> None:  # noqa: ANN401 - untyped
        self.sheet = sheet
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        looks: dict[str, dict[str, Any]] = {
            "text": {"text_wrap": True, "valign": "top"},
            "number": {"valign": "top"},
            "amount": {"num_format": "0.00", "valign": "top"},
            "minute": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top"},
            "second": {"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"},
        }
        self.looks = {name: book.add_format(look) for name, look in looks.items()}
        self.totals = {
            name: book.add_format({**look, "bold": True}) for name, look in looks.items()
        }

    def fill(self, table: Table) -> None:
        """The titles, then every row, whatever its columns' priority."""
        for place, column in enumerate(table.columns):
            self.sheet.write_string(0, place, word(column.title), self.head)
        for line, row in enumerate(table.rows, start=1):
            looks = self.totals if row.get(TOTAL) else self.looks
            for place, column in enumerate(table.columns):
                self._cell(line, place, row.get(column.name), looks)

    def _cell(self, line: int, place: int, value: object, looks: dict[str, Any]) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(line, place, value, looks["number"])
        elif isinstance(value, Amount):
            self.sheet.write_number(line, place, float(value), looks["amount"])
        elif isinstance(value, When) and int(value[:4]) >= _FIRST_YEAR:
            look = looks["second" if value.count(":") > 1 else "minute"]
            self.sheet.write_datetime(line, place, datetime.fromisoformat(value), look)
        else:
            self.sheet.write_string(line, place, _text(value), looks["text"])


def _text(value: object) -> str:
    """A text with what is obeyed made visible; what is too long for a cell says so."""
    if isinstance(value, bool):
        return plain(value)
    text = clean(value, keep_newlines=True, limit=None)
    if len(text) <= CELL_LIMIT:
        return text
    said = _(" … ({count} characters)").format(count=len(text))
    return text[: CELL_LIMIT - len(said)] + said
