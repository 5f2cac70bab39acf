"""The first schema: core, register and the five desks."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
CREATE TABLE settings (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT
""",
    """
CREATE TABLE numbers (
    letter TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (letter, year)
) STRICT
""",
    """
CREATE TABLE playbooks (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    loaded_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT playbook_version UNIQUE (name, digest)
) STRICT
""",
    """
CREATE INDEX ix_playbooks_name ON playbooks (name)
""",
    """
CREATE TABLE journal (
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator TEXT,
    console TEXT NOT NULL,
    kind TEXT NOT NULL,
    case_id INTEGER,
    facts TEXT NOT NULL,
    act TEXT NOT NULL,
    line INTEGER NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (seq),
    CONSTRAINT act_once UNIQUE (act, line)
) STRICT
""",
    """
CREATE INDEX journal_of_case ON journal (case_id)
""",
    """
CREATE TABLE places (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    building TEXT NOT NULL,
    entrance TEXT NOT NULL,
    floor INTEGER,
    room TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    notes TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('unit', 'public')),
    UNIQUE (code)
) STRICT
""",
    """
CREATE INDEX places_of_building ON places (building, room)
""",
    """
CREATE TABLE people (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    role TEXT NOT NULL,
    phone TEXT NOT NULL,
    pin_hash TEXT,
    pin_failures INTEGER NOT NULL,
    pin_locked_until TEXT,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT role_is_known CHECK (role IN ('desk', 'supervisor', 'director', 'manager', 'fleet-lead', 'security-lead', 'administrator', 'guard', 'driver', 'service')),
    UNIQUE (code)
) STRICT
""",
    """
CREATE TABLE rooms (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    size TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    setup_minutes INTEGER NOT NULL,
    clear_minutes INTEGER NOT NULL,
    features TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT size_is_known CHECK (size IN ('large', 'small')),
    CONSTRAINT room_figures CHECK (capacity > 0 AND setup_minutes >= 0 AND clear_minutes >= 0),
    UNIQUE (code)
) STRICT
""",
    """
CREATE TABLE vehicles (
    id INTEGER NOT NULL,
    plate TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    model TEXT NOT NULL,
    fuel TEXT NOT NULL,
    tank_ml INTEGER NOT NULL,
    norm_ml INTEGER NOT NULL,
    card TEXT NOT NULL,
    station TEXT NOT NULL,
    odometer_km INTEGER NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT vehicle_figures CHECK (tank_ml > 0 AND norm_ml > 0 AND odometer_km >= 0),
    UNIQUE (plate)
) STRICT
""",
    """
CREATE TABLE categories (
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    en TEXT NOT NULL,
    zh TEXT NOT NULL,
    grade INTEGER NOT NULL,
    playbook TEXT NOT NULL,
    words TEXT NOT NULL,
    kinds TEXT NOT NULL,
    PRIMARY KEY (code),
    UNIQUE (number)
) STRICT
""",
    """
CREATE TABLE prices (
    code TEXT NOT NULL,
    begins TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    unit TEXT NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (code, begins)
) STRICT
""",
    """
CREATE TABLE phrases (
    id INTEGER NOT NULL,
    category TEXT NOT NULL,
    en TEXT NOT NULL,
    zh TEXT NOT NULL,
    clause TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT
""",
    """
CREATE TABLE notices (
    id INTEGER NOT NULL,
    building TEXT NOT NULL,
    begins TEXT NOT NULL,
    ends TEXT NOT NULL,
    en TEXT NOT NULL,
    zh TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT
""",
    """
CREATE TABLE documents (
    code TEXT NOT NULL,
    heading TEXT NOT NULL,
    title TEXT NOT NULL,
    english TEXT NOT NULL,
    location TEXT NOT NULL,
    clause TEXT NOT NULL,
    PRIMARY KEY (code)
) STRICT
""",
    """
CREATE TABLE posts (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    PRIMARY KEY (code)
) STRICT
""",
    """
CREATE TABLE step_words (
    playbook_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    en TEXT NOT NULL,
    zh TEXT NOT NULL,
    PRIMARY KEY (playbook_id, name),
    FOREIGN KEY(playbook_id) REFERENCES playbooks (id)
) STRICT
""",
    """
CREATE TABLE cases (
    id INTEGER NOT NULL,
    letter TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    desk TEXT NOT NULL,
    grade INTEGER NOT NULL,
    state TEXT NOT NULL,
    place_id INTEGER,
    place_said TEXT NOT NULL,
    room_id INTEGER,
    vehicle_id INTEGER,
    flags TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    opened_by TEXT,
    closed_at TEXT,
    closed_by TEXT,
    disposition TEXT,
    parent_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT case_number UNIQUE (letter, year, number),
    CONSTRAINT desk_is_known CHECK (desk IN ('calls', 'guards', 'rooms', 'vehicles', 'shifts')),
    CONSTRAINT grade_is_known CHECK (grade BETWEEN 0 AND 2),
    CONSTRAINT state_is_known CHECK (state IN ('open', 'waiting', 'done', 'closed', 'cancelled')),
    CONSTRAINT closed_has_time CHECK ((closed_at IS NULL) = (state NOT IN ('closed', 'cancelled'))),
    FOREIGN KEY(place_id) REFERENCES places (id),
    FOREIGN KEY(room_id) REFERENCES rooms (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(parent_id) REFERENCES cases (id)
) STRICT
""",
    """
CREATE INDEX cases_of_desk ON cases (desk, opened_at)
""",
    """
CREATE INDEX cases_at_place ON cases (place_id, opened_at)
""",
    """
CREATE INDEX ix_cases_parent_id ON cases (parent_id)
""",
    """
CREATE INDEX cases_open ON cases (desk) WHERE closed_at IS NULL
""",
    """
CREATE TABLE residents (
    id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    english TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    phone TEXT NOT NULL,
    phone_tail TEXT NOT NULL,
    role TEXT NOT NULL,
    notes TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT role_is_known CHECK (role IN ('owner', 'tenant', 'family')),
    FOREIGN KEY(place_id) REFERENCES places (id)
) STRICT
""",
    """
CREATE INDEX residents_by_initials ON residents (initials)
""",
    """
CREATE INDEX ix_residents_phone_tail ON residents (phone_tail)
""",
    """
CREATE INDEX ix_residents_place_id ON residents (place_id)
""",
    """
CREATE TABLE post_minutes (
    post TEXT NOT NULL,
    building TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (post, building),
    FOREIGN KEY(post) REFERENCES posts (code)
) STRICT
""",
    """
CREATE TABLE guards (
    person_id INTEGER NOT NULL,
    post TEXT,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    PRIMARY KEY (person_id),
    CONSTRAINT state_is_known CHECK (state IN ('off-duty', 'available', 'assigned', 'en-route', 'on-scene', 'at-hospital', 'returning', 'break')),
    FOREIGN KEY(person_id) REFERENCES people (id),
    FOREIGN KEY(post) REFERENCES posts (code)
) STRICT
""",
    """
CREATE TABLE shifts (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    console TEXT NOT NULL,
    on_at TEXT NOT NULL,
    off_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES people (id)
) STRICT
""",
    """
CREATE INDEX shifts_on ON shifts (console) WHERE off_at IS NULL
""",
    """
CREATE INDEX ix_shifts_person_id ON shifts (person_id)
""",
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
    PRIMARY KEY (id),
    CONSTRAINT slip_number UNIQUE (year, number),
    CONSTRAINT slip_figures CHECK (litres_ml > 0 AND amount_cents >= 0 AND odometer_km >= 0),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id)
) STRICT
""",
    """
