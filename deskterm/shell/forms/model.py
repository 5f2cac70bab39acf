"""The table of the forms."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from deskterm.core.tables import STRICT


class FormSheet(SQLModel, table=True):
    """One form of the house, as its list has it (Q2.1)."""

    __tablename__: ClassVar[str] = "forms"
    __table_args__ = (CheckConstraint("keep_years > 0", name="form_is_kept"), STRICT)

    code: str = Field(primary_key=True)
    """What `deskterm form` calls it."""
    number: str
    name: str
    english: str = ""
    owner: str
    """The role that keeps it."""
    keep_years: int
    clause: str = ""
