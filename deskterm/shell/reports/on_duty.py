"""Who was on when, and what each did meanwhile, as the journal has it.

A line of the journal belongs to whoever is named on it, and to the time of theirs at
that console into which it falls. What was done by somebody who had signed on nowhere, at a shell
or by a clock of the program, stands on a line without times: nothing that was done is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from deskterm.core.instants import instant, stamp
from deskterm.core.layout import Column, Table
from deskterm.core.picture import Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.cells import local
from deskterm.shell.where import named

_SHIFTS = (
    "SELECT s.id, p.code, p.name, p.english, s.console, s.on_at, s.off_at FROM shifts s"
    " JOIN people p ON p.id = s.person_id"
    " WHERE s.on_at < :until AND (s.off_at IS NULL OR s.off_at >= :since) ORDER BY s.on_at, s.id"
)
_LINES = (
    "SELECT operator, console, kind, at FROM journal WHERE seq >= :first AND seq <= :last"
    " AND at >= :since AND at < :until"
)
_KINDS = {
    "call.opened": "calls",
    "case.closed": "closed",
    "case.cancelled": "closed",
    "step.done": "steps",
    "guard.assigned": "sent",
}
_COLUMNS = (
    Column("operator", N_("Operator"), 14, grow=True),
    Column("console", N_("Console"), 8, 3),
    Column("on", N_("Signed on"), 19),
    Column("off", N_("Signed off"), 19, 1),
    Column("hours", N_("Hours"), 6, align="right"),
    Column("calls", N_("Calls"), 6, align="right"),
    Column("closed", N_("Closed"), 6, 1, align="right"),
    Column("steps", N_("Steps"), 6, 1, align="right"),
    Column("sent", N_("Guards sent"), 11, 2, align="right"),
    Column("lines", N_("All entries"), 11, align="right"),
)
_PEOPLE = (_COLUMNS[0], *_COLUMNS[4:])
_COUNTS = ("calls", "closed", "steps", "sent", "lines")


@report(
    "shift",
    N_("Who was on when, and what each did."),
    by=("shift", "operator"),
)
def shift(reader: Reader, asked: Asked) -> Table:
    shifts = reader.rows(_SHIFTS, **asked.bounds)
    counted = _counted(reader, asked, shifts)
    names = {row["code"]: row for row in reader.rows("SELECT code, name, english FROM people")}
    rows = [_row(asked, row, counted.pop(row["id"], Counter())) for row in shifts]
    nowhere = {str(code or ""): found for code, found in counted.items()}
    for code, found in sorted(nowhere.items()):
        rows.append({"operator": _who(code, names), **_counts(found)})
    picture = Picture("bar", N_("Calls and steps"), "operator", ("calls", "steps"))
    if asked.by == "operator":
        return Table(_PEOPLE, list(_folded(rows)), _("Who did what"), (picture,))
    return Table(_COLUMNS, rows, _("Shifts"))


def _row(asked: Asked, row: Row, found: Counter[str]) -> Row:
    """One time at a console; still on is blank, and its hours are counted until now."""
    ends = instant(row["off_at"]) if row["off_at"] else asked.now
    hours = (ends - instant(row["on_at"])).total_seconds() / 3600
    return {
        "operator": f"{row['code']} {named(row, '')}".strip(),
        "console": row["console"],
        "on": local(row["on_at"], asked.site.zone),
        "off": local(row["off_at"], asked.site.zone),
        "hours": round(hours, 2),
        **_counts(found),
    }


def _who(code: str, names: Mapping[str, Row]) -> str:
    if not code:
        return _("nobody")
    return f"{code} {named(names[code], '')}".strip() if code in names else code


def _counts(found: Counter[str]) -> Row:
    return {name: found[name] for name in _COUNTS}


def _folded(rows: list[Row]) -> Iterator[Row]:
    """The same by person."""
    each: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        each[row["operator"]].append(row)
    for name, of in sorted(each.items()):
        hours = [row["hours"] for row in of if row.get("hours") is not None]
        sums = {count: sum(row[count] for row in of) for count in _COUNTS}
        yield {"operator": name, "hours": round(sum(hours), 2) if hours else None, **sums}


def _counted(
    reader: Reader, asked: Asked, shifts: list[Row]
) -> dict[int | str | None, Counter[str]]:
    """What was done in each shift, by its id; outside of any, by the operator's code."""
    began: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in shifts:
        began[row["code"], row["console"]].append(row)
    counted: dict[int | str | None, Counter[str]] = defaultdict(Counter)
    for line in _lines(reader, asked):
        found = began.get((line["operator"], line["console"]), [])
        place = bisect_right(found, line["at"], key=lambda row: str(row["on_at"])) - 1
        inside = place >= 0 and (found[place]["off_at"] or "9999") >= line["at"]
        of = counted[found[place]["id"] if inside else line["operator"]]
        of["lines"] += 1
        if (kind := _KINDS.get(line["kind"])) is not None:
            of[kind] += 1
    return counted


def _lines(reader: Reader, asked: Asked) -> Iterator[Row]:
    """The journal's lines of the period: found by halving, since a line is kept after another."""
    first = _seq_at(reader, asked.period.since)
    last = _seq_at(reader, min(asked.period.until, stamp(asked.now) + "~"))
    return reader.each(_LINES, first=first, last=last, **asked.bounds)


def _seq_at(reader: Reader, at: str) -> int:
    """The number of the first line that is not before this instant; one past the last without."""
    low, high = 1, int(reader.value("SELECT max(seq) FROM journal") or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = reader.row(
            "SELECT seq, at FROM journal WHERE seq >= :seq ORDER BY seq LIMIT 1", seq=middle
        )
        if found is None or found["at"] >= at:
            high = middle
        else:
            low = middle + 1
    return low