CREATE INDEX slips_of_vehicle ON slips (vehicle_id, at)
""",
    """
CREATE TABLE runs (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    playbook_id INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    dropped_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(playbook_id) REFERENCES playbooks (id)
) STRICT
""",
    """
CREATE INDEX ix_runs_case_id ON runs (case_id)
""",
    """
CREATE INDEX ix_runs_playbook_id ON runs (playbook_id)
""",
    """
CREATE TABLE moments (
    case_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    PRIMARY KEY (case_id, name),
    FOREIGN KEY(case_id) REFERENCES cases (id)
) STRICT
""",
    """
CREATE TABLE texts (
    id INTEGER NOT NULL,
    case_id INTEGER,
    field TEXT NOT NULL,
    body TEXT NOT NULL,
    salt TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    operator TEXT,
    replaced_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
) STRICT
""",
    """
CREATE INDEX texts_of_case ON texts (case_id, field)
""",
    """
CREATE TABLE calls (
    case_id INTEGER NOT NULL,
    category TEXT NOT NULL,
    kind TEXT,
    resident_id INTEGER,
    caller TEXT NOT NULL,
    phone TEXT NOT NULL,
    phone_tail TEXT NOT NULL,
    channel TEXT NOT NULL,
    confidential INTEGER NOT NULL,
    answered_at TEXT,
    satisfaction INTEGER,
    PRIMARY KEY (case_id),
    CONSTRAINT satisfaction_is_known CHECK (satisfaction BETWEEN 1 AND 5),
    CONSTRAINT channel_is_known CHECK (channel IN ('phone', 'desk', 'written', 'import')),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(category) REFERENCES categories (code),
    FOREIGN KEY(resident_id) REFERENCES residents (id)
) STRICT
""",
    """
