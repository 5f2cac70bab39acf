"""What an operator can say to the rooms desk."""

from __future__ import annotations

from datetime import date as day
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Period
from deskterm.core.words import N_


class NewBooking(Form):
    """Book a room for a meeting: which room and from when to when; everything else can follow."""

    verbs: ClassVar[tuple[str, ...]] = ("book", "bk", "订", "订房")
    title: ClassVar[str] = N_("New booking")

    room: str = fill(N_("Room"), "room")
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    period: Period = fill(N_("Period"), "period")
    words: str | None = fill(N_("Meeting"), "words", None, N_("What the meeting is called"))
    holder: str | None = fill(N_("Department"), "name", None, N_("Who uses the room"))
    people: int | None = fill(N_("People"), "people", None)
    wants: tuple[str, ...] = fill(N_("Wanted"), "wants", ())
    phone: str | None = fill(N_("Phone"), "phone", None, N_("Of the applicant"))
    with_staff: bool = fill(
        N_("Service staff"), "flag", default=False, words=("service staff", "服务人员", "服务员")
    )
    important: bool = fill(N_("Important"), "flag", default=False, words=("important", "重要"))
    equipment_watched: bool = fill(
        N_("Equipment watched"), "flag", default=False, words=("watch equipment", "值守")
    )

    @property
    def flags(self) -> tuple[str, ...]:
        """The conditions that steps of its playbook look for: tea is served where it is wanted."""
        told = {
            "catering": "tea" in self.wants,
            "staff": self.with_staff,
            "important": self.important,
            "equipment-watch": self.equipment_watched,
        }
        return tuple(flag for flag, on in told.items() if on)


class CancelBooking(Form):
    """Cancel a booking, and say why."""

    verbs: ClassVar[tuple[str, ...]] = ("cancel", "取消")
    title: ClassVar[str] = N_("Cancel a booking")

    case: str = fill(N_("Booking"), "case")
    words: str = fill(N_("Reason"), "words")
