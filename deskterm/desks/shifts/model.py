"""The table of the shifts desk."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT, UtcDateTime


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
