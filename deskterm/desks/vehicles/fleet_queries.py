"""What the vehicles desk reads of repairs, papers, stock, training and checks."""

from __future__ import annotations

from datetime import date

from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import N_

PAPERS = {
    "inspection": N_("annual inspection"),
    "insurance": N_("insurance"),
    "tax": N_("tax and certificates"),
    "service": N_("first-level maintenance"),
    "licence": N_("driver's licence"),
}
GRADES = {
    "part": N_("worn part"),
    "minor": N_("minor repair"),
    "medium": N_("medium repair"),
    "major": N_("major repair"),
}
SHOP_STATES = {
    "": N_("short-listed"),
    "listed": N_("short-listed"),
    "trial": N_("on trial"),
    "appointed": N_("appointed"),
    "dropped": N_("dropped"),
}
CHECKS = {
    "daily": N_("daily check"),
    "technical": N_("technical assessment"),
    "training": N_("training"),
}
KINDS = {
    "trip.asked": N_("trip asked for"),
    "repair.asked": N_("repair asked for"),
    "repair.approved": N_("repair approved"),
    "repair.declined": N_("repair not approved"),
    "repair.started": N_("work started"),
    "repair.finished": N_("work finished"),
    "repair.restored": N_("repair as before"),
    "cost.kept": N_("cost kept"),
    "cost.known": N_("amount kept"),
    "cost.withdrawn": N_("cost taken back"),
    "stock.bought": N_("bought into stock"),
    "stock.issued": N_("issued from stock"),
    "stock.withdrawn": N_("stock as before"),
    "supplier.added": N_("supplier entered"),
    "supply.added": N_("stock item entered"),
    "shop.turned": N_("shop:"),
    "shop.turned listed": N_("shop short-listed"),
    "shop.turned trial": N_("shop on trial"),
    "shop.turned appointed": N_("shop appointed"),
    "shop.turned dropped": N_("shop dropped"),
    "check.kept": N_("vehicle checked"),
    "check.withdrawn": N_("check taken back"),
    "training.kept": N_("driver trained"),
    "training.withdrawn": N_("training taken back"),
}
"""What the journal lines of this part of the desk say happened."""


def limits(site: Site) -> dict[str, int]:
    """The most that a repair of each grade may cost, in cents; only of grades with a limit."""
    told = {grade: site.values.get(f"repair_{grade}_limit") for grade in GRADES}
    return {grade: int(cents) for grade, cents in told.items() if cents}


def approved(reader: Reader, case_id: int) -> bool:
    """Whether the repair of this case was approved."""
    return _has(reader, case_id, "approved_at")


def started(reader: Reader, case_id: int) -> bool:
    """Whether work on the repair of this case began."""
    return _has(reader, case_id, "started_at")


def finished(reader: Reader, case_id: int) -> bool:
    """Whether the repair of this case is finished."""
    return _has(reader, case_id, "finished_at")


def _has(reader: Reader, case_id: int, column: str) -> bool:
    sql = f"SELECT 1 FROM repairs WHERE case_id = :case AND {column} IS NOT NULL"  # noqa: S608 - constants only
    return reader.value(sql, case=case_id) is not None


def paid(reader: Reader, case_id: int) -> bool:
    """Whether the cost of a repair is in the vehicle's file."""
    sql = (
        "SELECT 1 FROM costs WHERE for_id = :case AND withdrawn_at IS NULL"
        " AND cents IS NOT NULL LIMIT 1"
    )
    return reader.value(sql, case=case_id) is not None


_REPAIR = (
    "SELECT r.*, c.letter, c.year, c.number, c.state, c.opened_at, c.closed_at, v.plate,"
    " p.name AS driver_name, p.english AS driver_english, s.name AS shop_name,"
    " s.english AS shop_english, (SELECT t.body FROM texts t WHERE t.case_id = r.case_id"
    " AND t.field = 'words' AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1) AS words,"
    " (SELECT sum(k.cents) FROM costs k WHERE k.for_id = r.case_id AND k.withdrawn_at IS NULL)"
    " AS paid_cents FROM repairs r JOIN cases c ON c.id = r.case_id"
    " JOIN vehicles v ON v.id = r.vehicle_id LEFT JOIN people p ON p.id = r.asked_by"
    " LEFT JOIN suppliers s ON s.id = r.supplier_id"
)


def repair(reader: Reader, case_id: int) -> Row | None:
    """The repair of a case, with its driver, its shop and what it cost; None of another case."""
    return reader.row(f"{_REPAIR} WHERE r.case_id = :case", case=case_id)


