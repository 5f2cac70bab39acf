"""Papers of drivers too; repairs, costs, stock, training and checks of the fleet."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

PAPERS: tuple[str, ...] = (
    "ALTER TABLE papers RENAME TO papers_before",
    """
CREATE TABLE papers (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    vehicle_id INTEGER,
    person_id INTEGER,
    kind TEXT NOT NULL,
    expires TEXT,
    service_km INTEGER,
    since_km INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('inspection', 'insurance', 'tax', 'service', 'licence')),
    CONSTRAINT paper_of_one CHECK ((vehicle_id IS NULL) = (kind = 'licence') AND (person_id IS NOT NULL) = (kind = 'licence')),
    UNIQUE (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(person_id) REFERENCES people (id)
)
 STRICT
""",
    "INSERT INTO papers (id, case_id, vehicle_id, kind, expires, service_km)"  # noqa: ISC004
    " SELECT id, case_id, vehicle_id, kind, expires, service_km FROM papers_before",
    "DROP TABLE papers_before",
    """
CREATE INDEX papers_of_person ON papers (person_id)
""",
)

TABLES: tuple[str, ...] = (
    """
CREATE TABLE accounts (
    code TEXT NOT NULL,
    heading TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    kinds TEXT NOT NULL,
    PRIMARY KEY (code)
)
 STRICT
""",
    """
CREATE TABLE service_intervals (
    plate TEXT NOT NULL,
    km INTEGER,
    months INTEGER,
    PRIMARY KEY (plate),
    CONSTRAINT interval_is_known CHECK (km IS NOT NULL OR months IS NOT NULL)
)
 STRICT
""",
    """
CREATE TABLE suppliers (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    kind TEXT NOT NULL,
    phone TEXT NOT NULL,
    state TEXT NOT NULL,
    tried INTEGER NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('shop', 'other')),
    CONSTRAINT state_is_known CHECK (state IN ('', 'listed', 'trial', 'appointed', 'dropped')),
    UNIQUE (code)
)
 STRICT
""",
    """
CREATE TABLE costs (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT,
    vehicle_id INTEGER,
    supplier_id INTEGER,
    cents INTEGER,
    for_id INTEGER,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('toll', 'parking', 'repair', 'maintenance', 'insurance', 'tax', 'consumables', 'other')),
    CONSTRAINT cost_figures CHECK (cents IS NULL OR cents >= 0),
    UNIQUE (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(supplier_id) REFERENCES suppliers (id),
    FOREIGN KEY(for_id) REFERENCES cases (id)
)
 STRICT
""",
    """
CREATE INDEX costs_by_day ON costs (day)
""",
    """
CREATE INDEX ix_costs_for_id ON costs (for_id)
""",
    """
CREATE TABLE repairs (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    vehicle_id INTEGER NOT NULL,
    grade TEXT NOT NULL,
    asked_by INTEGER,
    estimate_cents INTEGER,
    approved_at TEXT,
    approved_by TEXT,
    supplier_id INTEGER,
    started_at TEXT,
    finished_at TEXT,
    warranty_until TEXT,
    PRIMARY KEY (id),
    CONSTRAINT grade_is_known CHECK (grade IN ('part', 'minor', 'medium', 'major')),
    CONSTRAINT repair_figures CHECK (estimate_cents IS NULL OR estimate_cents >= 0),
    CONSTRAINT approved_before_work CHECK (started_at IS NULL OR (approved_at IS NOT NULL AND approved_at <= started_at)),
    UNIQUE (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(asked_by) REFERENCES people (id),
    FOREIGN KEY(supplier_id) REFERENCES suppliers (id)
)
 STRICT
""",
    """
CREATE INDEX repairs_of_vehicle ON repairs (vehicle_id)
""",
    """
CREATE TABLE supplies (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    unit TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
)
 STRICT
""",
    """
CREATE TABLE stock_moves (
    id INTEGER NOT NULL,
    supply_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    cents INTEGER,
    vehicle_id INTEGER,
    case_id INTEGER,
    reason_id INTEGER,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('bought', 'issued')),
    CONSTRAINT stock_figures CHECK (quantity > 0 AND (cents IS NULL OR cents >= 0)),
    FOREIGN KEY(supply_id) REFERENCES supplies (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(reason_id) REFERENCES texts (id)
)
 STRICT
""",
    """
CREATE INDEX stock_of_supply ON stock_moves (supply_id, day)
""",
    """
CREATE TABLE assessments (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    vehicle_id INTEGER,
    person_id INTEGER,
    passed INTEGER NOT NULL,
    text_id INTEGER,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('daily', 'technical', 'training')),
    CONSTRAINT assessment_of_one CHECK ((kind = 'training') = (vehicle_id IS NULL) AND (kind <> 'training' OR person_id IS NOT NULL)),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(person_id) REFERENCES people (id),
    FOREIGN KEY(text_id) REFERENCES texts (id)
)
 STRICT
""",
    """
CREATE INDEX assessments_of_person ON assessments (person_id, day)
""",
    """
CREATE INDEX assessments_of_vehicle ON assessments (vehicle_id, day)
""",
)


def upgrade() -> None:
    """Make the papers anew, for drivers as well; then the further tables."""
    for sql in (*PAPERS, *TABLES):
        op.execute(sql)
