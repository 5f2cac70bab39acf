"""Everything that can be said: each verb's form, and the one act that it ends in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deskterm.core.form import Form
from deskterm.core.line import Verb
from deskterm.core.receipt import Receipt
from deskterm.core.work import Work
from deskterm.desks.calls import actions as calls
from deskterm.desks.calls import forms as call_forms
from deskterm.desks.guards import actions as guards
from deskterm.desks.guards.forms import GuardStatus
from deskterm.desks.rooms import actions as rooms
from deskterm.desks.rooms import forms as room_forms
from deskterm.desks.shifts import actions as shifts
from deskterm.desks.shifts.forms import SignOff
from deskterm.desks.vehicles import actions as vehicles
from deskterm.desks.vehicles import forms as vehicle_forms
from deskterm.shell import acts, register_edits


@dataclass(frozen=True)
class Act:
    """A form, and what is done with it."""

    form: type[Form]
    do: Callable[[Work, Any], Receipt]


ACTS: dict[str, Act] = {
    act.form.verbs[0]: act
    for act in (
        Act(call_forms.NewCall, acts.take_call),
        Act(call_forms.Major, calls.major),
        Act(acts.Send, acts.send),
        Act(GuardStatus, guards.status),
        Act(call_forms.Finish, calls.finish),
        Act(call_forms.Note, calls.note),
        Act(call_forms.Answer, calls.answer),
        Act(call_forms.Skip, calls.skip),
        Act(call_forms.PutOff, calls.put_off),
        Act(call_forms.Branch, calls.branch),
        Act(call_forms.CloseCall, acts.close_call),
        Act(room_forms.NewBooking, rooms.book),
        Act(room_forms.CancelBooking, rooms.cancel),
        Act(vehicle_forms.NewSlip, vehicles.slip),
        Act(vehicle_forms.VehicleOut, vehicles.out),
        Act(vehicle_forms.VehicleBack, vehicles.back),
        Act(SignOff, lambda work, _form: shifts.sign_off(work)),
        Act(register_edits.NewResident, register_edits.resident),
        Act(register_edits.Change, register_edits.change),
        Act(acts.Quiet, acts.quiet),
        Act(acts.Find, acts.find),
    )
}

VERBS: tuple[Verb, ...] = tuple(act.form.verb() for act in ACTS.values())
