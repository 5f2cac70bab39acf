"""What was meant as a date or a time and can be none books no other day instead."""

from __future__ import annotations

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from tests.desks.meetings import case_of, say, text, when


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("book A 2027-02-31 17:00-18:00 budget", "2027-02-31"),
        ("book A 2026-13-01 17:00-18:00 budget", "2026-13-01"),
        ("book A 02-30 17:00-18:00 budget", "02-30"),
        ("book A 31.4. 17:00-18:00 budget", "31.4."),
        ("订 A 2月30日 17:00-18:00 预算会", "2月30日"),
        ("hold A 2026-11-31 17:00-18:00 budget until 16:00", "2026-11-31"),
        ("waitlist A 2026-11-31 17:00-18:00 budget", "2026-11-31"),
        ("series A 2027-02-29 17:00-18:00 weekly mo 3 times", "2027-02-29"),
        ("series A 17:00-18:00 weekly mo until 2027-02-29", "2027-02-29"),
        ("series A 2027-03-01 17:00-18:00 weekly mo 3 times drop 2027-02-30", "2027-02-30"),
        ("series A 2027-03-01 17:00-18:00 weekly mo 3 times 2027-03-08@2027-02-30", "2027-02-30"),
        ("shut A 2026-12-24 until 2026-12-36 painting", "2026-12-36"),
    ],
)
def test_a_date_that_there_is_not_is_refused_and_nothing_is_saved(
    office: Office, line: str, word: str
) -> None:
    with pytest.raises(Refusal, match=f"There is no date {word}; type it like 2026-11-24"):
        say(office, line, anyway=True)
    with office.read() as reader:
        for table in ("bookings", "series", "closures"):
            assert reader.value(f"SELECT count(*) FROM {table}") == 0


def test_a_time_that_no_clock_shows_is_never_read_by_halves(office: Office) -> None:
    with pytest.raises(Refusal, match="Period is missing"):
        say(office, "book A tomorrow 09:00-10:75 budget")
    with pytest.raises(Refusal, match="There is no time 09:75"):
        say(office, "book A tomorrow 09:00-10:00 09:75 budget")


def test_a_booking_is_not_moved_to_its_own_day_for_a_date_that_there_is_not(
    office: Office,
) -> None:
    say(office, "book A 2026-12-01 09:00-10:00 budget")
    with pytest.raises(Refusal, match="There is no date 2027-02-29"):
        say(office, "move B1 2027-02-29 12:00-13:00")
    assert when(office, "B1") == "A 12-01 09:00-10:00"


@pytest.mark.parametrize("words", ["review 2026-11-30", "floor 3-45", "group 2/30", "at 3:15"])
def test_what_only_looks_like_a_date_beside_one_is_a_name(office: Office, words: str) -> None:
    say(office, f"book A 2026-12-01 09:00-10:00 {words}")
    assert case_of(office, "B1")
    assert text(office, "B1", "words") == words
