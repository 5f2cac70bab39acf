"""Who acts at the shell: an operator and a PIN, or nobody."""

from __future__ import annotations

import getpass
import os
import sys

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.words import _
from deskterm.desks.shifts.actions import verify


def signed(office: Office, operator: str | None) -> str | None:
    """The operator's code once the PIN was right, who from then on also looks at this office.

    None when nobody was named. The PIN comes from DESKTERM_PIN, else it is asked for at a terminal.
    """
    if operator is None:
        return None
    pin = os.environ.get("DESKTERM_PIN")
    if pin is None:
        if not sys.stdin.isatty():
            raise Refusal(_("Give the PIN in DESKTERM_PIN, or run this at a terminal."))
        pin = getpass.getpass(_("PIN: "))
    office.viewer = verify(office, operator, pin)
    return office.viewer.code
