"""The console's engine room: nothing that reads or writes the store runs on the event loop.

Reads go to one thread, writes to another; answers come back as calls on the event
loop. Another console's change is noticed by the journal's last line.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar
from uuid import uuid4

from deskterm.core.drafts import Draft, Seat
from deskterm.core.errors import Refusal
from deskterm.core.people import Signed
from deskterm.core.reader import NoLongerWantedError, Reader
from deskterm.core.words import N_, _
from deskterm.tui.field import CaretApp
from deskterm.tui.keymap import load

if TYPE_CHECKING:
    from deskterm.core.office import Office
    from deskterm.core.receipt import Receipt
    from deskterm.core.work import Work

Found = TypeVar("Found")
Query = Callable[[Reader, datetime], Found]
log = logging.getLogger("deskterm")

FAULT = N_("Something went wrong in the program; what you typed is still here.")
LOOK_EVERY = 0.2
"""Seconds between two looks at the journal: another console's change shows within half a second."""
KEEP_EVERY = 0.4
"""Seconds within which what was typed is in the draft file."""


class Console(CaretApp[int]):
    """An app over an office: asks, acts, looks for changes, keeps drafts."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, office: Office, seat: Seat) -> None:
        super().__init__()
        self.office = office
        self.seat = seat
        self.draft: Draft = seat.load()
        self.seen = -1
        self._reads = ThreadPoolExecutor(1, "reads")
        self._writes = ThreadPoolExecutor(1, "writes")
        self._looks = ThreadPoolExecutor(1, "looks")
        self._answering: Reader | None = None
        """What looks something up at this moment, in its own thread."""
        self._looking = False
        self._kept_draft = ""
        self.set_keymap(load())

    @property
    def person(self) -> Signed | None:
        """Who is at this console: acts carry their name, and they see what they may."""
        return self.office.viewer

    @person.setter
    def person(self, person: Signed | None) -> None:
        self.office.viewer = person

    def ready(self) -> None:
        """Begin the background work; called once the first frame is on the screen."""
        self._writes.submit(self._warm)
        self.set_interval(LOOK_EVERY, self._look)
        self.set_interval(KEEP_EVERY, self._keep_draft)

    def _warm(self) -> None:
        self.import_acts()
        gc.freeze()  # what is there by now stays: it is not looked through again and again
        gc.enable()

    def import_acts(self) -> None:
        """Import what acts need, behind the first frame: the first of them waits for nothing."""
        import deskterm.core.work  # noqa: F401, PLC0415

    def ask(self, group: str, query: Query[Found], then: Callable[[Found], None]) -> None:
        """Answer a query from the store; a newer question of the same group replaces this one."""
        coming = self._asked(query, then)
        self.run_worker(coming, group=group, exclusive=True, exit_on_error=False)

    def look(self, query: Query[Found], then: Callable[[Found], None]) -> None:
        """Answer what is being typed; every key gives up the answer to the one before it."""
        if self._answering is not None:
            self._answering.is_wanted = False
        coming = self._asked(query, then, look=True)
        self.run_worker(coming, group="look", exclusive=True, exit_on_error=False)

    async def _asked(
        self, query: Query[Found], then: Callable[[Found], None], *, look: bool = False
    ) -> None:
        try:
            if look:
                then(await self._in(self._looks, partial(self._look_up, query)))
            else:
                then(await self._in(self._reads, partial(self._read, query)))
        except NoLongerWantedError:
            return
        except Refusal as no:
            self.say(str(no))
        except Exception as error:  # noqa: BLE001 - the screen's edge
            self.fault(error)

    def _read(self, query: Query[Found]) -> Found:
        with self.office.read() as reader:
            return query(reader, self.office.now())

    def _look_up(self, query: Query[Found]) -> Found:
        with self.office.read() as self._answering:
            return query(self._answering, self.office.now())

    def act(
        self,
        change: Callable[[Work], Receipt],
        kept: Callable[[Receipt], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        """Make a change through the one door; tells how it went on the event loop."""
        coming = self._acted(change, kept, refused)
        self.run_worker(coming, group="act", exit_on_error=False)

    async def _acted(
        self,
        change: Callable[[Work], Receipt],
        kept: Callable[[Receipt], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        try:
            kept(await self._in(self._writes, partial(self._work, change)))
        except Refusal as no:
            refused(no)
        except Exception:
            log.exception("fault")
            refused(Refusal(_(FAULT)))

    def _work(self, change: Callable[[Work], Receipt]) -> Receipt:
        with self.office.work(self.person.code if self.person else None, uuid4()) as work:
            return change(work)

    async def _in(self, pool: ThreadPoolExecutor, call: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(pool, call)

    async def _look(self) -> None:
        if self._looking:
            return
        self._looking = True
        try:
            seen = await self._in(self._reads, self.office.seen)
            if seen != self.seen:
                self.seen = seen
                self.store_changed()
        except Refusal as no:
            self.say(str(no))
        finally:
            self._looking = False

    def store_changed(self) -> None:
        """Something was kept, here or at another console; the app rereads what it shows."""

    def say(self, sentence: str) -> None:
        """Tell the operator something that needs no answer."""
        self.notify(sentence, markup=False)

    def fault(self, error: BaseException) -> None:
        """A fault of the program: it is logged, said in a sentence, and ends nothing."""
        log.error("fault", exc_info=error)
        self.say(_(FAULT))

    def _handle_exception(self, error: Exception) -> None:
        if self._running and not isinstance(error, SystemExit):
            self.fault(error)
        else:
            super()._handle_exception(error)

    def gather(self) -> Draft:
        """All that is half typed on the screens now."""
        return self.draft

    async def _keep_draft(self) -> None:
        draft = self.gather()
        if repr(draft) != self._kept_draft:
            self._kept_draft = repr(draft)
            await asyncio.to_thread(self.seat.save, draft)

    def keep_draft_now(self) -> None:
        """Save what is half typed before the program is ended from outside."""
        self.seat.save(self.gather())
