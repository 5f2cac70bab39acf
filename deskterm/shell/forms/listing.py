"""The list of the forms, and a form as it is printed with its number, owner and retention."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.words import N_, _
from deskterm.core.writing import Heading
from deskterm.shell.forms.registry import FORMS, Wanted, filled
from deskterm.shell.site.shipped import shipped
from deskterm.shell.where import named

if TYPE_CHECKING:
    from deskterm.core.office import Office

_COLUMNS = (
    Column("code", N_("Form"), 15),
    Column("number", N_("Number"), 12),
    Column("name", N_("Title"), 20, grow=True),
    Column("owner", N_("Kept by"), 14),
    Column("keep", N_("Kept for"), 9),
    Column("clause", N_("Clause"), 6, 1),
)
_LIST = "SELECT * FROM forms ORDER BY number, code"


class Printed(NamedTuple):
    """A form that is filled, and what stands over it."""

    table: Table
    heading: Heading


def listed(reader: Reader) -> Iterator[Row]:
    """Every form of the list, in the language spoken now; without one, of the sample site's."""
    for row in reader.rows(_LIST) or _shipped():
        yield {
            "code": row["code"],
            "number": row["number"],
            "name": named(row, "") or row["code"],
            "owner": _(ROLE_WORDS[row["owner"]]),
            "keep": _kept(int(row["keep_years"])),
            "clause": row["clause"],
        }


def _shipped() -> list[Row]:
    """The list that comes with the program, for a store that is older than it."""
    text = (shipped("site") / "forms.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def listing(reader: Reader) -> Table:
    """The list as a table; a form that is not on it says so."""
    rows = list(listed(reader))
    known = {row["code"] for row in rows}
    rows += [
        {"code": code, "number": _("no number")} for code in sorted(FORMS) if code not in known
    ]
    return Table(_COLUMNS, rows, _("Forms"))


def printed(office: Office, code: str, wanted: Wanted) -> Printed:
    """A form filled for what was asked, with its title and its heading."""
    from deskterm.shell.reports.asking import heading  # noqa: PLC0415 - the reports with it

    table = filled(code)(office, wanted)
    over = heading(office, wanted.first, wanted.last, wanted.whole)
    if wanted.record or wanted.lines or code == "paper-register":
        over = over._replace(period="")
    with office.read() as reader:
        row = next((row for row in listed(reader) if row["code"] == code), None)
    if row is None:
        return Printed(table, over)
    said = (
        _("No. {number}").format(number=row["number"]),
        _("Kept by: {owner}").format(owner=row["owner"]),
        _("Kept for: {keep}").format(keep=row["keep"]),
    )
    title = " ".join(part for part in (row["number"], row["name"], wanted.record) if part)
    if code == "handover":  # whose title names who gave and who took over
        title = f"{row['number']} {table.title}"
    return Printed(table._replace(title=title), over._replace(form=said))


def _kept(years: int) -> str:
    return _("1 year") if years == 1 else _("{years} years").format(years=years)
