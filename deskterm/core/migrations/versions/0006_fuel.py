"""Fuel slips whole, norms by date and season."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

SLIPS = (
    "DROP INDEX slips_of_vehicle",
    "ALTER TABLE slips RENAME TO slips_before",
    """
CREATE TABLE slips (
    id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    vehicle_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    litres_ml INTEGER NOT NULL,
    amount_cents INTEGER,
    odometer_km INTEGER,
    "full" INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    station TEXT NOT NULL,
    card TEXT NOT NULL,
    price_mills INTEGER,
    tank INTEGER DEFAULT 1 NOT NULL,
    trip_m INTEGER,
    flags TEXT DEFAULT '' NOT NULL,
    reason_id INTEGER,
    note_id INTEGER,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT slip_number UNIQUE (year, number),
    CONSTRAINT slip_figures CHECK (litres_ml > 0 AND amount_cents >= 0 AND odometer_km >= 0 AND price_mills >= 0 AND trip_m >= 0 AND tank IN (1, 2)),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(reason_id) REFERENCES texts (id),
    FOREIGN KEY(note_id) REFERENCES texts (id)
) STRICT
""",
    (
        "INSERT INTO slips (id, year, number, vehicle_id, at, entered_at, operator, litres_ml,"
        ' amount_cents, odometer_km, "full", missed, station, card)'
        " SELECT id, year, number, vehicle_id, at, entered_at, operator, litres_ml, amount_cents,"
        ' odometer_km, "full", missed, station, card FROM slips_before'
    ),
    "DROP TABLE slips_before",
    """
CREATE INDEX slips_of_vehicle ON slips (vehicle_id, at)
""",
    """
CREATE INDEX slips_of_card ON slips (card, at)
""",
)

NORMS = (
    """
CREATE TABLE norms (
    id INTEGER NOT NULL,
    vehicle_id INTEGER NOT NULL,
    begins TEXT NOT NULL,
    season TEXT NOT NULL,
    norm_ml INTEGER NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT season_is_known CHECK (season IN ('all', 'summer', 'winter')),
    CONSTRAINT norm_figures CHECK (norm_ml > 0),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id)
) STRICT
""",
    """
CREATE UNIQUE INDEX one_norm_a_day ON norms (vehicle_id, begins, season) WHERE withdrawn_at IS NULL
""",
)


def upgrade() -> None:
    """Make slips anew with more of what stands on them, then the norms."""
    for sql in (*SLIPS, *NORMS):
        op.execute(sql)
