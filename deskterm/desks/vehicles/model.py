"""The tables of the vehicles desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime, one_of


class Trip(SQLModel, table=True):
    """A vehicle sent out for a case; None is unknown, never zero."""

    __tablename__: ClassVar[str] = "trips"
    __table_args__ = (
        Index("one_active_trip", "vehicle_id", unique=True, sqlite_where=text("back_at IS NULL")),
        Index("trips_of_vehicle", "vehicle_id", "sent_at"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    vehicle_id: int = Field(foreign_key="vehicles.id")
    driver_id: int | None = Field(default=None, foreign_key="people.id")
    sent_at: datetime = Field(sa_type=UtcDateTime)
    out_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    odometer_out_km: int | None = None
    odometer_in_km: int | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The sending was undone: it counts nowhere."""


class Slip(SQLModel, table=True):
    """A fuel slip: litres in millilitres, money in cents, the total odometer in kilometres."""

    __tablename__: ClassVar[str] = "slips"
    __table_args__ = (
        UniqueConstraint("year", "number", name="slip_number"),
        CheckConstraint(
            "litres_ml > 0 AND amount_cents >= 0 AND odometer_km >= 0", name="slip_figures"
        ),
        Index("slips_of_vehicle", "vehicle_id", "at"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    year: int
    number: int
    """Said as `F31`."""
    vehicle_id: int = Field(foreign_key="vehicles.id")
    at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    litres_ml: int
    amount_cents: int | None = None
    odometer_km: int | None = None
    full: bool = True
    """Filled to the brim; a partial fill counts in the next full one."""
    missed: bool = False
    """A fill before this one was never entered: no figure, a new interval begins."""
    station: str = ""
    card: str = ""


class Paper(SQLModel, table=True):
    """A vehicle's paper that falls due: inspection, insurance, tax, first-level maintenance."""

    __tablename__: ClassVar[str] = "papers"
    __table_args__ = (one_of("kind", "inspection", "insurance", "tax", "service"), STRICT)

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", unique=True)
    vehicle_id: int = Field(foreign_key="vehicles.id")
    kind: str
    expires: date | None = None
    service_km: int | None = None
