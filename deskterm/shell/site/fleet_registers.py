"""The files of a site about its fleet: accounts, intervals, licences, suppliers, supplies."""

from __future__ import annotations

from deskterm.shell.site import cells
from deskterm.shell.site.shape import Cell, Register

HEADINGS = (
    "staff",
    "maintenance",
    "utilities",
    "administration",
    "insurance",
    "remuneration",
    "tax",
    "reserve",
    "other",
)
"""The heads under which costs are added up (Q2.4)."""

_NAMES = (Cell("name", cells.some), Cell("english", cells.text))

ACCOUNTS = Register(
    "accounts",
    "accounts",
    (
        Cell("code", cells.code),
        Cell("heading", cells.word_of(HEADINGS)),
        *_NAMES,
        Cell("kinds", cells.words),
    ),
    ("code",),
    "SELECT code AS id, code, heading, name, english, kinds FROM accounts",
    optional=True,
)
INTERVALS = Register(
    "intervals",
    "service_intervals",
    (
        Cell("plate", cells.code, refers=("vehicles",)),
        Cell("km", cells.or_none(cells.whole(1))),
        Cell("months", cells.or_none(cells.whole(1))),
    ),
    ("plate",),
    "SELECT plate AS id, plate, km, months FROM service_intervals",
    optional=True,
)
LICENCES = Register(
    "licences",
    "papers",
    (Cell("person", cells.code, refers=("people",)), Cell("expires", cells.day)),
    ("person",),
    "SELECT q.id, p.code AS person, q.expires FROM papers q JOIN people p ON p.id = q.person_id"
    " JOIN cases c ON c.id = q.case_id WHERE c.closed_at IS NULL ORDER BY q.id",
    optional=True,
)
SUPPLIERS = Register(
    "suppliers",
    "suppliers",
    (
        Cell("code", cells.code),
        *_NAMES,
        Cell("kind", cells.word_of(("shop", "other"))),
        Cell("phone", cells.phone),
    ),
    ("code",),
    "SELECT id, active, code, name, english, kind, phone FROM suppliers",
    unique=True,
    optional=True,
)
SUPPLIES = Register(
    "supplies",
    "supplies",
    (Cell("code", cells.code), *_NAMES, Cell("unit", cells.text)),
    ("code",),
    "SELECT id, active, code, name, english, unit FROM supplies",
    unique=True,
    optional=True,
)

FLEET = (ACCOUNTS, INTERVALS, LICENCES, SUPPLIERS, SUPPLIES)
