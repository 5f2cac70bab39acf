"""What an operator can say to the calls desk."""

from deskterm.desks.calls.forms.asking import Ask, Refer, Says
from deskterm.desks.calls.forms.ending import CancelCall, CloseCall, LinkCalls, Reopen
from deskterm.desks.calls.forms.entry import Caution, JoinCall, NewCall
from deskterm.desks.calls.forms.fixing import FixCall
from deskterm.desks.calls.forms.life import (
    Answer,
    Branch,
    CallBack,
    Confide,
    Major,
    Note,
    Ready,
    Resume,
    Wait,
)
from deskterm.desks.calls.forms.paying import AgreePrice, KeepAmount, Paid
from deskterm.desks.calls.forms.steps import Finish, PutOff, Skip

__all__ = [
    "AgreePrice",
    "Answer",
    "Ask",
    "Branch",
    "CallBack",
    "CancelCall",
    "Caution",
    "CloseCall",
    "Confide",
    "Finish",
    "FixCall",
    "JoinCall",
    "KeepAmount",
    "LinkCalls",
    "Major",
    "NewCall",
    "Note",
    "Paid",
    "PutOff",
    "Ready",
    "Refer",
    "Reopen",
    "Resume",
    "Says",
    "Skip",
    "Wait",
]
