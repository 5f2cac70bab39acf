"""The tables of the calls desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime, one_of


class Category(SQLModel, table=True):
    """One of the seven categories of a help call (H1.1): its playbook and what suggests it."""

    __tablename__: ClassVar[str] = "categories"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    number: int = Field(unique=True)
    en: str
    zh: str
    grade: int
    playbook: str
    words: str
    """JSON list of words that suggest this category, English and Chinese."""
    kinds: str = "[]"
    """JSON list of `{code, en, zh}`: the incident kinds recorded inside it."""


class Call(SQLModel, table=True):
    """What the help register holds of a call, beside its case."""

    __tablename__: ClassVar[str] = "calls"
    __table_args__ = (
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction_is_known"),
        one_of("channel", "phone", "desk", "written", "import"),
        Index("calls_by_phone_tail", "phone_tail"),
        STRICT,
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    category: str = Field(foreign_key="categories.code", index=True)
    kind: str | None = None
    resident_id: int | None = Field(default=None, foreign_key="residents.id")
    caller: str = ""
    phone: str = ""
    phone_tail: str = ""
    channel: str = "phone"
    confidential: bool = False
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the caller had a reply; None is unknown, never zero."""
    satisfaction: int | None = None


class Price(SQLModel, table=True):
    """A price of a paid service, and the day it began (Q1.1)."""

    __tablename__: ClassVar[str] = "prices"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    begins: date = Field(primary_key=True)
    name: str
    english: str = ""
    unit: str = ""
    cents: int


class Phrase(SQLModel, table=True):
    """A card: words to say in calls of one category (Q1.2)."""

    __tablename__: ClassVar[str] = "phrases"
    __table_args__ = (STRICT,)

    id: int = Field(default=None, primary_key=True)
    category: str
    en: str
    zh: str
    clause: str = ""


class Notice(SQLModel, table=True):
    """What callers of one building are told for as long as it holds."""

    __tablename__: ClassVar[str] = "notices"
    __table_args__ = (STRICT,)

    id: int = Field(default=None, primary_key=True)
    building: str
    """Blank means every building."""
    begins: date
    ends: date
    en: str
    zh: str


class Document(SQLModel, table=True):
    """A reference document and where it stands (Q2.2)."""

    __tablename__: ClassVar[str] = "documents"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True)
    heading: str
    title: str
    english: str = ""
    location: str = ""
    clause: str = ""
