"""The commands that read the registers: reports, and the archive of a year."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskterm.core import config
from deskterm.core.errors import Question, Refusal
from deskterm.core.layout import Table, as_csv, as_json, as_text, clean
from deskterm.core.words import _
from deskterm.shell.house import open_office
from deskterm.shell.options import Json, Operator, Store, Yes

if TYPE_CHECKING:
    from deskterm.core.office import Office
    from deskterm.shell.archive import Made


def enter(app: typer.Typer) -> None:
    """Add these commands to the program's."""
    app.command(help=_("Print a report for a day, a month, a year or any period."))(report)
    app.command(help=_("Print a booking's service order, LYWG/QR-007."))(order)
    archiving = _("Archive the help register of a year, or destroy what was kept long enough.")
    app.command(help=archiving)(archive)


def report(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    name: Annotated[str, typer.Argument(help=_("Its name; `deskterm report list` names them."))],
    first: Annotated[str | None, typer.Option("--from", help=_("First day, 2026-11-01."))] = None,
    last: Annotated[str | None, typer.Option("--to", help=_("Last day, itself included."))] = None,
    day: Annotated[str | None, typer.Option(help=_("One day, 2026-11-23."))] = None,
    month: Annotated[str | None, typer.Option(help=_("One month, 2026-11."))] = None,
    year: Annotated[str | None, typer.Option(help=_("One year, 2026."))] = None,
    style: Annotated[str, typer.Option("--format", help=_("table, csv or json."))] = "table",
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm report`; whoever is named by --operator sees what they may see."""
    from deskterm.shell.reports import reports, run_report  # noqa: PLC0415

    _known(style)
    whole = _one_of(first or last, day=day, month=month, year=year)
    if name == "list":
        table = reports()
    else:
        office = _office(store, operator)
        table = run_report(office, name, first, last, whole)
    _print(table, style)


def order(
    number: Annotated[str, typer.Argument(help=_("The booking's number, B012."))],
    style: Annotated[str, typer.Option("--format", help=_("table, csv or json."))] = "table",
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm order`: the form of one booking."""
    from deskterm.shell.room_record import order_form  # noqa: PLC0415

    _known(style)
    office = _office(store, operator)
    with office.read() as reader:
        table = order_form(reader, office.site, number, office.now())
    _print(table, style)


def _known(style: str) -> None:
    if style not in _STYLES:
        sentence = _("There is no format {name}; there are: {known}.")
        raise Refusal(sentence.format(name=style, known=", ".join(_STYLES)))


_STYLES = {"table": lambda table: as_text(table, _width()), "csv": as_csv, "json": as_json}
_DASHES = {"day": 2, "month": 1, "year": 0}
_LIKE = {"day": "2026-11-23", "month": "2026-11", "year": "2026"}


def _one_of(days: str | None, **whole: str | None) -> str | None:
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


def _print(table: Table, style: str) -> None:
    sys.stdout.write(_STYLES[style](table).rstrip("\n") + "\n")


def _width() -> int:
    import shutil  # noqa: PLC0415

    return shutil.get_terminal_size((120, 40)).columns


def _office(store: str | None, operator: str | None) -> Office:
    """The office, looked at by whoever was named and gave the right PIN."""
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(config.load({"store": store}).store)
    signed(office, operator)
    return office


def archive(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    what: Annotated[str, typer.Argument(help=_("A year, 2025; or `list`: which are archived."))],
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("Where to; else a new folder here."))
    ] = None,
    destroy: Annotated[
        bool, typer.Option("--destroy", help=_("Destroy its words, names and phones for good."))
    ] = False,
    yes: Yes = False,
    operator: Operator = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """`deskterm archive`."""
    from deskterm.shell.archive import years  # noqa: PLC0415

    office = _office(store, operator)
    if what == "list":
        _print(years(office), "json" if as_json else "table")
        return
    year = _year(what)
    if destroy:
        _destroy(office, year, yes=yes, as_json=as_json)
        return
    made = _make(office, year, folder or Path(f"help-register-{year}"), yes=yes)
    facts = {"year": year, "calls": made.calls, "folder": str(made.folder), "digest": made.digest}
    _say(made.sentence, {**facts, "files": made.files}, as_json=as_json)


def _year(said: str) -> int:
    plain = unicodedata.normalize("NFKC", said).strip()
    if len(plain) != len("2025") or not plain.isdecimal():
        sentence = _("{said} is no year; write one like 2025, or list.")
        raise Refusal(sentence.format(said=said))
    return int(plain)


def _make(office: Office, year: int, folder: Path, *, yes: bool) -> Made:
    """Archive it; a doubt is asked at a terminal, and refused elsewhere unless `yes`."""
    from deskterm.shell.archive import make  # noqa: PLC0415

    try:
        return make(office, year, folder, anyway=yes)
    except Question as doubt:
        if not sys.stdin.isatty() or not typer.confirm(clean(str(doubt), limit=None)):
            raise
    return make(office, year, folder, anyway=True)


def _destroy(office: Office, year: int, *, yes: bool, as_json: bool) -> None:
    from deskterm.shell.archive import destroy, left_of  # noqa: PLC0415

    left = left_of(office, year)
    if not left.nothing and not yes:
        _ask_for_the_year(year, left.counts["calls"])
    gone = destroy(office, year)
    _say(gone.sentence, {"year": year, **gone.counts}, as_json=as_json)


def _ask_for_the_year(year: int, calls: int) -> None:
    """What cannot be taken back is confirmed by typing the year once more."""
    if not sys.stdin.isatty():
        raise Refusal(_("Give --yes, or run this at a terminal, where the year is asked for."))
    sentence = _(
        "The words, names and phones of {calls} calls of {year} will be gone for good."
        " Type {year} to go on"
    )
    typed = typer.prompt(sentence.format(calls=calls, year=year), default="", show_default=False)
    if unicodedata.normalize("NFKC", typed).strip() != str(year):
        raise Refusal(_("Nothing was destroyed."))


def _say(sentence: str, facts: dict[str, object], *, as_json: bool) -> None:
    print(json.dumps(facts, ensure_ascii=False) if as_json else clean(sentence, limit=None))
