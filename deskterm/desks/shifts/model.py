"""The tables of the shifts desk: who was on, who is to be, what was handed over."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime, one_of


class Shift(SQLModel, table=True):
    """Somebody signed on at a console, from and until."""

    __tablename__: ClassVar[str] = "shifts"
    __table_args__ = (
        Index("shifts_on", "console", sqlite_where=text("off_at IS NULL")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    console: str
    on_at: datetime = Field(sa_type=UtcDateTime)
    off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Planned(SQLModel, table=True):
    """Somebody who is to be on from a time until another: a line of the roster."""

    __tablename__: ClassVar[str] = "roster"
    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="planned_in_order"),
        Index("roster_by_time", "begins_at"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    begins_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Handover(SQLModel, table=True):
    """A shift that is handed to whoever takes it; both names stand on it."""

    __tablename__: ClassVar[str] = "handovers"
    __table_args__ = (STRICT,)

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    giver_id: int = Field(foreign_key="people.id", index=True)
    taker_id: int | None = Field(default=None, foreign_key="people.id")
    """Whoever answered its last line."""
    unsaid: bool = False
    """Its giver left without a word: the program wrote down what was open."""


class HandoverLine(SQLModel, table=True):
    """One open thing of a shift, and what whoever takes it over says of it."""

    __tablename__: ClassVar[str] = "handover_lines"
    __table_args__ = (
        one_of(
            "kind", "call", "record", "guard", "vehicle", "equipment", "notice", "draft", "words"
        ),
        one_of("state", "open", "asked", "accepted", "commented"),
        UniqueConstraint("case_id", "line", name="handover_line"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    line: int
    """H012.3: the third line of the handover."""
    kind: str
    about: int | None = None
    """The case, or the notice, that it is about."""
    subject: str = ""
    """A guard's code, a plate, a radio; how many drafts; never a name."""
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    text_id: int | None = Field(default=None, foreign_key="texts.id")
    """What the giver wrote."""
    state: str = "open"
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: str | None = None
    answer_id: int | None = Field(default=None, foreign_key="texts.id")
    """What was asked, or remarked."""
