"""The office: one store, one clock, and the one door for changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.people import Signed
from deskterm.core.reader import Reader, connect, snapshot, sqlite
from deskterm.core.site import Site, read_site
from deskterm.core.store import SCHEMA, open_engine, schema_of
from deskterm.core.words import _

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from deskterm.core.work import Work

Need = Callable[[Reader, int], bool]
"""Whether something that a step needs is true of a case, by the case's id."""


class AlreadyKept(Refusal):
    """This very act is in the journal: it was kept the first time it was asked."""

    exit_code = 0


class Office:
    """A store that is open, with the program's only clock.

    `console` names this keyboard in the journal; `needs` are the desks' answers
    to what a step may need before it is ticked.
    """

    def __init__(
        self,
        path: Path,
        *,
        console: str = "shell",
        needs: Mapping[str, Need] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path = path
        self.console = console
        self.needs = dict(needs or {})
        self._clock = clock
        self.viewer: Signed | None = None
        """Who looks at this office now: what is confidential is hidden from everybody else."""
        self._here = threading.local()
        if schema_of(path) < SCHEMA:
            from deskterm.core.migrate import migrate  # noqa: PLC0415 - only an older store

            migrate(path)
        self._file = self._identity()

    def now(self) -> datetime:
        """This instant, UTC, to the millisecond that the store keeps."""
        now = self._clock()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    @cached_property
    def site(self) -> Site:
        """The site's settings, read once."""
        with self.read() as reader:
            return read_site(reader)

    @cached_property
    def engine(self) -> Engine:
        """The engine that writes; made when something is first kept."""
        return open_engine(self.path)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader whose answers all belong to one moment; inside another one, that one."""
        if outer := getattr(self._here, "reader", None):
            yield outer
            return
        connection = getattr(self._here, "connection", None)
        if connection is None or self._here.file != self._identity():
            connection = self._here.connection = connect(self.path)
            self._here.file = self._identity()
        try:
            with snapshot(connection, self.viewer) as self._here.reader:
                yield self._here.reader
        except sqlite.Error as error:
            raise StoreRefusal(
                _("The store cannot be read: {error}.").format(error=error)
            ) from error
        finally:
            self._here.reader = None

    def seen(self) -> int:
        """The journal's last line: another number means that something changed."""
        with self.read() as reader:
            return int(reader.value("SELECT coalesce(max(seq), 0) FROM journal"))

    @contextmanager
    def work(self, operator: str | None = None, act: UUID | None = None) -> Iterator[Work]:
        """One act: all of it is kept, with its journal lines, or none of it.

        `operator` is the code of whoever is signed on. `act` is made by whoever
        asks, so that asking again after a doubtful answer is harmless.
        """
        from deskterm.core.work import doing  # noqa: PLC0415 - the ORM, behind the first frame

        if self._identity() != self._file:
            sentence = _(
                "The store's file was removed or replaced while it was open; nothing was saved."
            )
            raise StoreRefusal(sentence)
        with doing(self, operator, act or uuid4()) as work:
            yield work

    def kept(self, act: UUID) -> bool:
        """Whether this act is in the journal."""
        with self.read() as reader:
            found = reader.value("SELECT 1 FROM journal WHERE act = :act LIMIT 1", act=str(act))
        return found is not None

    def _identity(self) -> tuple[int, int]:
        try:
            status = self.path.stat()
        except OSError:
            return (0, 0)
        return (status.st_dev, status.st_ino)

    def close(self) -> None:
        """Let go of the store."""
        if connection := getattr(self._here, "connection", None):
            connection.close()
            self._here.connection = None
        if "engine" in self.__dict__:
            self.engine.dispose()
