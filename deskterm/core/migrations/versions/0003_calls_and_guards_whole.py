"""Calls and guards whole: contacts, charges, closings, rings, paper, equipment, roll calls."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = (
    "ALTER TABLE cases ADD COLUMN confidential INTEGER DEFAULT 0 NOT NULL",
    "UPDATE cases SET confidential = (SELECT confidential FROM calls WHERE case_id = id)"  # noqa: ISC004
    " WHERE id IN (SELECT case_id FROM calls)",
    "ALTER TABLE calls DROP COLUMN confidential",
    "ALTER TABLE categories ADD COLUMN roll_call_minutes INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE runs ADD COLUMN subject TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE assignments ADD COLUMN run_id INTEGER REFERENCES runs (id)",
    "ALTER TABLE assignments ADD COLUMN filled TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE assignments ADD COLUMN word_at TEXT",
    "ALTER TABLE assignments ADD COLUMN withdrawn_at TEXT",
    "ALTER TABLE trips ADD COLUMN withdrawn_at TEXT",
    "ALTER TABLE docs ADD COLUMN masked TEXT NOT NULL DEFAULT ''",
)

TABLES = (
    """
CREATE INDEX residents_by_name ON residents (name)
""",
    """
CREATE INDEX residents_by_english ON residents (lower(english))
""",
    """
CREATE INDEX residents_by_reading ON residents (replace(pinyin, ' ', ''))
""",
    """
CREATE TABLE equipment (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    kind TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (code),
    CONSTRAINT kind_is_known CHECK (kind IN ('radio', 'keys', 'other'))
) STRICT
""",
    """
CREATE TABLE issues (
    id INTEGER NOT NULL,
    equipment TEXT NOT NULL,
    person_id INTEGER NOT NULL,
    out_at TEXT NOT NULL,
    out_by TEXT,
    back_at TEXT,
    back_by TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(equipment) REFERENCES equipment (code),
    FOREIGN KEY(person_id) REFERENCES people (id)
) STRICT
""",
    """
CREATE INDEX ix_issues_person_id ON issues (person_id)
""",
    """
CREATE UNIQUE INDEX one_active_issue ON issues (equipment) WHERE back_at IS NULL
""",
    """
CREATE TABLE roll_calls (
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator TEXT,
    ended_at TEXT,
    PRIMARY KEY (id)
) STRICT
""",
    """
CREATE TABLE roll_answers (
    roll_id INTEGER NOT NULL,
    assignment_id INTEGER NOT NULL,
    answered_at TEXT,
    PRIMARY KEY (roll_id, assignment_id),
    FOREIGN KEY(roll_id) REFERENCES roll_calls (id),
    FOREIGN KEY(assignment_id) REFERENCES assignments (id)
) STRICT
""",
    """
CREATE TABLE callers (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    resident_id INTEGER,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    phone_tail TEXT NOT NULL,
    at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(resident_id) REFERENCES residents (id)
) STRICT
""",
    """
CREATE INDEX callers_by_phone_tail ON callers (phone_tail)
""",
    """
CREATE INDEX ix_callers_case_id ON callers (case_id)
""",
    """
CREATE TABLE contacts (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    party_id INTEGER,
    question_id INTEGER,
    told_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    told_by TEXT,
    answer_id INTEGER,
    answered_at TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('escalation', 'referral')),
    CONSTRAINT contact_has_role CHECK ((kind = 'escalation') = (role IS NOT NULL)),
    CONSTRAINT contact_has_party CHECK ((kind = 'referral') = (party_id IS NOT NULL)),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(party_id) REFERENCES texts (id),
    FOREIGN KEY(question_id) REFERENCES texts (id),
    FOREIGN KEY(answer_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX ix_contacts_case_id ON contacts (case_id)
""",
    """
CREATE TABLE charges (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    code TEXT,
    words_id INTEGER,
    agreed_cents INTEGER NOT NULL,
    agreed_at TEXT NOT NULL,
    agreed_by TEXT,
    amount_cents INTEGER,
    amount_at TEXT,
    amount_by TEXT,
    paid_at TEXT,
    paid_by TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT charge_figures CHECK (agreed_cents >= 0 AND amount_cents >= 0),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(words_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX ix_charges_case_id ON charges (case_id)
""",
    """
CREATE TABLE closings (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT,
    disposition TEXT,
    satisfaction INTEGER,
    outcome_id INTEGER,
    reopened_at TEXT,
    reopened_by TEXT,
    reason_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('closed', 'cancelled')),
    CONSTRAINT closing_satisfaction CHECK (satisfaction BETWEEN 1 AND 5),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(outcome_id) REFERENCES texts (id),
    FOREIGN KEY(reason_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX ix_closings_case_id ON closings (case_id)
""",
    """
CREATE TABLE links (
    case_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (case_id, other_id),
    CONSTRAINT kind_is_known CHECK (kind IN ('duplicate', 'related')),
    CONSTRAINT link_of_two CHECK (case_id <> other_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(other_id) REFERENCES cases (id)
) STRICT
""",
    """
CREATE INDEX ix_links_other_id ON links (other_id)
""",
    """
CREATE TABLE place_notes (
    id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    text_id INTEGER NOT NULL,
    begins TEXT NOT NULL,
    ends TEXT,
    operator TEXT,
    ended_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(place_id) REFERENCES places (id),
    FOREIGN KEY(text_id) REFERENCES texts (id)
) STRICT
""",
    """
CREATE INDEX ix_place_notes_place_id ON place_notes (place_id)
""",
    """
CREATE TABLE rings (
    id INTEGER NOT NULL,
    phone TEXT NOT NULL,
    phone_tail TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    taken_at TEXT,
    taken_by TEXT,
    console TEXT,
    case_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('ringing', 'taken', 'missed')),
    FOREIGN KEY(case_id) REFERENCES cases (id)
) STRICT
""",
    """
CREATE INDEX ix_rings_case_id ON rings (case_id)
""",
    """
CREATE INDEX rings_now ON rings (state) WHERE state = 'ringing'
""",
    """
CREATE TABLE paper_lines (
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    printed_at TEXT NOT NULL,
    case_id INTEGER,
    entered_at TEXT,
    void_at TEXT,
    PRIMARY KEY (year, number),
    FOREIGN KEY(case_id) REFERENCES cases (id)
) STRICT
""",
    """
CREATE TABLE archives (
    year INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator TEXT,
    calls INTEGER NOT NULL,
    digest TEXT NOT NULL,
    destroyed_at TEXT,
    destroyed_by TEXT,
    PRIMARY KEY (year)
) STRICT
""",
)


def upgrade() -> None:
    """Add the columns, and make the tables and their indices."""
    for sql in (*COLUMNS, *TABLES):
        op.execute(sql)
