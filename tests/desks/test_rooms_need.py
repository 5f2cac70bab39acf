"""Rooms by what is needed of them: free, open, large enough, equipped; and what to take instead."""

from __future__ import annotations

import pytest

from deskterm.core import words as core_words
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.lexicon import Lexicon
from deskterm.core.office import Office
from deskterm.desks.rooms.actions import RoomTaken
from deskterm.shell.lexicon import lexicon
from deskterm.shell.preview import preview
from tests.desks.meetings import booking, say, text


def words(office: Office) -> Lexicon:
    with office.read() as reader:
        return lexicon(reader, office.site, office.now())


def read_back(office: Office, line: str) -> str:
    with office.read() as reader:
        now = office.site.local(office.now())
        return "".join(said for said, _style in preview(reader, now, line, words(office)))


def test_a_search_by_need_lists_the_rooms_that_fit_the_smallest_first(office: Office) -> None:
    listed = say(office, "room 16:00-17:30 12p screen").splitlines()
    assert listed == [
        "A Room A 14p screen video whiteboard · book A 16:00-17:30 12p screen",
        "C Room C 16p screen sound whiteboard · book C 16:00-17:30 12p screen",
    ]


@pytest.mark.parametrize("line", ["空房 16:00-17:30 30人 投影", "room 4-5:30pm projector 30p"])
def test_a_search_is_said_in_either_language_in_any_order(office: Office, line: str) -> None:
    assert [each[0] for each in say(office, line).splitlines()] == ["L", "H"]


def test_rooms_that_are_taken_or_closed_are_not_listed(office: Office) -> None:
    say(office, "book A 16:00-17:00")
    say(office, "shut C 16:00-18:00 painting")
    assert [each[0] for each in say(office, "room 16:30-17:30 8p").splitlines()] == ["B", "L", "H"]
    assert [each[0] for each in say(office, "room 17:30-18:00 12p").splitlines()] == ["A", "L", "H"]


def test_the_line_beside_a_room_books_it_as_it_stands(office: Office) -> None:
    line = say(office, "room tomorrow 16:00-17:30 12p").splitlines()[0].split(" · ")[1]
    assert line == "book A 2026-11-24 16:00-17:30 12p"
    assert say(office, line) == "B001 Room A is booked 2026-11-24 16:00-17:30."
    assert booking(office, "B1")["people"] == 12


def test_the_rooms_that_fit_are_shown_while_the_line_is_typed(office: Office) -> None:
    assert "A 14p, C 16p" in read_back(office, "room 16:00-17:30 12p screen")
    assert "nothing free that fits" in read_back(office, "room 16:00-17:30 500p")


def test_a_search_that_nothing_fits_says_so(office: Office) -> None:
    with pytest.raises(NotFound, match=r"No room is free 16:00-17:00 that fits"):
        say(office, "room 16:00-17:00 500p")


def test_what_is_offered_instead_has_what_was_asked_for(office: Office) -> None:
    say(office, "book A 16:00-17:00 Finance")
    with pytest.raises(RoomTaken, match=r"or Room C at 16:00"):
        say(office, "book A 16:00-17:00 12p")
    with pytest.raises(RoomTaken, match=r"or Grand hall at 16:00"):
        say(office, "book A 16:00-17:00 12p video")


def test_a_room_without_what_is_asked_for_is_questioned(office: Office) -> None:
    with pytest.raises(Question, match=r"Room B has no projector"):
        say(office, "book B 16:00-17:00 projector")
    assert say(office, "book B 16:00-17:00 projector!") == "B001 Room B is booked 16:00-17:00."


def test_more_people_than_a_room_holds_are_booked_only_with_a_reason(office: Office) -> None:
    with pytest.raises(Question, match=r"holds 8, not 12.*add why: reason:"):
        say(office, "book B 16:00-17:00 12p")
    with pytest.raises(Question, match=r"holds 8, not 12.*add why: reason:"):
        say(office, "book B 16:00-17:00 12p", anyway=True)
    line = "book B 16:00-17:00 12p reason: chairs from room C"
    assert say(office, line) == "B001 Room B is booked 16:00-17:00."
    assert text(office, "B1", "reason") == "chairs from room C"


def test_a_booking_that_begins_as_another_is_cleared_is_next_and_no_sooner(office: Office) -> None:
    say(office, "book D 15:00-16:00 Finance")
    with pytest.raises(RoomTaken, match=r"taken 15:00-16:00 by Finance \(B001\); free from 16:20"):
        say(office, "book D 16:15-17:00")
    assert say(office, "book D 16:20-17:00").startswith("B002")


def test_the_next_free_time_is_one_in_which_the_room_is_open(office: Office) -> None:
    say(office, "book D 18:00-19:30 Finance")
    with pytest.raises(RoomTaken, match=r"free from 2026-11-24 08:00, or Room B at 19:00"):
        say(office, "book D 19:00-20:00")
    say(office, "shut D tomorrow 08:00-12:00 painting")
    with pytest.raises(RoomTaken, match=r"free from 2026-11-24 12:00"):
        say(office, "book D 19:00-20:00")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("book Q9 16:00-17:00", "still wanted|missing|not"),
        ("book A 25:00-26:00", "missing|not"),
    ],
)
def test_a_room_or_a_time_that_there_is_not_is_refused_in_a_sentence(
    office: Office, line: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        say(office, line)


def test_what_a_room_has_is_said_in_the_language_spoken(office: Office) -> None:
    core_words.use("zh_CN")
    assert say(office, "空房 明天 9:00-10:00 60人").startswith(
        "L 报告厅 90人 投影、音响、舞台、固定座椅 · book L"
    )
