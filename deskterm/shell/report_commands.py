"""The commands that print: reports, forms, a booking's service order."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskterm.core import config
from deskterm.core.errors import Refusal
from deskterm.core.layout import Table, as_csv, as_text
from deskterm.core.words import _
from deskterm.core.writing import FORMATS, NO_HEADING, Heading, known_format, write, written
from deskterm.shell.house import open_office
from deskterm.shell.options import Operator, Store

if TYPE_CHECKING:
    from deskterm.core.office import Office

First = Annotated[str | None, typer.Option("--from", help=_("First day, 2026-11-01."))]
Last = Annotated[str | None, typer.Option("--to", help=_("Last day, itself included."))]
Day = Annotated[str | None, typer.Option(help=_("One day, 2026-11-23."))]
Month = Annotated[str | None, typer.Option(help=_("One month, 2026-11."))]
Year = Annotated[str | None, typer.Option(help=_("One year, 2026."))]
Style = Annotated[str, typer.Option("--format", help=_("table, csv, json, xlsx or html."))]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help=_("A new file, for its owner alone."))
]


def enter(app: typer.Typer) -> None:
    """Add these commands to the program's."""
    app.command(help=_("Print a report for a day, a month, a year or any period."))(report)
    app.command(help=_("Print a form: its number, its owner, how long it is kept."))(form)
    app.command(help=_("Print a booking's service order, LYWG/QR-007."))(order)


def report(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    name: Annotated[str, typer.Argument(help=_("Its name; `deskterm report list` names them."))],
    first: First = None,
    last: Last = None,
    day: Day = None,
    month: Month = None,
    year: Year = None,
    by: Annotated[
        str | None, typer.Option("--by", help=_("What a row is: day, week, category..."))
    ] = None,
    style: Style = "",
    output: Output = None,
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm report`; whoever is named by --operator sees what they may see."""
    from deskterm.shell.reports import heading, reports, run_report  # noqa: PLC0415

    style = _style(style, output)
    whole = one_of(first or last, day=day, month=month, year=year)
    over = NO_HEADING
    if name == "list":
        table = reports()
    else:
        office = office_of(store, operator)
        table = run_report(office, name, first, last, whole, by)
        over = heading(office, first, last, whole)
    put_out(table, style, output, over)


def form(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    name: Annotated[str, typer.Argument(help=_("Its name; `deskterm form list` names them."))],
    record: Annotated[str, typer.Argument(help=_("The record it is about: B12."))] = "",
    first: First = None,
    last: Last = None,
    day: Day = None,
    month: Month = None,
    year: Year = None,
    blank: Annotated[
        int, typer.Option("--blank", min=0, max=500, help=_("Blank lines, to write on."))
    ] = 0,
    style: Style = "",
    output: Output = None,
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm form`."""
    from deskterm.shell.forms import Wanted, listing, printed  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415

    style = _style(style, output)
    whole = one_of(first or last, day=day, month=month, year=year)
    office = open_office(config.load({"store": store}).store)
    who = signed(office, operator)
    if name == "list":
        with office.read() as reader:
            put_out(listing(reader), style, output, NO_HEADING)
        return
    if output is not None and output.exists():
        raise Refusal(_("{file} exists already; it is left as it is.").format(file=output))
    sheet = printed(office, name, Wanted(record, first, last, whole, blank, who))
    put_out(sheet.table, style, output, sheet.heading)


def order(
    number: Annotated[str, typer.Argument(help=_("The booking's number, B012."))],
    style: Style = "",
    output: Output = None,
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm order`: the form of one booking."""
    from deskterm.shell.forms import Wanted, printed  # noqa: PLC0415

    style = _style(style, output)
    sheet = printed(office_of(store, operator), "service-order", Wanted(number))
    put_out(sheet.table, style, output, sheet.heading)


def _style(said: str, output: Path | None) -> str:
    """The format that was asked for; without one, what the file's name ends in."""
    if said or output is None:
        return known_format(said or "table")
    ending = output.suffix.lstrip(".").lower()
    return ending if ending in FORMATS else "table"


_DASHES = {"day": 2, "month": 1, "year": 0}
_LIKE = {"day": "2026-11-23", "month": "2026-11", "year": "2026"}


def one_of(days: str | None, **whole: str | None) -> str | None:
    """The whole day, month or year that was asked for; no more than one period can be."""
    told = {name: text for name, text in whole.items() if text}
    if len(told) + bool(days) > 1:
        raise Refusal(_("Ask for one period: --day, --month, --year, or --from and --to."))
    for name, text in told.items():
        if text.count("-") != _DASHES[name]:
            sentence = _("{text} is not written as --{name} wants it: {like}.")
            raise Refusal(sentence.format(text=text, name=name, like=_LIKE[name]))
        return text
    return None


def put_out(
    table: Table, style: str, output: Path | None = None, over: Heading = NO_HEADING
) -> None:
    """The table into a file, or onto standard output, where a workbook needs a pipe."""
    if output is not None:
        write(table, style, output, over)
        print(_("{file} was written.").format(file=output))
    elif style == "table":
        sys.stdout.write(as_text(table, width()).rstrip("\n") + "\n" + _drawn(table))
    elif style == "csv":
        sys.stdout.write(as_csv(table))
    else:
        if style == "xlsx" and sys.stdout.isatty():
            raise Refusal(_("A workbook goes into a file: add -o FILE.xlsx."))
        sys.stdout.flush()
        sys.stdout.buffer.write(written(table, style, over))


def _drawn(table: Table) -> str:
    """Its pictures, where somebody looks at a terminal or at a file of text."""
    if not table.pictures:
        return ""
    from deskterm.core.drawing import drawn  # noqa: PLC0415 - the libraries that draw

    return drawn(table, width())


def width() -> int:
    """Cells of the terminal, or what a printer of text has."""
    import shutil  # noqa: PLC0415

    return shutil.get_terminal_size((120, 40)).columns


def office_of(store: str | None, operator: str | None) -> Office:
    """The office, looked at by whoever was named and gave the right PIN."""
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(config.load({"store": store}).store)
    signed(office, operator)
    return office
