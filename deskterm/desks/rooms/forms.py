"""What an operator can say to the rooms desk."""

from __future__ import annotations

from datetime import date as day
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Deadline, Period
from deskterm.core.series_words import Reach
from deskterm.core.words import N_


class NewBooking(Form):
    """Book a room for a meeting: which room and from when to when; everything else can follow."""

    verbs: ClassVar[tuple[str, ...]] = ("book", "bk", "订", "订房")
    title: ClassVar[str] = N_("New booking")
    labelled: ClassVar[bool] = True

    room: str = fill(N_("Room"), "room")
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    period: Period = fill(N_("Period"), "period")
    words: str | None = fill(N_("Meeting"), "words", None, N_("What the meeting is called"))
    holder: str | None = fill(N_("Department"), "name", None, N_("Who uses the room"))
    people: int | None = fill(N_("People"), "people", None)
    wants: tuple[str, ...] = fill(N_("Wanted"), "wants", ())
    phone: str | None = fill(N_("Phone"), "phone", None, N_("Of the applicant"))
    features: tuple[str, ...] = fill(N_("Equipped with"), "features", ())
    reason: str | None = fill(
        N_("Reason"), "words", None, N_("Why more people than the room holds"), words=("理由",)
    )
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


class MoveBooking(Form):
    """Give a booking another time, day or room; what is not said stays as it is."""

    verbs: ClassVar[tuple[str, ...]] = ("move", "改期")
    title: ClassVar[str] = N_("Move a booking")
    labelled: ClassVar[bool] = True

    case: str = fill(N_("Booking"), "case")
    room: str | None = fill(N_("Room"), "room", None)
    date: day | None = fill(N_("Date"), "date", None)
    period: Period | None = fill(N_("Period"), "period", None)
    reach: Reach | None = fill(N_("Of its series"), "reach", None, N_("this, following, all"))
    reason: str | None = fill(N_("Reason"), "words", None, words=("理由",))


class CancelBooking(Form):
    """Cancel a booking, and say why."""

    verbs: ClassVar[tuple[str, ...]] = ("cancel", "取消")
    title: ClassVar[str] = N_("Cancel a booking")

    case: str = fill(N_("Booking"), "case")
    reach: Reach | None = fill(N_("Of its series"), "reach", None, N_("this, following, all"))
    words: str = fill(N_("Reason"), "words")


class FindRoom(Form):
    """The rooms that are free at a time and fit, the smallest first."""

    verbs: ClassVar[tuple[str, ...]] = ("room", "空房")
    title: ClassVar[str] = N_("Free rooms")

    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    period: Period = fill(N_("Period"), "period")
    people: int | None = fill(N_("People"), "people", None)
    features: tuple[str, ...] = fill(N_("Equipped with"), "features", ())


class HoldRoom(NewBooking):
    """Hold a room until a time: it is free again then unless it was confirmed."""

    verbs: ClassVar[tuple[str, ...]] = ("hold", "保留")
    title: ClassVar[str] = N_("Hold a room")

    until: Deadline = fill(N_("Until"), "deadline")


class FirmUp(Form):
    """A room that is held, or waited for and free now, is booked."""

    verbs: ClassVar[tuple[str, ...]] = ("firm", "转订")
    title: ClassVar[str] = N_("Book what is held")

    case: str = fill(N_("Booking"), "case")


class WaitForRoom(NewBooking):
    """Put somebody on the waiting list of a room that others have."""

    verbs: ClassVar[tuple[str, ...]] = ("waitlist", "候补")
    title: ClassVar[str] = N_("Waiting list")


class NoShow(Form):
    """Nobody came: the room is free again, and the booking stays on record."""

    verbs: ClassVar[tuple[str, ...]] = ("noshow", "未到")
    title: ClassVar[str] = N_("Nobody came")

    case: str = fill(N_("Booking"), "case")


class Approve(Form):
    """The word that a booking or a repair waits for: yes, or off for no."""

    verbs: ClassVar[tuple[str, ...]] = ("approve", "批准")
    title: ClassVar[str] = N_("Approve")

    case: str = fill(N_("Booking or repair"), "case")
    off: bool = fill(N_("Off"), "flag", default=False, words=("off", "no", "不准", "不批准"))
    reach: Reach | None = fill(N_("Of its series"), "reach", None, N_("this, following, all"))
    words: str | None = fill(N_("Words"), "words", None, N_("Who said so, and how; or why not"))


class CloseRoom(Form):
    """Close a room for a time, and say why; off opens it again."""

    verbs: ClassVar[tuple[str, ...]] = ("shut", "停用")
    title: ClassVar[str] = N_("Close a room")

    room: str = fill(N_("Room"), "room")
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    until: day | None = fill(N_("Last day"), "until", None)
    period: Period | None = fill(N_("Period"), "period", None, N_("Left empty, the whole day"))
    off: bool = fill(N_("Off"), "flag", default=False, words=("off", "恢复"))
    words: str | None = fill(N_("Reason"), "words", None)
