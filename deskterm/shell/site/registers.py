"""The files of a site: what each holds, and which table keeps it."""

from __future__ import annotations

from deskterm.core.people import ROLES
from deskterm.core.roles import ROLE_WORDS
from deskterm.shell.site import cells
from deskterm.shell.site.fleet_registers import FLEET
from deskterm.shell.site.shape import Cell, Register

SETTINGS = Register(
    "settings",
    "settings",
    (Cell("name", cells.some), Cell("value", cells.text)),
    ("name",),
    "SELECT name AS id, name, value FROM settings",
    file="site.toml",
)
CATEGORIES = Register(
    "categories",
    "categories",
    tuple(
        Cell(name, cells.some)
        for name in (
            *("code", "number", "en", "zh", "grade"),
            *("playbook", "words", "kinds", "roll_call_minutes"),
        )
    ),
    ("code",),
    "SELECT code AS id, code, number, en, zh, grade, playbook, words, kinds, roll_call_minutes"
    " FROM categories",
    file="categories.toml",
)

PLACE_KINDS = ("gate", "lobby", "carpark", "plaza", "garden", "office", "shop", "corridor")
EQUIPMENT_KINDS = ("radio", "keys", "other")
PAPER_KINDS = ("inspection", "insurance", "tax", "service")

_NAMES = (Cell("name", cells.some), Cell("english", cells.text))
_WORKERS = tuple(role for role in ROLES if role != "guard")

