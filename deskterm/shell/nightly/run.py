"""One run of the night: every day that is over and not done, then backup, proof and word of it."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import select

from deskterm.core.config import Config
from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.instants import stamp
from deskterm.core.journal import START, Chain
from deskterm.core.layout import clean
from deskterm.core.office import Office
from deskterm.core.people import pepper_of
from deskterm.core.reader import sqlite
from deskterm.core.words import _
from deskterm.shell.nightly import backup, chain, days, figures, papers, sending, upkeep
from deskterm.shell.nightly.model import Night
from deskterm.shell.sweeper import sweep

_LOG = logging.getLogger(__name__)
_MB = 2**20


@dataclass(frozen=True)
class Part:
    """One thing that was looked after: what, whether it is well, and a sentence."""

    name: str
    well: bool
    sentence: str


@dataclass
class Told:
    """What a run came to."""

    parts: list[Part] = field(default_factory=list)
    done: list[date] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether everything was done."""
        return all(part.well for part in self.parts)

    def sentence(self) -> str:
        """The last line: everything, or what not."""
        if not self.well:
            names = ", ".join(dict.fromkeys(part.name for part in self.parts if not part.well))
            return _("NOT everything was done: {parts}.").format(parts=names)
        if not self.done:
            return _("Everything was done already.")
        told = _("Everything is done: {days}.")
        return told.format(days=", ".join(day.isoformat() for day in self.done))


