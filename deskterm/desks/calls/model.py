"""The tables of the calls desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from deskterm.core import register  # noqa: F401 - the places and residents that a call refers to
from deskterm.core.tables import NO, STRICT, UtcDateTime, one_of


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
    roll_call_minutes: int = Field(default=0, sa_column_kwargs=NO)
    """A guard on scene is asked for a word this often; 0 is never."""


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
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the caller had a reply; None is unknown, never zero."""
    satisfaction: int | None = None


class Caller(SQLModel, table=True):
    """Somebody else who called about a call that was open already."""

    __tablename__: ClassVar[str] = "callers"
    __table_args__ = (Index("callers_by_phone_tail", "phone_tail"), STRICT)

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    resident_id: int | None = Field(default=None, foreign_key="residents.id")
    name: str = ""
    phone: str = ""
    phone_tail: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The joining was undone: it counts nowhere."""


class Contact(SQLModel, table=True):
    """Somebody who was told of a call or asked about it, and what they said.

    An escalation names a `role`; a referral names the party in a text (H1.4).
    """

    __tablename__: ClassVar[str] = "contacts"
    __table_args__ = (
        one_of("kind", "escalation", "referral"),
        CheckConstraint("(kind = 'escalation') = (role IS NOT NULL)", name="contact_has_role"),
        CheckConstraint("(kind = 'referral') = (party_id IS NOT NULL)", name="contact_has_party"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    kind: str
    role: str | None = None
    """`supervisor`, `director` or `manager`."""
    party_id: int | None = Field(default=None, foreign_key="texts.id")
    question_id: int | None = Field(default=None, foreign_key="texts.id")
    told_at: datetime = Field(sa_type=UtcDateTime)
    entered_at: datetime = Field(sa_type=UtcDateTime)
    told_by: str | None = None
    answer_id: int | None = Field(default=None, foreign_key="texts.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Charge(SQLModel, table=True):
    """A paid service on a call: the price agreed before, the amount, when it was paid (H4.6)."""

    __tablename__: ClassVar[str] = "charges"
    __table_args__ = (
        CheckConstraint("agreed_cents >= 0 AND amount_cents >= 0", name="charge_figures"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    code: str | None = None
    """Of the price list; None for what it does not have."""
    words_id: int | None = Field(default=None, foreign_key="texts.id")
    """What it is for, where the price list does not have it."""
    agreed_cents: int
    agreed_at: datetime = Field(sa_type=UtcDateTime)
    agreed_by: str | None = None
    amount_cents: int | None = None
    amount_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    amount_by: str | None = None
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paid_by: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Closing(SQLModel, table=True):
    """One closing of a call; a call that was reopened keeps all of them."""

    __tablename__: ClassVar[str] = "closings"
    __table_args__ = (
        one_of("state", "closed", "cancelled"),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="closing_satisfaction"),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    state: str
    at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    disposition: str | None = None
    """`met`, `referred`, `answered`, `duplicate`, `withdrawn`, `undone`, `imported`."""
    satisfaction: int | None = None
    outcome_id: int | None = Field(default=None, foreign_key="texts.id")
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopened_by: str | None = None
    reason_id: int | None = Field(default=None, foreign_key="texts.id")


class Link(SQLModel, table=True):
    """Two calls that belong together; of a duplicate, `other_id` is the call that goes on."""

    __tablename__: ClassVar[str] = "links"
    __table_args__ = (
        one_of("kind", "duplicate", "related"),
        CheckConstraint("case_id <> other_id", name="link_of_two"),
        STRICT,
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    other_id: int = Field(primary_key=True, foreign_key="cases.id", index=True)
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlaceNote(SQLModel, table=True):
    """What whoever answers a call from there must know: oxygen, a dog, hard of hearing."""

    __tablename__: ClassVar[str] = "place_notes"
    __table_args__ = (STRICT,)

    id: int = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key="places.id", index=True)
    text_id: int = Field(foreign_key="texts.id")
    begins: date
    ends: date | None = None
    """The last day on which it holds; None until it is taken off."""
    operator: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Taken off before its end."""


class Ring(SQLModel, table=True):
    """The telephone rang, as a telephone system told it."""

    __tablename__: ClassVar[str] = "rings"
    __table_args__ = (
        one_of("state", "ringing", "taken", "missed"),
        Index("rings_now", "state", sqlite_where=text("state = 'ringing'")),
        STRICT,
    )

    id: int = Field(default=None, primary_key=True)
    phone: str
    phone_tail: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    state: str = "ringing"
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_by: str | None = None
    console: str | None = None
    case_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    """The call it became; for a missed one the record that stands in the queue."""


class PaperLine(SQLModel, table=True):
    """A numbered line of a register printed for a night without power."""

    __tablename__: ClassVar[str] = "paper_lines"
    __table_args__ = (STRICT,)

    year: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    printed_at: datetime = Field(sa_type=UtcDateTime)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    entered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """It stayed blank, or was spoilt."""


class Archive(SQLModel, table=True):
    """A year's help register that was handed over for archiving (H5.1)."""

    __tablename__: ClassVar[str] = "archives"
    __table_args__ = (STRICT,)

    year: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    operator: str | None = None
    calls: int
    digest: str
    """SHA-256 of the manifest."""
    destroyed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    destroyed_by: str | None = None


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
