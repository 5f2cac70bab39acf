"""The names of everybody who acts in a procedure."""

from __future__ import annotations

from deskterm.core.words import N_

ROLE_WORDS = {
    "desk": N_("desk"),
    "supervisor": N_("supervisor"),
    "director": N_("director"),
    "manager": N_("manager"),
    "security-lead": N_("security lead"),
    "security-supervisor": N_("security supervisor"),
    "guard": N_("guard"),
    "gate-guard": N_("gate guard"),
    "office": N_("office"),
    "business": N_("business dept"),
    "equipment": N_("equipment dept"),
    "engineering": N_("engineering dept"),
    "gm-office": N_("GM's office"),
    "fleet-lead": N_("fleet lead"),
    "driver": N_("driver"),
    "company-gm": N_("company GM"),
    "investment-gm": N_("investment deputy GM"),
    "service": N_("service staff"),
}
