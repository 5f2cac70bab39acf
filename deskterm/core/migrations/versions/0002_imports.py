"""Which foreign records were taken in."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
CREATE TABLE imported (
    source TEXT NOT NULL,
    "key" TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (source, "key")
) STRICT
""",
)


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
