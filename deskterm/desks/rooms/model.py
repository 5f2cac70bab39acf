"""The tables of the rooms desk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from deskterm.core import register  # noqa: F401 - the rooms that a booking refers to
from deskterm.core.tables import STRICT, UtcDateTime, one_of

HOLDING = ("booked", "held", "waiting")
"""The states in which a booking has its room: no other can have it then."""


class Booking(SQLModel, table=True):
    """A room for a meeting; the store itself lets no two that have their room overlap.

    `held_from` and `held_to` add the room's set-up and clearing time. Both
    intervals are half-open: one booking may begin as another ends.
    """

    __tablename__: ClassVar[str] = "bookings"
    __table_args__ = (
        one_of("state", *HOLDING, "listed", "cancelled", "declined", "expired", "no-show"),
        CheckConstraint(
            "held_from <= start_at AND start_at < end_at AND end_at <= held_to",
            name="booking_in_order",
        ),
        CheckConstraint("people IS NULL OR people > 0", name="booking_people"),
        CheckConstraint("state <> 'held' OR expires_at IS NOT NULL", name="hold_expires"),
        Index(
            "bookings_held",
            "room_id",
            "held_from",
            "held_to",
            sqlite_where=text("state IN ('booked', 'held', 'waiting')"),
        ),
        Index("bookings_expiring", "expires_at", sqlite_where=text("state = 'held'")),
        Index("bookings_listed", "room_id", sqlite_where=text("state = 'listed'")),
        Index("bookings_by_start", "start_at"),
        Index("bookings_of_series", "series_id", "occurrence"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", unique=True)
    room_id: int = Field(foreign_key="rooms.id")
    start_at: datetime = Field(sa_type=UtcDateTime)
    end_at: datetime = Field(sa_type=UtcDateTime)
    held_from: datetime = Field(sa_type=UtcDateTime)
    held_to: datetime = Field(sa_type=UtcDateTime)
    holder: str
    """The department that uses the room."""
    people: int | None = None
    wants: str = ""
    """Blank-separated words of M2.1: `tea name-plates`."""
    state: str = "booked"
    """`waiting` for the director's word; `listed` for a room that others have."""
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a room that is only held is free again."""
    series_id: int | None = Field(default=None, foreign_key="series.id")
    occurrence: str | None = None
    """The date that the rule of its series gave it, `2026-11-24`; also when it was moved."""


class Series(SQLModel, table=True):
    """Bookings that come again by a rule, at the same times of the wall clock.

    A series of which only a part was changed ends there, and another follows it.
    """

    __tablename__: ClassVar[str] = "series"
    __table_args__ = (
        CheckConstraint("until_on IS NOT NULL OR count IS NOT NULL", name="series_ends"),
        CheckConstraint("people IS NULL OR people > 0", name="series_people"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    rule: str
    """As RFC 5545 writes it, without its end: `FREQ=WEEKLY;BYDAY=MO,WE`."""
    first_on: str
    until_on: str | None = None
    count: int | None = None
    begins: str
    """On the wall clock, `14:00`."""
    ends: str
    zone: str
    room_id: int = Field(foreign_key="rooms.id")
    holder: str
    people: int | None = None
    wants: str = ""
    follows_id: int | None = Field(default=None, foreign_key="series.id")
    """The series that ended where this one begins."""
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SeriesException(SQLModel, table=True):
    """A date of a series that does not take place, or was moved by hand."""

    __tablename__: ClassVar[str] = "series_exceptions"
    __table_args__ = (
        one_of("kind", "dropped", "moved"),
        Index("series_exceptions_of", "series_id", "day"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    series_id: int = Field(foreign_key="series.id")
    day: str
    """The date that the rule gave."""
    kind: str
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Closure(SQLModel, table=True):
    """A time in which a room is not to be used, and why."""

    __tablename__: ClassVar[str] = "closures"
    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="closure_in_order"),
        Index("closures_of_room", "room_id", "ends_at"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id")
    begins_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    reason_id: int = Field(foreign_key="texts.id")
    operator: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was taken back."""


class OrderEvent(SQLModel, table=True):
    """Something that happened to the service order of a booking, as told and as typed.

    What was taken back is withdrawn, not deleted.
    """

    __tablename__: ClassVar[str] = "order_events"
    __table_args__ = (
        one_of(
            "kind",
            "applied",
            "confirmed",
            "filled",
            "accepted",
            "sent",
            "received",
            "provided",
            "looked",
            "abnormal",
            "emergency",
        ),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    kind: str
    department: str = ""
    """The role that has the order, or provides the item."""
    item: str = ""
    """What of the wanted things is there: a word of M2.1."""
    at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    text_id: int | None = Field(default=None, foreign_key="texts.id")
    """What was said then."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
