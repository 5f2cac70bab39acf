"""Series of bookings."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
