"""Bringing an older store up to this program's schema: old or new, never between."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from deskterm.core.reader import sqlite
from deskterm.core.store import SCHEMA, finish_schema, open_engine, schema_of

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(path: Path, to: int = SCHEMA) -> Path | None:
    """Run what revisions are missing, after a backup; the backup's path, or None if none were.

    A second program that starts meanwhile waits for the lock and finds the store
    done. All revisions and the guards stand in one transaction.
    """
    lock = os.open(path.with_name(path.name + ".migrating"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        schema = schema_of(path)
        if schema >= to:
            return None
        backup = back_up(path, path.with_name(f"{path.name}.schema-{schema}.bak"))
        run(path, schema, to)
        return backup
    finally:
        os.close(lock)


def back_up(path: Path, to: Path) -> Path:
    """Copy a store, writers or not, into a new file of mode 0600."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    source, target = sqlite.connect(str(path)), sqlite.connect(str(to))
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return to


def run(path: Path, schema: int, to: int) -> None:
    """Run the revisions after `schema` up to `to`, and the guards, in one transaction."""
    directory = ScriptDirectory(str(SCRIPTS))
    engine = open_engine(path, guarded=False)
    try:
        with engine.begin() as connection:
            context = MigrationContext.configure(connection)
            with Operations.context(context):
                for number in range(schema + 1, to + 1):
                    directory.get_revision(f"{number:04d}").module.upgrade()
            finish_schema(connection, to)
    finally:
        engine.dispose()
