"""A series of bookings: every date is looked at before it is kept, and is a booking of its own."""

from __future__ import annotations

from typing import Any

import pytest

from deskterm.core import journal, words
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Setting
from deskterm.shell.details import facts
from deskterm.shell.lexicon import lexicon
from deskterm.shell.preview import preview
from tests.desks.meetings import booking, case_of, due, lines, say, text, when

FORTNIGHT = "series A 16:00-17:00 weekly we until 2026-12-16 budget 12p tea"


def rows(office: Office, sql: str) -> list[dict[str, Any]]:
    with office.read() as reader:
        return reader.rows(sql)


def held(office: Office) -> list[str]:
    """Every booking that has its room: number, day and time."""
    found = rows(
        office,
        "SELECT c.number FROM bookings b JOIN cases c ON c.id = b.case_id"
        " WHERE b.state IN ('booked', 'waiting') ORDER BY b.start_at",
    )
    return [f"B{row['number']} {when(office, 'B' + str(row['number']))}" for row in found]


def previewed(office: Office, line: str) -> list[str]:
    with office.read() as reader:
        said = preview(reader, office.now(), line, lexicon(reader, office.site, office.now()))
    return [piece.removeprefix("\n") for piece, _style in said if piece != " · "]


def test_every_date_of_a_series_is_a_booking_with_its_own_number_and_clocks(office: Office) -> None:
    said = say(office, FORTNIGHT)
    assert said == (
        "B001-B004 Room A 16:00-17:00 is booked weekly Wed: 4 dates, 2026-11-25 to 2026-12-16."
    )
    assert held(office) == [
        "B1 A 11-25 16:00-17:00",
        "B2 A 12-02 16:00-17:00",
        "B3 A 12-09 16:00-17:00",
        "B4 A 12-16 16:00-17:00",
    ]
    assert due(office, "B3")["doors-opened"] == ["15:30"]
    assert (booking(office, "B4")["people"], booking(office, "B4")["wants"]) == (12, "tea")
    assert text(office, "B4", "words") == "budget"
    kept = rows(office, "SELECT * FROM series")[0]
    assert (kept["rule"], kept["first_on"], kept["until_on"], kept["begins"], kept["zone"]) == (
        *("FREQ=WEEKLY;BYDAY=WE", "2026-11-25", "2026-12-16", "16:00", "Asia/Shanghai"),
    )
    dates = rows(office, "SELECT series_id, occurrence FROM bookings ORDER BY id")
    assert [row["occurrence"] for row in dates] == [
        *("2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16"),
    ]
    assert {row["series_id"] for row in dates} == {kept["id"]}


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("例会 会议室A 16:00-17:00 每周一三 共3次 预算会", ["11-23", "11-25", "11-30"]),
        ("series A 16:00-17:00 daily 3 times", ["11-23", "11-24", "11-25"]),
        ("series A 2026-12-01 16:00-17:00 fortnightly tue 3 times", ["12-01", "12-15", "12-29"]),
        ("series A 16:00-17:00 monthly 2nd tue 2 times", ["12-08", "01-12"]),
        ("例会 A 16:00-17:00 每月最后一个周五 直到2026-12-31", ["11-27", "12-25"]),
    ],
)
def test_a_series_is_said_in_either_language(office: Office, line: str, dates: list[str]) -> None:
    say(office, line)
    assert [each.split()[2] for each in held(office)] == dates


def test_dates_that_others_have_are_all_listed_before_anything_is_kept(office: Office) -> None:
    say(office, "book A 2026-12-02 15:30-16:15 holder: Finance")
    say(office, "book A 2026-12-09 16:30-18:00 design review")
    with pytest.raises(Question) as told:
        say(office, FORTNIGHT)
    assert str(told.value).split("\n") == [
        "4 dates, weekly Wed, Room A 16:00-17:00:",
        "2026-12-02 16:00-17:00: taken by B001 Finance 15:30-16:15",
        "2026-12-09 16:00-17:00: taken by B002 design review 16:30-18:00",
        "Decide with drop 2026-12-02 or 2026-12-02@16:00; else the 2 free dates are kept and the"
        " taken ones left out.",
    ]
    assert len(held(office)) == 2
    said = say(office, FORTNIGHT, anyway=True)
    assert said.endswith("2 dates, 2026-11-25 to 2026-12-16. Left out: 2026-12-02, 2026-12-09.")
    assert len(held(office)) == 4


