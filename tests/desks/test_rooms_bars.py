"""A day of a room as a bar: what each sign stands for, where it is free, and a week of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.bars import FREE, Bar, Piece, Scale
from deskterm.core.errors import NotFound
from deskterm.core.office import Office
from deskterm.desks.rooms import bars, queries, rules
from deskterm.desks.rooms.bars import Frame
from deskterm.desks.rooms.rules import Taken
from deskterm.shell import room_bars
from tests.desks.meetings import say

TODAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
MARGIN = (timedelta(minutes=15), timedelta(minutes=10))


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


def taken(start: int, end: int, setup: int = 0, clear: int = 0, state: str = "booked") -> Taken:
    held = at(start - setup), at(end + clear)
    return Taken(1, at(start), at(end), *held, state=state)


def drawn(bookings: list[Taken], cells: int, first: int = 0, last: int = 1440) -> str:
    return bars.bar(bookings, (), Frame(at(first), at(last))).drawn(cells)


spans = st.builds(
    lambda start, length, setup, clear: taken(start, start + length, setup, clear),
    st.integers(-300, 1700),
    st.integers(1, 600),
    st.integers(0, 60),
    st.integers(0, 60),
)


@given(st.lists(spans, max_size=6), st.integers(1, 120))
def test_a_cell_of_a_bar_says_the_most_that_happens_in_it(
    bookings: list[Taken], cells: int
) -> None:
    day = timedelta(days=1)
    line = drawn(bookings, cells)
    assert len(line) == cells
    for index, sign in enumerate(line):
        begins, ends = MIDNIGHT + day * index / cells, MIDNIGHT + day * (index + 1) / cells
        booked = any(each.start < ends and each.end > begins for each in bookings)
        held = bool(rules.clashes(begins, ends, bookings))
        assert (sign == bars.MEETING) == booked
        assert (sign == FREE) == (not held)


def test_the_shortest_booking_is_seen_in_the_narrowest_bar() -> None:
    assert drawn([taken(700, 701)], 4) == "·█··"


def test_setting_up_and_clearing_are_other_signs_than_the_meeting() -> None:
    held = taken(14 * 60, 15 * 60, setup=60, clear=60)
    assert drawn([held], 6, 12 * 60, 18 * 60) == "·>█<··"


def test_a_hold_is_another_sign_than_a_booking() -> None:
    assert drawn([taken(60, 120, state="held")], 4, 0, 240) == "·▒··"


def test_a_booking_over_midnight_stands_in_both_days() -> None:
    night = taken(23 * 60, 25 * 60)
    assert drawn([night], 24) == "·" * 23 + "█"
    assert drawn([night], 24, 1440, 2880) == "█" + "·" * 23


def test_closed_and_now_are_signs_of_their_own() -> None:
    frame = Frame(at(0), at(480))
    line = bars.bar([taken(60, 120)], [(at(360), at(480))], frame, at(250)).drawn(8)
    assert line == "·█··│·//"


def test_all_signs_are_different() -> None:
    signs = [sign for sign, _label in room_bars.LEGEND]
    assert len({*signs, FREE}) == len(signs) + 1


@pytest.mark.parametrize(
    ("cells", "above"),
    [
        (48, "07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 "),
        (32, "07  09  11  13  15  17  19  21  "),
        (16, "07 10 13 16 19  "),
    ],
)
def test_as_many_hours_stand_above_as_have_room(cells: int, above: str) -> None:
    marks = tuple((60 * place, f"{hour:02d}") for place, hour in enumerate(range(7, 23)))
    assert Scale(960, marks).drawn(cells) == above


def test_a_later_piece_is_drawn_over_an_earlier_one() -> None:
    assert Bar(60, (Piece(0, 60, "a"), Piece(30, 60, "b"))).drawn(4) == "aabb"


def test_a_gap_leaves_room_for_its_own_set_up_and_clearing() -> None:
    busy = [taken(60, 120, setup=15, clear=10), taken(300, 360, setup=15, clear=10)]
    found = [*bars.gaps(busy, [], Frame(at(0), at(480)), MARGIN)]
    assert found == [(at(0), at(35)), (at(145), at(275)), (at(385), at(480))]


def test_nothing_is_free_while_a_room_is_closed() -> None:
    closed = [(at(0), at(100)), (at(300), at(900))]
    assert [*bars.gaps([], closed, Frame(at(0), at(480)), MARGIN)] == [(at(100), at(300))]


def test_what_is_free_today_is_free_from_the_next_five_minutes_on() -> None:
    gap = (at(0), at(480))
    assert bars.from_now(gap, at(61)) == (at(65), at(480))
    assert bars.from_now(gap, at(470)) is None


def test_a_day_is_drawn_from_seven_to_eleven_and_further_where_something_lasts_longer() -> None:
    assert bars.hours(TODAY, UTC, [taken(600, 660)]) == (7, 23)
    assert bars.hours(TODAY, UTC, [taken(6 * 60, 660), taken(1300, 1500)]) == (6, 24)
    assert bars.hours(TODAY, UTC, [taken(-60, 60)]) == (0, 23)


def test_on_a_day_with_a_change_of_clocks_the_hours_are_the_wall_clocks() -> None:
    zone = ZoneInfo("America/New_York")
    frame = bars.frame(date(2027, 3, 14), zone, (0, 24))
    assert frame.minutes == 23 * 60
    marks = [mark for _minute, mark in bars.scale(frame, zone).marks]
    assert marks[:4] == ["00", "01", "03", "04"]


def seen(office: Office, code: str = "", day: date = TODAY) -> room_bars.Sight:
    with office.read() as reader:
        return room_bars.look(reader, office.site, office.now(), room_bars.Asked(day, code))


def test_a_day_shows_every_room_with_its_closures_and_what_can_be_gone_to(office: Office) -> None:
    say(office, "book H 16:00-18:00 congress")
    say(office, "shut B 15:00-17:00 painting")
    sight = seen(office)
    bar = {row["code"]: row["bar"].drawn(16) for row in sight.rows}
    assert bar["H"] == "·······│>██<···/"
    assert bar["B"][8:10] == "//"
    hall = next(row for row in sight.rows if row["code"] == "H")
    assert [bool(stop["case_id"]) for stop in hall["stops"]] == [True, False]
    assert sight.title == "Rooms · Mon 2026-11-23 · today"
    assert len(sight.case_ids) == 1


def test_a_week_shows_one_room_on_seven_days(office: Office) -> None:
    say(office, "book A tomorrow 09:00-10:00 budget")
    sight = seen(office, "A", TODAY + timedelta(days=2))
    assert " ".join(row["name"][:3] for row in sight.rows) == "Mon Tue Wed Thu Fri Sat Sun"
    assert [("█" in row["bar"].drawn(48)) for row in sight.rows] == [False, True] + 5 * [False]
    assert sight.title == "Room A · week from 2026-11-23"


def test_a_week_of_a_room_that_there_is_not_is_refused(office: Office) -> None:
    with office.read() as reader, pytest.raises(NotFound, match="no room Q"):
        queries.week(reader, "Q", TODAY, office.site.zone)
