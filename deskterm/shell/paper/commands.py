"""The commands of the register on paper."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskterm.core import config, numbers
from deskterm.core.errors import Refusal
from deskterm.core.layout import clean
from deskterm.core.words import _
from deskterm.shell.house import open_office
from deskterm.shell.options import Json, Operator, Store

if TYPE_CHECKING:
    from deskterm.core.office import Office

REJECTS = 6
"""Exit code: everything that could be taken was taken, and some lines could not."""

_RANGE = re.compile(r"P?0*(\d{1,6})(?:-P?0*(\d{1,6}))?")


def enter(app: typer.Typer) -> None:
    """Add these commands to the program's."""
    paper = typer.Typer(help=_("The help register on paper, for a night without power."))
    paper.command("print", help=_("Print numbered blank lines, plain text for a printer."))(blank)
    paper.command("list", help=_("Which printed lines are neither taken in nor void."))(waited)
    paper.command("void", help=_("Printed lines that stayed blank, or were spoilt: 18-40."))(void)
    paper.command("take", help=_("Take the lines of the paper in, each at its true time."))(take)
    app.add_typer(paper, name="paper")


def _office(store: str | None) -> Office:
    return open_office(config.load({"store": store}).store)


def blank(
    lines: Annotated[int, typer.Option("--lines", help=_("How many lines."))] = 40,
    output: Annotated[Path | None, typer.Option("-o", help=_("A file for the printer."))] = None,
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm paper print`; the numbers are reserved, none is ever printed twice."""
    from deskterm.desks.calls.actions import paper  # noqa: PLC0415 - the ORM, for this use alone
    from deskterm.shell.paper.sheet import register  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = _office(store)
    who = signed(office, operator)
    if output is not None and output.exists():
        raise Refusal(_("{file} exists already; it is left as it is.").format(file=output))
    with office.work(who) as work:
        reserved = paper.reserve(work, lines)
        printed = office.site.local(work.now)
        said = [numbers.spoken("P", row.year, row.number, printed.year) for row in reserved]
        text = register(office.site, said, printed)
        if output is not None:
            _write(output, text)
    if output is None:
        sys.stdout.write(text)
    else:
        sentence = _("{first} to {last} stand in {file}, to be printed.")
        print(sentence.format(first=said[0], last=said[-1], file=output))


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        sentence = _("{file} cannot be written: {fault}; no number is used up.")
        raise Refusal(sentence.format(file=output, fault=error.strerror)) from error


def waited(store: Store = None, as_json: Json = False) -> None:
    """`deskterm paper list`."""
    from deskterm.core.instants import instant  # noqa: PLC0415
    from deskterm.desks.calls import queries as calls  # noqa: PLC0415

    office = _office(store)
    this_year = office.site.local(office.now()).year
    with office.read() as reader:
        rows = calls.awaited(reader)
    if as_json:
        names = ("year", "number", "printed_at")
        print(json.dumps([{name: row[name] for name in names} for row in rows]))
        return
    for row in rows:
        printed = office.site.local(instant(row["printed_at"]))
        told = {"paper": calls.paper_spoken(row, this_year), "time": f"{printed:%Y-%m-%d %H:%M}"}
        print(_("{paper}  printed {time}").format(**told))
    if not rows:
        print(_("Nothing on paper is waited for."))


def void(
    lines: Annotated[str, typer.Argument(help=_("Numbers, 18 or 18-40."))],
    operator: Operator = None,
    store: Store = None,
) -> None:
    """`deskterm paper void`."""
    from deskterm.desks.calls.actions import paper  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415

    match = _RANGE.fullmatch(unicodedata.normalize("NFKC", lines).upper().replace(" ", ""))
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if last < first or last - first >= paper.MOST:
        sentence = _("{text} is no range of lines; type it like 18-40.")
        raise Refusal(sentence.format(text=clean(lines)))
    office = _office(store)
    with office.work(signed(office, operator)) as work:
        gone = paper.void(work, first, last)
    print(_("{count} lines are void.").format(count=len(gone)))


def take(
    file: Annotated[Path, typer.Argument(help=_("Lines as on the desk line: P17 @03:12 call ..."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would come."))
    ] = False,
    operator: Operator = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """`deskterm paper take`."""
    from deskterm.shell.paper import taking  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = _office(store)
    taken = taking.take(office, file, signed(office, operator), dry_run=dry_run)
    if as_json:
        print(json.dumps(taking.facts(taken), ensure_ascii=False))
    else:
        print(clean(taken.sentence(), keep_newlines=True, limit=None))
    if taken.rejected:
        raise typer.Exit(REJECTS)