def test_single_dates_are_left_out_and_moved_on_the_line(office: Office) -> None:
    say(office, "book A 2026-12-02 16:00-17:00")
    say(office, "book A 2026-12-09 16:00-17:00")
    said = say(office, f"{FORTNIGHT} drop 12-02 12-09@18:00")
    assert said == (
        "B003-B005 Room A 16:00-17:00 is booked weekly Wed: 3 dates, 2026-11-25 to 2026-12-16."
        " Left out: 2026-12-02. Moved: 2026-12-09 18:00-19:00 Room A."
    )
    assert when(office, "B4") == "A 12-09 18:00-19:00"
    kept = rows(office, "SELECT day, kind FROM series_exceptions ORDER BY day")
    assert [tuple(row.values()) for row in kept] == [
        ("2026-12-02", "dropped"),
        ("2026-12-09", "moved"),
    ]


def test_a_date_moves_to_another_day_or_room_on_the_line(office: Office) -> None:
    say(office, f"{FORTNIGHT} 12-02@2026-12-03 12-09@C@15:00-16:30")
    assert [when(office, "B2"), when(office, "B3")] == [
        "A 12-03 16:00-17:00",
        "C 12-09 15:00-16:30",
    ]


def test_a_date_that_goes_where_another_of_the_series_is_clashes_with_it(office: Office) -> None:
    with pytest.raises(Question, match=r"2026-12-09.*taken by another date of this series 16:00"):
        say(office, f"{FORTNIGHT} 12-09@2026-12-02")


def test_a_date_that_the_rule_has_not_cannot_be_left_out(office: Office) -> None:
    with pytest.raises(Refusal, match=r"2026-12-03 is no date of this series; the nearest are"):
        say(office, f"{FORTNIGHT} drop 12-03")


