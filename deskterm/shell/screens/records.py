"""F8: reports, forms, price list, phrase cards, documents; what is shown can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from textual import on

from deskterm.core.drawing import drawn
from deskterm.core.layout import Column, as_text
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Period, sentences
from deskterm.core.words import N_, _, language
from deskterm.desks.calls import queries as calls
from deskterm.shell import documents
from deskterm.shell.exports import Said, export, made
from deskterm.shell.forms import FORMS, listed
from deskterm.shell.screens.narrowing import NarrowedScreen, narrowed
from deskterm.shell.where import named
from deskterm.tui.detail import Choice, Detail, Listing
from deskterm.tui.page import Page
from deskterm.tui.panel import Line

if TYPE_CHECKING:
    from deskterm.core.office import Office
    from deskterm.shell.app import DeskApp


DRAWN = 44
"""Cells without which a picture says nothing; a page that is read has them."""


class Records(NarrowedScreen):
    """F8: reports, forms, price list, phrase cards, reference documents; typing narrows them."""

    name_, title = "records", N_("Records")
    columns = (
        Column("kind", N_("What"), 10, priority=2),
        Column("code", N_("No."), 12, priority=1),
        Column("text", N_("Words"), 20, grow=True),
    )

    said: Said | None = None
    """The report or the form that is shown, as it was asked for; None is this month's."""
    written = ""
    """Where the last file of it stands."""
    _wide = 0
    """The cells for which the report that is shown was laid out."""

    @on(Page.Resized)
    def _lay_out(self) -> None:
        """A page that is read has more room: the report is laid out anew for it."""
        row = self.selected
        if row and "report" in row and self._wide not in {0, self.page.size.width}:
            self._look_at(row)

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """Reports, forms, prices, phrases and documents, in that order; of these, what is meant."""
        rows = [
            *_reports(),
            *_forms(reader),
            *_prices(reader, self.site.local(now)),
            *_words(reader),
        ]
        rows = narrowed(rows, self.words)
        title = _("Records · {count}").format(count=len(rows))
        return Listing(rows[offset : offset + limit], len(rows), title)

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The report of the period, a form's own page, or the whole text."""
        if "report" in row:
            return self._report(row["report"], now)
        if "form" in row:
            return self._form(row, now)
        if "location" in row:
            return self._document(row)
        return Detail([(row["code"], row["text"])])

    def _document(self, row: Row) -> Detail:
        """Where a document stands; what it says, where that is a text; on a digit, its file."""
        told: list[Line] = [(row["code"], row["title"]), (_("Where"), row["location"])]
        path = documents.file_of(self._office.path, row["location"])
        if path is None:
            return Detail(told, (), row["code"])
        told += ["", *documents.page(path)]
        return Detail(told, [Choice(_("Open"), f"open {row['code']}")], row["code"])

    def _report(self, name: str, now: datetime) -> Detail:
        local = self.site.local(now)
        said = self.said
        if said is None or said.is_form or said.name != name:
            said, self.written = Said(name), ""
        said = replace(said, whole=said.whole or f"{local:%Y-%m}")
        self._wide = self.page.size.width
        wide = max(20, self._wide - 2)
        table, _heading = made(self._office, said)
        pictures = drawn(table, wide) if wide >= DRAWN else ""
        text = f"{pictures}\n{as_text(table, wide)}".strip("\n")
        lines: list[Line] = [*self._file(said), *text.split("\n")]
        return Detail(lines, [*_periods(name, local), *_files(f"report {name}", said)], said.title)

    def _form(self, row: Row, now: datetime) -> Detail:
        """A form's number, owner and retention; on the digits it is printed."""
        name, local = row["form"], self.site.local(now)
        said = self.said
        if said is None or not said.is_form or said.name != name:
            said, self.written = Said(name, is_form=True), ""
        facts = [*self._file(said), *row["facts"]]
        about = {"service-order": "B", "handover": "H"}.get(name)
        if about or name == "paper-register":
            start = f"report form {name} html {about}"
            choices = [Choice(_("Print"), start, unfinished=True)] if about else []
            return Detail(facts, choices, f"{row['code']} · {name}")
        month = said if said.whole else replace(said, whole=f"{local:%Y-%m}")
        return Detail(facts, _files(f"report form {name}", month), f"{row['code']} · {name}")

    def _file(self, said: Said) -> list[tuple[str, str]]:
        """The sentence that says where the file stands, where one was asked for."""
        if said.style:
            path = export(self._office, said)
            self.written = _("{file} was written.").format(file=path)
            self.said = replace(said, style="")
        return [(_("File"), self.written)] if self.written else []

    @property
    def _office(self) -> Office:
        return cast("DeskApp", self.app).office

    def look_for(self, words: str) -> None:
        """Show a report or write it to a file: its name, a period, a grouping, a format."""
        said = Said.read(words.split())
        Period.of_whole(self.site, said.whole or "2000")
        self.said, self.written = said, ""
        self.widen()
        key = f"form-{said.name}" if said.is_form else f"report-{said.name}"
        with self._office.read() as reader:
            found = [*_reports(), *_forms(reader)]
        self.selected = next(row for row in found if row["key"] == key)
        self.sheet.select(key)
        self._look_at(self.selected)
        self.screen.set_focus(self.page)


