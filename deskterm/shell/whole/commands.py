"""`deskterm export --all` and `deskterm import all`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deskterm.core import config
from deskterm.core.errors import Refusal
from deskterm.core.layout import clean
from deskterm.core.words import _
from deskterm.shell.house import open_office
from deskterm.shell.options import Operator, Store


def enter(imports: typer.Typer, exports: typer.Typer) -> None:
    """Add these commands to the program's."""
    exports.callback(invoke_without_command=True)(export)
    imports.command("all", help=_("Make a new store of what `export --all` wrote."))(take_in)


def export(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--all", help=_("Everything, into this new folder."))
    ] = None,
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm export --all FOLDER`, where no other export is named."""
    if context.invoked_subcommand is not None:
        return
    if folder is None:
        raise Refusal(_("Say what: rooms, fuel, or --all FOLDER for everything."))
    from deskterm.shell.signing import signed  # noqa: PLC0415 - the ORM, for this use alone
    from deskterm.shell.whole import export_all  # noqa: PLC0415

    office = open_office(config.load({"store": store}).store)
    signed(office, operator)
    print(clean(export_all(office, folder).sentence(), limit=None))


def take_in(
    folder: Annotated[Path, typer.Argument(help=_("The exported folder."))],
    store: Store = None,
) -> None:
    """`deskterm import all`."""
    from deskterm.shell.whole import import_all  # noqa: PLC0415

    path = config.load({"store": store}).store
    rows = import_all(folder, path)
    sentence = _("{path} is made, equal to what was exported: {rows} rows. Set the PINs anew,")
    sentence += " " + _("or put the old store's .pepper beside it.")
    print(clean(sentence.format(path=path, rows=rows), limit=None))
