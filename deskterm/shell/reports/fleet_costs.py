"""What the fleet costs: each vehicle's month, the accounts, the months (V3.4, Q2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from deskterm.core.instants import instant, stamp
from deskterm.core.layout import Amount, Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, months, report
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import cost_queries as costs
from deskterm.desks.vehicles import queries, rules
from deskterm.shell.reports.cells import money
from deskterm.shell.where import named

_AT_LAST = "9999-12-31"
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "fuel": ("fuel",),
    "road": ("toll", "parking"),
    "repair": ("repair",),
    "maintenance": ("maintenance",),
    "insurance": ("insurance",),
    "tax": ("tax",),
    "consumables": ("consumables",),
    "other": ("other",),
}
"""The columns of 《车辆费用每月统计表》, and the kinds of cost in each."""

_KINDS = (
    Column("fuel", N_("Fuel cost"), 9, align="right"),
    Column("road", N_("Toll, parking"), 13, 1, align="right"),
    Column("repair", N_("Repair"), 9, align="right"),
    Column("maintenance", N_("Maintenance"), 11, 1, align="right"),
    Column("insurance", N_("Insurance"), 9, 2, align="right"),
    Column("tax", N_("Tax"), 8, 3, align="right"),
    Column("consumables", N_("Consumables"), 11, 3, align="right"),
    Column("other", N_("Other"), 8, 4, align="right"),
    Column("total", N_("Total"), 10, align="right"),
    Column("unknown", N_("Not known"), 9, align="right"),
)
_COLUMNS = (
    Column("plate", N_("Plate"), 10, grow=True),
    *_KINDS,
    Column("km", N_("km"), 7, align="right"),
    Column("per_100_km", N_("L/100 km"), 8, align="right"),
    Column("per_km", N_("Per km"), 7, align="right"),
)
_MONTHS = (Column("month", N_("Month"), 8, grow=True), *_KINDS)
_ACCOUNTS = (
    Column("month", N_("Month"), 7),
    Column("heading", N_("Heading"), 14),
    Column("account", N_("Account"), 20, grow=True),
    Column("amount", N_("Amount"), 12, align="right"),
    Column("unknown", N_("Not known"), 9, align="right"),
)
HEADINGS = {
    "staff": N_("staff"),
    "maintenance": N_("maintenance"),
    "utilities": N_("shared utilities"),
    "administration": N_("administration"),
    "insurance": N_("insurance"),
    "remuneration": N_("manager's remuneration"),
    "tax": N_("business tax"),
    "reserve": N_("repair reserve fund"),
    "other": N_("other"),
}


@report("vehicle-costs", N_("Each vehicle's costs by kind, and per km."))
def vehicle_costs(reader: Reader, asked: Asked) -> Table:
    found = _all(reader, asked, asked.period.since, asked.period.until)
    rows = []
    for vehicle in queries.fleet(reader, asked.now):
        mine = [row for row in found if row["vehicle_id"] == vehicle["id"]]
        rows.append(_of_vehicle(reader, asked, vehicle, mine))
    nobodys = [row for row in found if row["vehicle_id"] is None]
    if nobodys:
        rows.append({"plate": _("no vehicle, stock"), **_cells(nobodys)})
    driven = [row["km"] for row in rows if row.get("km") is not None]
    total = {"plate": _("fleet"), **_cells(found), "km": sum(driven) if driven else None}
    rows.append({**total, TOTAL: True})
    bars = Picture("bar", N_("Costs by vehicle"), "plate", ("total",))
    return Table(_COLUMNS, rows, _("Vehicle costs"), (bars,))


def _of_vehicle(reader: Reader, asked: Asked, vehicle: Row, mine: list[Row]) -> Row:
    """One vehicle's row; the cost per km is left open while an amount is not known."""
    since, until = _bounds(asked)
    used = rules.average(queries.figures(reader, vehicle["id"], since, until))
    after = queries.reading_before(reader, vehicle["id"], until)
    before = queries.reading_before(reader, vehicle["id"], since)
    km = _driven(before, after)
    cells = _cells(mine)
    whole = _sum(mine) if not cells["unknown"] else None
    return {
        "plate": vehicle["plate"],
        **cells,
        "km": km,
        "per_100_km": None if used.per_100 is None else float(used.per_100),
        "per_km": _per_km(whole, km),
    }


def _driven(before: queries.Reading, after: queries.Reading) -> int | None:
    """What lies between two readings; unknown where the one before is higher.

    The register's entry stands before all slips that are kept, and slips of the time
    before it are taken in later.
    """
    known = after.at is not None and after.km >= before.km
    return after.km - before.km if known else None


