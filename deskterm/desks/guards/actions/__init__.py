"""What the guards desk does: send guards, follow what they do, bring them back."""

from deskterm.desks.guards.actions.correcting import correct_stamp
from deskterm.desks.guards.actions.equipping import give_back, issue
from deskterm.desks.guards.actions.rolling import answered, heard, roll
from deskterm.desks.guards.actions.sending import send
from deskterm.desks.guards.actions.stamping import clear_all, status
from deskterm.desks.guards.actions.undoing import (
    UNDOES,
    unchange,
    unclear,
    uncorrect,
    unhear,
    unissue,
    unreturn,
    unsend,
    unstamp,
)

__all__ = [
    "UNDOES",
    "answered",
    "clear_all",
    "correct_stamp",
    "give_back",
    "heard",
    "issue",
    "roll",
    "send",
    "status",
    "unchange",
    "unclear",
    "uncorrect",
    "unhear",
    "unissue",
    "unreturn",
    "unsend",
    "unstamp",
]
