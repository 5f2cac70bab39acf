"""Rooms whole: bookings that wait, are held, listed or not used; hours, closures, orders."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = ("ALTER TABLE rooms ADD COLUMN hours TEXT DEFAULT '' NOT NULL",)

BOOKINGS = (
    "DROP TRIGGER IF EXISTS bookings_apart_insert",
    "DROP TRIGGER IF EXISTS bookings_apart_update",
    "DROP INDEX bookings_by_start",
    "DROP INDEX bookings_held",
    "ALTER TABLE bookings RENAME TO bookings_before",
    """
CREATE TABLE bookings (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    start_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    held_from TEXT NOT NULL,
    held_to TEXT NOT NULL,
    holder TEXT NOT NULL,
    people INTEGER,
    wants TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('booked', 'held', 'waiting', 'listed', 'cancelled', 'declined', 'expired', 'no-show')),
    CONSTRAINT booking_in_order CHECK (held_from <= start_at AND start_at < end_at AND end_at <= held_to),
    CONSTRAINT booking_people CHECK (people IS NULL OR people > 0),
    CONSTRAINT hold_expires CHECK (state <> 'held' OR expires_at IS NOT NULL),
    UNIQUE (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(room_id) REFERENCES rooms (id)
) STRICT
""",
    "INSERT INTO bookings SELECT id, case_id, room_id, start_at, end_at, held_from, held_to, holder,"  # noqa: ISC004
    " people, wants, state, NULL FROM bookings_before",
    "DROP TABLE bookings_before",
    """
CREATE INDEX bookings_by_start ON bookings (start_at)
""",
    """
CREATE INDEX bookings_held ON bookings (room_id, held_from, held_to)
    WHERE state IN ('booked', 'held', 'waiting')
""",
    """
CREATE INDEX bookings_expiring ON bookings (expires_at) WHERE state = 'held'
""",
    """
CREATE INDEX bookings_listed ON bookings (room_id) WHERE state = 'listed'
""",
)

TABLES = (
    """
CREATE TABLE closures (
    id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    begins_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    reason_id INTEGER NOT NULL,
    operator TEXT,
    ended_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT closure_in_order CHECK (begins_at < ends_at),
    FOREIGN KEY(room_id) REFERENCES rooms (id),
    FOREIGN KEY(reason_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX closures_of_room ON closures (room_id, ends_at)
""",
    """
CREATE TABLE order_events (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    department TEXT NOT NULL,
    item TEXT NOT NULL,
    at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    text_id INTEGER,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('applied', 'confirmed', 'filled', 'accepted', 'sent', 'received', 'provided', 'looked', 'abnormal', 'emergency')),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(text_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX ix_order_events_case_id ON order_events (case_id)
""",
)


def upgrade() -> None:
    """Add the columns, make bookings anew with more states, then the further tables."""
    for sql in (*COLUMNS, *BOOKINGS, *TABLES):
        op.execute(sql)
