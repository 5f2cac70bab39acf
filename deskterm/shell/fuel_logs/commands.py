"""`deskterm import fuel` and `deskterm export fuel`."""

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
    taking = _(
        "Take a fuel log in from a CSV file, by a map: fuelly, fuelio, spritmonitor, lubelogger,"
        " drivvo, my-fuel-manager, acar, deskterm, or a map file of yours."
    )
    imports.command("fuel", help=taking)(take)
    exports.command("fuel", help=_("Write the fuel slips out as a CSV file that can come back."))(
        give
    )


def take(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    file: Annotated[Path, typer.Argument(help=_("The CSV file."))],
    map_file: Annotated[str, typer.Option("--map", help=_("A map file, or a shipped map's name."))],
    vehicle: Annotated[
        str | None,
        typer.Option("--vehicle", help=_("The plate, where the log is about one vehicle.")),
    ] = None,
    currency: Annotated[
        str,
        typer.Option("--currency", help=_("What the amounts are in, where nothing else says it.")),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would come."))
    ] = False,
    store: Store = None,
    operator: Operator = None,
    as_json: Json = False,
) -> None:
    """`deskterm import fuel`; exit code 6 where rows were rejected."""
    from deskterm.shell.fuel_logs.importing import Asked, import_fuel  # noqa: PLC0415 - the ORM
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(config.load({"store": store}).store)
    asked = Asked(map_file, vehicle, currency, dry_run=dry_run)
    outcome = import_fuel(office, file, asked, signed(office, operator))
    if as_json:
        print(json.dumps(outcome.facts(), ensure_ascii=False))
    else:
        print(clean(outcome.sentence(), keep_newlines=True, limit=None))
    if outcome.rejected:
        raise typer.Exit(REJECTS)


def give(
    vehicle: Annotated[
        str | None, typer.Option("--vehicle", help=_("The slips of this plate alone."))
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", help=_("A file to write it to."))] = None,
    store: Store = None,
) -> None:
    """`deskterm export fuel`."""
    from deskterm.core.writing import save  # noqa: PLC0415 - for a file alone
    from deskterm.shell.fuel_logs.exporting import fuel_log  # noqa: PLC0415

    written = fuel_log(open_office(config.load({"store": store}).store), vehicle)
    if output is None:
        sys.stdout.write(written.text)
        return
    save(("\ufeff" + written.text).encode(), output)
    sentence = _("{count} slips stand in {file}.")
    print(sentence.format(count=written.slips, file=output))
