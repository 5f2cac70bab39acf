"""`deskterm nightly`: progress at a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from deskterm.core import config
from deskterm.core.layout import clean
from deskterm.core.words import _
from deskterm.core.writing import known_format
from deskterm.shell.house import open_office
from deskterm.shell.options import Json, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from deskterm.shell.nightly.run import Part, Run

NOT_ALL = 7
"""Exit code: something of the night could not be done; the next run tries it again."""


def enter(app: typer.Typer) -> None:
    """Add this command to the program's."""
    sentence = _("Do every night that is not done yet: reports, backup, proof, word of it.")
    app.command(help=sentence)(nightly)


def nightly(
    day: Annotated[
        str | None, typer.Option("--date", help=_("One day alone, 2026-11-23, done or not."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be done."))
    ] = False,
    install_help: Annotated[
        bool, typer.Option("--install-help", help=_("Print a timer and a cron line for here."))
    ] = False,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """`deskterm nightly`."""
    told = config.load({"store": store})
    if install_help:
        from deskterm.shell.nightly.installing import install_words  # noqa: PLC0415

        print(install_words(told.store))
        return
    from deskterm.shell.nightly.run import Run, alone  # noqa: PLC0415 - the ORM, for this use alone

    office = open_office(told.store)
    _log_to(told.store.with_name(f"{told.store.name}.log"))
    with alone(told.store, _waiting):
        run = Run(office, told)
        if dry_run:
            _say_plan(run, told, day)
            return
        parts = run.parts(run.planned(day))
        for part in _watched(parts) if _is_terminal() and not as_json else parts:
            if not as_json:
                _say(f"{'ok ' if part.well else '!! '} {part.name}: {part.sentence}")
    if as_json:
        facts = [{"part": p.name, "well": p.well, "sentence": p.sentence} for p in run.told.parts]
        done = [day.isoformat() for day in run.told.done]
        whole = {"well": run.told.well, "done": done, "parts": facts}
        _say(json.dumps(whole, ensure_ascii=False))
    else:
        _say(run.told.sentence())
    if not run.told.well:
        raise typer.Exit(NOT_ALL)


def _waiting() -> None:
    print(_("Another run is at work on this store; waiting for it."), file=sys.stderr, flush=True)


def _log_to(path: Path) -> None:
    """Faults go into the log beside the store: nobody may keep what a timer is told."""
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        logging.basicConfig(filename=path, level=logging.WARNING, format="%(asctime)s %(message)s")


def _is_terminal() -> bool:
    return bool(sys.stdout) and sys.stdout.isatty()


def _say(line: str) -> None:
    """Say it to whoever listens; a pipe that broke or a full disk must not cost the backup."""
    try:
        print(clean(line, limit=None), flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _watched(parts: Iterator[Part]) -> Iterator[Part]:
    """The same parts, with a sign of life while the next one is at work."""
    from rich.console import Console  # noqa: PLC0415

    console = Console()
    while True:
        with console.status(_("at work ...")):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _say_plan(run: Run, told: config.Config, day: str | None) -> None:
    """What a run would do; nothing is written."""
    planned = run.planned(day)
    if not planned:
        print(_("Everything was done already."))
    for each in planned:
        sentence = _("{day}: reports as {formats} into {folder}")
        formats = ", ".join(map(known_format, told.formats))
        print(sentence.format(day=each, formats=formats, folder=told.reports / str(each)))
    if planned:
        print(_("then a backup into {folder}, proved").format(folder=told.backups))
        print(_("then word of it to {count} receivers").format(count=len(told.notify)))
    print(_("Nothing was done (dry run)."))
