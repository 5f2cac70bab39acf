"""Nights that were done, and what was sent."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = (
    """
CREATE TABLE nights (
    day TEXT NOT NULL,
    done_at TEXT NOT NULL,
    lines INTEGER NOT NULL,
    head TEXT NOT NULL,
    whole INTEGER NOT NULL,
    PRIMARY KEY (day),
    CONSTRAINT night_lines CHECK (lines >= 0)
) STRICT
""",
    """
CREATE TABLE sendings (
    id INTEGER NOT NULL,
    day TEXT NOT NULL,
    receiver TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    tried_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('waiting', 'sent')),
    CONSTRAINT sent_once UNIQUE (day, receiver)
) STRICT
""",
    """
CREATE INDEX sendings_waiting ON sendings (day) WHERE state = 'waiting'
""",
)


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
