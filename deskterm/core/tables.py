"""The tables every desk stands on: cases, runs, steps, moments, texts, journal.

Built only inside actions (a table class does not validate); CHECK constraints
stand behind. Texts people wrote stand in `texts` alone: the journal and the
other tables hold ids, kinds and times.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from deskterm.core.instants import instant, stamp


@compiles(String, "sqlite")
@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
def _text(*_: Any, **__: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature
    return "TEXT"


@compiles(Boolean, "sqlite")
def _integer(*_: Any, **__: Any) -> str:  # noqa: ANN401
    return "INTEGER"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant as UTC text of one width; naive datetimes are refused."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Aware instant to stored text."""
        return None if value is None else stamp(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """Stored text to aware UTC instant."""
        return None if value is None else instant(value).astimezone(UTC)


STRICT: dict[str, Any] = {"sqlite_strict": True}
BLANK: dict[str, Any] = {"server_default": text("''")}
NO: dict[str, Any] = {"server_default": text("0")}
"""Defaults in the store itself, for columns that an older store gets added."""


def one_of(column: str, *values: str) -> CheckConstraint:
    """A named CHECK that `column` holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


class Setting(SQLModel, table=True):
    """One named value of the site: its name, zone, holidays, limits."""

    __tablename__: ClassVar[str] = "settings"
    __table_args__ = (STRICT,)

    name: str = Field(primary_key=True)
    value: str


class Number(SQLModel, table=True):
    """The last number given out under a letter in a year."""

    __tablename__: ClassVar[str] = "numbers"
    __table_args__ = (STRICT,)

    letter: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class PlaybookVersion(SQLModel, table=True):
    """One version of a procedure, as its file was when it was taken into the store."""

    __tablename__: ClassVar[str] = "playbooks"
    __table_args__ = (UniqueConstraint("name", "digest", name="playbook_version"), STRICT)

    id: int = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    digest: str
    body: str
    loaded_at: datetime = Field(sa_type=UtcDateTime)


class StepWords(SQLModel, table=True):
    """The titles of a playbook version's steps, so that the queue needs no TOML to be read."""

    __tablename__: ClassVar[str] = "step_words"
    __table_args__ = (STRICT,)

    playbook_id: int = Field(foreign_key="playbooks.id", primary_key=True)
    name: str = Field(primary_key=True)
    en: str
    zh: str


class Case(SQLModel, table=True):
    """One thing the desk looks after: a call, a booking, a paper that falls due, a repair."""

    __tablename__: ClassVar[str] = "cases"
    __table_args__ = (
        UniqueConstraint("letter", "year", "number", name="case_number"),
        one_of("desk", "calls", "guards", "rooms", "vehicles", "shifts"),
        CheckConstraint("grade BETWEEN 0 AND 2", name="grade_is_known"),
        one_of("state", "open", "waiting", "done", "closed", "cancelled"),
        CheckConstraint(
            "(closed_at IS NULL) = (state NOT IN ('closed', 'cancelled'))",
            name="closed_has_time",
        ),
        Index("cases_of_desk", "desk", "opened_at"),
        Index("cases_open", "desk", sqlite_where=text("closed_at IS NULL")),
        Index("cases_at_place", "place_id", "opened_at"),
        Index("cases_closed", "closed_at", sqlite_where=text("closed_at IS NOT NULL")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    letter: str
    year: int
    number: int
    desk: str
    grade: int
    """0 life, 1 property, 2 ordinary."""
    state: str = "open"
    place_id: int | None = Field(default=None, foreign_key="places.id")
    place_said: str = ""
    """The place as it was told, where it is none of the site's."""
    room_id: int | None = Field(default=None, foreign_key="rooms.id")
    vehicle_id: int | None = Field(default=None, foreign_key="vehicles.id")
    flags: str = ""
    """Blank-separated words that a step's `when` looks for."""
    opened_at: datetime = Field(sa_type=UtcDateTime)
    """When it happened, as told; the steps' clocks start here."""
    entered_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: str | None = None
    """Operator's code; None when nobody was signed on."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = None
    disposition: str | None = None
    parent_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    confidential: bool = Field(default=False, sa_column_kwargs=NO)
    """Its texts are shown only to whoever logged it and to supervisors (H3.4)."""


class Run(SQLModel, table=True):
    """A playbook version at work on a case; branches and paid service are runs of their own."""

    __tablename__: ClassVar[str] = "runs"
    __table_args__ = (STRICT,)

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    playbook_id: int = Field(foreign_key="playbooks.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    subject: str = Field(default="", sa_column_kwargs=BLANK)
    """Whom it follows, where it is one of several on the case: a guard's code."""


class Step(SQLModel, table=True):
    """One thing to do for one case, by a clock.

    Its words come from the playbook version that its run was started with, so
    that editing a playbook never moves the clocks of a case already running.
    """

    __tablename__: ClassVar[str] = "steps"
    __table_args__ = (
        UniqueConstraint("case_id", "label", "round", name="step_label"),
        one_of("state", "open", "off", "done", "skipped", "dropped"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_time"),
        Index("steps_due", "due_at", sqlite_where=text("state = 'open' AND due_at IS NOT NULL")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    run_id: int = Field(foreign_key="runs.id", index=True)
    label: int
    """C412.3: the third step of the case, for as long as the case exists."""
    round: int = 1
    rounds: int = 1
    name: str
    role: str
    paperwork: bool = False
    state: str = "open"
    """`off` while its `when` does not hold; `dropped` when its run was."""
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None while the step waits for a moment that has not happened."""
    put_off_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """What the operator chose instead of the clock's time."""
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was done, as told."""
    entered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When that was typed."""
    done_by: str | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Moment(SQLModel, table=True):
    """An instant a desk supplied to a case's clocks: a start, an expiry, guards on scene."""

    __tablename__: ClassVar[str] = "moments"
    __table_args__ = (STRICT,)

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)


class Text(SQLModel, table=True):
    """What somebody wrote; an edit adds a row and stamps the one it replaces."""

    __tablename__: ClassVar[str] = "texts"
    __table_args__ = (Index("texts_of_case", "case_id", "field"), STRICT)

    id: int = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    field: str
    """`words`, `note`, `reason`, `answer`..."""
    body: str
    salt: str
    """Goes into the digest that the journal line of this text holds."""
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Imported(SQLModel, table=True):
    """A foreign record that was taken in, so that a second import adds nothing twice."""

    __tablename__: ClassVar[str] = "imported"
    __table_args__ = (STRICT,)

    source: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    record: str
    """What it became: a table and an id."""
    version: str = Field(default="", sa_column_kwargs=BLANK)
    """How often its own program changed it, and a digest of what it said."""


class Entry(SQLModel, table=True):
    """One line of the journal: append-only, each line holding the hash of the one before."""

    __tablename__: ClassVar[str] = "journal"
    __table_args__ = (
        UniqueConstraint("act", "line", name="act_once"),
        Index("journal_of_case", "case_id"),
        STRICT,
    )

    seq: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    console: str
    kind: str
    case_id: int | None = None
    facts: str
    """JSON of ids, kinds, times and salted digests; never names, phones or free text."""
    act: str
    """UUID made by whoever asked; the lines of one act are numbered by `line`."""
    line: int
    prev: str
    hash: str
