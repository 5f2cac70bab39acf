"""Two consoles on one store: whatever is said there is held against journal and model."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.shell.house import open_office
from deskterm.shell.say import say_line
from tests.conftest import Clock
from tests.shell.desk.fold import Line
from tests.shell.desk.journal import unread
from tests.shell.desk.model import Change, Model, Said, Who, nothing
from tests.shell.desk.register import Audit, Store
from tests.shell.desk.stamps import moved, stamps

LIN, ZHOU = ("desk-1", "lin"), ("desk-2", "zhou")
WHO = st.sampled_from([LIN, ZHOU, LIN, ZHOU, ("desk-2", "lin")])
NTH = st.integers(0, 3)
BACK = st.sampled_from([0, 0, 0, 1, 4, 30])
ANYWAY = st.sampled_from([True, True, False])
PAUSE = timedelta(seconds=7)
"""From one act to the next."""


def ago(minutes: int) -> str:
    """So many minutes ago, as it is typed."""
    return f" -{minutes}m" if minutes else ""


class Talk(RuleBasedStateMachine):
    """What is said, and what must come of it whatever was said."""

    def __init__(self, sample: Path, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        folder.mkdir()
        path = folder / "desk.db"
        shutil.copy(sample, path)
        shutil.copy(f"{sample}.pepper", f"{path}.pepper")
        self.clock, self.acts = Clock(), 0
        consoles = ("desk-1", "desk-2")
        self.offices = {name: open_office(path, name, self.clock) for name in consoles}
        self.site = self.offices["desk-1"].site
        self.store, self.model, self.fold = Store(path), Model(), unread()
        self.fold.read(self.store.lines())
        self.digest, self.stamps = self.store.digest(), stamps(self.store)

    def teardown(self) -> None:
        """The chain verifies, and read anew from its first line the journal says the same."""
        try:
            if sys.exc_info()[0] is None:
                self._read_anew()
        finally:
            self.store.close()
            for office in self.offices.values():
                office.close()
            shutil.rmtree(self.folder)

    def _read_anew(self) -> None:
        with self.offices["desk-1"].read() as reader:
            assert journal.verify(reader).broken_at is None
        again = unread()
        again.read(self.store.lines())
        assert Audit(again, self.store, self.site.calendar).faults() == []

    def say(
        self, who: Who, text: str, change: Change = nothing, *, anyway: bool = False
    ) -> Receipt | None:
        """Say a line: it is kept with its journal lines, or nothing at all has changed."""
        self.acts += 1
        self.clock.at += PAUSE
        seen, office = len(self.fold.lines), self.offices[who[0]]
        line = f"{who[0]} {who[1]}: {text}{' !' if anyway else ''}"
        try:
            kept = say_line(office, text, who[1], anyway=anyway, act=UUID(int=self.acts))
        except Refusal as no:
            note(f"{line}\n    no: {no}")
            assert self.store.lines(seen) == []
            assert self.store.digest() == self.digest
            return None
        note(f"{line}\n    {kept.sentence}")
        self._heard(Said(self.acts, who, change), self.store.lines(seen))
        return kept

    def _heard(self, said: Said, lines: list[Line]) -> None:
        """What was kept says so in the journal, and no stamp moved without a correction."""
        former, self.digest = self.digest, self.store.digest()
        assert lines or self.digest == former
        before, self.stamps = self.stamps, stamps(self.store)
        self.fold.read(lines)
        assert moved(before, self.stamps, lines, self.fold) == []
        undone = [UUID(line["facts"]["act"]).int for line in lines if line["kind"] == "act.undone"]
        if undone:
            self.model.undo(*undone)
        elif lines:
            said.cases = frozenset(line["case_id"] for line in lines)
            self.model.keep(said)
        else:
            assert said.change is nothing

    def call(self, nth: int, *, over: bool = False) -> str:
        """One of the calls, the newest first; those that are open, or else over, before others."""
        calls = self.model.desk.calls
        liked = [number for number in calls if (calls[number].state != "open") is over]
        pool = [*reversed(liked), *reversed(calls)]
        return pool[nth % len(pool)]

    def case(self, call: str) -> int:
        """The id of a call's case."""
        sql = "SELECT id FROM cases WHERE letter = 'C' AND printf('C%03d', number) = ?"
        return int(self.store.rows(sql, call)[0]["id"])

    def at(self, minutes: int = 0) -> datetime:
        """The instant so many minutes before the next act."""
        return self.clock.at + PAUSE - timedelta(minutes=minutes)

    def wall(self, minutes: int) -> tuple[datetime, str]:
        """The full minute so many minutes before the next act, and how it is typed."""
        local = self.site.local(self.at(minutes)).replace(second=0)
        return local.astimezone(UTC), f"@{local:%H:%M}"
