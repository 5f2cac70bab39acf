"""What every line of the journal says happened, in the words of all desks and of the site."""

from __future__ import annotations

from collections.abc import Mapping

from deskterm.core.site import Site
from deskterm.core.states import CASE_STATES
from deskterm.core.words import N_, _
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.desks.rooms.orders import queries as orders
from deskterm.desks.shifts import queries as shifts
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.desks.vehicles import queries as vehicles

KINDS: Mapping[str, str] = {
    **calls.KINDS,
    **guards.KINDS,
    **vehicles.KINDS,
    **fleet.KINDS,
    **shifts.KINDS,
    **orders.KINDS,
    "room.booked": N_("room booked"),
    "room.moved": N_("booking moved"),
    "room.asked": N_("room kept until approved"),
    "room.held": N_("room held"),
    "room.listed": N_("put on the waiting list"),
    "room.cancelled": N_("booking cancelled"),
    "room.unused": N_("nobody came"),
    "room.approved": N_("booking approved"),
    "room.declined": N_("booking not approved"),
    "room.firmed": N_("held room booked"),
    "room.expired": N_("hold ran out"),
    "room.offered": N_("room offered to who waited"),
    "room.closed": N_("room closed"),
    "room.opened": N_("room open again"),
    "series.kept": N_("series booked"),
    "series.changed": N_("series changed"),
    "series.split": N_("series goes on as another"),
    "series.excepted": N_("date taken out of its series"),
    "slip.kept": N_("fuel slip kept"),
    "slip.corrected": N_("fuel slip corrected"),
    "slip.withdrawn": N_("fuel slip taken back"),
    "slip.revived": N_("fuel slip holds again"),
    "norm.kept": N_("norm kept"),
    "norm.withdrawn": N_("norm taken back"),
    "guard.imported": N_("guard's times imported"),
    "room.imported": N_("booking imported"),
    "site.added": N_("register added to"),
    "site.changed": N_("register changed"),
    "site.exported": N_("everything exported"),
    "playbook.taken": N_("procedure taken in"),
    "archive.made": N_("year archived"),
    "archive.destroyed": N_("archived year destroyed"),
    "night.done": N_("night done"),
    "night.queued": N_("word of the night to be sent"),
    "night.sent": N_("word of the night sent"),
    "night.unsent": N_("word of the night not sent"),
    "paper.printed": N_("paper register printed"),
    "paper.entered": N_("entered from paper"),
    "paper.voided": N_("paper lines void"),
    "case.confided": N_("made confidential"),
    "case.confided off": N_("no longer confidential"),
    "contact.told supervisor": N_("supervisor told"),
    "contact.told director": N_("director told"),
    "contact.told manager": N_("property manager told"),
    "contact.said supervisor": N_("supervisor says"),
    "contact.said director": N_("director says"),
    "contact.said manager": N_("property manager says"),
}
"""Kinds of all desks; a kind and what the line says of itself comes before the kind alone."""

_STATED = ("guard.stamped", "guard.changed", "guard.corrected")
_TAKEN_BACK = ("guard.unstamped",)


def kinds(site: Site) -> dict[str, str]:
    """The words for every kind, with the site's own labels of what guards do."""
    words = dict(KINDS)
    for state, label in guards.labels(site).items():
        words |= {f"{kind} {state}": label for kind in _STATED}
        undone = _("not “{status}”").format(status=label)
        words |= {f"{kind} {state}": undone for kind in _TAKEN_BACK}
    return words | {f"call.turned {state}": word for state, word in CASE_STATES.items()}
