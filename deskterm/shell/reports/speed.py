"""How fast the desk is: the telephone taken, the call saved, the reply, guards sent and there.

Each is measured from its own beginning: `taken` from the ring, `saved` from the moment that
was told to the moment it was typed, `reply`, `sent` and `arrived` from the call as it was
told. A stamp that was filled by a later one, and one that never was, are unknown. Calls taken
in from another register, and such as were written on paper first, tell nothing of the
desk and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.calls import COUNTED
from deskterm.shell.reports.cells import known, seconds, share_of
from deskterm.shell.reports.groups import TIMES, Groups

_RING = "SELECT min(r.at) FROM rings r WHERE r.case_id = c.id AND r.state = 'taken'"
_TAKEN = "SELECT min(r.taken_at) FROM rings r WHERE r.case_id = c.id AND r.state = 'taken'"
_OUT = "FROM assignments a WHERE a.case_id = c.id AND a.withdrawn_at IS NULL"
_SENT = f"SELECT min(a.assigned_at) {_OUT}"
_THERE = f"SELECT min({known('on-scene')}) {_OUT}"
_SPANS = {
    "taken": seconds(f"({_RING})", f"({_TAKEN})"),
    "saved": seconds("c.opened_at", "c.entered_at"),
    "reply": seconds("c.opened_at", "k.answered_at"),
    "sent": seconds("c.opened_at", f"({_SENT})"),
    "arrived": seconds("c.opened_at", f"({_THERE})"),
}
_WORDS = {
    "taken": N_("ring to taken"),
    "saved": N_("call to saved"),
    "reply": N_("call to reply"),
    "sent": N_("call to guards sent"),
    "arrived": N_("call to guards there"),
}
_MEASURED = (
    f"{COUNTED} AND k.channel <> 'import'"  # noqa: S608 - constants only
    " AND NOT EXISTS (SELECT 1 FROM paper_lines l WHERE l.case_id = c.id)"
)
_COLUMNS = (
    Column("measure", N_("What"), 20, grow=True),
    Column("calls", N_("Calls"), 6, align="right"),
    Column("known", N_("Known"), 6, align="right"),
    Column("median_s", N_("Median s"), 9, align="right"),
    Column("p90_s", N_("90th s"), 9, align="right"),
    Column("unknown", N_("Unknown"), 7, align="right"),
)
_KEYS = {"all": "'all'", "category": "g.code", "operator": "c.opened_by"}


@report(
    "speed",
    N_("Speed: taken, saved, reply, sent, arrived; median, 90th."),
    by=("all", "category", *TIMES, "operator"),
)
def speed(reader: Reader, asked: Asked) -> Table:
    groups = Groups(reader, asked, _KEYS, "c.opened_at")
    spans = ", ".join(f"{sql} AS {name}" for name, sql in _SPANS.items())
    found = reader.rows(f"SELECT {groups.sql} AS key, {spans}{_MEASURED}", **asked.bounds)
    if groups.by == "all":
        rows = [row for _name, row in _measures(found)] if found else []
        picture = Picture("bar", N_("Seconds"), "measure", ("median_s", "p90_s"))
        return Table(_COLUMNS, rows, _("Desk speed"), (picture,))
    rows = [{groups.by: _("all"), **row, TOTAL: True} for _name, row in _measures(found)]
    for name, of in groups.gather(found).items():
        rows += [{groups.by: name, **row} for _measure, row in _measures(of)]
    picture = Picture(groups.kind, N_("Seconds, median"), groups.by, ("median_s",), by="measure")
    return Table((groups.column, *_COLUMNS), rows, _("Desk speed"), (picture,))


def _measures(found: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """What is known of each measure over these calls."""
    for name, title in _WORDS.items():
        spans = [row[name] for row in found if row[name] is not None]
        yield (
            name,
            {
                "measure": _(title),
                "calls": len(found),
                "known": len(spans),
                "median_s": share_of(spans, 0.5),
                "p90_s": share_of(spans, 0.9),
                "unknown": len(found) - len(spans),
            },
        )