def repairs(reader: Reader, vehicle_id: int, limit: int = 20) -> list[Row]:
    """The repairs of a vehicle that were not undone, the newest first."""
    return reader.rows(
        f"{_REPAIR} WHERE r.vehicle_id = :vehicle AND c.disposition IS NOT 'undone'"
        " ORDER BY c.opened_at DESC, c.id DESC LIMIT :limit",
        vehicle=vehicle_id,
        limit=limit,
    )


def warranty(reader: Reader, vehicle_id: int, day: date) -> list[Row]:
    """The finished repairs of a vehicle whose warranty runs on a day."""
    return reader.rows(
        f"{_REPAIR} WHERE r.vehicle_id = :vehicle AND r.warranty_until >= :day"
        " AND r.finished_at IS NOT NULL ORDER BY r.warranty_until",
        vehicle=vehicle_id,
        day=day.isoformat(),
    )


_OPEN = (
    "SELECT c.id AS case_id, c.letter, c.year, c.number, c.opened_at, c.closed_at, v.plate,"
    " r.grade, r.approved_at, r.started_at, r.finished_at, q.kind AS paper, q.expires,"
    " q.service_km, t.id AS trip_id, t.out_at, c.place_said FROM cases c"
    " LEFT JOIN vehicles v ON v.id = c.vehicle_id LEFT JOIN repairs r ON r.case_id = c.id"
    " LEFT JOIN papers q ON q.case_id = c.id"
    " LEFT JOIN trips t ON t.case_id = c.id AND t.withdrawn_at IS NULL AND t.back_at IS NULL"
)


def open_records(reader: Reader, due_until: str) -> list[Row]:
    """Trips and repairs that go on, and papers with a step due before a stored instant."""
    return reader.rows(
        f"{_OPEN} WHERE c.desk = 'vehicles' AND c.closed_at IS NULL AND (c.letter IN ('T', 'M')"  # noqa: S608 - constants only
        " OR EXISTS (SELECT 1 FROM steps s WHERE s.case_id = c.id AND s.state = 'open'"
        " AND coalesce(s.put_off_to, s.due_at) < :until)) ORDER BY c.letter, c.opened_at, c.id",
        until=due_until,
    )


def record(reader: Reader, case_id: int) -> Row | None:
    """The same of one record of this desk, be it closed or not."""
    return reader.row(f"{_OPEN} WHERE c.desk = 'vehicles' AND c.id = :case", case=case_id)


def papers_of(reader: Reader, vehicle_id: int) -> list[Row]:
    """Every paper of a vehicle, those that hold first; columns as in the table, and its number."""
    return reader.rows(
        "SELECT q.*, c.letter, c.year, c.number, c.closed_at FROM papers q"
        " JOIN cases c ON c.id = q.case_id WHERE q.vehicle_id = :vehicle"
        " AND c.disposition IS NOT 'undone'"
        " ORDER BY c.closed_at IS NOT NULL, q.kind, q.id DESC",
        vehicle=vehicle_id,
    )


def paper(reader: Reader, case_id: int) -> Row | None:
    """The paper of a case, with the plate or the driver that it belongs to."""
    return reader.row(
        "SELECT q.*, v.plate, p.name AS driver_name, p.english AS driver_english FROM papers q"
        " LEFT JOIN vehicles v ON v.id = q.vehicle_id LEFT JOIN people p ON p.id = q.person_id"
        " WHERE q.case_id = :case",
        case=case_id,
    )


_TRIP_TEXT = (
    "(SELECT t.body FROM texts t WHERE t.case_id = c.id AND t.field = '{field}'"
    " AND c.letter = 'T' AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1) AS {field}"
)
_TRIPS = (
    "SELECT t.*, c.letter, c.year, c.number, v.plate, p.name AS driver_name,"  # noqa: S608 - constants only
    f" p.english AS driver_english, {_TRIP_TEXT.format(field='requester')},"
    f" {_TRIP_TEXT.format(field='words')} FROM trips t JOIN cases c ON c.id = t.case_id"
    " JOIN vehicles v ON v.id = t.vehicle_id LEFT JOIN people p ON p.id = t.driver_id"
    " WHERE t.withdrawn_at IS NULL"
)


def trips_of(reader: Reader, vehicle_id: int, limit: int = 20) -> list[Row]:
    """The trips of a vehicle, the newest first, with who asked for each and what for."""
    return reader.rows(
        f"{_TRIPS} AND t.vehicle_id = :vehicle ORDER BY t.sent_at DESC LIMIT :limit",
        vehicle=vehicle_id,
        limit=limit,
    )


