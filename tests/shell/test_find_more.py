"""Notes and callers are found by the place of their call; so are prices, and what became known."""

from __future__ import annotations

import pytest

from deskterm.core.office import Office
from deskterm.core.search import find
from deskterm.shell.look_up import found
from deskterm.shell.reindex import reindex
from deskterm.shell.say import say_line

VAN = "沪A12345"


def hits(office: Office, said: str) -> set[tuple[str, str]]:
    """Kind and words of what is found, the registers apart."""
    with office.read() as reader:
        rows = find(reader, said, 99, now=office.site.local(office.now()))
    return {(row["kind"], row["body"]) for row in rows if row["kind"] not in {"resident", "place"}}


@pytest.fixture
def leak(office: Office) -> Office:
    """An office with a call, a note on it, and one more caller."""
    for line in (
        "call 12-3-1502 kitchen pipe burst",
        "note C1 the valve is shut",
        "join C1 2-1-101 100-5550-7777 it drips here",
        "fault A the lamp is broken to: equipment",
    ):
        say_line(office, line, "lin", anyway=True)
    return office


NOTES = {("note", "the valve is shut"), ("note", "it drips here")}


@pytest.mark.parametrize(
    "said", ["unit:12-3-1502", "unit:12-3", "单元:12栋3单元", "12-3-1502", "unit:12"]
)
def test_what_was_said_of_a_call_is_found_by_its_place(leak: Office, said: str) -> None:
    before = hits(leak, said)
    assert {kind for kind, _body in before} == {"call", "note", "caller"}
    assert before > NOTES
    reindex(leak)
    assert hits(leak, said) == before


def test_a_call_that_was_put_right_takes_its_notes_along(leak: Office) -> None:
    say_line(leak, "fix C1 12-3-1503", "lin", anyway=True)
    assert not hits(leak, "unit:12-3-1502")
    assert hits(leak, "unit:12-3-1503") > NOTES
    say_line(leak, "undo", "lin", anyway=True)
    assert not hits(leak, "unit:12-3-1503")
    assert hits(leak, "unit:12-3-1502") > NOTES


def test_a_public_place_narrows_by_its_name(leak: Office) -> None:
    say_line(leak, "call 12号楼大堂 water leak", "lin", anyway=True)
    say_line(leak, "note C2 an ambulance was refused", "lin")
    for said in ("unit:大堂 ambulance", "地点:12号楼大堂 ambulance", "unit:lobby-12 ambulance"):
        assert hits(leak, said) == {("note", "an ambulance was refused")}, said
    assert not hits(leak, "unit:大堂 valve")


def test_the_words_of_a_confidential_call_stay_hidden_behind_its_place(leak: Office) -> None:
    say_line(leak, "confidential C1", "lin")
    with leak.read() as reader:
        told = [row for row in find(reader, "unit:12-3-1502 kind:note", 9) if row["body"]]
    assert {row["body"] for row in told} == {"C001"}
    assert not hits(leak, "unit:12-3-1502 valve")


@pytest.mark.clause("Q2.2")
def test_the_price_list_is_found_by_code_name_and_kind(office: Office) -> None:
    for said in ("drain", "疏通下水道", "价目 下水道", "类别:价目 drain"):
        assert hits(office, said) == {
            ("price", "drain 疏通下水道 Drain cleared ¥60.00/次 visit (2026.01.01 –)")
        }, said
    assert {kind for kind, _body in hits(office, "kind:价目")} == {"price"}
    assert found(office, "drain")[0].split()[1] == "price"


def test_what_becomes_known_later_is_found(office: Office) -> None:
    say_line(office, f"cost {VAN} toll supplier: Shell", "majj", anyway=True)
    say_line(office, "cost K1 35.75", "majj", anyway=True)
    say_line(office, f"set {VAN} name 白鸽号", "zhou")
    say_line(office, "set G5 active no", "zhou")
    assert {kind for kind, _body in hits(office, "35.75")} == {"cost"}
    assert {kind for kind, _body in hits(office, "白鸽")} == {"vehicle"}
    assert {kind for kind, _body in hits(office, "Shell kind:supplier")} == {"supplier"}
    assert not hits(office, "g5 kind:guard")
    say_line(office, "undo", "majj", anyway=True)
    assert not hits(office, "35.75")
