"""Roster and handover."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = (
    """
CREATE TABLE roster (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    begins_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT planned_in_order CHECK (begins_at < ends_at),
    FOREIGN KEY(person_id) REFERENCES people (id)
) STRICT
""",
    """
CREATE INDEX roster_by_time ON roster (begins_at)
""",
    """
CREATE INDEX ix_roster_person_id ON roster (person_id)
""",
    """
CREATE TABLE handovers (
    case_id INTEGER NOT NULL,
    giver_id INTEGER NOT NULL,
    taker_id INTEGER,
    unsaid INTEGER NOT NULL,
    PRIMARY KEY (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(giver_id) REFERENCES people (id),
    FOREIGN KEY(taker_id) REFERENCES people (id)
) STRICT
""",
    """
CREATE INDEX ix_handovers_giver_id ON handovers (giver_id)
""",
    """
CREATE TABLE handover_lines (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about INTEGER,
    subject TEXT NOT NULL,
    since TEXT,
    text_id INTEGER,
    state TEXT NOT NULL,
    answered_at TEXT,
    answered_by TEXT,
    answer_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('call', 'record', 'guard', 'vehicle', 'equipment', 'notice', 'draft', 'words')),
    CONSTRAINT state_is_known CHECK (state IN ('open', 'asked', 'accepted', 'commented')),
    CONSTRAINT handover_line UNIQUE (case_id, line),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(text_id) REFERENCES texts (id),
    FOREIGN KEY(answer_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX ix_handover_lines_case_id ON handover_lines (case_id)
""",
)


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
