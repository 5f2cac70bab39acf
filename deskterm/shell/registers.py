"""The command that archives a year of the help register."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskterm.core.errors import Question, Refusal
from deskterm.core.layout import clean
from deskterm.core.words import _
from deskterm.shell.options import Json, Operator, Store, Yes
from deskterm.shell.report_commands import office_of, put_out

if TYPE_CHECKING:
    from deskterm.core.office import Office
    from deskterm.shell.archive import Made


def enter(app: typer.Typer) -> None:
    """Add these commands to the program's."""
    archiving = _("Archive the help register of a year, or destroy what was kept long enough.")
    app.command(help=archiving)(archive)


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

    office = office_of(store, operator)
    if what == "list":
        put_out(years(office), "json" if as_json else "table")
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
