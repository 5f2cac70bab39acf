"""How a guard's state is said at this site."""

from __future__ import annotations

from collections.abc import Mapping

from deskterm.core.site import Site
from deskterm.core.words import N_, _, language

STATES: Mapping[str, str] = {
    "off-duty": N_("off duty"),
    "available": N_("available"),
    "assigned": N_("assigned"),
    "en-route": N_("en route"),
    "on-scene": N_("on scene"),
    "at-hospital": N_("at hospital"),
    "returning": N_("returning"),
    "break": N_("on break"),
}
"""Every state of a guard, and how it is said where the site has no label of its own."""

KINDS = {
    "guard.assigned": N_("sent"),
    "guard.stamped": N_("stamped"),
    "guard.cleared": N_("clear"),
    "guard.taken": N_("taken off to another call"),
    "guard.changed": N_("state changed"),
    "guard.corrected": N_("time corrected"),
    "guard.heard": N_("heard of"),
    "guard.withdrawn": N_("sending taken back"),
    "guard.unstamped": N_("stamp taken back"),
    "guard.uncleared": N_("not clear yet"),
    "guard.unchanged": N_("state taken back"),
    "guard.unheard": N_("word taken back"),
    "roll.called": N_("roll call begun"),
    "roll.ended": N_("roll call ended"),
    "equipment.issued": N_("equipment issued"),
    "equipment.returned": N_("equipment returned"),
    "equipment.unissued": N_("issue taken back"),
    "equipment.unreturned": N_("return taken back"),
}
"""What the journal lines of this desk say happened."""


def label(site: Site, state: str) -> str:
    """A state in the site's own word for it, else in the program's."""
    tongue = "en" if language() == "en" else "zh"
    return site.values.get(f"status.{state}.{tongue}") or _(STATES[state])


def labels(site: Site) -> dict[str, str]:
    """Every state with the word that is shown for it."""
    return {state: label(site, state) for state in STATES}


def said_words(site: Site) -> dict[str, str]:
    """The site's own words for states, in both languages, as the desk line is to know them."""
    return {
        said: state
        for state in STATES
        for tongue in ("en", "zh")
        if (said := site.values.get(f"status.{state}.{tongue}"))
    }
