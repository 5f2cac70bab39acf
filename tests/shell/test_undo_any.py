"""Whatever is done on a call, and undone, leaves it as it was: any acts, in any order."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.shell.house import open_office
from tests.shell.ledger import say, state, unproved

START = datetime(2026, 11, 23, 6, 31, 40, tzinfo=UTC)
ACTS = st.sampled_from(
    [
        "note C1 rang the plumber",
        "answer C1 soon",
        "done C1.2",
        "done C1.4",
        "skip C1.3 not needed",
        "later C1.2 23:30",
        "branch C1 escort",
        "branch C1 escort off",
        "branch C1 nursing instead",
        "major C1",
        "major C1 off",
        "confidential C1",
        "wait C1 for the doctor",
        "resume C1",
        "ask C1 supervisor who comes",
        "says C1 we do",
        "refer C1 clinic",
        "price C1 tap 30.00",
        "charge C1 30.00 paid",
        "callback C1 20:00",
        "send G2 C1",
        "send G2 G3 沪A12345 C1",
        "send G3 C2",
        "G2 en route",
        "G2 on scene -1m",
        "G3 on scene",
        "G2 at hospital",
        "G2 clear",
        "G3 clear",
        "heard G2",
        "out 沪A12345 40000",
        "back 沪A12345 40010",
        "fix C1 12-3-1503",
        "fix C1 complaint",
        "fix C1 @14:00",
        "fix C1 words: quite another thing",
        "join C1 12-3-1501",
        "link C1 C2",
        "close C1 over",
        "reopen C1 not over",
        "cancel C1 nothing",
    ]
)


class Moving:
    """A clock that goes on by a minute with every act."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


def tried(office: Office, clock: Moving, text: str) -> bool:
    """Whether it was kept; a no leaves nothing behind."""
    clock.at += timedelta(minutes=1)
    try:
        say(office, text, anyway=True)
    except Refusal:
        return False
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=1, max_size=12), undone=st.data())
def test_acts_and_their_undoings_leave_a_call_as_it_was(
    sample_store: Path, tmp_path_factory: object, acts: list[str], undone: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")  # type: ignore[attr-defined]  # pytest's own
    path = folder / "desk.db"
    shutil.copy(sample_store, path)
    clock = Moving()
    office = open_office(path, console="desk-1", clock=clock)
    try:
        tried(office, clock, "call 12-3-1502 medical chest pain 138 0013 8000")
        tried(office, clock, "call 8-1-0601 repair tap drips")
        _do_and_undo(office, clock, acts, undone)
    finally:
        office.close()


def _do_and_undo(office: Office, clock: Moving, acts: list[str], undone: st.DataObject) -> None:
    states = [state(office)]
    for text in acts:
        seen = office.seen()
        if not tried(office, clock, text) or office.seen() == seen:
            continue
        if "reopen" in text:
            states = [state(office)]
            continue
        states.append(state(office))
        for _time in range(undone.draw(st.integers(0, 2))):
            if len(states) > 1 and tried(office, clock, "undo"):
                states.pop()
                assert state(office) == states[-1]
        assert unproved(office) == []
    while len(states) > 1:
        clock.at += timedelta(minutes=1)
        say(office, "undo", anyway=True)
        states.pop()
        assert state(office) == states[-1]
    assert unproved(office) == []
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None
