"""The reports: the same figures in a terminal, a CSV file and JSON."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from deskterm.core import queue
from deskterm.core.instants import instant
from deskterm.core.layout import Column, Table
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, Period, named, percentile, report
from deskterm.core.words import N_, _, language
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell.board_state import BoardState, due_rows
from deskterm.shell.look_up import DOC_KINDS

_FIVE_MINUTES = 300.0


def run_report(office: Office, name: str, first: str | None, last: str | None) -> Table:
    """One report of a period of days, or of everything."""
    make = named(name)
    with office.read() as reader:
        period = Period.of_days(office.site, first, last)
        return make(reader, Asked(office.site, period, office.now()))


def _seconds(start: str, end: str) -> float:
    return (instant(end) - instant(start)).total_seconds()


def _title(row: Row) -> str:
    return str((row["en"] if language() == "en" else row["zh"]) or "")


@report("dispatch")
def dispatch(reader: Reader, asked: Asked) -> Table:
    """From dispatch to on scene in seconds; runs that never arrived are counted, never zero."""
    runs = reader.rows(
        "SELECT g.number, g.en, g.zh, a.assigned_at, a.on_scene_at FROM assignments a"
        " JOIN calls k ON k.case_id = a.case_id JOIN categories g ON g.code = k.category"
        " WHERE a.assigned_at >= :since AND a.assigned_at < :until ORDER BY g.number",
        since=asked.period.since,
        until=asked.period.until,
    )
    groups: dict[str, list[Row]] = defaultdict(list)
    for run in runs:
        groups[_title(run)].append(run)
    rows = [_dispatch_row(_("all"), runs), *(_dispatch_row(key, of) for key, of in groups.items())]
    columns = (
        Column("category", N_("Category"), 14, grow=True),
        Column("runs", N_("Runs"), 6, align="right"),
        Column("times", N_("Times"), 6, align="right"),
        Column("median_s", N_("Median s"), 9, align="right"),
        Column("p90_s", N_("90th s"), 9, align="right"),
        Column("never_arrived", N_("Never arrived"), 13, align="right"),
        Column("out_of_order", N_("Out of order"), 12, 1, align="right"),
    )
    return Table(columns, rows, _("Dispatch to on scene"))


def _dispatch_row(name: str, runs: list[Row]) -> Row:
    times = [_seconds(run["assigned_at"], run["on_scene_at"]) for run in runs if run["on_scene_at"]]
    return {
        "category": name,
        "runs": len(runs),
        "times": len(times),
        "median_s": percentile(times, 0.5),
        "p90_s": percentile(times, 0.9),
        "never_arrived": len(runs) - len(times),
        "out_of_order": sum(span < 0 for span in times),
    }


@report("calls")
def calls(reader: Reader, asked: Asked) -> Table:
    """Calls by category: how many, open, answered, within five minutes; unknown apart."""
    found = reader.rows(
        "SELECT g.number, g.en, g.zh, c.opened_at, c.closed_at, k.answered_at FROM cases c"
        " JOIN calls k ON k.case_id = c.id JOIN categories g ON g.code = k.category"
        " WHERE c.opened_at >= :since AND c.opened_at < :until ORDER BY g.number",
        since=asked.period.since,
        until=asked.period.until,
    )
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[_title(row)].append(row)
    rows = [_call_row(_("all"), found), *(_call_row(key, of) for key, of in groups.items())]
    columns = (
        Column("category", N_("Category"), 14, grow=True),
        Column("calls", N_("Calls"), 6, align="right"),
        Column("open", N_("Open"), 6, align="right"),
        Column("answered", N_("Answered"), 8, align="right"),
        Column("within_5m", N_("In 5 min"), 8, align="right"),
        Column("unknown", N_("Unknown"), 8, align="right"),
    )
    return Table(columns, rows, _("Calls"))


def _call_row(name: str, found: list[Row]) -> Row:
    spans = [_seconds(row["opened_at"], row["answered_at"]) for row in found if row["answered_at"]]
    return {
        "category": name,
        "calls": len(found),
        "open": sum(row["closed_at"] is None for row in found),
        "answered": len(spans),
        "within_5m": sum(span <= _FIVE_MINUTES for span in spans),
        "unknown": len(found) - len(spans),
    }


@report("guards")
def guards(reader: Reader, asked: Asked) -> Table:
    """Each guard's runs in the period and the hours out; runs with no known end counted apart."""
    found = reader.rows(
        "SELECT p.code, p.name, a.assigned_at, a.clear_at FROM assignments a"
        " JOIN people p ON p.id = a.person_id"
        " WHERE a.assigned_at >= :since AND a.assigned_at < :until ORDER BY p.code",
        since=asked.period.since,
        until=asked.period.until,
    )
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        groups[row["code"], row["name"]].append(row)
    rows = []
    for (code, name), of in groups.items():
        spans = [_seconds(row["assigned_at"], row["clear_at"]) for row in of if row["clear_at"]]
        rows.append(
            {
                "code": code,
                "name": name,
                "runs": len(of),
                "hours": round(sum(spans) / 3600, 2),
                "open": len(of) - len(spans),
            }
        )
    columns = (
        Column("code", N_("No."), 6),
        Column("name", N_("Name"), 12, grow=True),
        Column("runs", N_("Runs"), 6, align="right"),
        Column("hours", N_("Hours out"), 9, align="right"),
        Column("open", N_("Still out"), 9, align="right"),
    )
    return Table(columns, rows, _("Guards"))


