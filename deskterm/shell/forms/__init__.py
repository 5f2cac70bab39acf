"""The forms of the house: each has a number, an owner and a retention, in one list (Q2.1)."""

from deskterm.shell.forms import made  # noqa: F401 - enters the forms into the registry
from deskterm.shell.forms.listing import Printed, listed, listing, printed
from deskterm.shell.forms.registry import FORMS, Wanted, form

__all__ = ["FORMS", "Printed", "Wanted", "form", "listed", "listing", "printed"]