UNITS = Register(
    "units",
    "places",
    (
        Cell("unit", cells.unit, "code"),
        Cell("building", cells.code),
        Cell("entrance", cells.code),
        Cell("floor", cells.or_none(cells.amount(1, -20, "15"))),
        Cell("room", cells.code),
        Cell("notes", cells.text),
    ),
    ("code",),
    "SELECT id, active, code, building, entrance, floor, room, notes FROM places"
    " WHERE kind = 'unit'",
    {"kind": "unit"},
    unique=True,
)
PLACES = Register(
    "places",
    "places",
    (
        Cell("code", cells.code),
        *_NAMES,
        Cell("kind", cells.word_of(PLACE_KINDS), "sort", compared=False),
        Cell("building", cells.text),
    ),
    ("code",),
    "SELECT id, active, code, name, english, building FROM places WHERE kind = 'public'",
    {"kind": "public"},
    unique=True,
)
RESIDENTS = Register(
    "residents",
    "residents",
    (
        Cell("unit", cells.unit, refers=("units",)),
        *_NAMES,
        Cell("phone", cells.phone),
        Cell("role", cells.word_of(("owner", "tenant", "family"))),
        Cell("notes", cells.text),
    ),
    ("unit", "name"),
    "SELECT r.id, r.active, p.code AS unit, r.name, r.english, r.phone, r.role, r.notes"
    " FROM residents r JOIN places p ON p.id = r.place_id ORDER BY r.active",
)
POSTS = Register(
    "posts",
    "posts",
    (Cell("code", cells.code), *_NAMES),
    ("code",),
    "SELECT code AS id, code, name, english FROM posts",
)
MINUTES = Register(
    "minutes",
    "post_minutes",
    (
        Cell("post", cells.code, refers=("posts",)),
        Cell("building", cells.code),
        Cell("minutes", cells.whole()),
    ),
    ("post", "building"),
    "SELECT post || '/' || building AS id, post, building, minutes FROM post_minutes",
)
PEOPLE = Register(
    "people",
    "people",
    (
        Cell("code", cells.code),
        *_NAMES,
        Cell("role", cells.word_of(_WORKERS)),
        Cell("phone", cells.phone),
        Cell("pin", cells.pin, compared=False),
    ),
    ("code",),
    "SELECT id, active, code, name, english, role, phone, pin_hash IS NOT NULL AS has_pin"
    " FROM people WHERE role <> 'guard'",
    unique=True,
)
GUARDS = Register(
    "guards",
    "people",
    (
        Cell("code", cells.code),
        *_NAMES,
        Cell("phone", cells.phone),
        Cell("post", cells.code, refers=("posts",)),
    ),
    ("code",),
    "SELECT p.id, p.active, p.code, p.name, p.english, p.phone, g.post FROM people p"
    " JOIN guards g ON g.person_id = p.id WHERE p.role = 'guard'",
    {"role": "guard"},
    unique=True,
)
EQUIPMENT = Register(
    "equipment",
    "equipment",
    (Cell("code", cells.code), *_NAMES, Cell("kind", cells.word_of(EQUIPMENT_KINDS))),
    ("code",),
    "SELECT code AS id, active, code, name, english, kind FROM equipment",
    optional=True,
)
ROOMS = Register(
    "rooms",
    "rooms",
    (
        Cell("code", cells.code),
        *_NAMES,
        Cell("size", cells.word_of(("large", "small"))),
        Cell("capacity", cells.whole(1)),
        Cell("setup_minutes", cells.whole()),
        Cell("clear_minutes", cells.whole()),
        Cell("features", cells.words),
        Cell("hours", cells.hours),
    ),
    ("code",),
    "SELECT id, active, code, name, english, size, capacity, setup_minutes, clear_minutes,"
    " features, hours FROM rooms",
)
VEHICLES = Register(
    "vehicles",
    "vehicles",
    (
        Cell("plate", cells.code),
        *_NAMES,
        Cell("model", cells.text),
        Cell("fuel", cells.text),
        Cell("tank_l", cells.amount(1000, 1, "58"), "tank_ml"),
        Cell("norm_l_100km", cells.amount(1000, 1, "8.9"), "norm_ml"),
        Cell("card", cells.text),
        Cell("station", cells.text),
        Cell("odometer_km", cells.whole()),
    ),
    ("plate",),
    "SELECT id, active, plate, name, english, model, fuel, tank_ml, norm_ml, card, station,"
    " odometer_km FROM vehicles",
)
PAPERS = Register(
    "papers",
    "papers",
    (
        Cell("plate", cells.code, refers=("vehicles",)),
        Cell("kind", cells.word_of(PAPER_KINDS)),
        Cell("expires", cells.or_none(cells.day)),
        Cell("service_km", cells.or_none(cells.whole(1))),
    ),
    ("plate", "kind"),
    "SELECT q.id, v.plate, q.kind, q.expires, q.service_km FROM papers q"
    " JOIN vehicles v ON v.id = q.vehicle_id JOIN cases c ON c.id = q.case_id"
    " WHERE c.closed_at IS NULL ORDER BY q.id",
)
PRICES = Register(
    "prices",
    "prices",
    (
        Cell("code", cells.code),
        *_NAMES,
        Cell("unit", cells.text),
        Cell("price", cells.amount(100, 0, "30.00"), "cents"),
        Cell("from", cells.day, "begins"),
    ),
    ("code", "begins"),
    "SELECT code || '/' || begins AS id, code, begins, name, english, unit, cents FROM prices",
)
PHRASES = Register(
    "phrases",
    "phrases",
    (
        Cell("category", cells.code, refers=("categories",)),
        Cell("zh", cells.some),
        Cell("en", cells.some),
        Cell("clause", cells.text),
    ),
    ("category", "zh"),
    "SELECT id, category, zh, en, clause FROM phrases",
)
DOCUMENTS = Register(
    "documents",
    "documents",
    (
        Cell("code", cells.code),
        Cell("heading", cells.some),
        Cell("title", cells.some),
        Cell("english", cells.text),
        Cell("location", cells.text),
        Cell("clause", cells.text),
    ),
    ("code",),
    "SELECT code AS id, code, heading, title, english, location, clause FROM documents",
)
NOTICES = Register(
    "notices",
    "notices",
    (
        Cell("building", cells.text),
        Cell("from", cells.day, "begins"),
        Cell("until", cells.day, "ends"),
        Cell("zh", cells.some),
        Cell("en", cells.some),
    ),
    ("building", "begins", "zh"),
    "SELECT id, building, begins, ends, zh, en FROM notices",
)

FORMS = Register(
    "forms",
    "forms",
    (
        Cell("code", cells.code),
        Cell("number", cells.some),
        *_NAMES,
        Cell("owner", cells.word_of(tuple(ROLE_WORDS))),
        Cell("keep_years", cells.whole(1)),
        Cell("clause", cells.text),
    ),
    ("code",),
    "SELECT code AS id, code, number, name, english, owner, keep_years, clause FROM forms",
    optional=True,
)
CSV_REGISTERS = (
    UNITS,
    PLACES,
    RESIDENTS,
    POSTS,
    MINUTES,
    PEOPLE,
    GUARDS,
    EQUIPMENT,
    ROOMS,
    VEHICLES,
    PAPERS,
    *FLEET,
    PRICES,
    PHRASES,
    DOCUMENTS,
    FORMS,
    NOTICES,
)
"""In the order in which they are kept: what others refer to comes first."""

REGISTERS = (SETTINGS, CATEGORIES, *CSV_REGISTERS)
BY_NAME = {register.name: register for register in REGISTERS}
