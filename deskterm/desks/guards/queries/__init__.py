"""What the guards desk reads: plain SQL over a reader."""

from deskterm.desks.guards.queries.rolls import equipment, in_hands, missing, roll, silent
from deskterm.desks.guards.queries.roster import (
    building_of,
    left_at_posts,
    out_on,
    roll_minutes,
    roster,
    suggested,
    suggested_for,
)
from deskterm.desks.guards.queries.states import KINDS, STATES, label, labels, said_words
from deskterm.desks.guards.queries.times import (
    COLUMNS,
    PAIR,
    of_case,
    times,
    told,
    took,
    two_were_sent,
)

__all__ = [
    "COLUMNS",
    "KINDS",
    "PAIR",
    "STATES",
    "building_of",
    "equipment",
    "in_hands",
    "label",
    "labels",
    "left_at_posts",
    "missing",
    "of_case",
    "out_on",
    "roll",
    "roll_minutes",
    "roster",
    "said_words",
    "silent",
    "suggested",
    "suggested_for",
    "times",
    "told",
    "took",
    "two_were_sent",
]
