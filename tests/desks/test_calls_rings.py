"""The telephone: ringing, taken, missed; and what becomes of a missed call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import journal, queue, search
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Setting
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.model import Ring
from deskterm.shell.details import facts
from deskterm.shell.house import open_office
from tests.desks.oncall import call, said, say

if TYPE_CHECKING:
    from tests.conftest import Clock

QIN = "10055509848"
"""The number of one resident, as a telephone shows it."""
STRANGER = "13800138000"


def ring(office: Office, phone: str = QIN, *, missed: bool = False) -> int:
    """The telephone rings; answers the newest ring."""
    with office.work() as work:
        actions.ring(work, phone, missed=missed)
    with office.read() as reader:
        return int(reader.value("SELECT max(id) FROM rings"))


def ringing(office: Office) -> list[dict[str, Any]]:
    """What rings now."""
    with office.read() as reader:
        return queries.ringing(reader)


def missed(office: Office) -> list[dict[str, Any]]:
    """Who is to be rung back."""
    with office.read() as reader:
        return queries.missed(reader)


def to_do(office: Office) -> list[dict[str, Any]]:
    """What the queue holds of calls, missed ones too."""
    with office.read() as reader:
        return [each for each in queue.due(reader, 500) if each["letter"] in {"C", "R"}]


def row(office: Office, ring_id: int) -> Ring:
    """A ring as it is kept."""
    with office.work() as work:
        return work.get(Ring, ring_id)


def expire(office: Office) -> int:
    """What a console does every second."""
    with office.work() as work:
        return actions.expire_rings(work)


@pytest.mark.parametrize("phone", [QIN, "100-5550-9848", "+8610055509848"])
def test_a_known_number_rings_with_its_unit_and_names(office: Office, phone: str) -> None:
    ring(office, phone)
    (found,) = ringing(office)
    assert (found["phone"], found["place"], found["names"]) == (phone, "3-1-0302", ["Qin Yueqin"])
    assert found["at"] == "2026-11-23T06:31:40.000Z"


@pytest.mark.parametrize(
    "phone",
    ["", "anonymous", "-", "9848", "\udcff\x1b[2J", "x" * 5000, "sip:9848@pbx", "０１２"],
)
def test_an_odd_number_is_kept_and_rings_for_nobody(office: Office, phone: str) -> None:
    ring(office, phone)
    (found,) = ringing(office)
    assert (found["place"], found["names"]) == ("", [])
    assert len(found["phone"]) <= 40
    assert ring(office, phone, missed=True) == found["id"]
    assert len(missed(office)) == 1


def test_the_journal_holds_no_number(office: Office) -> None:
    ring(office, STRANGER)
    ring(office, STRANGER, missed=True)
    with office.read() as reader:
        rows = reader.rows("SELECT kind, facts, console FROM journal WHERE kind LIKE 'ring.%'")
        told = str(reader.rows("SELECT facts FROM journal"))
        assert journal.verify(reader).broken_at is None
    assert [each["kind"] for each in rows] == ["ring.began", "ring.missed"]
    assert STRANGER not in told


def test_a_telephone_that_is_said_to_ring_twice_rings_once(office: Office) -> None:
    assert ring(office) == ring(office, "100-5550-9848")
    ring(office, STRANGER)
    assert [each["place"] for each in ringing(office)] == ["3-1-0302", ""]


def test_the_first_console_takes_it_and_the_second_is_told_who_did(
    office: Office, store: Path, clock: Clock
) -> None:
    ring_id = ring(office)
    with office.work("lin") as work:
        assert actions.take_ring(work, ring_id).sentence == "You took it."
    taken = row(office, ring_id)
    assert (taken.state, taken.taken_by, taken.console) == ("taken", "lin", "desk-1")
    assert ringing(office) == []
    other = open_office(store, console="desk-2", clock=clock)
    with pytest.raises(Refusal, match=r"^林薇 \(desk-1\) took it at 14:31.$"):
        with other.work("chen") as work:
            actions.take_ring(work, ring_id)
    other.close()
    with office.work("lin") as work:
        assert actions.take_ring(work, ring_id).sentence == "You took it already."


def test_a_call_from_that_number_is_the_ring_that_was_taken(office: Office, clock: Clock) -> None:
    ring_id = ring(office)
    with office.work("lin") as work:
        actions.take_ring(work, ring_id)
    clock.pass_(seconds=30)
    receipt = said(office, "call 3-1-0302 100-5550-9848 kitchen leak")
    assert row(office, ring_id).case_id == receipt.case_id
    again = said(office, "call 3-1-0302 100-5550-9848 and a bath leak")
    assert row(office, ring_id).case_id == receipt.case_id != again.case_id
    assert expire(office) == 0
    assert missed(office) == []


def test_a_call_from_a_number_that_rings_takes_it(office: Office) -> None:
    ring_id = ring(office)
    receipt = said(office, "call qyq kitchen leak")
    taken = row(office, ring_id)
    assert (taken.state, taken.taken_by, taken.case_id) == ("taken", "lin", receipt.case_id)


def test_another_call_takes_no_ring(office: Office) -> None:
    ring_id = ring(office)
    said(office, "call 12-3-1502 kitchen leak")
    assert row(office, ring_id).state == "ringing"


@pytest.mark.clause("H1.2")
def test_a_missed_call_is_in_the_queue_to_be_rung_back_in_five_minutes(office: Office) -> None:
    ring(office)
    ring(office, missed=True)
    (due,) = to_do(office)
    assert (due["en"], due["zh"], due["role"]) == ("Ring back: missed call", "回拨未接来电", "desk")
    assert (due["letter"], due["number"], due["place"]) == ("R", 1, "3-1-0302")
    assert due["due"] == "2026-11-23T06:36:40.000Z"


def test_a_missed_call_of_a_stranger_shows_its_number_in_the_queue(office: Office) -> None:
    ring(office, STRANGER)
    ring(office, STRANGER, missed=True)
    (due,) = to_do(office)
    assert (due["place"], due["place_said"]) == (None, STRANGER)


@pytest.mark.parametrize("seconds", [45, 20])
def test_what_rings_too_long_is_missed_by_the_sites_own_measure(
    office: Office, clock: Clock, seconds: int
) -> None:
    with office.work() as work:
        work.keep(work.session.merge(Setting(name="ring_seconds", value=str(seconds))))
    ring(office)
    clock.pass_(seconds=seconds)
    assert expire(office) == 0
    clock.pass_(seconds=1)
    assert expire(office) == 1
    assert expire(office) == 0
    assert [each["names"] for each in missed(office)] == [["Qin Yueqin"]]
    assert ringing(office) == []


def test_several_consoles_may_all_say_that_it_was_missed(office: Office) -> None:
    ring_id = ring(office)
    with office.work() as work:
        assert actions.miss_ring(work, ring_id)
    with office.work() as work:
        assert actions.miss_ring(work, ring_id) is None
    assert len(missed(office)) == 1
    with pytest.raises(Refusal, match="It stopped ringing; it is R001 now."):
        with office.work("lin") as work:
            actions.take_ring(work, ring_id)


def test_whoever_rings_again_and_again_is_rung_back_once(office: Office, clock: Clock) -> None:
    for _each in range(3):
        ring(office)
        clock.pass_(minutes=1)
        expire(office)
    (found,) = missed(office)
    assert (found["times"], found["at"]) == (3, "2026-11-23T06:31:40.000Z")
    assert found["number"] == 1


def test_a_caller_who_gave_up_after_somebody_took_it_is_not_missed(office: Office) -> None:
    ring_id = ring(office)
    with office.work("lin") as work:
        actions.take_ring(work, ring_id)
    ring(office, missed=True)
    assert row(office, ring_id).state == "taken"
    assert missed(office) == []


def test_a_telephone_system_may_tell_of_missed_calls_alone(office: Office, clock: Clock) -> None:
    ring(office, missed=True)
    clock.pass_(hours=2)
    ring(office, STRANGER, missed=True)
    assert [each["phone"] for each in missed(office)] == [QIN, STRANGER]


def test_a_call_with_the_number_of_a_missed_one_takes_place_phone_and_caller_from_it(
    office: Office,
) -> None:
    ring(office)
    ring(office, missed=True)
    receipt = said(office, "call R1 kitchen leak")
    assert receipt.case_id
    record = call(office, receipt.case_id)
    told = (record["place"], record["resident"], record["phone"], record["words"])
    assert told == ("3-1-0302", "秦月琴", QIN, "kitchen leak")
    assert missed(office) == []
    assert {each["letter"] for each in to_do(office)} == {"C"}
    with office.read() as reader:
        state = reader.row("SELECT state, disposition, parent_id FROM cases WHERE letter = 'R'")
        done = reader.value(
            "SELECT s.state FROM steps s JOIN cases c ON c.id = s.case_id WHERE c.letter = 'R'"
        )
    assert state == {"state": "closed", "disposition": "taken-up", "parent_id": receipt.case_id}
    assert done == "done"


@pytest.mark.parametrize("line", ["call {} kitchen leak", "call 12-3-1502 100-5550-9848 leak"])
def test_a_call_from_the_same_number_takes_a_missed_one_up(office: Office, line: str) -> None:
    ring(office, "+86" + QIN)
    ring(office, "+86" + QIN, missed=True)
    say(office, line.format("qyq"))
    assert missed(office) == []


def test_whoever_joins_a_call_is_not_rung_back_either(office: Office) -> None:
    ring(office, STRANGER)
    ring(office, STRANGER, missed=True)
    say(office, "call 12-3-1502 flood in the kitchen")
    say(office, f"join C1 {STRANGER} water here too")
    assert missed(office) == []


def test_a_missed_call_that_is_over_or_none_cannot_be_logged(office: Office) -> None:
    ring(office)
    ring(office, missed=True)
    say(office, "call R1 kitchen leak")
    with pytest.raises(Refusal, match="R001 was rung back at 14:31 already."):
        say(office, "call R1 kitchen leak")
    with pytest.raises(Refusal, match="There is no record R009."):
        say(office, "call R9 kitchen leak")


def test_it_is_over_once_the_caller_was_rung_back_and_wanted_nothing(office: Office) -> None:
    for phone in (QIN, STRANGER):
        ring(office, phone)
        ring(office, phone, missed=True)
    say(office, "done R1.1 wrong number")
    say(office, "skip R2.1 nobody answers")
    assert missed(office) == []
    with office.read() as reader:
        ends = reader.rows("SELECT state, disposition FROM cases WHERE letter = 'R' ORDER BY id")
    assert ends == [
        {"state": "closed", "disposition": "rung-back"},
        {"state": "closed", "disposition": "let-be"},
    ]


def test_undoing_what_took_it_up_lets_it_be_rung_back_again(office: Office) -> None:
    ring(office)
    ring(office, missed=True)
    say(office, "call R1 kitchen leak")
    say(office, "undo")
    (found,) = missed(office)
    assert found["number"] == 1
    assert [(each["letter"], each["en"]) for each in to_do(office)] == [
        ("R", "Ring back: missed call")
    ]
    say(office, "done R1.1")
    say(office, "undo")
    assert len(missed(office)) == 1


def test_a_missed_call_counts_as_no_call(office: Office) -> None:
    ring(office)
    ring(office, missed=True)
    with office.read() as reader:
        assert queries.counts(reader, office.now()) == {"open": 0, "today": 0, "total": 0}
        assert queries.calls(reader) == queries.open_calls(reader) == []
        assert queries.known_at(reader, office.now(), place="3-1-0302")["open"] == []
    for line in ("close R1", "answer R1", "branch R1 escort", "join R1 qyq", "cancel R1 nothing"):
        with pytest.raises(
            Refusal, match="R001 is a missed call: done R001.1 once it is rung back"
        ):
            say(office, line)


def test_its_record_says_when_it_rang_who_that_is_and_what_it_became(office: Office) -> None:
    ring(office)
    ring(office, missed=True)
    say(office, "call R1 kitchen leak")
    with office.read() as reader:
        found = search.find(reader, "9848", kind="missed")
        page = dict(facts(reader, office.site, office.now(), found[0]["case_id"]))
    assert page["R001"] == "Missed call closed"
    assert page["Where"] == "3-1-0302"
    assert page["Rang"] == f"11-23 14:31:40 {QIN} 3-1-0302 Qin Yueqin"
    assert page["Became"] == "C001"
