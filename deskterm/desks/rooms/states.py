"""The words for the states of a booking."""

from __future__ import annotations

from typing import Final

from deskterm.core.words import N_

BOOKING_STATES: Final = {
    "booked": N_("booked"),
    "held": N_("held"),
    "waiting": N_("to be approved"),
    "listed": N_("on the waiting list"),
    "cancelled": N_("cancelled"),
    "declined": N_("not approved"),
    "expired": N_("hold ran out"),
    "no-show": N_("nobody came"),
}
"""In the order in which a booking can come to them."""
