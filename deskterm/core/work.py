"""Work: what an action does its changes with, inside one transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, SQLModel, col, select

from deskterm.core import people
from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.instants import instant, stamp
from deskterm.core.journal import START, digest, text_digest
from deskterm.core.kinds import Told
from deskterm.core.office import AlreadyKept
from deskterm.core.reader import Reader
from deskterm.core.store import SCHEMA
from deskterm.core.tables import Case, Entry, Number, Text
from deskterm.core.words import _

if TYPE_CHECKING:
    from deskterm.core.office import Office

Kept = TypeVar("Kept", bound=SQLModel)


class Work:
    """One act by one person at one time; everything in it is kept together or not at all."""

    def __init__(
        self, office: Office, session: Session, person: people.Signed | None, act: UUID
    ) -> None:
        self.office = office
        self.session = session
        self.person = person
        self.act = act
        self.now = office.now()
        self.reader = Reader(self._execute, person)
        self._lines = 0
        self._head: tuple[int, str] | None = None
        self._corrects: int | None = None

    def _execute(self, sql: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the driver's cursor
        self.session.flush()
        return self.session.connection().connection.cursor().execute(sql, values)

    @property
    def operator(self) -> str | None:
        """The code of whoever acts; None while nobody is signed on."""
        return self.person.code if self.person else None

    def require(self, right: str) -> None:
        """Refuse, in a sentence, unless this person has the right."""
        people.require(self.person, right)

    def keep(self, row: Kept) -> Kept:
        """Add a row, or an edit of one; it has its id when this returns."""
        self.session.add(row)
        self.session.flush()
        return row

    def get(self, table: type[Kept], key: object) -> Kept:
        """The row with this key; it is a fault of the program if there is none."""
        found = self.session.get(table, key)
        if found is None:
            message = f"{table.__name__} {key} is not in the store"
            raise LookupError(message)
        return found

    def record(self, kind: str, case_id: int | None = None, /, **facts: object) -> None:
        """Write the journal line of a change: ids, kinds, times; never names or free text."""
        if self._corrects is not None:
            facts = {"corrects": self._corrects, **facts}
        seq, prev = self._head or self._last()
        line: dict[str, Any] = {
            "seq": seq + 1,
            "at": stamp(self.now),
            "operator": self.operator,
            "console": self.office.console,
            "kind": kind,
            "case_id": case_id,
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True, default=_plain),
            "act": str(self.act),
            "line": self._lines,
            "prev": prev,
        }
        line["hash"] = digest(line)
        self._head = (seq + 1, str(line["hash"]))
        self._lines += 1
        self.session.add(Entry(**{**line, "at": self.now}))

    @contextmanager
    def correcting(self, seq: int) -> Iterator[None]:
        """Let every line that is written meanwhile name the journal line that it corrects."""
        before, self._corrects = self._corrects, seq
        try:
            yield
        finally:
            self._corrects = before

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the act that leaves nothing behind when it is refused, its lines neither."""
        head, lines = self._head, self._lines
        self.session.flush()
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self._head, self._lines = head, lines
            raise

    @property
    def lines(self) -> int:
        """How many journal lines this act has written so far."""
        return self._lines

    def _last(self) -> tuple[int, str]:
        row = self.reader.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        return (row["seq"], row["hash"]) if row else (0, START)

    def write(self, case_id: int | None, field: str, body: str) -> Text:
        """Keep what somebody wrote, exactly, in place of what stood in that field of the case.

        Notes and what was asked stand side by side; any other field has one current
        text, and the ones before it stay on record.
        """
        before = None
        if case_id is not None and field not in _SIDE_BY_SIDE:
            before = self.current(case_id, field)
            if before is not None:
                before.replaced_at = self.now
                self.keep(before)
        text = self.keep(text_of(self, case_id, field, body))
        record_text(self, text, before)
        return text

    def current(self, case_id: int, field: str) -> Text | None:
        """The text that stands in a field of the case now, whoever may read it."""
        query = select(Text).where(
            Text.case_id == case_id, Text.field == field, col(Text.replaced_at).is_(None)
        )
        return self.session.exec(query.order_by(col(Text.id).desc())).first()

    def number(self, letter: str, when: datetime) -> tuple[int, int]:
        """The next (year, number) under a letter, in the site's year of that instant."""
        year = self.office.site.local(when).year
        row = self.session.get(Number, (letter, year)) or Number(letter=letter, year=year, last=0)
        row.last += 1
        self.keep(row)
        return year, row.last

    def open_case(self, letter: str, desk: str, grade: int, **more: Any) -> Case:  # noqa: ANN401
        """Number a new case and keep it, with its journal line; `more` are further columns."""
        opened = more.pop("opened_at", None) or self.now
        year, number = self.number(letter, opened)
        case = self.keep(
            Case(
                letter=letter,
                year=year,
                number=number,
                desk=desk,
                grade=grade,
                opened_at=opened,
                entered_at=self.now,
                opened_by=self.operator,
                **more,
            )
        )
        self.record(
            "case.opened", case.id, number=f"{letter}-{year}-{number:06d}", desk=desk, opened=opened
        )
        return case

    def told(self, told: Told | datetime | None) -> datetime:
        """The told instant, or now; refused when it lies in the future."""
        at = told.instant(self.office.site.local(self.now)) if isinstance(told, Told) else told
        if at is not None and at > self.now:
            local = self.office.site.local(at)
            sentence = _("{time} has not come yet; a stamp can only lie in the past.")
            raise Refusal(sentence.format(time=f"{local:%H:%M}"))
        return at or self.now


