"""An older store becomes today's: the same tables, CHECKs and guards as a fresh one."""

from __future__ import annotations

import multiprocessing
import re
import sqlite3
from pathlib import Path

import pytest
from sqlmodel import select

from deskterm.core.errors import StoreRefusal
from deskterm.core.migrate import migrate, run
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.core.store import APPLICATION_ID, SCHEMA, create, schema_of
from deskterm.core.tables import Entry, Setting
from deskterm.core.triggers import TRIGGERS
from deskterm.shell.schema import METADATA

DAMAGE = (
    "UPDATE journal SET kind = 'nothing' WHERE seq = 1",
    "DELETE FROM journal WHERE seq = 1",
    "INSERT OR REPLACE INTO journal SELECT seq, at, operator, console, 'nothing', case_id, facts,"
    " act, line, prev, hash FROM journal WHERE seq = 1",
    "INSERT INTO journal SELECT 9, at, operator, console, kind, case_id, facts, act, 9, prev, 'x'"
    " FROM journal WHERE seq = 1",
    "UPDATE playbooks SET body = ''",
    "DELETE FROM cases",
)


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A store as this program makes it."""
    path = tmp_path / "fresh.db"
    create(path, METADATA)
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of the first schema, with one journal line in it."""
    path = tmp_path / "old.db"
    connection = sqlite.connect(str(path))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    path.chmod(0o600)
    run(path, 0, 1)
    return path


Furniture = dict[tuple[str, str], tuple[list[str], str]]


def furniture(path: Path) -> Furniture:
    """Every table, index and trigger of a store by kind and name, blanks evened out.

    What stands between a table's brackets is sorted: an added column comes last.
    """
    connection = sqlite.connect(str(path))
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ).fetchall()
    connection.close()
    return {(kind, name): _parts(" ".join(sql.split()), kind) for kind, name, sql in rows}


def _parts(sql: str, kind: str) -> tuple[list[str], str]:
    if kind != "table":
        return [], sql
    head, _bracket, rest = sql.partition("(")
    body, _bracket, tail = rest.rpartition(")")
    return sorted(_at_commas(_added(body))), head + tail


def _added(body: str) -> str:
    """A reference as ALTER TABLE writes it, as CREATE TABLE does."""
    added = re.compile(r", (\w+) INTEGER REFERENCES (\w+ \(id\))")
    for name, to in added.findall(body):
        body += f", FOREIGN KEY({name}) REFERENCES {to}"
    return added.sub(r", \1 INTEGER", body)


def _at_commas(body: str) -> list[str]:
    """Columns and constraints; a comma inside brackets parts nothing."""
    parts, depth = [""], 0
    for char in body:
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return ["".join(part.split()) for part in parts]


def test_a_migrated_store_has_the_tables_checks_and_guards_of_a_fresh_one(
    old: Path, fresh: Path
) -> None:
    migrate(old)
    assert schema_of(old) == SCHEMA
    assert furniture(old) == furniture(fresh)
    assert {name for kind, name in furniture(old) if kind == "trigger"} == set(TRIGGERS)
    tables = [sql for (kind, _name), (_body, sql) in furniture(old).items() if kind == "table"]
    assert all(
        sql.endswith("STRICT") or "USING fts5" in sql or "docs_index" in sql for sql in tables
    )


@pytest.mark.parametrize("made", ["fresh", "old"])
@pytest.mark.parametrize("sql", DAMAGE)
def test_no_program_can_rewrite_the_journal(
    made: str, sql: str, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(made)
    office = Office(path)
    with office.work() as work:
        work.keep(Setting(name="zone", value="UTC"))
        work.record("setting.set", name="zone")
        case = work.open_case("C", "calls", 2)
        work.session.connection().exec_driver_sql(
            "INSERT INTO playbooks (name, digest, body, loaded_at) VALUES ('a', 'b', 'c', 'd')"
        )
        assert case.number == 1
    office.close()
    stranger = sqlite.connect(str(path))
    stranger.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite.Error):
        stranger.execute(sql)
    stranger.close()


def test_the_programs_own_connections_cannot_take_the_guards_away(fresh: Path) -> None:
    office = Office(fresh)
    for sql in (
        "DROP TRIGGER journal_keeps_delete",
        "DROP TABLE journal",
        "ATTACH ':memory:' AS x",
    ):
        with pytest.raises(Exception, match="not authorized"), office.engine.begin() as connection:
            connection.exec_driver_sql(sql)
    office.close()


def test_an_older_store_is_backed_up_and_migrated_when_an_office_opens_it(old: Path) -> None:
    office = Office(old)
    backup = old.with_name("old.db.schema-1.bak")
    assert schema_of(old) == SCHEMA
    assert backup.stat().st_mode & 0o777 == 0o600
    copy = sqlite3.connect(backup)
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    with office.work() as work:
        work.record("setting.set", name="zone")
    with office.work() as work:
        assert len(work.session.exec(select(Entry)).all()) == 1
    office.close()


def test_several_programs_that_start_at_once_migrate_the_store_once(old: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        backups = pool.map(migrate, [old] * 4)
    assert sum(backup is not None for backup in backups) == 1
    assert schema_of(old) == SCHEMA


def test_a_store_of_a_newer_program_is_refused_in_a_sentence_and_left_alone(fresh: Path) -> None:
    connection = sqlite.connect(str(fresh))
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = fresh.read_bytes()
    with pytest.raises(StoreRefusal, match="newer deskterm"):
        Office(fresh)
    assert fresh.read_bytes() == before


def test_a_console_that_is_open_while_the_store_is_updated_refuses_to_write(fresh: Path) -> None:
    office = Office(fresh)
    connection = sqlite.connect(str(fresh))
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    with pytest.raises(StoreRefusal, match="Restart deskterm"), office.work():
        pass
    office.close()


@pytest.mark.parametrize(
    "body", [b"", b"not a database at all", b"SQLite format 3\0" + b"\0" * 900]
)
def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(body)
    with pytest.raises(StoreRefusal):
        Office(path)
    assert path.read_bytes() == body


def test_a_store_that_was_removed_while_open_takes_no_more_acts(fresh: Path) -> None:
    office = Office(fresh)
    with office.work() as work:
        work.record("setting.set", name="zone")
    fresh.unlink()
    with pytest.raises(StoreRefusal, match="removed or replaced"), office.work():
        pass


def test_a_store_has_mode_0600_and_full_synchronous_writes(fresh: Path) -> None:
    office = Office(fresh)
    assert fresh.stat().st_mode & 0o777 == 0o600
    with office.engine.begin() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }
    office.close()
