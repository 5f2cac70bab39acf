"""The tables of the night: which days are done, and what of them was sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime, one_of


class Night(SQLModel, table=True):
    """A day whose night was done: its reports are written, and the journal stood like this."""

    __tablename__: ClassVar[str] = "nights"
    __table_args__ = (CheckConstraint("lines >= 0", name="night_lines"), STRICT)

    day: date = Field(primary_key=True)
    done_at: datetime = Field(sa_type=UtcDateTime)
    lines: int
    """How many lines of the journal verified."""
    head: str
    """The hash of the last of them."""
    whole: bool
    """Whether the chain was walked from its first line, not from the head of the night before."""


class Sending(SQLModel, table=True):
    """Word of a night to one of the configured receivers, sent or still to be tried again."""

    __tablename__: ClassVar[str] = "sendings"
    __table_args__ = (
        one_of("state", "waiting", "sent"),
        UniqueConstraint("day", "receiver", name="sent_once"),
        Index("sendings_waiting", "day", sqlite_where=text("state = 'waiting'")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    day: date
    receiver: str
    """A digest of its address, which itself may hold a password."""
    body: str
    """Figures alone."""
    state: str
    tries: int
    tried_at: datetime = Field(sa_type=UtcDateTime)
