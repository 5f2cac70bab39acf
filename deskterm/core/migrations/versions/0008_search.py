"""The index over everything: records stand by when they happened, places and kinds are words."""

from __future__ import annotations

from alembic import op

from deskterm.core.search import fill

revision = "0008"
down_revision = "0007"

TABLES = (
    "DROP TABLE docs_index",
    "ALTER TABLE docs RENAME TO docs_before",
    """
CREATE TABLE docs (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref INTEGER NOT NULL, case_id INTEGER,
    at TEXT NOT NULL, body TEXT NOT NULL, keys TEXT NOT NULL,
    masked TEXT NOT NULL DEFAULT '',
    CONSTRAINT doc_once UNIQUE (kind, ref)) STRICT
""",
    """
INSERT INTO docs SELECT max(first - turn) OVER (ORDER BY turn) + turn,
    kind, ref, case_id, at, body, keys, masked
    FROM (SELECT *, CAST(strftime('%s', at) AS INTEGER) * 256 AS first,
        row_number() OVER (ORDER BY at, id) AS turn FROM docs_before)
""",
    "DROP TABLE docs_before",
    """
CREATE VIRTUAL TABLE docs_index USING fts5(
    tokens, content = '', detail = none, tokenize = "ascii tokenchars '_'",
    prefix = '1 2 3 4 5 6')
""",
)


def upgrade() -> None:
    """Number the records anew, each the first free one of its second; then index them."""
    for sql in TABLES:
        op.execute(sql)
    fill(op.get_bind().connection.cursor())
