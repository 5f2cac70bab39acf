"""Opening the console: terminal, settings, store, then the first frame."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from deskterm.core import config, words
from deskterm.core.drafts import Seat
from deskterm.core.errors import Refusal
from deskterm.core.words import _

USAGE = 2
FAULT = 70


def main(flags: Mapping[str, str | None]) -> int:
    """Run the console until it is left; answers the exit code."""
    try:
        told = config.load(flags)
        words.use(told.language)
        return _open(told)
    except Refusal as no:
        print(no, file=sys.stderr)
        return no.exit_code


def _open(told: config.Config) -> int:
    from deskterm.tui.terminal import driver, locale_refusal  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sentence = _(
            "The console needs a terminal; without one, run deskterm do, find, show or report."
        )
        print(sentence, file=sys.stderr)
        return USAGE
    if sentence_ := locale_refusal():
        print(sentence_, file=sys.stderr)
        return USAGE
    from deskterm.desks.shifts.queries import signed_on  # noqa: PLC0415
    from deskterm.shell.app import DeskApp  # noqa: PLC0415
    from deskterm.shell.board_state import read_board  # noqa: PLC0415
    from deskterm.shell.house import open_office  # noqa: PLC0415

    office = open_office(told.store)
    seat = Seat(told.store, told.console)
    _log_to(told.store.with_name(told.store.name + ".log"))
    office.console = seat.name
    with office.read() as reader:
        office.viewer = signed_on(reader, seat.name)
    with office.read() as reader:
        state = read_board(reader, office.now(), office.site)
    app = DeskApp(office, seat, told, state)
    app.driver_class = driver(lambda _number: app.keep_draft_now())
    app.run(mouse=False)
    office.close()
    return FAULT if app.return_code is None else app.return_code


def _log_to(path: Path) -> None:
    """Faults go to a file beside the store, for its owner alone."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    logging.basicConfig(filename=path, level=logging.WARNING, format="%(asctime)s %(message)s")