def trips(reader: Reader, since: str, until: str) -> list[Row]:
    """The trips that began between two stored instants, in their order."""
    return reader.rows(
        f"{_TRIPS} AND t.sent_at >= :since AND t.sent_at < :until ORDER BY t.sent_at",
        since=since,
        until=until,
    )


def assessments(reader: Reader, vehicle_id: int, limit: int = 10) -> list[Row]:
    """The newest checks of a vehicle, with what was written and who looked."""
    return reader.rows(
        "SELECT a.*, t.body, p.name AS driver_name, p.english AS driver_english"
        " FROM assessments a LEFT JOIN texts t ON t.id = a.text_id"
        " LEFT JOIN people p ON p.id = a.person_id WHERE a.vehicle_id = :vehicle"
        " AND a.withdrawn_at IS NULL ORDER BY a.day DESC, a.id DESC LIMIT :limit",
        vehicle=vehicle_id,
        limit=limit,
    )


def checked_on(reader: Reader, vehicle_id: int, day: date) -> bool:
    """Whether the vehicle's daily check of this day is kept, and all was in order."""
    sql = (
        "SELECT 1 FROM assessments WHERE vehicle_id = :vehicle AND day = :day AND kind = 'daily'"
        " AND passed = 1 AND withdrawn_at IS NULL LIMIT 1"
    )
    return reader.value(sql, vehicle=vehicle_id, day=day.isoformat()) is not None


_STOCK = (
    "SELECT s.id, s.code, s.name, s.english, s.unit,"
    " sum(CASE m.kind WHEN 'bought' THEN m.quantity END) AS bought,"
    " sum(CASE m.kind WHEN 'issued' THEN m.quantity END) AS issued,"
    " coalesce(sum(CASE m.kind WHEN 'bought' THEN m.quantity ELSE -m.quantity END), 0) AS on_hand"
    " FROM supplies s LEFT JOIN stock_moves m ON m.supply_id = s.id AND m.withdrawn_at IS NULL"
)


def stock(reader: Reader) -> list[Row]:
    """What was bought and issued of everything in stock, and how much is there."""
    return reader.rows(f"{_STOCK} WHERE s.active = 1 GROUP BY s.id ORDER BY s.code")


def on_hand(reader: Reader, supply_id: int) -> int:
    """How much of it is in stock."""
    row = reader.row(f"{_STOCK} WHERE s.id = :supply GROUP BY s.id", supply=supply_id)
    return int(row["on_hand"]) if row else 0


def bought(reader: Reader, supply_id: int) -> list[tuple[int, int | None]]:
    """Every purchase of it: how much, and the cents paid."""
    rows = reader.rows(
        "SELECT quantity, cents FROM stock_moves WHERE supply_id = :supply AND kind = 'bought'"
        " AND withdrawn_at IS NULL",
        supply=supply_id,
    )
    return [(row["quantity"], row["cents"]) for row in rows]


def shops(reader: Reader) -> list[Row]:
    """Every repair shop: how it stands, its repairs, what they cost, the last one."""
    return reader.rows(
        "SELECT s.id, s.code, s.name, s.english, s.phone, s.state, s.tried, count(r.id) AS repairs,"
        " sum(r.finished_at IS NOT NULL) AS finished, max(r.started_at) AS last_at,"
        " (SELECT sum(k.cents) FROM costs k WHERE k.supplier_id = s.id AND k.kind = 'repair'"
        " AND k.withdrawn_at IS NULL) AS cents FROM suppliers s"
        " LEFT JOIN repairs r ON r.supplier_id = s.id WHERE s.kind = 'shop' AND s.active = 1"
        " GROUP BY s.id ORDER BY s.state = 'appointed' DESC, s.state = 'dropped', s.code"
    )


def drivers(reader: Reader) -> list[Row]:
    """Everybody with a licence on record or a training: until when, and what was taught last."""
    return reader.rows(
        "SELECT p.id, p.code, p.name, p.english, (SELECT max(q.expires) FROM papers q"
        " JOIN cases c ON c.id = q.case_id WHERE q.person_id = p.id AND c.closed_at IS NULL)"
        " AS licence, a.day AS trained, t.body AS training FROM people p LEFT JOIN assessments a"
        " ON a.id = (SELECT b.id FROM assessments b WHERE b.person_id = p.id"
        " AND b.kind = 'training' AND b.withdrawn_at IS NULL"
        " ORDER BY b.day DESC, b.id DESC LIMIT 1)"
        " LEFT JOIN texts t ON t.id = a.text_id WHERE p.active = 1"
        " AND (p.role = 'driver' OR a.id IS NOT NULL OR EXISTS"
        " (SELECT 1 FROM papers q WHERE q.person_id = p.id)) ORDER BY p.code"
    )
