"""What the calls desk does: log a call, answer it, branch it, close it; and tick its steps."""

from deskterm.desks.calls.actions.answering import answer, unanswer
from deskterm.desks.calls.actions.branching import (
    add_branch,
    branch,
    drop_branch,
    escort,
    major,
    via_office,
)
from deskterm.desks.calls.actions.cautions import caution
from deskterm.desks.calls.actions.charging import charge, paid, price, uncharge
from deskterm.desks.calls.actions.closing import (
    NOBODY_OUT,
    StillOut,
    cancel,
    close_call,
    reopen,
    reopen_call,
)
from deskterm.desks.calls.actions.contacting import ask, refer, says, uncontact, unsay
from deskterm.desks.calls.actions.fixing import fix
from deskterm.desks.calls.actions.joining import join
from deskterm.desks.calls.actions.linking import link, unlink
from deskterm.desks.calls.actions.noting import confide, note
from deskterm.desks.calls.actions.opening import answered_call, located, open_call
from deskterm.desks.calls.actions.ringing import expire_rings, miss_ring, ring, take_ring
from deskterm.desks.calls.actions.stepping import finish, put_off, skip
from deskterm.desks.calls.actions.waiting import call_back, ready, resume, wait

__all__ = [
    "NOBODY_OUT",
    "StillOut",
    "add_branch",
    "answer",
    "answered_call",
    "ask",
    "branch",
    "call_back",
    "cancel",
    "caution",
    "charge",
    "close_call",
    "confide",
    "drop_branch",
    "escort",
    "expire_rings",
    "finish",
    "fix",
    "join",
    "link",
    "located",
    "major",
    "miss_ring",
    "note",
    "open_call",
    "paid",
    "price",
    "put_off",
    "ready",
    "refer",
    "reopen",
    "reopen_call",
    "resume",
    "ring",
    "says",
    "skip",
    "take_ring",
    "unanswer",
    "uncharge",
    "uncontact",
    "unlink",
    "unsay",
    "via_office",
    "wait",
]
