"""The tables of the guards desk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime, one_of


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
