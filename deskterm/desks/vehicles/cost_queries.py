"""What the vehicles cost: by vehicle, by account, by month."""

from __future__ import annotations

from datetime import date

from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_

COSTS = {
    "fuel": N_("fuel"),
    "toll": N_("toll"),
    "parking": N_("parking"),
    "repair": N_("repair"),
    "maintenance": N_("maintenance"),
    "insurance": N_("insurance"),
    "tax": N_("tax"),
    "consumables": N_("consumables"),
    "other": N_("other"),
}
_DAYS = "k.day >= :first AND k.day < :after"
_KEPT = "k.withdrawn_at IS NULL"


def by_vehicle(reader: Reader, first: str, after: str) -> list[Row]:
    """Costs from the day `first` to before the day `after`, added up by vehicle and kind.

    Columns: vehicle_id (None where it is no vehicle's), kind, cents (None where nothing is
    known), unknown (how many amounts are not known). What goes into the stock is no vehicle's;
    what is issued of it is the vehicle's, and leaves the stock.
    """
    return reader.rows(
        f"SELECT k.vehicle_id, k.kind, sum(k.cents) AS cents, sum(k.cents IS NULL) AS unknown"  # noqa: S608 - constants only
        f" FROM costs k WHERE {_KEPT} AND {_DAYS} GROUP BY k.vehicle_id, k.kind"
        " UNION ALL SELECT k.vehicle_id, 'consumables', sum(k.cents), sum(k.cents IS NULL)"
        f" FROM stock_moves k WHERE {_KEPT} AND k.kind = 'issued' AND {_DAYS}"
        " GROUP BY k.vehicle_id"
        " UNION ALL SELECT NULL, 'consumables', -sum(k.cents), 0"
        f" FROM stock_moves k WHERE {_KEPT} AND k.kind = 'issued' AND {_DAYS}"
        " HAVING sum(k.cents) IS NOT NULL",
        first=first,
        after=after,
    )


def fuel(reader: Reader, since: str, until: str) -> list[Row]:
    """Fuel slips between two stored instants by vehicle: cents, and how many name no amount."""
    return reader.rows(
        "SELECT vehicle_id, 'fuel' AS kind, sum(amount_cents) AS cents,"
        " sum(amount_cents IS NULL) AS unknown FROM slips WHERE withdrawn_at IS NULL"
        " AND at >= :since AND at < :until GROUP BY vehicle_id",
        since=since,
        until=until,
    )


def by_account(reader: Reader, first: str, after: str) -> list[Row]:
    """Costs by account and month: account (None where it has none), month, cents, unknown."""
    return reader.rows(
        "SELECT k.account, substr(k.day, 1, 7) AS month, sum(k.cents) AS cents,"  # noqa: S608
        f" sum(k.cents IS NULL) AS unknown FROM costs k WHERE {_KEPT} AND {_DAYS}"
        " GROUP BY k.account, month",
        first=first,
        after=after,
    )


_TWIN = (
    "SELECT c.year, c.number, k.kind, k.day, k.cents FROM costs k JOIN cases c ON c.id = k.case_id"
)


def same_cost(
    reader: Reader,
    whose: tuple[int | None, str | None],
    told: tuple[date, str, int | None],
    slip: str | None,
) -> Row | None:
    """A cost of the same vehicle, or of no vehicle and the account, with day, kind and cents.

    One with another number on its paper is another cost.
    """
    (vehicle_id, account), (day, kind, cents) = whose, told
    return reader.row(
        f"{_TWIN} WHERE {_KEPT} AND k.day = :day AND k.kind = :kind AND k.cents IS :cents"  # noqa: S608
        " AND k.vehicle_id IS :vehicle AND (:vehicle IS NOT NULL OR k.account IS :account)"
        " AND (:slip IS NULL OR NOT EXISTS (SELECT 1 FROM texts t WHERE t.case_id = k.case_id"
        " AND t.field = 'slip' AND t.replaced_at IS NULL)) ORDER BY k.id DESC LIMIT 1",
        slip=slip,
        vehicle=vehicle_id,
        account=account,
        day=day.isoformat(),
        kind=kind,
        cents=cents,
    )


def same_slip(reader: Reader, supplier_id: int | None, slip: str) -> Row | None:
    """A cost of the same supplier with the same number on its paper."""
    return reader.row(
        f"{_TWIN} JOIN texts t ON t.case_id = k.case_id AND t.field = 'slip'"
        f" AND t.replaced_at IS NULL WHERE {_KEPT} AND k.supplier_id IS :supplier"
        " AND upper(t.body) = upper(:slip) ORDER BY k.id DESC LIMIT 1",
        supplier=supplier_id,
        slip=slip,
    )


def fuel_account(reader: Reader) -> str | None:
    """The account that fuel slips go to."""
    return account_of(reader, "fuel")


def account_of(reader: Reader, kind: str) -> str | None:
    """The account that a kind of cost goes to where nobody names one; None without any."""
    sql = "SELECT code FROM accounts WHERE ' ' || kinds || ' ' LIKE :kind ORDER BY code LIMIT 1"
    found = reader.value(sql, kind=f"% {kind} %")
    return None if found is None else str(found)


def accounts(reader: Reader) -> list[Row]:
    """Every account: code, heading, name, english; in the order of Q2.4 as the site wrote it."""
    return reader.rows("SELECT code, heading, name, english FROM accounts ORDER BY rowid")


_COST = (
    "SELECT k.*, c.letter, c.year, c.number, v.plate, s.name AS supplier_name,"
    " s.english AS supplier_english, a.name AS account_name, a.english AS account_english,"
    " f.letter AS for_letter, f.year AS for_year, f.number AS for_number,"
    " (SELECT t.body FROM texts t WHERE t.case_id = k.case_id AND t.field = 'words'"
    " AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1) AS words,"
    " (SELECT t.body FROM texts t WHERE t.case_id = k.case_id AND t.field = 'slip'"
    " AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1) AS slip FROM costs k"
    " JOIN cases c ON c.id = k.case_id LEFT JOIN cases f ON f.id = k.for_id"
    " LEFT JOIN vehicles v ON v.id = k.vehicle_id LEFT JOIN suppliers s ON s.id = k.supplier_id"
    " LEFT JOIN accounts a ON a.code = k.account"
)


def cost(reader: Reader, case_id: int) -> Row | None:
    """The cost of a case, in words; None of another case."""
    return reader.row(f"{_COST} WHERE k.case_id = :case", case=case_id)


def costs_of(reader: Reader, vehicle_id: int, limit: int = 20) -> list[Row]:
    """The newest costs of a vehicle that hold."""
    return reader.rows(
        f"{_COST} WHERE k.vehicle_id = :vehicle AND {_KEPT} ORDER BY k.day DESC, k.id DESC"
        " LIMIT :limit",
        vehicle=vehicle_id,
        limit=limit,
    )


def for_case(reader: Reader, case_id: int) -> list[Row]:
    """What was paid for a repair or a paper."""
    return reader.rows(f"{_COST} WHERE k.for_id = :case AND {_KEPT} ORDER BY k.id", case=case_id)


def bought_with(reader: Reader, case_id: int) -> bool:
    """Whether something was bought into the stock with this cost, and is there still."""
    sql = "SELECT 1 FROM stock_moves WHERE case_id = :case AND withdrawn_at IS NULL"
    return reader.value(sql, case=case_id) is not None
