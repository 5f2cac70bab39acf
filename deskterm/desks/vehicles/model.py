"""The tables of the vehicles desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import BLANK, STRICT, UtcDateTime, one_of


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
            "litres_ml > 0 AND amount_cents >= 0 AND odometer_km >= 0 AND price_mills >= 0"
            " AND trip_m >= 0 AND tank IN (1, 2)",
            name="slip_figures",
        ),
        Index("slips_of_vehicle", "vehicle_id", "at"),
        Index("slips_of_card", "card", "at"),
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
    price_mills: int | None = None
    """What a litre cost, in thousandths of the currency; None where neither it nor two others
    were told."""
    tank: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    """A vehicle with two tanks has two logs."""
    trip_m: int | None = None
    """What the trip meter showed, in metres."""
    flags: str = Field(default="", sa_column_kwargs=BLANK)
    """Blank-separated words of what was pointed out and kept: `lower tank twin`."""
    reason_id: int | None = Field(default=None, foreign_key="texts.id")
    """Why it was kept with what was pointed out."""
    note_id: int | None = Field(default=None, foreign_key="texts.id")
    """What else stood on the slip, or in the log that it came from."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """It was taken back: it counts nowhere."""


class Norm(SQLModel, table=True):
    """What a vehicle may use from a day on, in millilitres per 100 km, in a season or always.

    What a vehicle was registered with stands in `vehicles.norm_ml`, and holds before the first.
    """

    __tablename__: ClassVar[str] = "norms"
    __table_args__ = (
        one_of("season", "all", "summer", "winter"),
        CheckConstraint("norm_ml > 0", name="norm_figures"),
        Index(
            "one_norm_a_day",
            "vehicle_id",
            "begins",
            "season",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
        ),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    vehicle_id: int = Field(foreign_key="vehicles.id")
    begins: date
    season: str = "all"
    norm_ml: int
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Paper(SQLModel, table=True):
    """What falls due of a vehicle (inspection, insurance, tax, maintenance) or of a driver."""

    __tablename__: ClassVar[str] = "papers"
    __table_args__ = (
        one_of("kind", "inspection", "insurance", "tax", "service", "licence"),
        CheckConstraint(
            "(vehicle_id IS NULL) = (kind = 'licence')"
            " AND (person_id IS NOT NULL) = (kind = 'licence')",
            name="paper_of_one",
        ),
        Index("papers_of_person", "person_id"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", unique=True)
    vehicle_id: int | None = Field(default=None, foreign_key="vehicles.id")
    person_id: int | None = Field(default=None, foreign_key="people.id")
    """The driver whose licence it is."""
    kind: str
    expires: date | None = None
    service_km: int | None = None
    since_km: int | None = None
    """The reading at the maintenance from which the next one was worked out."""
