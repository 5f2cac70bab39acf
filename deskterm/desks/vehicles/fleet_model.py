"""The tables of what the fleet costs and takes: repairs, costs, stock, training and checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime, one_of


class Account(SQLModel, table=True):
    """An account that costs are added up by (Q2.4)."""

    __tablename__: ClassVar[str] = "accounts"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    heading: str
    """Under which of the heads of Q2.4 it stands: `administration`."""
    name: str
    english: str = ""
    kinds: str = ""
    """The kinds of cost that go to it unless another account is named, apart by blanks."""


class ServiceInterval(SQLModel, table=True):
    """How often a vehicle has its first-level maintenance, whichever comes first."""

    __tablename__: ClassVar[str] = "service_intervals"
    __table_args__ = (
        CheckConstraint("km IS NOT NULL OR months IS NOT NULL", name="interval_is_known"),
        STRICT,
    )

    plate: str = Field(primary_key=True)
    km: int | None = None
    months: int | None = None


class Supplier(SQLModel, table=True):
    """Whoever is paid: a repair shop, which is short-listed, on trial, appointed; or another."""

    __tablename__: ClassVar[str] = "suppliers"
    __table_args__ = (
        one_of("kind", "shop", "other"),
        one_of("state", "", "listed", "trial", "appointed", "dropped"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    english: str = ""
    kind: str = "other"
    phone: str = ""
    state: str = ""
    """Blank for whoever is no repair shop."""
    tried: bool = False
    """Whether it was on trial before it was appointed."""
    active: bool = True


class Cost(SQLModel, table=True):
    """What was paid, or is to be; its case numbers it `K5`. None is unknown, never zero."""

    __tablename__: ClassVar[str] = "costs"
    __table_args__ = (
        one_of(
            "kind",
            "toll",
            "parking",
            "repair",
            "maintenance",
            "insurance",
            "tax",
            "consumables",
            "other",
        ),
        CheckConstraint("cents IS NULL OR cents >= 0", name="cost_figures"),
        Index("costs_by_day", "day"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", unique=True)
    day: date
    kind: str
    account: str | None = None
    vehicle_id: int | None = Field(default=None, foreign_key="vehicles.id")
    supplier_id: int | None = Field(default=None, foreign_key="suppliers.id")
    cents: int | None = None
    for_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    """The repair or the paper that it was paid for."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Repair(SQLModel, table=True):
    """A repair, or a worn part that a driver changes: asked for, approved, done, paid."""

    __tablename__: ClassVar[str] = "repairs"
    __table_args__ = (
        one_of("grade", "part", "minor", "medium", "major"),
        CheckConstraint("estimate_cents IS NULL OR estimate_cents >= 0", name="repair_figures"),
        CheckConstraint(
            "started_at IS NULL OR (approved_at IS NOT NULL AND approved_at <= started_at)",
            name="approved_before_work",
        ),
        Index("repairs_of_vehicle", "vehicle_id"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", unique=True)
    vehicle_id: int = Field(foreign_key="vehicles.id")
    grade: str
    asked_by: int | None = Field(default=None, foreign_key="people.id")
    """The driver."""
    estimate_cents: int | None = None
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_by: str | None = None
    """The code of whoever recorded it; who said so, and how, is a text of the case."""
    supplier_id: int | None = Field(default=None, foreign_key="suppliers.id")
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    warranty_until: date | None = None


class Supply(SQLModel, table=True):
    """Something for cleaning and care that is bought and issued centrally (V2.4)."""

    __tablename__: ClassVar[str] = "supplies"
    __table_args__ = (STRICT,)

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    english: str = ""
    unit: str = ""
    active: bool = True


class StockMove(SQLModel, table=True):
    """Something bought into stock or issued out of it."""

    __tablename__: ClassVar[str] = "stock_moves"
    __table_args__ = (
        one_of("kind", "bought", "issued"),
        CheckConstraint("quantity > 0 AND (cents IS NULL OR cents >= 0)", name="stock_figures"),
        Index("stock_of_supply", "supply_id", "day"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    supply_id: int = Field(foreign_key="supplies.id")
    kind: str
    day: date
    quantity: int
    cents: int | None = None
    """Paid for it; of what is issued, at the average price of what was bought until then."""
    vehicle_id: int | None = Field(default=None, foreign_key="vehicles.id")
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    """The cost of what was bought."""
    reason_id: int | None = Field(default=None, foreign_key="texts.id")
    """Why more was issued than the stock held."""
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Assessment(SQLModel, table=True):
    """A daily check or a technical assessment of a vehicle, or the training of a driver."""

    __tablename__: ClassVar[str] = "assessments"
    __table_args__ = (
        one_of("kind", "daily", "technical", "training"),
        CheckConstraint(
            "(kind = 'training') = (vehicle_id IS NULL)"
            " AND (kind <> 'training' OR person_id IS NOT NULL)",
            name="assessment_of_one",
        ),
        Index("assessments_of_vehicle", "vehicle_id", "day"),
        Index("assessments_of_person", "person_id", "day"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    kind: str
    day: date
    vehicle_id: int | None = Field(default=None, foreign_key="vehicles.id")
    person_id: int | None = Field(default=None, foreign_key="people.id")
    """Who was trained, or who looked the vehicle over."""
    passed: bool = True
    text_id: int | None = Field(default=None, foreign_key="texts.id")
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
