"""A store: one SQLite file, its engine and its habits.

Everything an engine spells its own way stands here, in `triggers`, in `search`
and in the migrations, and nowhere else.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskterm.core import search
from deskterm.core.errors import StoreRefusal
from deskterm.core.reader import BUSY_MS, connect, sqlite
from deskterm.core.triggers import install_guards
from deskterm.core.words import _

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

APPLICATION_ID = 0x44534B54
"""`DSKT`, in the file's header."""
SCHEMA = 11
"""The schema this program writes; equals the number of the last migration."""

_LOCAL = frozenset(
    "apfs bcachefs btrfs ext2 ext3 ext4 f2fs hfs jfs nilfs2 overlay ramfs reiserfs tmpfs ufs "  # noqa: SIM905 - a list of words
    "vfat exfat ntfs ntfs3 fuseblk xfs zfs virtiofs 9p".split()
)


def schema_of(path: Path) -> int:
    """The store's schema number; refused unless the file is a deskterm store.

    A store from a newer program is refused here, in a sentence; an older one is
    the caller's to migrate.
    """
    if not path.exists():
        sentence = _("There is no store at {path}. Make one with: deskterm init --store {path}")
        raise StoreRefusal(sentence.format(path=path))
    refuse_network_file_system(path)
    try:
        connection = connect(path)
        try:
            kind = connection.execute("PRAGMA application_id").fetchone()[0]
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    except sqlite.Error as error:
        sentence = _("{path} cannot be opened as a store: {error}.")
        raise StoreRefusal(sentence.format(path=path, error=error)) from error
    if kind != APPLICATION_ID or schema == 0:
        sentence = _("{path} is not a deskterm store; it is left as it is.")
        raise StoreRefusal(sentence.format(path=path))
    if schema > SCHEMA:
        sentence = _(
            "This store was written by a newer deskterm (schema {theirs}, this program knows"
            " {ours}). Update deskterm on this machine; what is half typed here is kept."
        )
        raise StoreRefusal(sentence.format(theirs=schema, ours=SCHEMA))
    return schema


def refuse_network_file_system(path: Path) -> None:
    """Refuse a place where two machines' locks do not hold: acknowledged lines were lost there."""
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        return
    best, kind = "", ""
    real = str(path.absolute().parent.resolve())
    for line in mounts.read_text(errors="replace").splitlines():
        left, _dash, right = line.partition(" - ")
        point = left.split()[4]
        within = real == point or real.startswith(point.rstrip("/") + "/")
        if within and len(point) >= len(best):
            best, kind = point, right.split()[0]
    if kind and kind not in _LOCAL:
        sentence = _("{path} is on a network file system ({kind}); keep the store on a local disk.")
        raise StoreRefusal(sentence.format(path=path, kind=kind))


def open_engine(path: Path, *, guarded: bool = True) -> Engine:
    """An engine whose every transaction writes, takes its turn, and is on disk when it returns.

    Only what makes or migrates a store asks for one that is not `guarded`.
    """
    from sqlalchemy import create_engine, event  # noqa: PLC0415 - behind the first frame

    engine = create_engine(
        f"sqlite:///{path.absolute()}",
        module=sqlite,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _habits)
    if guarded:
        event.listen(engine, "connect", _guard)
    event.listen(engine, "begin", _begin)
    return engine


def _habits(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")


def _guard(connection: Any, _record: object) -> None:  # noqa: ANN401
    connection.set_authorizer(_authorize)


_NEVER = frozenset(
    {
        sqlite.SQLITE_DROP_TRIGGER,
        sqlite.SQLITE_DROP_TABLE,
        sqlite.SQLITE_ALTER_TABLE,
        sqlite.SQLITE_ATTACH,
    }
)


def _authorize(act: int, first: str | None, second: str | None, *_where: str | None) -> int:
    """The program's own connections cannot take the guards away, not even by mistake."""
    if act in _NEVER:
        return sqlite.SQLITE_DENY
    if act == sqlite.SQLITE_PRAGMA and second is not None:
        guarded = first in {"writable_schema", "recursive_triggers", "foreign_keys"}
        return sqlite.SQLITE_DENY if guarded and second != "ON" else sqlite.SQLITE_OK
    return sqlite.SQLITE_OK


def _begin(connection: Any) -> None:  # noqa: ANN401
    """Let one writer in at a time; readers never wait.

    A rule which reads before it writes ("is the room free?") is only true if
    nobody else writes in between. It also makes `journal.seq` the order in
    which things were kept.
    """
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_POLL_MS}")
    until = time.monotonic() + BUSY_MS / 1000
    while not _has_turn(connection, until):
        time.sleep(random.uniform(0.001, 0.008))  # noqa: S311 - only so that two do not keep step
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MS}")


_POLL_MS = 2
"""SQLite itself would look for its turn ten times a second at last, and miss it for long
where eight write one after the other."""


def _has_turn(connection: Any, until: float) -> bool:  # noqa: ANN401
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - behind the first frame

    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if "locked" not in str(error.orig) or time.monotonic() > until:
            raise
        return False
    return True


def create(path: Path, metadata: MetaData) -> None:
    """Make an empty store with these tables, mode 0600; refused where a file is already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    refuse_network_file_system(path)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        sentence = _("{path} exists already; it is left as it is.")
        raise StoreRefusal(sentence.format(path=path)) from None
    try:
        _furnish(path, metadata)
    except BaseException:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        raise


def _furnish(path: Path, metadata: MetaData) -> None:
    bare = sqlite.connect(str(path), isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    bare.close()
    engine = open_engine(path, guarded=False)
    with engine.begin() as connection:
        metadata.create_all(connection)
        for sql in search.TABLES:
            connection.exec_driver_sql(sql)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT"
        )
        finish_schema(connection)
    engine.dispose()


def finish_schema(connection: Connection, schema: int = SCHEMA) -> None:
    """The last lines of every creation and migration: guards, and the schema's number."""
    install_guards(connection)
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{schema:04d}')")  # noqa: S608 - a number
    connection.exec_driver_sql(f"PRAGMA user_version = {schema}")
