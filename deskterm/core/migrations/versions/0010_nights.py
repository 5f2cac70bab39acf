"""Nights that were done, and what was sent."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
