"""The store's own guards: what no program may do to it, whoever writes.

One list, installed when a store is made and again after every migration in the
same transaction: a table that a migration rebuilds loses its triggers silently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT_FOR_EVER = """
CREATE TRIGGER {table}_keeps_{act} BEFORE {act} ON {table} BEGIN
  SELECT RAISE(ABORT, '{table} is append-only');
END
"""

_OVERLAP = """
CREATE TRIGGER bookings_apart_{name} BEFORE {act} ON bookings
WHEN NEW.state IN ('booked', 'held', 'waiting') BEGIN
  SELECT RAISE(ABORT, 'room is taken') WHERE EXISTS (
    SELECT 1 FROM bookings
    WHERE room_id = NEW.room_id AND state IN ('booked', 'held', 'waiting') AND id IS NOT NEW.id
      AND held_from < NEW.held_to AND held_to > NEW.held_from);
END
"""

TRIGGERS: dict[str, str] = {
    "journal_keeps_update": _KEPT_FOR_EVER.format(table="journal", act="update"),
    "journal_keeps_delete": _KEPT_FOR_EVER.format(table="journal", act="delete"),
    "journal_follows": """
CREATE TRIGGER journal_follows BEFORE INSERT ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: not the next line')
  WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal);
  SELECT RAISE(ABORT, 'journal: not chained to the last line')
  WHERE NEW.prev IS NOT coalesce(
    (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), printf('%064d', 0));
END
""",
    "playbooks_keeps_update": _KEPT_FOR_EVER.format(table="playbooks", act="update"),
    "playbooks_keeps_delete": _KEPT_FOR_EVER.format(table="playbooks", act="delete"),
    "cases_keeps_delete": _KEPT_FOR_EVER.format(table="cases", act="delete"),
    "steps_keeps_delete": _KEPT_FOR_EVER.format(table="steps", act="delete"),
    "bookings_apart_insert": _OVERLAP.format(name="insert", act="INSERT"),
    "bookings_apart_update": _OVERLAP.format(
        name="update", act="UPDATE OF room_id, held_from, held_to, state"
    ),
}


def install_guards(connection: Connection) -> None:
    """Put every trigger in place, anew."""
    for name, sql in TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(sql)
