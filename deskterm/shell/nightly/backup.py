"""A copy of the store, and the proof that it can be restored."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from deskterm.core.errors import StoreRefusal
from deskterm.core.reader import Reader, connect, snapshot, sqlite
from deskterm.core.words import _

_NAMES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Counted:
    """How many rows each table had at one moment, and where the journal stood."""

    rows: dict[str, int]
    head: str

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


def make(store: Path, to: Path) -> Counted:
    """Copy the store into a new file of mode 0600; answers what stood in it at that moment.

    Writers go on meanwhile: count and copy belong to one snapshot. The file has its name
    only when it is whole and on the disk.
    """
    with closing(connect(store)) as source, snapshot(source) as reader, _new(to) as path:
        counted = count(reader)
        _copy(source, path)
        return counted


def prove(backup: Path, counted: Counted) -> None:
    """Restore a backup beside it and count it; refused where it says anything else."""
    scratch = backup.with_name(f"{backup.name}.restored")
    try:
        _restore(backup, scratch)
        with closing(connect(scratch)) as connection, snapshot(connection) as reader:
            answer = str(reader.value("PRAGMA integrity_check(1)"))
            found = count(reader)
    except sqlite.Error as error:
        sentence = _("the backup cannot be restored: {error}")
        raise StoreRefusal(sentence.format(error=error)) from error
    finally:
        _clear(scratch)
    if answer != "ok":
        raise StoreRefusal(_("the restored backup is damaged: {fault}").format(fault=answer))
    if found != counted:
        names = {*found.rows, *counted.rows}
        wrong = sorted(
            name for name in names if found.rows.get(name) != counted.rows.get(name)
        ) or ["journal"]
        sentence = _("the restored backup differs from the store in {tables}")
        raise StoreRefusal(sentence.format(tables=", ".join(wrong)))


def count(reader: Reader) -> Counted:
    """The rows of every table, and the journal's last hash, as this reader sees them."""
    names = [row["name"] for row in reader.rows(_NAMES)]
    rows = {
        name: int(reader.value(f'SELECT count(*) FROM "{name}"'))  # noqa: S608 - the store's own names
        for name in names
    }
    head = reader.value("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")
    return Counted(rows, str(head or ""))


def name(store: Path, day: object) -> str:
    """What the backup of a day is called."""
    return f"{store.stem}-{day}.db"


def unproved(store: Path) -> str:
    """What a backup is called until it is proved."""
    return f"{store.stem}.unproved.db"


def settle(backup: Path, to: Path) -> Path | None:
    """Let a backup that is proved have its own name; only then does an older copy give way.

    One whose journal this one does not go on from stays, under the name that is answered:
    an old copy may have been restored meanwhile, or another store has the same name.
    """
    aside = None
    if to.exists() and not _goes_on(backup, to):
        names = (to.with_name(f"{to.stem}.{turn}{to.suffix}") for turn in itertools.count(1))
        aside = next(each for each in names if not each.exists())
        to.replace(aside)
    _clear(to, *_BESIDE)
    backup.replace(to)
    _on_disk(to.parent)
    return aside


def _goes_on(backup: Path, older: Path) -> bool:
    """Whether this copy holds the last line of the older one's journal; a wreck has none."""
    line = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
    try:
        with closing(connect(older)) as there, snapshot(there) as reader:
            last = reader.row(line)
    except sqlite.Error:
        return True
    if last is None:
        return True
    with closing(connect(backup)) as here, snapshot(here) as reader:
        found = reader.value("SELECT hash FROM journal WHERE seq = :seq", seq=last["seq"])
    return bool(found == last["hash"])


def prune(newest: Path, store: Path, keep: int) -> list[Path]:
    """Remove the oldest backups of this store beyond so many; answers those that went.

    The newest stays whatever it is called: a clock that once stood ahead left copies of
    days to come.
    """
    days = f"{escape(store.stem)}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"
    there = sorted(path for path in newest.parent.glob(days) if path != newest)
    gone = there[: max(len(there) + 1 - keep, 0)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _restore(backup: Path, scratch: Path) -> None:
    with closing(connect(backup)) as source:
        _copy(source, scratch)


def _copy(source: sqlite.Connection, to: Path) -> None:
    """Copy into a new file of mode 0600; what a run that was cut short left there goes first."""
    _clear(to)
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite.connect(str(to))) as target:
            source.backup(target, pages=-1)
    except sqlite.Error as error:
        sentence = _("{file} cannot be written: {fault}.")
        raise StoreRefusal(sentence.format(file=to, fault=error)) from error


@contextmanager
def _new(to: Path) -> Iterator[Path]:
    """A file that gets its name when the block ends well, and is removed when it does not.

    The folder is made, but not the one that it stands in: of a disk that is not mounted a
    folder is missing, and the copy must not stand on the store's own disk instead.
    """
    to.parent.mkdir(mode=0o700, exist_ok=True)
    part = to.with_name(f".{to.name}.part")
    try:
        yield part
        _on_disk(part)
        _clear(to, *_BESIDE)
        part.replace(to)
        _on_disk(to.parent)
    finally:
        _clear(part)


def _clear(path: Path, *ends: str) -> None:
    """Remove a store's file and what SQLite keeps beside it, or these of them alone."""
    for end in ends or ("", *_BESIDE):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _on_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
