"""The index over everything."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
