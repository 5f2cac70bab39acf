"""Series of bookings, and their dates that are not as the rule has them."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES: tuple[str, ...] = (
    """
CREATE TABLE series (
    id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    first_on TEXT NOT NULL,
    until_on TEXT,
    count INTEGER,
    begins TEXT NOT NULL,
    ends TEXT NOT NULL,
    zone TEXT NOT NULL,
    room_id INTEGER NOT NULL,
    holder TEXT NOT NULL,
    people INTEGER,
    wants TEXT NOT NULL,
    follows_id INTEGER,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT series_ends CHECK (until_on IS NOT NULL OR count IS NOT NULL),
    CONSTRAINT series_people CHECK (people IS NULL OR people > 0),
    FOREIGN KEY(room_id) REFERENCES rooms (id),
    FOREIGN KEY(follows_id) REFERENCES series (id)
) STRICT
""",
    """
CREATE TABLE series_exceptions (
    id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('dropped', 'moved')),
    FOREIGN KEY(series_id) REFERENCES series (id)
) STRICT
""",
    """
CREATE INDEX series_exceptions_of ON series_exceptions (series_id, day)
""",
    "ALTER TABLE bookings ADD COLUMN series_id INTEGER REFERENCES series (id)",
    "ALTER TABLE bookings ADD COLUMN occurrence TEXT",
    "ALTER TABLE imported ADD COLUMN version TEXT DEFAULT '' NOT NULL",
    """
CREATE INDEX bookings_of_series ON bookings (series_id, occurrence)
""",
)


def upgrade() -> None:
    """Make the tables and their indices; a booking says which date of which series it is."""
    for sql in TABLES:
        op.execute(sql)
