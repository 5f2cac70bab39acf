"""A series while it is typed: every date, who has the room then, and what the clocks make of it."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.errors import Refusal
from deskterm.core.line import Parsed
from deskterm.core.reader import Reader
from deskterm.core.site import read_site
from deskterm.core.words import _
from deskterm.desks.rooms.series import planning, words
from deskterm.desks.rooms.series.forms import NewSeries
from deskterm.desks.rooms.series.planning import Seen
from deskterm.shell.known_here import Segments

LINE = "\n"
"""What stands in front of a piece that begins a line of its own."""


def series_pieces(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """The rule in words, how many dates, what is doubtful, and every date by its month."""
    if parsed.missing:
        return []
    seen = Seen(reader, read_site(reader), now)
    try:
        plan = planning.plan(seen, NewSeries.read(parsed.values))
    except Refusal as no:
        return [(str(no), "soon")]
    counted = _("{count} of {whole} dates").format(count=len(plan.kept), whole=len(plan.dates))
    pieces: Segments = [
        (words.rule(plan.rule.text), "ok"),
        (counted, "soon" if plan.taken else "ok"),
    ]
    pieces += [(LINE + said, "soon") for said in words.doubts(seen, plan)]
    pieces += [(LINE + words.span(each), "") for each in plan.kept if each.moved]
    pieces += [(LINE + words.change(each), "dim") for each in plan.changes]
    pieces += [(LINE + said, "") for said in words.listed(plan.kept)]
    return pieces