@contextmanager
def alone(store: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Let one run at a time look after a store; `waiting` is called where another has it."""
    path = store.with_name(f"{store.name}.nightly")
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        sentence = _("{file} cannot be written: {fault}.")
        raise StoreRefusal(sentence.format(file=path, fault=error.strerror)) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


class Run:
    """The night of one store; its parts come one by one, each as soon as it is done."""

    def __init__(self, office: Office, config: Config) -> None:
        self.office = office
        self.config = config
        self.told = Told()
        self.chain_holds = False
        self.today = office.site.local(office.now()).date()
        with office.read() as reader:
            rows = reader.rows("SELECT * FROM nights ORDER BY day")
        self.nights = {date.fromisoformat(row["day"]): row for row in rows}
        now = stamp(office.now() + upkeep.LAG)
        self.ahead = {day for day, row in self.nights.items() if row["done_at"] > now}
        """Days that a clock marked done which stood ahead of this one: nobody looked after them."""
        self.due = days.to_do(self.nights.keys() - self.ahead, self.ahead, self.today)

    def planned(self, said: str | None = None) -> list[date]:
        """The days that this run is for: those that are due, or the one that was named."""
        return [days.one(said, self.today)] if said else self.due

    def parts(self, planned: list[date]) -> Iterator[Part]:
        """Do everything; what fails stops nothing else, and is done again by the next run."""
        again = [day for day in planned if day in self.ahead]
        part = self._guarded(_("clock"), lambda: upkeep.clock(self.office, again))
        if part.sentence:
            yield self._kept(part)
        if planned:
            yield from self._days(planned)
        yield from self._send(planned)

    def _days(self, planned: list[date]) -> Iterator[Part]:
        newest = planned[-1]
        yield self._kept(self._guarded(_("what ends by itself"), self._sweep))
        walked = self._walk(newest)
        yield self._kept(self._chain_part(*walked))
        for day in planned:
            yield self._kept(self._guarded(_("reports"), partial(self._reports, day)))
            if day != newest and self.told.parts[-1].well:
                yield from self._marked(day, *walked)
        written = self.told.parts[-1].well
        for name, do in self._once(newest):
            yield self._kept(self._guarded(name, do))
            written = written and self.told.parts[-1].well
        if written:
            yield from self._marked(newest, *walked)

    def _once(self, day: date) -> Iterator[tuple[str, Callable[[], str]]]:
        """What is done once in a run, however many days it catches up with."""
        yield _("due in a week"), lambda: self._notices(day)
        made: list[tuple[Path, backup.Counted]] = []
        yield _("backup"), lambda: self._back_up(made)
        yield _("proof"), lambda: self._prove(made)
        yield _("retention"), lambda: upkeep.retention(self.office, self.today)
        yield _("disk"), lambda: upkeep.room(self.office, self.config)

    def _kept(self, part: Part) -> Part:
        self.told.parts.append(part)
        return part

    def _guarded(self, name: str, do: Callable[[], str]) -> Part:
        try:
            return Part(name, True, do())  # noqa: FBT003
        except OSError as error:
            sentence = _("{file} cannot be written: {fault}.")
            told = sentence.format(file=error.filename or "?", fault=error.strerror or error)
            return Part(name, False, clean(told, limit=None))  # noqa: FBT003
        except (Refusal, sqlite.Error) as error:
            return Part(name, False, clean(str(error), limit=None))  # noqa: FBT003
        except Exception:  # noqa: BLE001 - one fault of the program must not cost the site its backup
            _LOG.exception("nightly: %s", name)
            return Part(name, False, _("a fault of the program; it is in the log"))  # noqa: FBT003

    def _walk(self, day: date) -> tuple[Chain, bool]:
        whole_days = [
            each for each, row in self.nights.items() if row["whole"] and each not in self.ahead
        ]
        whole = days.wants_whole(max(whole_days, default=None), day)
        last = None if whole else max(self.nights.values(), key=lambda row: row["lines"])
        try:
            with self.office.read() as reader:
                walked = chain.walk(reader, last)
        except (StoreRefusal, sqlite.Error, LookupError, TypeError, ValueError):
            _LOG.exception("nightly: the journal cannot be read")
            walked = Chain(0, START, 1)
        self.chain_holds = walked.broken_at is None
        return walked, whole

    def _sweep(self) -> str:
        """Let go what ran out while no console was open, so that no report counts it."""
        told = _("{count} who waited for a room are to be rung")
        return told.format(count=sum(map(len, sweep(self.office))))

    def _chain_part(self, walked: Chain, whole: bool) -> Part:  # noqa: FBT001
        return Part(_("journal"), walked.broken_at is None, chain.sentence(walked, whole=whole))

    def _reports(self, day: date) -> str:
        written = papers.reports(self.office, self.config, day)
        told = _("{day}: {count} files in {folder}")
        return told.format(day=day, count=written, folder=self.config.reports / str(day))

    def _notices(self, day: date) -> str:
        count = papers.notices(self.office, self.config, day)
        return _("{count} steps fall due within a week").format(count=count)

    def _back_up(self, made: list[tuple[Path, backup.Counted]]) -> str:
        store = self.office.path
        path = self.config.backups / backup.unproved(store)
        made.append((path, backup.make(store, path)))
        size = path.stat().st_size / _MB
        # Whoever finds a backup must not find the PINs' secret with it.
        told = _("{path}, {size:.1f} MB, without {pepper}: keep that elsewhere, the PINs need it")
        return told.format(path=path, size=size, pepper=pepper_of(store).name)

    def _prove(self, made: list[tuple[Path, backup.Counted]]) -> str:
        if not made:
            raise StoreRefusal(_("there is no backup to prove"))
        unproved, counted = made[0]
        backup.prove(unproved, counted)
        # A day done again by its date must not take the place of the copy of that day.
        path = self.config.backups / backup.name(self.office.path, self.today - timedelta(days=1))
        aside = backup.settle(unproved, path)
        ends = [str(path), self._pruned(path)]
        if aside:
            told = _("the copy that stood there tells another story, and is kept as {path}")
            ends.append(told.format(path=aside))
        told = _("the backup was restored: {rows} rows in {tables} tables, as in the store")
        proved = told.format(rows=counted.total, tables=len(counted.rows))
        return "; ".join([proved, *ends])

    def _pruned(self, newest: Path) -> str:
        """Older copies go only for a copy that is proved, of a journal that verifies."""
        if not self.chain_holds:
            return _("no older backup was removed")
        gone = backup.prune(newest, self.office.path, self.config.backups_kept)
        return _("{gone} older ones removed").format(gone=len(gone))

    def _marked(self, day: date, walked: Chain, whole: bool) -> Iterator[Part]:  # noqa: FBT001
        """Keep that a day is done; a part of its own only where that cannot be kept."""
        part = self._guarded(_("record of the night"), lambda: self._mark(day, walked, whole))
        if not part.well:
            yield self._kept(part)

    def _mark(self, day: date, walked: Chain, whole: bool) -> str:  # noqa: FBT001
        """Keep that a day is done, and where the journal stood; one that was done stays."""
        if day not in self.due:
            self.told.done.append(day)
            return ""
        with self.office.work() as work:
            there = work.session.exec(select(Night).where(Night.day == day)).first()
            # One that is broken is walked whole again, until it is whole.
            whole = whole and walked.broken_at is None
            stood: dict[str, Any] = {"lines": walked.count, "head": walked.head, "whole": whole}
            night = there or Night(day=day, done_at=work.now, **stood)
            for name, value in {"done_at": work.now, **stood}.items():
                setattr(night, name, value)
            work.keep(night)
            work.record("night.done", day=day, lines=walked.count, head=walked.head)
        self.told.done.append(day)
        return ""

    def _send(self, planned: list[date]) -> Iterator[Part]:
        part = self._guarded(_("sending"), lambda: self._sent(planned))
        if part.sentence:
            yield self._kept(part)

    def _sent(self, planned: list[date]) -> str:
        """How many messages went; refused with why the others did not. Blank where none waits."""
        addresses = self.config.notify
        if addresses and planned:
            body = self._message(planned[-1])
            with self.office.work() as work:
                sending.queue(work, planned[-1], addresses, body)
        sent = sending.send(self.office, addresses)
        if sent.faults:
            raise Refusal(sent.sentence(astray=bool(planned)))
        return sent.sentence(astray=bool(planned))

    def _message(self, day: date) -> str:
        """A title, and figures: no name, no number of a record, no text of anybody."""
        title = f"deskterm {day}: " + (_("all well") if self.told.well else _("NOT all was done"))
        told = [f"{name}: {count}" for name, count in figures.of_day(self.office, day)]
        wrong = dict.fromkeys(part.name for part in self.told.parts if not part.well)
        told += [_("Not done: {part}").format(part=name) for name in wrong]
        return sending.BREAK.join([title, *told])
