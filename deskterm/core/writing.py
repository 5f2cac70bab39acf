"""Tables as files: `write(table, format, path, heading)` for whoever wants one written.

The same figures in every format; a file is never overwritten unless that was asked for, is
for its owner alone, and is there whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from deskterm.core.errors import Refusal
from deskterm.core.layout import Table, as_csv, as_json, as_text
from deskterm.core.words import _


class Heading(NamedTuple):
    """What stands over a printed table."""

    site: str = ""
    period: str = ""
    made: datetime | None = None
    """On the site's wall clock."""
    form: tuple[str, ...] = ()
    """A form's number, owner and retention, as they are printed."""
    landscape: bool = False


NO_HEADING = Heading()
_WIDTH = 120


def _table(table: Table, heading: Heading) -> bytes:  # noqa: ARG001
    return as_text(table, _WIDTH).encode()


def _csv(table: Table, heading: Heading) -> bytes:  # noqa: ARG001
    return ("\ufeff" + as_csv(table)).encode()


def _json(table: Table, heading: Heading) -> bytes:  # noqa: ARG001
    return as_json(table).encode()


def _xlsx(table: Table, heading: Heading) -> bytes:
    from deskterm.core.workbook import as_xlsx  # noqa: PLC0415 - XlsxWriter, for this use alone

    return as_xlsx(table, heading)


def _html(table: Table, heading: Heading) -> bytes:
    from deskterm.core.page import as_html  # noqa: PLC0415 - pictures, for this use alone

    return as_html(table, heading).encode()


_MADE: dict[str, Callable[[Table, Heading], bytes]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "xlsx": _xlsx,
    "html": _html,
}
FORMATS = tuple(_MADE)
SUFFIX = {"table": "txt", "csv": "csv", "json": "json", "xlsx": "xlsx", "html": "html"}
"""What a file of each format ends in."""


def known_format(name: str) -> str:
    """The format of this name, or a refusal that names them all."""
    if name not in _MADE:
        sentence = _("There is no format {name}; there are: {known}.")
        raise Refusal(sentence.format(name=name, known=", ".join(FORMATS)))
    return name


def written(table: Table, form: str, heading: Heading = NO_HEADING) -> bytes:
    """The table as a file of this format holds it."""
    return _MADE[known_format(form)](table, heading)


def write(
    table: Table,
    form: str,
    path: Path,
    heading: Heading = NO_HEADING,
    *,
    replace: bool = False,
) -> None:
    """A file of this table, for its owner alone (0600); what is there already is refused.

    With `replace` a file of that name gives way at once and whole.
    """
    save(written(table, form, heading), path, replace=replace)


def save(content: bytes, path: Path, *, replace: bool = False) -> None:
    """The bytes as a new file of mode 0600, or a sentence that says why it cannot be.

    A file that gives way is there until the new one is whole; of one that could not be
    written to its end nothing is left.
    """
    into = path.with_name(f".{path.name}.{os.getpid()}") if replace else path
    how = os.O_TRUNC if replace else os.O_EXCL
    opened = False
    try:
        descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | how, 0o600)
        opened = True
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            into.replace(path)
    except FileExistsError:
        sentence = _("{file} exists already; it is left as it is.")
        raise Refusal(sentence.format(file=path)) from None
    except OSError as error:
        if opened:
            with suppress(OSError):
                into.unlink()
        sentence = _("{file} cannot be written: {fault}.")
        raise Refusal(sentence.format(file=path, fault=error.strerror)) from error
