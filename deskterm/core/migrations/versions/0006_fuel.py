"""Fuel slips whole, norms by date and season."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
