"""The list of the forms; records by when they were closed."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = (
    """
CREATE TABLE forms (
    code TEXT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    owner TEXT NOT NULL,
    keep_years INTEGER NOT NULL,
    clause TEXT NOT NULL,
    PRIMARY KEY (code),
    CONSTRAINT form_is_kept CHECK (keep_years > 0)
) STRICT
""",
    """
CREATE INDEX cases_closed ON cases (closed_at) WHERE closed_at IS NOT NULL
""",
)


def upgrade() -> None:
    """Make the table and the index."""
    for sql in TABLES:
        op.execute(sql)
