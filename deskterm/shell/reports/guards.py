"""How soon guards move and arrive, and how long they are out.

A stamp that a later one filled is unknown, as one that was never written; an
assignment that was undone counts nowhere. Stamps out of order are counted as they
stand, and flagged.
"""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.desks.guards.rules import natural
from deskterm.shell.reports.cells import (
    filled,
    grouped,
    known,
    out_of_order,
    seconds,
    share_of,
)
from deskterm.shell.reports.groups import TIMES, Groups
from deskterm.shell.where import named

_TO_SCENE = seconds("a.assigned_at", f"({known('on-scene')})")
_TO_MOVE = seconds("a.assigned_at", f"({known('en-route')})")
_OUT = seconds("a.assigned_at", "a.clear_at")
_SENT = " a.assigned_at >= :since AND a.assigned_at < :until AND a.withdrawn_at IS NULL"


_DISPATCH = (
    Column("runs", N_("Runs"), 6, align="right"),
    Column("times", N_("Times"), 6, align="right"),
    Column("median_s", N_("Median s"), 9, align="right"),
    Column("p90_s", N_("90th s"), 9, align="right"),
    Column("never_arrived", N_("Never arrived"), 13, align="right"),
    Column("filled", N_("Filled later"), 12, 1, align="right"),
    Column("out_of_order", N_("Out of order"), 12, 1, align="right"),
)


_KEYS = {"category": "g.code", "guard": "p.code"}


@report(
    "dispatch",
    N_("From dispatch to on scene; what never arrived is never zero."),
    by=("category", *TIMES, "guard"),
)
def dispatch(reader: Reader, asked: Asked) -> Table:
    groups = Groups(reader, asked, _KEYS, "a.assigned_at")
    runs = reader.rows(
        f"SELECT {groups.sql} AS key, {_TO_SCENE} AS scene_s, {filled('on-scene')} AS filled"  # noqa: S608 - constants only
        " FROM assignments a CROSS JOIN cases c ON c.id = a.case_id"
        " JOIN calls k ON k.case_id = c.id"
        " JOIN categories g ON g.code = k.category JOIN people p ON p.id = a.person_id"
        f" WHERE c.letter = 'C' AND{_SENT}",
        **asked.bounds,
    )
    rows = [{groups.by: _("all"), **_dispatch_row(runs), TOTAL: True}]
    rows += [{groups.by: name, **_dispatch_row(of)} for name, of in groups.gather(runs).items()]
    picture = Picture(groups.kind, N_("Seconds to on scene"), groups.by, ("median_s", "p90_s"))
    return Table((groups.column, *_DISPATCH), rows, _("Dispatch to on scene"), (picture,))


def _dispatch_row(runs: Sequence[Row]) -> Row:
    times = [run["scene_s"] for run in runs if run["scene_s"] is not None]
    later = sum(run["filled"] for run in runs)
    return {
        "runs": len(runs),
        "times": len(times),
        "median_s": share_of(times, 0.5),
        "p90_s": share_of(times, 0.9),
        "never_arrived": len(runs) - len(times) - later,
        "filled": later,
        "out_of_order": sum(span < 0 for span in times),
    }


_GUARDS = (
    Column("code", N_("No."), 6),
    Column("name", N_("Name"), 12, grow=True),
    Column("calls", N_("Calls"), 6, align="right"),
    Column("runs", N_("Runs"), 5, 2, align="right"),
    Column("move_s", N_("To move s"), 9, align="right"),
    Column("move_unknown", N_("Move unknown"), 12, 2, align="right"),
    Column("arrive_s", N_("To arrive s"), 11, align="right"),
    Column("arrive_unknown", N_("Arrival unknown"), 15, 2, align="right"),
    Column("hours", N_("Hours out"), 9, align="right"),
    Column("open", N_("Still out"), 9, align="right"),
    Column("filled", N_("Filled later"), 12, 2, align="right"),
    Column("out_of_order", N_("Out of order"), 12, 1, align="right"),
)


@report("guards", N_("Each guard's calls, seconds to move and to arrive, hours out."))
def guards(reader: Reader, asked: Asked) -> Table:
    found = reader.rows(
        f"SELECT p.code, p.name, p.english, a.case_id, {_TO_MOVE} AS move_s,"  # noqa: S608 - constants only
        f" {_TO_SCENE} AS arrive_s, {_OUT} AS out_s, a.filled <> '' AS filled,"
        f" {out_of_order()} AS out_of_order FROM assignments a"
        f" JOIN people p ON p.id = a.person_id WHERE{_SENT}",
        **asked.bounds,
    )
    each = grouped(found, lambda row: str(row["code"]))
    rows = [_guard_row(each[code]) for code in sorted(each, key=natural)]
    picture = Picture("bar", N_("Hours out"), "code", ("hours",))
    return Table(_GUARDS, rows, _("Guards"), (picture,))


def _guard_row(runs: Sequence[Row]) -> Row:
    move, arrive, out = (_known(runs, name) for name in ("move_s", "arrive_s", "out_s"))
    return {
        "code": runs[0]["code"],
        "name": named(runs[0], ""),
        "calls": len({run["case_id"] for run in runs}),
        "runs": len(runs),
        "move_s": share_of(move, 0.5),
        "move_unknown": len(runs) - len(move),
        "arrive_s": share_of(arrive, 0.5),
        "arrive_unknown": len(runs) - len(arrive),
        "hours": round(sum(out) / 3600, 2),
        "open": len(runs) - len(out),
        "filled": sum(run["filled"] for run in runs),
        "out_of_order": sum(run["out_of_order"] for run in runs),
    }


def _known(runs: Sequence[Row], name: str) -> list[float]:
    return [run[name] for run in runs if run[name] is not None]