@report("rooms")
def room_use(reader: Reader, asked: Asked) -> Table:
    """Each room's bookings in the period and their hours, cancelled ones apart."""
    found = reader.rows(
        "SELECT room_id, state, start_at, end_at FROM bookings"
        " WHERE start_at >= :since AND start_at < :until",
        since=asked.period.since,
        until=asked.period.until,
    )
    rows = []
    for room in rooms.rooms(reader):
        mine = [row for row in found if row["room_id"] == room["id"]]
        kept = [row for row in mine if row["state"] == "booked"]
        hours = sum(_seconds(row["start_at"], row["end_at"]) for row in kept) / 3600
        rows.append(
            {
                "code": room["code"],
                "name": (room["english"] if language() == "en" else room["name"]) or room["name"],
                "bookings": len(kept),
                "hours": round(hours, 2),
                "cancelled": len(mine) - len(kept),
            }
        )
    columns = (
        Column("code", N_("No."), 4),
        Column("name", N_("Room"), 14, grow=True),
        Column("bookings", N_("Bookings"), 8, align="right"),
        Column("hours", N_("Hours"), 7, align="right"),
        Column("cancelled", N_("Cancelled"), 9, align="right"),
    )
    return Table(columns, rows, _("Rooms"))


@report("fuel")
def fuel(reader: Reader, asked: Asked) -> Table:
    """Each vehicle's litres per 100 km, from full tank to full tank, beside its norm."""
    first = (
        instant(asked.period.since) if asked.period.since else asked.now - timedelta(days=36_500)
    )
    last = asked.now + timedelta(milliseconds=1)
    if asked.period.until != "9999":
        last = instant(asked.period.until)
    rows = []
    for vehicle in vehicles.fleet(reader, asked.now):
        used = [f.used for f in vehicles.figures(reader, vehicle["id"], first, last) if f.used]
        litres, km = sum(one.litres_ml for one in used), sum(one.km for one in used)
        per_100 = round(litres / km / 10, 2) if km else None
        norm = vehicle["norm_ml"] / 1000
        rows.append(
            {
                "plate": vehicle["plate"],
                "km": km,
                "litres": round(litres / 1000, 2),
                "per_100_km": per_100,
                "norm": norm,
                "over": None if per_100 is None else round(per_100 - norm, 2),
            }
        )
    columns = (
        Column("plate", N_("Plate"), 10, grow=True),
        Column("km", N_("km"), 8, align="right"),
        Column("litres", N_("Litres"), 9, align="right"),
        Column("per_100_km", N_("L/100 km"), 9, align="right"),
        Column("norm", N_("Norm"), 6, align="right"),
        Column("over", N_("Over"), 6, align="right"),
    )
    return Table(columns, rows, _("Fuel"))


@report("late")
def late(reader: Reader, asked: Asked) -> Table:
    """What is past its clock now, by grade and then by time."""
    state = BoardState(due=queue.due(reader, 100_000))
    rows = [row for row in due_rows(state, asked.now) if row["_style"] == "overdue"]
    kept = ("left", "step", "title", "where", "who")
    columns = (
        Column("left", N_("Due"), 9, align="right"),
        Column("step", N_("No."), 9),
        Column("title", N_("Step"), 20, grow=True),
        Column("where", N_("Where"), 14),
        Column("who", N_("By"), 16),
    )
    return Table(columns, [{name: row[name] for name in kept} for row in rows], _("Overdue"))


@report("day")
def day(reader: Reader, asked: Asked) -> Table:
    """Every record of the period, in the order it was entered."""
    found = reader.rows(
        "SELECT at, kind, body FROM docs WHERE at >= :since AND at < :until"
        " AND kind IN ('call', 'booking', 'slip') ORDER BY id",
        since=asked.period.since,
        until=asked.period.until,
    )
    rows = [
        {
            "at": f"{asked.site.local(instant(row['at'])):%Y-%m-%d %H:%M}",
            "kind": _(DOC_KINDS[row["kind"]]),
            "words": row["body"],
        }
        for row in found
    ]
    columns = (
        Column("at", N_("At"), 16),
        Column("kind", N_("What"), 9),
        Column("words", N_("Words"), 30, grow=True),
    )
    return Table(columns, rows, _("The day"))