def _per_km(cents: int | None, km: int | None) -> Amount | None:
    return None if cents is None or not km else Amount(f"{cents / km / 100:.2f}")


def _bounds(asked: Asked) -> tuple[datetime, datetime]:
    """The period as instants; without a beginning, from long ago."""
    long_ago = asked.now - timedelta(days=36_500)
    since = instant(asked.period.since) if asked.period.since else long_ago
    if asked.period.until == "9999":
        return since, asked.now + timedelta(milliseconds=1)
    return since, instant(asked.period.until)


def _days(asked: Asked, since: str, until: str) -> tuple[str, str]:
    """Stored instants as days at the site."""
    first = asked.site.local(instant(since)).date().isoformat() if since else ""
    if until == "9999":
        return first, _AT_LAST
    return first, asked.site.local(instant(until)).date().isoformat()


def _all(reader: Reader, asked: Asked, since: str, until: str) -> list[Row]:
    """Costs and fuel slips, each counted once."""
    return [
        *costs.by_vehicle(reader, *_days(asked, since, until)),
        *costs.fuel(reader, since, until),
    ]


def _cells(rows: list[Row]) -> Row:
    """The sums by column; blank where nothing was kept, which is not the same as nothing paid."""
    cells: dict[str, Any] = {}
    for name, kinds in _GROUPS.items():
        cells[name] = _amount(_sum(row for row in rows if row["kind"] in kinds))
    unknown = sum(row["unknown"] or 0 for row in rows)
    return {**cells, "total": _amount(_sum(rows)), "unknown": unknown or None}


def _sum(rows: Iterable[Row]) -> int | None:
    known = [row["cents"] for row in rows if row["cents"] is not None]
    return sum(known) if known else None


def _amount(cents: int | None) -> Amount | None:
    said = money(cents)
    return None if said is None else Amount(said)


@report("cost-months", N_("What the fleet cost in each month, by kind."))
def cost_months(reader: Reader, asked: Asked) -> Table:
    rows = []
    for name, since, until in _months(reader, asked):
        found = _all(reader, asked, since, until)
        rows.append({"month": name, **_cells(found)})
    bars = Picture("bar", N_("Costs by month"), "month", ("total",))
    return Table(_MONTHS, rows, _("Costs by month"), (bars,))


def _months(reader: Reader, asked: Asked) -> list[tuple[str, str, str]]:
    """The months of the period in which anything was paid, without a gap."""
    found = reader.row(
        "SELECT min(day) AS first, max(day) AS last FROM (SELECT day FROM costs WHERE withdrawn_at"
        " IS NULL UNION ALL SELECT substr(at, 1, 10) FROM slips WHERE withdrawn_at IS NULL)"
    )
    if found is None or found["first"] is None:
        return []
    first, last = (
        stamp(datetime.fromisoformat(found[end]).replace(hour=12, tzinfo=asked.site.zone))
        for end in ("first", "last")
    )
    since = max(first, asked.period.since)
    until = min(last, asked.period.until)
    if until < since:
        return []
    return [
        (name, max(begins, asked.period.since), min(ends, asked.period.until))
        for name, begins, ends in months(asked.site, since, until)
    ]


@report("accounts", N_("Costs by account and month."))
def accounts(reader: Reader, asked: Asked) -> Table:
    known = {row["code"]: row for row in costs.accounts(reader)}
    found = costs.by_account(reader, *_days(asked, asked.period.since, asked.period.until))
    found += _fuel_by_month(reader, asked)
    sums: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        sums.setdefault((row["month"], row["account"] or ""), []).append(row)
    order = {code: place for place, code in enumerate(known)}
    rows = [
        _account_row(known.get(code), month, sums[month, code])
        for month, code in sorted(sums, key=lambda each: (each[0], order.get(each[1], 999)))
    ]
    return Table(_ACCOUNTS, rows, _("Costs by account"))


def _account_row(account: Row | None, month: str, rows: list[Row]) -> Row:
    return {
        "month": month,
        "heading": _(HEADINGS[account["heading"]]) if account else "",
        "account": named(account, "") if account else _("no account"),
        "amount": _amount(_sum(rows)),
        "unknown": sum(row["unknown"] or 0 for row in rows) or None,
    }


def _fuel_by_month(reader: Reader, asked: Asked) -> list[Row]:
    code = costs.fuel_account(reader)
    rows = []
    for name, since, until in _months(reader, asked):
        found = costs.fuel(reader, since, until)
        if found:
            unknown = sum(row["unknown"] for row in found)
            rows.append({"account": code, "month": name, "cents": _sum(found), "unknown": unknown})
    return rows
