"""What the calls desk does: log a call, answer it, branch it, close it; and tick its steps."""

from deskterm.desks.calls.actions.following import (
    add_branch,
    answer,
    branch,
    close_call,
    drop_branch,
    major,
    note,
)
from deskterm.desks.calls.actions.opening import answered_call, open_call
from deskterm.desks.calls.actions.stepping import finish, put_off, skip

__all__ = [
    "add_branch",
    "answer",
    "answered_call",
    "branch",
    "close_call",
    "drop_branch",
    "finish",
    "major",
    "note",
    "open_call",
    "put_off",
    "skip",
]