def _reports() -> Iterator[Row]:
    for name, sentence in sentences().items():
        key = f"report-{name}"
        yield {"key": key, "kind": _("report"), "code": name, "text": sentence, "report": name}


def _forms(reader: Reader) -> Iterator[Row]:
    for row in listed(reader):
        if row["code"] in FORMS:
            kept = (
                (_("No."), row["number"]),
                (_("Title"), row["name"]),
                (_("Kept by"), row["owner"]),
                (_("Kept for"), row["keep"]),
                (_("Clause"), row["clause"]),
            )
            yield {
                "key": f"form-{row['code']}",
                "kind": _("form"),
                "code": row["number"],
                "text": f"{row['name']}  {row['owner']} · {row['keep']}",
                "form": row["code"],
                "facts": kept,
            }


def _files(line: str, said: Said) -> list[Choice]:
    """Print and export what is shown: on the digits."""
    start = " ".join(part for part in (line, said.whole, said.by) if part)
    return [
        Choice(_("Print (HTML)"), f"{start} html"),
        Choice(_("Workbook"), f"{start} xlsx"),
        Choice(_("CSV"), f"{start} csv"),
    ]


def _periods(name: str, local: datetime) -> list[Choice]:
    """Today, this month, the last one, this year: on the digits."""
    last = local.replace(day=1) - timedelta(days=1)
    return [
        Choice(_("Today"), f"report {name} {local:%Y-%m-%d}"),
        Choice(_("This month"), f"report {name} {local:%Y-%m}"),
        Choice(_("Last month"), f"report {name} {last:%Y-%m}"),
        Choice(_("This year"), f"report {name} {local:%Y}"),
        Choice(_("Another period"), f"report {name} ", unfinished=True),
    ]


def _prices(reader: Reader, local: datetime) -> Iterator[Row]:
    for row in calls.price_list(reader, local.date()):
        price = f"{named(row, '')}  ¥{row['cents'] / 100:.2f} / {row['unit']}"
        yield {
            "key": f"price-{row['code']}",
            "kind": _("price"),
            "code": row["code"],
            "text": f"{price}  " + _("from {day}").format(day=row["begins"]),
        }


def _words(reader: Reader) -> Iterator[Row]:
    english = language() == "en"
    for row in reader.rows("SELECT * FROM phrases ORDER BY category, id"):
        yield {
            "key": f"phrase-{row['id']}",
            "kind": _("phrase"),
            "code": row["category"],
            "text": row["en"] if english else row["zh"],
        }
    for row in reader.rows("SELECT * FROM documents ORDER BY heading, code"):
        yield {
            "key": f"document-{row['code']}",
            "kind": _("document"),
            "code": row["code"],
            "text": f"{(english and row['english']) or row['title']}  {row['location']}",
            "title": (english and row["english"]) or row["title"],
            "location": row["location"],
        }