CREATE INDEX ix_calls_category ON calls (category)
""",
    """
CREATE INDEX calls_by_phone_tail ON calls (phone_tail)
""",
    """
CREATE TABLE assignments (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    assigned_at TEXT NOT NULL,
    en_route_at TEXT,
    on_scene_at TEXT,
    at_hospital_at TEXT,
    returning_at TEXT,
    clear_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(person_id) REFERENCES people (id)
) STRICT
""",
    """
CREATE INDEX ix_assignments_case_id ON assignments (case_id)
""",
    """
CREATE INDEX assignments_of_guard ON assignments (person_id, clear_at)
""",
    """
CREATE UNIQUE INDEX one_active_assignment ON assignments (person_id) WHERE clear_at IS NULL
""",
    """
CREATE INDEX assignments_by_time ON assignments (assigned_at)
""",
    """
CREATE TABLE bookings (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    room_id INTEGER NOT NULL,
    start_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    held_from TEXT NOT NULL,
    held_to TEXT NOT NULL,
    holder TEXT NOT NULL,
    people INTEGER,
    wants TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('booked', 'cancelled')),
    CONSTRAINT booking_in_order CHECK (held_from <= start_at AND start_at < end_at AND end_at <= held_to),
    CONSTRAINT booking_people CHECK (people IS NULL OR people > 0),
    UNIQUE (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(room_id) REFERENCES rooms (id)
) STRICT
""",
    """
CREATE INDEX bookings_by_start ON bookings (start_at)
""",
    """
CREATE INDEX bookings_held ON bookings (room_id, held_from, held_to) WHERE state = 'booked'
""",
    """
CREATE TABLE trips (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    vehicle_id INTEGER NOT NULL,
    driver_id INTEGER,
    sent_at TEXT NOT NULL,
    out_at TEXT,
    back_at TEXT,
    odometer_out_km INTEGER,
    odometer_in_km INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id),
    FOREIGN KEY(driver_id) REFERENCES people (id)
) STRICT
""",
    """
CREATE INDEX trips_of_vehicle ON trips (vehicle_id, sent_at)
""",
    """
CREATE INDEX ix_trips_case_id ON trips (case_id)
""",
    """
CREATE UNIQUE INDEX one_active_trip ON trips (vehicle_id) WHERE back_at IS NULL
""",
    """
CREATE TABLE papers (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    vehicle_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    expires TEXT,
    service_km INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('inspection', 'insurance', 'tax', 'service')),
    UNIQUE (case_id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(vehicle_id) REFERENCES vehicles (id)
) STRICT
""",
    """
CREATE TABLE steps (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    label INTEGER NOT NULL,
    round INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    paperwork INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at TEXT,
    put_off_to TEXT,
    done_at TEXT,
    entered_at TEXT,
    done_by TEXT,
    acknowledged_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT step_label UNIQUE (case_id, label, round),
    CONSTRAINT state_is_known CHECK (state IN ('open', 'off', 'done', 'skipped', 'dropped')),
    CONSTRAINT done_has_time CHECK ((state = 'done') = (done_at IS NOT NULL)),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(run_id) REFERENCES runs (id)
) STRICT
""",
    """
CREATE INDEX steps_due ON steps (due_at) WHERE state = 'open' AND due_at IS NOT NULL
""",
    """
CREATE INDEX ix_steps_case_id ON steps (case_id)
""",
    """
CREATE INDEX ix_steps_run_id ON steps (run_id)
""",
    """
CREATE TABLE docs (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref INTEGER NOT NULL, case_id INTEGER,
        at TEXT NOT NULL, body TEXT NOT NULL, keys TEXT NOT NULL,
        CONSTRAINT doc_once UNIQUE (kind, ref)) STRICT
""",
    """
CREATE VIRTUAL TABLE docs_index USING fts5(
        tokens, content = '', detail = none, tokenize = 'ascii', prefix = '1 2 3')
""",
    """
CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT
""",
)


def upgrade() -> None:
    """Make the tables and their indices."""
    for sql in TABLES:
        op.execute(sql)
