"""What is done with the service order of a booking, from the first call to the faults."""

from deskterm.desks.rooms.orders.after import abnormal, emergency
from deskterm.desks.rooms.orders.events import UNDOES
from deskterm.desks.rooms.orders.faults import fault
from deskterm.desks.rooms.orders.filling import confirm, order
from deskterm.desks.rooms.orders.sending import received, sent
from deskterm.desks.rooms.orders.setting import all_there, looked, provided

__all__ = [
    "UNDOES",
    "abnormal",
    "all_there",
    "confirm",
    "emergency",
    "fault",
    "looked",
    "order",
    "provided",
    "received",
    "sent",
]
