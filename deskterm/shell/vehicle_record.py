"""The vehicles of a record on its page: which went, with whom; a repair, a cost, a paper."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core import numbers
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.site import Site
from deskterm.core.telling import clock
from deskterm.core.words import N_, _
from deskterm.desks.calls.rules import yuan
from deskterm.desks.vehicles import cost_queries as costs
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.desks.vehicles import queries as vehicles
from deskterm.desks.vehicles.fleet_rules import APPROVERS, weighed
from deskterm.shell.where import named

Fact = tuple[str, str]


def lines(reader: Reader, site: Site, case_id: int) -> Iterator[Fact]:
    """Every vehicle that was sent, with every time that is known; then the record's own facts."""
    for row in vehicles.of_case(reader, case_id):
        driver = named(row, "driver_")
        yield row["plate"], ", ".join([*([driver] if driver else []), *_times(site, row)])
    if repair := fleet.repair(reader, case_id):
        yield from _repair(site, repair)
    if paper := fleet.paper(reader, case_id):
        yield from _paper(paper)
    if cost := costs.cost(reader, case_id):
        yield from _cost(cost)
    for paid in costs.for_case(reader, case_id):
        yield _("Cost"), cost_line(paid)


def money(cents: int | None) -> str | None:
    """Cents as they are written; None is unknown."""
    return None if cents is None else yuan(cents)


def local(at: str | None, site: Site) -> str | None:
    """A stored instant at the site; None is unknown."""
    return None if at is None else f"{site.local(instant(at)):%Y-%m-%d %H:%M}"


def _times(site: Site, row: Row) -> Iterator[str]:
    for event in ("sent", "out", "back"):
        if told := row[f"{event}_at"]:
            said = _(vehicles.KINDS[f"vehicle.{event}"])
            yield f"{said} {clock(site, told, row['sent_at'])}"


def _repair(site: Site, row: Row) -> Iterator[Fact]:
    role = APPROVERS[weighed(row["grade"], row["estimate_cents"], fleet.limits(site))]
    yield _("Grade"), f"{_(fleet.GRADES[row['grade']])} ({_(ROLE_WORDS[role])})"
    for label, value in (
        (N_("Asked for by"), named(row, "driver_")),
        (N_("Estimate"), money(row["estimate_cents"])),
        (N_("Approved at"), local(row["approved_at"], site)),
        (N_("Shop"), named(row, "shop_")),
        (N_("Started"), local(row["started_at"], site)),
        (N_("Finished"), local(row["finished_at"], site)),
        (N_("Warranty until"), row["warranty_until"]),
    ):
        if value:
            yield _(label), str(value)


def _paper(row: Row) -> Iterator[Fact]:
    yield _("Paper"), f"{_(fleet.PAPERS[row['kind']])} {row['plate'] or named(row, 'driver_')}"
    yield _("Due"), due(row)
    if row["since_km"] is not None:
        yield _("Done at"), f"{row['since_km']} km"


def due(row: Row) -> str:
    """When a paper falls due: by a day, by a reading, or both."""
    km = f"{row['service_km']} km" if row["service_km"] else ""
    return _(" or at ").join(part for part in (row["expires"] or "", km) if part)


def _cost(row: Row) -> Iterator[Fact]:
    yield _("Cost"), cost_line(row)
    for label, value in (
        (N_("Account"), named(row, "account_")),
        (N_("Supplier"), named(row, "supplier_")),
        (N_("Slip number"), row["slip"]),
        (N_("For"), _for(row)),
    ):
        if value:
            yield _(label), value


def _for(row: Row) -> str:
    if row["for_letter"] is None:
        return ""
    return numbers.full(row["for_letter"], row["for_year"], row["for_number"])


def cost_line(row: Row) -> str:
    """A cost on one line: its day, its kind, its amount; one that was taken back says so."""
    amount = "¥" + str(money(row["cents"])) if row["cents"] is not None else _("not known yet")
    gone = _("taken back") if row["withdrawn_at"] else ""
    said = (row["day"], _(costs.COSTS[row["kind"]]), amount, row["words"], gone)
    return " ".join(part for part in said if part)
