"""What a look at the store finds: engine, guards, journal, space."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from deskterm.core import journal
from deskterm.core.office import Office
from deskterm.core.reader import Reader, sqlite
from deskterm.core.triggers import TRIGGERS
from deskterm.core.words import _

SOUND_SQLITE = (3, 51, 3)
"""Older ones can lose a reset of the write-ahead log when two connections meet."""
ROOM_MB = 500
WAL_MB = 64
EVERY = 50_000
"""Records between two lines of progress where there is no terminal."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence."""

    well: bool
    sentence: str


def examine(office: Office) -> Iterator[Finding]:
    """Everything worth knowing before the store is trusted with a night."""
    version = tuple(int(part) for part in sqlite.sqlite_version.split("."))
    yield Finding(
        version >= SOUND_SQLITE, _("SQLite {version}").format(version=sqlite.sqlite_version)
    )
    with office.read() as reader:
        yield from _inside(reader)
    yield from _around(office)


def read_again(office: Office) -> str:
    """Read every record again for the index, and show how far that is; answers how many."""
    from deskterm.shell.reindex import reindex  # noqa: PLC0415 - a look-over needs none of it

    print(_("Reading the records."), file=sys.stderr, flush=True)
    count = reindex(office, _show)
    return _("The index was written anew: {count} records.").format(count=count)


def _show(done: int, of: int) -> None:
    """One line that is written over on a terminal; a line now and then elsewhere."""
    if not sys.stderr.isatty() and done != of and done % EVERY:
        return
    end = "\r" if sys.stderr.isatty() and done != of else "\n"
    print(_("{done} of {count}").format(done=done, count=of), file=sys.stderr, end=end, flush=True)


def _inside(reader: Reader) -> Iterator[Finding]:
    answer = str(reader.value("PRAGMA integrity_check(1)"))
    yield Finding(answer == "ok", _("The file's structure: {answer}").format(answer=answer))
    broken = reader.rows("PRAGMA foreign_key_check")
    yield Finding(not broken, _("References that lead nowhere: {count}").format(count=len(broken)))
    there = {
        row["name"] for row in reader.rows("SELECT name FROM sqlite_master WHERE type='trigger'")
    }
    missing = sorted(set(TRIGGERS) - there)
    yield Finding(
        not missing, _("Guards missing: {names}").format(names=", ".join(missing) or _("none"))
    )
    chain = journal.verify(reader)
    if chain.broken_at is None:
        sentence = _("The journal verifies: {count} lines, head {head}.")
        yield Finding(True, sentence.format(count=chain.count, head=chain.head))  # noqa: FBT003
    else:
        sentence = _("The journal is broken at line {line}.")
        yield Finding(False, sentence.format(line=chain.broken_at))  # noqa: FBT003


def _around(office: Office) -> Iterator[Finding]:
    mode = office.path.stat().st_mode & 0o777
    yield Finding(mode == 0o600, _("The file's mode: {mode}").format(mode=f"{mode:o}"))  # noqa: PLR2004
    free = shutil.disk_usage(office.path.parent).free // 2**20
    yield Finding(free >= ROOM_MB, _("Free on the disk: {free} MB").format(free=free))
    wal = office.path.with_name(office.path.name + "-wal")
    size = wal.stat().st_size // 2**20 if wal.exists() else 0
    yield Finding(size < WAL_MB, _("The write-ahead log: {size} MB").format(size=size))