def test_a_series_without_a_free_date_is_refused_although_it_is_meant(office: Office) -> None:
    say(office, "book A 2026-11-25 16:00-17:00")
    with pytest.raises(Refusal, match=r"No date of this series is free"):
        say(office, "series A 16:00-17:00 weekly we 1 times", anyway=True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("series A 16:00-17:00 weekly we", r"A series ends: add until 2028-11-23 .* 200 at"),
        ("series A 16:00-17:00 daily 201 times", r"too long: 200 dates until 2028-11-23"),
        ("series A 16:00-17:00 weekly we until 2031-01-01", r"too long"),
        ("series A 16:00-17:00 daily until 2026-11-20", r"its last day lies before its first"),
        ("series A 16:00-17:00 daily 5 times until 2027-01-01", r"not both"),
        ("series Q 16:00-17:00 daily 5 times", r"Room"),
        ("series A 16:00-17:00 budget 5 times", r"How often is missing"),
        ("series A daily 5 times", r"Period is missing"),
    ],
)
def test_what_cannot_be_a_series_is_refused_in_a_sentence(
    office: Office, line: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        say(office, line, anyway=True)
    assert rows(office, "SELECT * FROM series") == []
    assert rows(office, "SELECT * FROM bookings") == []


def test_a_site_says_how_long_a_series_may_be(office: Office) -> None:
    with office.work() as work:
        work.session.merge(Setting(name="series_dates", value="5"))
    with pytest.raises(Refusal, match=r"too long: 5 dates"):
        say(office, "series A 16:00-17:00 daily 6 times")
    say(office, "series A 16:00-17:00 daily 5 times")


def test_days_that_a_month_lacks_are_told_before_it_is_kept(office: Office) -> None:
    line = "series A 16:00-17:00 monthly 31 until 2027-04-30"
    with pytest.raises(Question, match=r"No such date, left out by the rule: 2027-02-31, 2027-04"):
        say(office, line)
    say(office, line, anyway=True)
    assert [each.split()[2] for each in held(office)] == ["12-31", "01-31", "03-31"]


def in_berlin(office: Office) -> None:
    with office.work() as work:
        work.session.merge(Setting(name="zone", value="Europe/Berlin"))


def test_a_series_keeps_its_time_of_day_when_the_clocks_change(office: Office) -> None:
    in_berlin(office)
    line = "series A 2027-03-22 16:00-17:00 weekly mo 2 times"
    assert "2027-03-28: the clocks go forward 60 min; the time of day stays" in previewed(
        office, line
    )
    say(office, line)
    starts = rows(office, "SELECT start_at FROM bookings ORDER BY id")
    assert [row["start_at"] for row in starts] == [
        "2027-03-22T15:00:00.000Z",
        "2027-03-29T14:00:00.000Z",
    ]


def test_times_that_the_clocks_skip_or_double_are_asked_for_each_date(office: Office) -> None:
    in_berlin(office)
    with pytest.raises(Question, match=r"2027-03-28: the clocks skip that time; it would be 03:30"):
        say(office, "series A 2027-03-27 02:30-02:45 daily 3 times")
    with pytest.raises(Question, match=r"2027-10-31: 02:30 comes twice that day; the first is"):
        say(office, "series A 2027-10-30 02:30-05:00 daily 2 times")


def test_dates_on_which_the_room_is_closed_wait_for_the_director(office: Office) -> None:
    say(office, "shut A 2026-12-02 painting")
    with pytest.raises(Question, match=r"The room is not open then: 2026-12-02"):
        say(office, FORTNIGHT)
    assert say(office, FORTNIGHT, anyway=True).endswith(
        "1 of them once the office director has said yes."
    )
    assert booking(office, "B2")["state"] == "waiting"


def test_dates_that_are_past_are_asked_and_kept_as_entered_later(office: Office) -> None:
    line = "series A 2026-11-16 10:00-11:00 weekly mo 3 times"
    with pytest.raises(Question, match=r"2 dates are past; they would be recorded as entered"):
        say(office, line)
    say(office, line, anyway=True)
    assert "11-16" in held(office)[0]


def test_more_people_than_the_room_holds_need_a_reason_for_the_series_too(office: Office) -> None:
    line = "series B 16:00-17:00 daily 3 times 40p"
    with pytest.raises(Question, match=r"Room B holds 8, not 40"):
        say(office, line, anyway=True)
    say(office, f"{line} reason: they stand", anyway=True)
    assert text(office, "B3", "reason") == "they stand"


def test_every_date_is_seen_before_enter(office: Office) -> None:
    say(office, "book A 2026-12-02 15:30-16:15 holder: Finance")
    told = previewed(office, f"{FORTNIGHT} 12-09@18:00")
    assert {"weekly Wed", "3 of 4 dates", "Enter saves"} <= set(told)
    assert "2026-12-02 16:00-17:00: taken by B001 Finance 15:30-16:15" in told
    assert "2026-12-09 18:00-19:00 Room A" in told
    assert told[-2:] == ["2026-11: 25", "2026-12: 09→ 16"]
    assert not [each for each in told if "FREQ" in each]
    assert any("A series ends" in each for each in previewed(office, "series A 16:00-17:00 daily"))
    words.use("zh_CN")
    assert previewed(office, "例会 A 16:00-17:00 每周三 共3次")[-1] == "2026-12: 09"


def test_a_booking_says_its_series_and_its_other_dates(office: Office) -> None:
    say(office, f"{FORTNIGHT} drop 12-02 12-09@18:00")
    with office.read() as reader:
        page = dict(facts(reader, office.site, office.now(), case_of(office, "B3")))
    assert page["Series"] == "weekly Wed 16:00-17:00 Room A, until 2026-12-16"
    assert page["Its date"] == "2026-12-16"
    assert page["2026-12"] == "09 B002 → 12-09 18:00  16 B003"
    assert page["Left out"] == "2026-12-02"


def test_a_series_is_undone_as_a_whole(office: Office) -> None:
    say(office, f"{FORTNIGHT} drop 12-02")
    assert say(office, "undo").startswith("Undone: series booked")
    assert held(office) == []
    assert rows(office, "SELECT withdrawn_at FROM series")[0]["withdrawn_at"]
    assert "case.cancelled" in lines(office, "B2")
    assert due(office, "B2") == {}
    say(office, FORTNIGHT)
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None


def test_a_series_of_which_a_date_was_changed_is_not_undone(office: Office) -> None:
    say(office, FORTNIGHT)
    say(office, "move B2 18:00-19:00")
    with pytest.raises(Refusal, match=r"booking moved.* came after it; undo that first"):
        say(office, "undo B1")


def test_the_journal_of_a_series_holds_no_words(office: Office) -> None:
    say(office, f"{FORTNIGHT} holder: Finance drop 12-02")
    found = rows(office, "SELECT facts FROM journal WHERE kind LIKE 'series.%'")
    assert found
    assert not [row for row in found if "budget" in row["facts"] or "Finance" in row["facts"]]


def test_two_hundred_dates_are_kept_in_one_act(office: Office) -> None:
    said = say(office, "series A 18:00-19:00 daily 200 times tea", anyway=True)
    assert "200 dates" in said
    acts = (
        "SELECT act, count(*) AS dates FROM journal WHERE kind = 'case.opened'"
        " AND case_id IN (SELECT case_id FROM bookings) GROUP BY act"
    )
    assert [row["dates"] for row in rows(office, acts)] == [200]


def test_the_dates_of_many_months_fit_on_a_small_screen(office: Office) -> None:
    told = previewed(office, "series A 2027-01-31 09:00-10:00 monthly 31 5 times board")
    assert told[-1] == "2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31"
