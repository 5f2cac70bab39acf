"""Signing on with a PIN, and off; wrong PINs are counted in the store."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from deskterm.core import journal, people
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.people import Signed
from deskterm.core.register import Person
from deskterm.desks.shifts import actions, queries
from deskterm.desks.shifts.forms import SignOff, SignOn
from deskterm.shell.house import open_office

if TYPE_CHECKING:
    from tests.conftest import Clock

LIN, CHEN = "418203", "570916"
WRONG = "The code or the PIN is wrong"


def lines(office: Office, *kinds: str) -> list[dict[str, Any]]:
    with office.read() as reader:
        rows = reader.rows(
            "SELECT kind, operator, facts FROM journal"
            " WHERE kind LIKE 'shift.%' OR kind LIKE 'pin.%' ORDER BY seq"
        )
    found = [{**json.loads(row.pop("facts")), **row} for row in rows]
    return [line for line in found if not kinds or line["kind"] in kinds]


def person(office: Office, code: str) -> Person:
    with office.work() as work:
        return work.session.exec(select(Person).where(Person.code == code)).one()


def wrong(office: Office, code: str = "lin", pin: str = "000000") -> str:
    with pytest.raises(Refusal) as no:
        actions.verify(office, code, pin)
    return str(no.value)


def test_the_right_pin_begins_a_shift_at_this_console(office: Office) -> None:
    signed = actions.sign_on(office, "lin", LIN)
    assert (signed.code, signed.name, signed.english, signed.role) == (
        "lin",
        "林薇",
        "Lin Wei",
        "desk",
    )
    with office.read() as reader:
        on = queries.who_is_on(reader)
    assert [(row["code"], row["console"], row["on_at"]) for row in on] == [
        ("lin", "desk-1", "2026-11-23T06:31:40.000Z")
    ]
    assert [(line["kind"], line["operator"]) for line in lines(office)] == [
        ("shift.signed-on", "lin")
    ]


@pytest.mark.parametrize(("code", "pin"), [("ｌｉｎ", LIN), ("Lin ", LIN), ("lin", "４１８２０３")])
def test_the_input_method_may_be_on(office: Office, code: str, pin: str) -> None:
    assert actions.verify(office, code, pin).code == "lin"


@pytest.mark.parametrize(
    ("code", "pin"),
    [
        ("lin", "418204"),
        ("lin", ""),
        ("lin", CHEN),
        ("nobody-here", LIN),
        ("shen", ""),
        ("shen", "123456"),
        ("G1", "123456"),
        ("", ""),
        ("'; --", "\x00"),
        ("lin", "\udc80"),
    ],
)
def test_a_wrong_code_and_a_wrong_pin_sound_alike(office: Office, code: str, pin: str) -> None:
    assert wrong(office, code, pin) == WRONG + "."
    with office.read() as reader:
        assert queries.who_is_on(reader) == []


def test_an_attempt_is_kept_though_it_is_refused(office: Office) -> None:
    for count in (1, 2, 3):
        wrong(office)
        assert person(office, "lin").pin_failures == count
    assert [line["failures"] for line in lines(office)] == [1, 2, 3]
    assert {line["operator"] for line in lines(office)} == {None}


def test_the_fifth_wrong_pin_locks_and_the_right_one_does_not_open_it(
    office: Office, clock: Clock
) -> None:
    for _attempt in range(people.FAILURES - 1):
        assert wrong(office) == WRONG + "."
    assert wrong(office) == "Too many wrong PINs: try again in 10 min."
    assert wrong(office, pin=LIN) == "Too many wrong PINs: try again in 10 min."
    clock.pass_(minutes=4)
    assert wrong(office, pin=LIN) == "Too many wrong PINs: try again in 6 min."
    assert actions.verify(office, "chen", CHEN).code == "chen"
    clock.pass_(minutes=6)
    assert actions.verify(office, "lin", LIN).code == "lin"
    last = lines(office, "pin.refused")[-1]
    assert last["locked_until"] == "2026-11-23T06:41:40.000Z"


def test_after_a_lock_the_count_begins_anew(office: Office, clock: Clock) -> None:
    for _attempt in range(people.FAILURES):
        wrong(office)
    clock.pass_(minutes=10)
    assert wrong(office) == WRONG + "."
    assert actions.verify(office, "lin", LIN).code == "lin"


def test_the_right_pin_ends_the_count_and_says_so_in_the_journal(office: Office) -> None:
    for _attempt in range(people.FAILURES - 1):
        wrong(office)
    actions.verify(office, "lin", LIN)
    assert person(office, "lin").pin_failures == 0
    assert lines(office)[-1]["kind"] == "pin.accepted"
    assert wrong(office) == WRONG + "."


def test_guesses_made_side_by_side_are_all_counted_and_lock_together(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _guess: wrong(office), range(8)))
    locked = [sentence for sentence in told if sentence.startswith("Too many")]
    assert len(locked) == 8 - (people.FAILURES - 1)
    assert len(lines(office, "pin.refused")) == people.FAILURES
    assert wrong(office, pin=LIN).startswith("Too many")


def test_the_pin_is_tried_while_no_transaction_is_open(
    office: Office, store: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = open_office(store, console="desk-2", clock=clock)
    real = people.pin_matches

    def meanwhile(stored: str, pin: str, secret: str) -> bool:
        with neighbour.work("chen") as work:
            work.record("case.noted")
        return real(stored, pin, secret)

    monkeypatch.setattr(people, "pin_matches", meanwhile)
    assert actions.sign_on(office, "lin", LIN).code == "lin"
    neighbour.close()


def test_who_left_cannot_sign_on(office: Office) -> None:
    with office.work() as work:
        row = work.session.exec(select(Person).where(Person.code == "lin")).one()
        row.active = False
        work.keep(row)
    assert wrong(office, pin=LIN) == WRONG + "."


def test_signing_on_takes_the_console_over(office: Office, clock: Clock) -> None:
    actions.sign_on(office, "lin", LIN)
    clock.pass_(hours=8)
    actions.sign_on(office, "chen", CHEN)
    with office.read() as reader:
        assert [row["code"] for row in queries.who_is_on(reader)] == ["chen"]
        ended = reader.value("SELECT off_at FROM shifts WHERE off_at IS NOT NULL")
    assert ended == "2026-11-23T14:31:40.000Z"
    assert [line["kind"] for line in lines(office)] == [
        "shift.signed-on",
        "shift.signed-off",
        "shift.signed-on",
    ]


def test_signing_on_again_goes_on_with_the_same_shift(office: Office, clock: Clock) -> None:
    first = actions.sign_on(office, "lin", LIN)
    clock.pass_(hours=1)
    assert actions.sign_on(office, "lin", LIN) == first
    assert len(lines(office, "shift.signed-on")) == 1


def test_a_restarted_console_knows_who_is_on_and_another_does_not(office: Office) -> None:
    signed = actions.sign_on(office, "lin", LIN)
    again = open_office(office.path, console="desk-1")
    with again.read() as reader:
        assert queries.signed_on(reader, "desk-1") == signed
        assert queries.signed_on(reader, "desk-2") is None
    again.close()


def test_signing_off_ends_the_shift_here_and_nowhere_else(office: Office, store: Path) -> None:
    other = open_office(store, console="desk-2")
    actions.sign_on(office, "lin", LIN)
    actions.sign_on(other, "chen", CHEN)
    with office.work("lin") as work:
        receipt = actions.sign_off(work)
    assert receipt.sentence == "林薇 is signed off."
    with office.read() as reader:
        assert [row["code"] for row in queries.who_is_on(reader)] == ["chen"]
        assert journal.verify(reader).broken_at is None
    with pytest.raises(Refusal, match="Nobody is signed on at this console"), office.work() as work:
        actions.sign_off(work)
    other.close()


def test_who_can_sign_on_is_listed_with_where_they_are_on(office: Office) -> None:
    actions.sign_on(office, "zhou", "263847")
    with office.read() as reader:
        found = queries.operators(reader)
        window = queries.operators(reader, 1, 1)
    assert found[0]["code"] == "zhou"
    assert found[0]["console"] == "desk-1"
    assert {"lin", "chen"} <= {row["code"] for row in found}
    assert not {"shen", "G1"} & {row["code"] for row in found}
    assert window == found[1:2]


def test_no_pin_stands_in_the_store_or_its_journal(office: Office) -> None:
    actions.sign_on(office, "lin", LIN)
    wrong(office, pin="918273")
    office.close()
    kept = office.path.read_bytes()
    for end in ("-wal",):
        beside = office.path.with_name(office.path.name + end)
        kept += beside.read_bytes() if beside.exists() else b""
    assert LIN.encode() not in kept
    assert b"918273" not in kept


def test_the_forms_ask_for_operator_and_pin_and_nothing_to_sign_off() -> None:
    form = SignOn.read({"code": "lin", "pin": LIN})
    assert (form.code, form.pin) == ("lin", LIN)
    with pytest.raises(Refusal, match="PIN is missing"):
        SignOn.read({"code": "lin"})
    assert SignOff.specs() == []


def test_whoever_signed_on_is_who_acts(office: Office) -> None:
    signed = actions.sign_on(office, "lin", LIN)
    with office.work(signed.code) as work:
        assert work.person == Signed(signed.id, "lin", "林薇", "Lin Wei", "desk")
