"""One date of a series changes, this and what follows, or all; what was changed by hand stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.rooms.actions import RoomTaken
from tests.desks.meetings import booking, due, say, text, when
from tests.desks.test_rooms_series import held, rows

if TYPE_CHECKING:
    from tests.conftest import Clock

FIVE = "series A 16:00-17:00 weekly we 5 times budget"


@pytest.fixture
def five(office: Office) -> Office:
    """An office with a series of five Wednesdays, B1 to B5, from 25 November on."""
    say(office, FIVE)
    return office


def times(office: Office) -> list[str]:
    return [each.split(" ", 1)[1] for each in held(office)]


def series(office: Office) -> list[tuple[str, ...]]:
    found = rows(office, "SELECT first_on, until_on, count, begins, withdrawn_at FROM series")
    return [
        tuple(str(row[name] or "") for name in ("first_on", "until_on", "count", "begins"))
        for row in found
        if not row["withdrawn_at"]
    ]


@pytest.mark.parametrize("reach", ["", " this", " 仅此"])
def test_a_single_date_moves_alone(five: Office, reach: str) -> None:
    say(five, f"move B2 18:00-19:00{reach}")
    assert times(five)[:3] == ["A 11-25 16:00-17:00", "A 12-02 18:00-19:00", "A 12-09 16:00-17:00"]
    assert rows(five, "SELECT day, kind FROM series_exceptions") == [
        {"day": "2026-12-02", "kind": "moved"}
    ]


@pytest.mark.parametrize("reach", ["following", "此后"])
def test_this_and_what_follows_moves_and_the_series_goes_on_as_another(
    five: Office, reach: str
) -> None:
    said = say(five, f"move B3 17:00-18:00 {reach}")
    assert said == "B003, B004, B005 are moved: Room A 17:00-18:00, 3 dates."
    assert times(five) == [
        "A 11-25 16:00-17:00",
        "A 12-02 16:00-17:00",
        "A 12-09 17:00-18:00",
        "A 12-16 17:00-18:00",
        "A 12-23 17:00-18:00",
    ]
    assert series(five) == [
        ("2026-11-25", "2026-12-08", "", "16:00"),
        ("2026-12-09", "2026-12-23", "", "17:00"),
    ]
    assert due(five, "B4")["doors-opened"] == ["16:30"]
    say(five, "move B1 15:00-16:00 all")
    assert times(five)[1:3] == ["A 12-02 15:00-16:00", "A 12-09 17:00-18:00"]


@pytest.mark.parametrize("reach", ["all", "全部"])
def test_all_dates_move_but_those_that_were_moved_by_hand(five: Office, reach: str) -> None:
    say(five, "move B2 tomorrow 09:00-10:00")
    say(five, "cancel B4 holiday")
    said = say(five, f"move B3 17:00-18:30 {reach}")
    assert said.startswith("B001, B003, B005 are moved: Room A 17:00-18:30, 3 dates. Moved by hand")
    assert "left as they are: B002 2026-11-24 09:00-10:00." in said
    assert times(five) == [
        "A 11-24 09:00-10:00",
        "A 11-25 17:00-18:30",
        "A 12-09 17:00-18:30",
        "A 12-23 17:00-18:30",
    ]
    assert series(five) == [("2026-11-25", "", "5", "17:00")]


def test_a_date_that_was_left_out_does_not_come_back(office: Office) -> None:
    say(office, f"{FIVE} drop 12-02")
    say(office, "move B1 C all")
    assert times(office) == [f"C {day} 16:00-17:00" for day in ("11-25", "12-09", "12-16", "12-23")]


def test_a_series_moves_whole_or_not_at_all(five: Office) -> None:
    say(five, "book A 2026-12-09 17:30-18:00")
    say(five, "book A 2026-12-23 17:30-18:00")
    before = times(five)
    with pytest.raises(RoomTaken) as told:
        say(five, "move B1 17:00-18:00 all", anyway=True)
    assert str(told.value).split("\n")[1:] == [
        "2026-12-09 17:00-18:00: taken by B006 17:30-18:00",
        "2026-12-23 17:00-18:00: taken by B007 17:30-18:00",
    ]
    assert times(five) == before
    assert series(five) == [("2026-11-25", "", "5", "16:00")]


def test_a_daily_series_moves_to_where_its_own_next_date_was(office: Office) -> None:
    say(office, "series A tomorrow 00:30-12:00 daily 3 times", anyway=True)
    say(office, "move B1 13:00-00:45 all", anyway=True)
    assert times(office) == [f"A 11-{day} 13:00-00:45" for day in (24, 25, 26)]
    say(office, "move B1 00:30-12:00 all", anyway=True)
    assert times(office) == [f"A 11-{day} 00:30-12:00" for day in (24, 25, 26)]


def test_what_has_begun_stays_as_it_was_when_all_the_rest_moves(five: Office, clock: Clock) -> None:
    clock.pass_(days=10)
    say(five, "move B4 C all")
    assert [when(five, "B1"), when(five, "B2")] == ["A 11-25 16:00-17:00", "A 12-02 16:00-17:00"]
    assert [when(five, "B3"), when(five, "B5")] == ["C 12-09 16:00-17:00", "C 12-23 16:00-17:00"]
    assert [row[0] for row in series(five)] == ["2026-11-25", "2026-12-09"]


@pytest.mark.parametrize(
    ("line", "before"),
    [("move B3 17:00-18:00 following", 2), ("move B3 C all", 0), ("cancel B2 following ill", 1)],
)
def test_a_change_of_a_series_is_undone_as_a_whole(five: Office, line: str, before: int) -> None:
    was, rule, clocks = times(five), series(five), due(five, "B4")
    say(five, line, anyway=True)
    assert times(five)[before:] != was[before:]
    assert say(five, "undo").startswith("Undone: series")
    assert (times(five), series(five), due(five, "B4")) == (was, rule, clocks)
    assert len({row["series_id"] for row in rows(five, "SELECT series_id FROM bookings")}) == 1


def test_a_date_that_moved_alone_is_undone_and_follows_its_series_again(five: Office) -> None:
    say(five, "move B2 18:00-19:00")
    say(five, "undo")
    say(five, "move B1 17:00-18:00 all")
    assert when(five, "B2") == "A 12-02 17:00-18:00"


def test_cancelling_what_follows_is_asked_and_ends_the_series(five: Office) -> None:
    with pytest.raises(Question, match=r"cancels 3 bookings of the series, 2026-12-09 to 2026-12-"):
        say(five, "cancel B3 following budget is done")
    said = say(five, "cancel B3 following budget is done", anyway=True)
    assert said == "B003, B004, B005 are cancelled: 3 dates; Room A is free then."
    assert times(five) == ["A 11-25 16:00-17:00", "A 12-02 16:00-17:00"]
    assert text(five, "B5", "reason") == "budget is done"
    assert series(five) == [("2026-11-25", "2026-12-08", "", "16:00")]


def test_cancelling_all_leaves_no_series(five: Office) -> None:
    say(five, "取消 B3 全部 不办了", anyway=True)
    assert times(five) == []
    assert series(five) == []


def test_a_word_for_a_series_is_one_of_the_reason_where_there_is_none(office: Office) -> None:
    say(office, "book A 16:00-17:00")
    say(office, "cancel B1 all are ill")
    assert text(office, "B1", "reason") == "all are ill"
    say(office, "series A 16:00-17:00 daily 3 times")
    say(office, "cancel B3 this one is not wanted")
    assert text(office, "B3", "reason") == "this one is not wanted"
    assert len(times(office)) == 2


def test_whoever_waits_for_a_room_is_offered_what_a_series_gives_up(five: Office) -> None:
    say(five, "waitlist A 2026-12-09 16:00-17:00 holder: Finance")
    said = say(five, "move B3 18:00-19:00 following")
    assert "B006 waited for Room A 2026-12-09 16:00-17:00 and has it until" in said


def test_the_director_says_yes_to_all_dates_at_once(office: Office) -> None:
    say(office, "shut A 2026-12-01 until 2026-12-31 painting")
    say(office, FIVE, anyway=True)
    assert booking(office, "B2")["state"] == "waiting"
    assert say(office, "approve B2 all director Zhao, by phone").startswith(
        "B002, B003, B004, B005"
    )
    assert {booking(office, f"B{number}")["state"] for number in range(1, 6)} == {"booked"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("move B6 17:00-18:00 all", r"B006 belongs to no series"),
        ("move B2 2026-12-04 all", r"stay as its rule has them"),
        ("move B2 all", r"Say another time or room for the series of B002"),
        ("move B9 17:00-18:00 all", r"There is no record B009"),
    ],
)
def test_what_cannot_be_changed_is_refused(five: Office, line: str, sentence: str) -> None:
    say(five, "book A 2026-12-24 16:00-17:00")
    with pytest.raises(Refusal, match=sentence):
        say(five, line)


def test_a_series_is_not_moved_into_the_past_unasked(office: Office) -> None:
    say(office, "series A 16:00-17:00 weekly mo 3 times standup")
    with pytest.raises(Question, match="1 date is past; it would be recorded as entered later"):
        say(office, "move B1 all 09:00-10:00")
    assert when(office, "B1") == "A 11-23 16:00-17:00"
    assert "B001, B002, B003 are moved" in say(office, "move B1 all 09:00-10:00", anyway=True)


def test_of_one_date_it_is_said_as_of_one(office: Office) -> None:
    say(office, "series A 2026-12-02 14:00-15:00 weekly we 2 times budget")
    assert say(office, "move B2 following 16:00-17:00") == (
        "B002 is moved: Room A 16:00-17:00, 1 date."
    )
