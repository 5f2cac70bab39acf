"""Rows of somebody else's file that could not be taken: told apart, handed back in a file."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.layout import inert
from deskterm.core.words import _

REJECTS = 6
"""Exit code: everything that could be taken was taken, and some rows could not."""


@dataclass(frozen=True)
class Reject:
    """A row that could not be taken: its line, why, and what stood in it."""

    line: int
    reason: str
    row: list[str]


class DryRun(Exception):  # noqa: N818 - not an error: it takes the act back
    """Nothing of an act is to be kept."""


def write_rejects(file: Path, header: Sequence[str], rejected: Sequence[Reject]) -> str:
    """A new file in the working folder, for its owner alone; one that is there is left alone."""
    names = (f".{turn}" if turn > 1 else "" for turn in count(1))
    while True:
        path = Path(f"{file.stem}.rejects{next(names)}.csv")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            sentence = _("{file} cannot be written: {fault}; nothing was taken in.")
            raise Refusal(sentence.format(file=path, fault=error.strerror)) from error
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([_("line"), _("reason"), *header])
            writer.writerows(_rows(rejected))
        return str(path)


def _rows(rejected: Sequence[Reject]) -> Iterator[list[str]]:
    for one in rejected:
        yield [str(one.line), one.reason, *(inert(cell) for cell in one.row)]
