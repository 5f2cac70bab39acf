"""Taking a guard off another call, and posts that would be left empty: asked, then recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.guards import queries
from tests.desks.patrol import (
    guard,
    lines,
    moments,
    open_case,
    say,
    send,
    status,
    times,
    told,
    waiting,
)

if TYPE_CHECKING:
    from tests.conftest import Clock


def test_a_guard_taken_off_is_clear_there_and_sent_here_in_one_act(
    office: Office, clock: Clock
) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2", "G3")
    status(office, "G2", "on-scene")
    clock.pass_(minutes=10)
    with pytest.raises(Question, match="G2 钱进 is on C001, on scene since 14:31, and would be"):
        send(office, second, "G2")
    assert send(office, second, "G2", anyway=True) == ["G2 钱进"]
    assert times(office, first)[0]["clear_at"] == times(office, second)[0]["assigned_at"]
    assert guard(office, "G2")["case_id"] == second
    (taken,) = lines(office, "guard.taken")
    assigned = lines(office, "guard.assigned")[-1]
    assert (taken["from_case"], taken["to_case"], taken["was"]) == (first, second, "on-scene")
    assert assigned["taken_from"] == first
    assert told(office, first, "guard.taken") == [("guard.taken", "G2")]
    assert [who for who, _title, _due in waiting(office)] == ["G3", "G2"]
    assert "guards-clear" not in moments(office, first), "G3 is there still"
    with office.read() as reader:
        acts = reader.rows(
            "SELECT DISTINCT act FROM journal WHERE kind = 'guard.taken' OR seq = :seq",
            seq=assigned["seq"],
        )
    assert len(acts) == 1


def test_taking_off_before_his_last_stamp_there_is_told_with_it(
    office: Office, clock: Clock
) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "on-scene")
    with pytest.raises(Question, match="G2 was “on scene” at 14:41; what follows does not lie"):
        send(office, second, "G2", told="-5m")
    send(office, second, "G2", told="-5m", anyway=True)
    assert times(office, first)[0]["out_of_order"] == ["available"]


def test_who_is_on_the_call_already_is_left_there(office: Office) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    with pytest.raises(Refusal, match="G2 钱进 is on C001 already"):
        send(office, case_id, "G2")
    assert send(office, case_id, "G2", "G3") == ["G3 孙磊"]
    assert [row["code"] for row in times(office, case_id)] == ["G2", "G3"]


def test_a_post_that_would_be_empty_is_asked_about_with_who_is_left(office: Office) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    with pytest.raises(Question) as asked:
        say(office, "send G3 G8 C1")
    assert str(asked.value) == (
        "Building 12 lobby post would be empty; left at the posts:"
        " East gate post 4, Car park post 3. Send anyway?"
    )
    assert say(office, "send G3 G8 C1 !") == "G3 孙磊, G8 冯立新 sent to C001."
    assert say(office, "send G4 C1") == "G4 李勇 sent to C001.", "no other post was emptied"


def test_the_last_one_of_all_is_asked_about_too(office: Office) -> None:
    case_id = open_case(office)
    for number in range(2, 11):
        send(office, case_id, f"G{number}", anyway=True)
    with pytest.raises(Question, match="East gate post would be empty; left at the posts: nobody."):
        send(office, case_id, "G1")


def test_whoever_is_not_at_his_post_leaves_it_no_emptier(office: Office) -> None:
    case_id = open_case(office)
    for code in ("G3", "G8"):
        status(office, code, "break")
    status(office, "G2", "off-duty")
    with pytest.raises(Question, match="^G2 钱进 is off duty. Send anyway\\?$"):
        send(office, case_id, "G2")
    with office.work("lin") as work:
        work.session.connection().exec_driver_sql("UPDATE guards SET post = NULL")
    send(office, case_id, "G4")


def test_who_is_left_at_the_posts_is_shown_before_anybody_goes(office: Office) -> None:
    with office.read() as reader:
        rows = queries.left_at_posts(reader, ["G2", "G3", "G8", "G4"])
    assert [(row["code"], row["count"], row["now"]) for row in rows] == [
        ("gate", 4, 4),
        ("lobby", 0, 3),
        ("carpark", 2, 3),
    ]
    assert (rows[1]["name"], rows[1]["english"]) == ("12号楼大堂岗", "Building 12 lobby post")


def test_of_two_as_near_he_goes_who_came_free_first_not_who_had_a_break_last(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office)
    for code in ("G8", "G3", "G2"):
        send(office, case_id, code, anyway=True)
        clock.pass_(minutes=5)
    for code in ("G3", "G8", "G2"):
        status(office, code, "available")
        clock.pass_(minutes=5)
    status(office, "G3", "break")
    clock.pass_(minutes=5)
    status(office, "G3", "available")
    with office.read() as reader:
        assert [one.code for one in queries.suggested(reader, "12", 3)] == ["G3", "G8", "G2"]
