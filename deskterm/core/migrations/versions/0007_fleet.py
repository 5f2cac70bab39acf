"""Papers, repairs, costs and consumables of vehicles."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES: tuple[str, ...] = ()


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
