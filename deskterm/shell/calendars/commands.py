"""`deskterm import rooms` and `deskterm export rooms`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from deskterm.core import config
from deskterm.core.layout import clean
from deskterm.core.words import _
from deskterm.shell.house import open_office
from deskterm.shell.options import Json, Operator, Store
from deskterm.shell.rejects import REJECTS


def enter(imports: typer.Typer, exports: typer.Typer) -> None:
    """Add these commands to `import` and `export`."""
    taking = _("Take bookings in from a calendar (.ics), or by a map from a .csv or .json file.")
    imports.command("rooms", help=taking)(take)
    exports.command("rooms", help=_("Write the bookings out as a calendar, CSV or JSON."))(give)


def take(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    file: Annotated[Path, typer.Argument(help=_("The .ics, .csv or .json file."))],
    map_file: Annotated[
        str | None,
        typer.Option("--map", help=_("A map file, or a shipped map's name: rooms, frab.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would come."))
    ] = False,
    store: Store = None,
    operator: Operator = None,
    as_json: Json = False,
) -> None:
    """`deskterm import rooms`; exit code 6 where events were rejected."""
    from deskterm.shell.calendars.taking import import_rooms  # noqa: PLC0415 - the ORM
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(config.load({"store": store}).store)
    outcome = import_rooms(office, file, map_file, signed(office, operator), dry_run=dry_run)
    if as_json:
        print(json.dumps(outcome.facts(), ensure_ascii=False))
    else:
        print(clean(outcome.sentence(), keep_newlines=True, limit=None))
    if outcome.rejected:
        raise typer.Exit(REJECTS)


def give(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    form: Annotated[str, typer.Option("--format", help=_("ics, csv or json."))] = "ics",
    first: Annotated[str | None, typer.Option("--from", help=_("First day, 2026-11-01."))] = None,
    last: Annotated[str | None, typer.Option("--to", help=_("Last day, itself included."))] = None,
    output: Annotated[Path | None, typer.Option("-o", help=_("A file to write it to."))] = None,
    store: Store = None,
    operator: Operator = None,
) -> None:
    """`deskterm export rooms`; whoever is named by --operator is shown what they may see."""
    from deskterm.core.writing import save  # noqa: PLC0415 - for a file alone
    from deskterm.shell.calendars.giving import rooms_as  # noqa: PLC0415 - icalendar
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(config.load({"store": store}).store)
    signed(office, operator)
    content, count = rooms_as(office, form, first, last)
    if output is None:
        sys.stdout.write(content.decode())
        return
    save(content, output)
    sentence = _("{count} bookings stand in {file}.")
    print(sentence.format(count=count, file=output))
