"""Nouns that several desks share: places, residents, people, vehicles, rooms."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import BLANK, STRICT, UtcDateTime, one_of


class Place(SQLModel, table=True):
    """Somewhere a call can come from: a unit, or a public place of the site."""

    __tablename__: ClassVar[str] = "places"
    __table_args__ = (
        one_of("kind", "unit", "public"),
        Index("places_of_building", "building", "room"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """`12-3-1502`, or a public place's own code."""
    kind: str
    building: str = ""
    entrance: str = ""
    floor: int | None = None
    room: str = ""
    name: str = ""
    english: str = ""
    notes: str = ""
    active: bool = True


class Resident(SQLModel, table=True):
    """Somebody who lives or works in a unit."""

    __tablename__: ClassVar[str] = "residents"
    __table_args__ = (
        one_of("role", "owner", "tenant", "family"),
        Index("residents_by_initials", "initials"),
        Index("residents_by_name", "name"),
        Index("residents_by_english", text("lower(english)")),
        Index("residents_by_reading", text("replace(pinyin, ' ', '')")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="places.id", index=True)
    name: str
    english: str = ""
    pinyin: str = ""
    """`wang jian guo`: made when the row is kept, editable, sorts the name."""
    initials: str = ""
    phone: str = ""
    phone_tail: str = Field(default="", index=True)
    """The last four digits."""
    role: str = "owner"
    notes: str = ""
    active: bool = True


class Person(SQLModel, table=True):
    """Somebody who works here: operators, guards, drivers, supervisors."""

    __tablename__: ClassVar[str] = "people"
    __table_args__ = (
        one_of(
            "role",
            "desk",
            "supervisor",
            "director",
            "manager",
            "fleet-lead",
            "security-lead",
            "administrator",
            "guard",
            "driver",
            "service",
        ),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """What is typed: `lin`, `G2`."""
    name: str
    english: str = ""
    pinyin: str = ""
    initials: str = ""
    role: str
    phone: str = ""
    pin_hash: str | None = None
    pin_failures: int = 0
    pin_locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    active: bool = True


class Room(SQLModel, table=True):
    """A room that can be booked."""

    __tablename__: ClassVar[str] = "rooms"
    __table_args__ = (
        one_of("size", "large", "small"),
        CheckConstraint(
            "capacity > 0 AND setup_minutes >= 0 AND clear_minutes >= 0", name="room_figures"
        ),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    english: str = ""
    size: str
    capacity: int
    setup_minutes: int = 0
    clear_minutes: int = 0
    features: str = ""
    """Blank-separated words: `projector sound`."""
    hours: str = Field(default="", sa_column_kwargs=BLANK)
    """When it is open: `mo-fr 08:00-20:00; sa 09:00-12:00`; always where it is blank."""
    active: bool = True


class Vehicle(SQLModel, table=True):
    """A vehicle of the fleet, its tank in millilitres, its norm in millilitres per 100 km."""

    __tablename__: ClassVar[str] = "vehicles"
    __table_args__ = (
        CheckConstraint("tank_ml > 0 AND norm_ml > 0 AND odometer_km >= 0", name="vehicle_figures"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    plate: str = Field(unique=True)
    name: str = ""
    english: str = ""
    model: str = ""
    fuel: str = ""
    tank_ml: int
    norm_ml: int
    card: str = ""
    station: str = ""
    odometer_km: int
    """The reading with which the vehicle entered the register."""
    active: bool = True
