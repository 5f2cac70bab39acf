"""The tables of the guards desk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import BLANK, STRICT, UtcDateTime, one_of


class Post(SQLModel, table=True):
    """Where guards stand when nobody needs them."""

    __tablename__: ClassVar[str] = "posts"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    name: str
    english: str = ""


class PostMinutes(SQLModel, table=True):
    """Minutes on foot from a post to a building."""

    __tablename__: ClassVar[str] = "post_minutes"
    __table_args__ = (STRICT,)

    post: str = Field(primary_key=True, foreign_key="posts.code")
    building: str = Field(primary_key=True)
    minutes: int


class Guard(SQLModel, table=True):
    """What a guard does now, and since when."""

    __tablename__: ClassVar[str] = "guards"
    __table_args__ = (
        one_of(
            "state",
            "off-duty",
            "available",
            "assigned",
            "en-route",
            "on-scene",
            "at-hospital",
            "returning",
            "break",
        ),
        STRICT,
    )

    person_id: int = Field(primary_key=True, foreign_key="people.id")
    post: str | None = Field(default=None, foreign_key="posts.code")
    state: str = "off-duty"
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The end of a break."""


class Assignment(SQLModel, table=True):
    """One guard on one call, and the times of it; None is unknown, never zero."""

    __tablename__: ClassVar[str] = "assignments"
    __table_args__ = (
        Index(
            "one_active_assignment",
            "person_id",
            unique=True,
            sqlite_where=text("clear_at IS NULL"),
        ),
        Index("assignments_of_guard", "person_id", "clear_at"),
        Index("assignments_by_time", "assigned_at"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    person_id: int = Field(foreign_key="people.id")
    assigned_at: datetime = Field(sa_type=UtcDateTime)
    en_route_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    on_scene_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    at_hospital_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    returning_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    clear_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    run_id: int | None = Field(default=None, foreign_key="runs.id")
    """The clocks of this guard on this call."""
    filled: str = Field(default="", sa_column_kwargs=BLANK)
    """Blank-separated statuses whose stamp was filled by a later one: never measured."""
    word_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the guard was last heard of."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The sending was undone: it counts nowhere."""


class Equipment(SQLModel, table=True):
    """A radio, a bunch of keys: what is handed out and comes back."""

    __tablename__: ClassVar[str] = "equipment"
    __table_args__ = (one_of("kind", "radio", "keys", "other"), STRICT)

    code: str = Field(primary_key=True)
    name: str
    english: str = ""
    kind: str
    active: bool = True


class Issue(SQLModel, table=True):
    """A piece of equipment in somebody's hands, from and until."""

    __tablename__: ClassVar[str] = "issues"
    __table_args__ = (
        Index("one_active_issue", "equipment", unique=True, sqlite_where=text("back_at IS NULL")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    equipment: str = Field(foreign_key="equipment.code")
    person_id: int = Field(foreign_key="people.id", index=True)
    out_at: datetime = Field(sa_type=UtcDateTime)
    out_by: str | None = None
    back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    back_by: str | None = None


class RollCall(SQLModel, table=True):
    """Everybody who was out was called; it is over when `ended_at` is known."""

    __tablename__: ClassVar[str] = "roll_calls"
    __table_args__ = (STRICT,)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RollAnswer(SQLModel, table=True):
    """One guard who was called, and when he answered; None is not yet, or not at all."""

    __tablename__: ClassVar[str] = "roll_answers"
    __table_args__ = (STRICT,)

    roll_id: int = Field(primary_key=True, foreign_key="roll_calls.id")
    assignment_id: int = Field(primary_key=True, foreign_key="assignments.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