def text_of(work: Work, case_id: int | None, field: str, body: str) -> Text:
    """The row of what somebody wrote; not kept yet."""
    return Text(
        case_id=case_id,
        field=field,
        body=body.encode("utf-8", "replace").decode(),
        salt=secrets.token_hex(8),
        entered_at=work.now,
        operator=work.operator,
    )


def record_text(work: Work, text: Text, before: Text | None = None) -> None:
    """Write the journal line of a text that was kept: the digest that vouches for it."""
    work.record(
        "text.written",
        text.case_id,
        text=text.id,
        field=text.field,
        digest=text_digest(text.salt, text.body),
        was=before.id if before else None,
    )


_SIDE_BY_SIDE = frozenset({"note", "reason", "party", "question", "said", "price"})


def _plain(value: object) -> str:
    return stamp(value) if isinstance(value, datetime) else str(value)


@contextmanager
def doing(office: Office, operator: str | None, act: UUID) -> Iterator[Work]:
    """The transaction behind `Office.work`."""
    with Session(office.engine, expire_on_commit=False) as session:
        try:
            work = _begin(office, session, operator, act)
            yield work
            session.flush()
            session.commit()
        except IntegrityError as error:
            raise Refusal(_refused_by_store(error)) from error
        except DBAPIError as error:
            session.invalidate()
            if not office.kept(act):
                raise StoreRefusal(_not_saved(error)) from error


def _begin(office: Office, session: Session, operator: str | None, act: UUID) -> Work:
    connection = session.connection()
    schema = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if schema != SCHEMA:
        sentence = _(
            "The store was updated by a newer deskterm while this console was open."
            " Restart deskterm; what is half typed is kept."
        )
        raise StoreRefusal(sentence)
    found = connection.exec_driver_sql("SELECT 1 FROM journal WHERE act = ?", (str(act),)).first()
    if found:
        raise AlreadyKept(_("This was kept already."))
    return Work(office, session, _person(connection, operator), act)


def _person(connection: Any, operator: str | None) -> people.Signed | None:  # noqa: ANN401
    if operator is None:
        return None
    row = connection.exec_driver_sql(
        "SELECT id, code, name, english, role FROM people WHERE code = ? AND active = 1",
        (operator,),
    ).first()
    if row is None:
        raise Refusal(_("There is no operator {code} any more.").format(code=operator))
    return people.Signed(*row)


def _refused_by_store(error: IntegrityError) -> str:
    reason = str(error.orig)
    if "room is taken" in reason:
        return _("The room was taken in the meantime.")
    return _("The store refused it ({reason}); nothing was saved.").format(reason=reason)


def _not_saved(error: DBAPIError) -> str:
    if "locked" in str(error.orig):
        return _(
            "Others are writing all the time, and this was not saved."
            " What you typed is still here; try again."
        )
    sentence = _("Not saved: {error}. What you typed is still here; try again.")
    return sentence.format(error=error.orig)


def moment_of(row: Mapping[str, Any], column: str) -> datetime | None:
    """A row's instant, or None."""
    return instant(row[column]) if row[column] else None
