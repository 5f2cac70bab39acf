"""What an operator can say to the calls desk."""

from deskterm.desks.calls.forms.entry import NewCall
from deskterm.desks.calls.forms.life import Answer, Branch, CloseCall, Major, Note
from deskterm.desks.calls.forms.steps import Finish, PutOff, Skip

__all__ = ["Answer", "Branch", "CloseCall", "Finish", "Major", "NewCall", "Note", "PutOff", "Skip"]
