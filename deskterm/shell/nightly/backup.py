"""A copy of the store, and the proof that it can be restored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deskterm.core.errors import StoreRefusal
from deskterm.core.reader import Reader, connect, snapshot, sqlite
from deskterm.core.words import _

_NAMES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)


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
        with closing(sqlite.connect(str(path))) as target:
            source.backup(target, pages=-1)
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
        for end in ("", "-wal", "-shm", "-journal"):
            scratch.with_name(scratch.name + end).unlink(missing_ok=True)
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


def settle(backup: Path, to: Path) -> None:
    """Let a backup that is proved have its own name; only then does an older copy give way."""
    backup.replace(to)
    _on_disk(to.parent)


def prune(folder: Path, store: Path, keep: int) -> list[Path]:
    """Remove the oldest backups of this store beyond so many; answers those that went."""
    there = sorted(folder.glob(f"{store.stem}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"))
    gone = there[: max(len(there) - keep, 0)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _restore(backup: Path, scratch: Path) -> None:
    os.close(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(connect(backup)) as source, closing(sqlite.connect(str(scratch))) as target:
        source.backup(target, pages=-1)


@contextmanager
def _new(to: Path) -> Iterator[Path]:
    """A file that gets its name when the block ends well, and is removed when it does not."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = to.with_name(f".{to.name}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield part
        _on_disk(part)
        part.replace(to)
        _on_disk(to.parent)
    finally:
        part.unlink(missing_ok=True)


def _on_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
