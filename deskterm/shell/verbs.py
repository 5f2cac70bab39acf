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
from deskterm.desks.guards import forms as guard_forms
from deskterm.desks.rooms import actions as rooms
from deskterm.desks.rooms import forms as room_forms
from deskterm.desks.rooms.orders import actions as orders
from deskterm.desks.rooms.orders import forms as order_forms
from deskterm.desks.rooms.series import actions as series
from deskterm.desks.rooms.series import forms as series_forms
from deskterm.desks.shifts import actions as shifts
from deskterm.desks.shifts import forms as shift_forms
from deskterm.desks.vehicles import actions as vehicles
from deskterm.desks.vehicles import fleet_forms
from deskterm.desks.vehicles import forms as vehicle_forms
from deskterm.shell import acts, fix, handover, open_document, register_edits, undo


@dataclass(frozen=True)
class Act:
    """A form, and what is done with it."""

    form: type[Form]
    do: Callable[[Work, Any], Receipt]


ACTS: dict[str, Act] = {
    act.form.verbs[0]: act
    for act in (
        Act(call_forms.NewCall, acts.take_call),
        Act(call_forms.JoinCall, calls.join),
        Act(call_forms.Major, calls.major),
        Act(acts.Send, acts.send),
        Act(guard_forms.GuardStatus, guards.status),
        Act(guard_forms.Roll, guards.roll),
        Act(guard_forms.Heard, guards.heard),
        Act(guard_forms.IssueEquipment, guards.issue),
        Act(guard_forms.ReturnEquipment, guards.give_back),
        Act(call_forms.Finish, acts.finish),
        Act(call_forms.Note, calls.note),
        Act(call_forms.Caution, calls.caution),
        Act(call_forms.Answer, calls.answer),
        Act(call_forms.Skip, calls.skip),
        Act(call_forms.PutOff, calls.put_off),
        Act(call_forms.Branch, calls.branch),
        Act(call_forms.Confide, calls.confide),
        Act(call_forms.Wait, calls.wait),
        Act(call_forms.Ready, calls.ready),
        Act(call_forms.Resume, calls.resume),
        Act(call_forms.Ask, calls.ask),
        Act(call_forms.Says, calls.says),
        Act(call_forms.Refer, calls.refer),
        Act(call_forms.CallBack, calls.call_back),
        Act(call_forms.AgreePrice, calls.price),
        Act(call_forms.KeepAmount, calls.charge),
        Act(call_forms.Paid, calls.paid),
        Act(call_forms.LinkCalls, acts.link),
        Act(call_forms.CloseCall, acts.close_call),
        Act(call_forms.Reopen, acts.reopen),
        Act(room_forms.NewBooking, rooms.book),
        Act(series_forms.NewSeries, series.series),
        Act(room_forms.MoveBooking, series.move),
        Act(room_forms.FindRoom, rooms.find_room),
        Act(room_forms.HoldRoom, rooms.hold),
        Act(room_forms.FirmUp, rooms.firm),
        Act(room_forms.WaitForRoom, rooms.wait),
        Act(room_forms.NoShow, rooms.no_show),
        Act(room_forms.Approve, acts.approve),
        Act(room_forms.CloseRoom, rooms.shut),
        Act(acts.Cancel, acts.cancel),
        Act(order_forms.Confirm, orders.confirm),
        Act(order_forms.Order, orders.order),
        Act(order_forms.Sent, orders.sent),
        Act(order_forms.Received, orders.received),
        Act(order_forms.Provided, orders.provided),
        Act(order_forms.Looked, orders.looked),
        Act(order_forms.RoomEmergency, orders.emergency),
        Act(order_forms.Abnormal, orders.abnormal),
        Act(order_forms.Fault, orders.fault),
        Act(vehicle_forms.NewSlip, vehicles.slip),
        Act(vehicle_forms.SetNorm, vehicles.norm),
        Act(vehicle_forms.VehicleOut, vehicles.out),
        Act(vehicle_forms.VehicleBack, vehicles.back),
        Act(fleet_forms.NewTrip, vehicles.trip),
        Act(fleet_forms.NewPaper, vehicles.renew),
        Act(fleet_forms.NewCost, vehicles.cost),
        Act(fleet_forms.NewRepair, vehicles.repair),
        Act(fleet_forms.Buy, vehicles.buy),
        Act(fleet_forms.Issue, vehicles.issue),
        Act(fleet_forms.Train, vehicles.train),
        Act(fleet_forms.Check, vehicles.check),
        Act(fleet_forms.Shop, vehicles.shop),
        Act(shift_forms.SignOff, lambda work, _form: shifts.sign_off(work)),
        Act(shift_forms.HandOver, handover.hand_over),
        Act(shift_forms.TakeOver, shifts.take),
        Act(shift_forms.Roster, shifts.roster),
        Act(register_edits.NewResident, register_edits.resident),
        Act(register_edits.Change, register_edits.change),
        Act(fix.Fix, fix.fix),
        Act(undo.Undo, undo.undo),
        Act(open_document.OpenDocument, open_document.show),
        Act(acts.Quiet, acts.quiet),
        Act(acts.Find, acts.find),
        Act(acts.ShowReport, acts.show_report),
    )
}

VERBS: tuple[Verb, ...] = tuple(act.form.verb() for act in ACTS.values())
