"""The table of the rooms desk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from deskterm.core import register  # noqa: F401 - the rooms that a booking refers to
from deskterm.core.tables import STRICT, UtcDateTime, one_of


class Booking(SQLModel, table=True):
    """A room for a meeting; the store itself lets no two booked ones overlap.

    `held_from` and `held_to` add the room's set-up and clearing time. Both
    intervals are half-open: one booking may begin as another ends.
    """

    __tablename__: ClassVar[str] = "bookings"
    __table_args__ = (
        one_of("state", "booked", "cancelled"),
        CheckConstraint(
            "held_from <= start_at AND start_at < end_at AND end_at <= held_to",
            name="booking_in_order",
        ),
        CheckConstraint("people IS NULL OR people > 0", name="booking_people"),
        Index(
            "bookings_held",
            "room_id",
            "held_from",
            "held_to",
            sqlite_where=text("state = 'booked'"),
        ),
        Index("bookings_by_start", "start_at"),
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
