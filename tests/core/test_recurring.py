"""How often something takes place, as it is typed in English and in Chinese."""

from __future__ import annotations

from datetime import date, time

import pytest

from deskterm.core.kinds import KINDS, Lexicon
from deskterm.core.series_words import Shift

WORDS = Lexicon(today=date(2026, 11, 23), rooms={"会议室C": "C"})


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("daily", "FREQ=DAILY"),
        ("every 2 days", "FREQ=DAILY;INTERVAL=2"),
        ("weekly mo we", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("weekly wed, Monday and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("weekly mo-th", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("every monday", "FREQ=WEEKLY;BYDAY=MO"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("every other week tue", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("monthly 31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("monthly on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("monthly 2nd tue", "FREQ=MONTHLY;BYDAY=2TU"),
        ("monthly last friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("monthly last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("yearly 02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        ("每天", "FREQ=DAILY"),
        ("每周一三", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("每周一、三和周五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每周一至五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每两周", "FREQ=WEEKLY;INTERVAL=2"),
        ("隔周二", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("每三周", "FREQ=WEEKLY;INTERVAL=3"),
        ("每周三", "FREQ=WEEKLY;BYDAY=WE"),
        ("每月31日", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("每月第二个周二", "FREQ=MONTHLY;BYDAY=2TU"),
        ("每月最后一个星期五", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("每年2月29日", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    ],
)
def test_a_rule_is_read_in_both_languages_and_stays_as_it_was_read(typed: str, rule: str) -> None:
    kind = KINDS["rule"]
    assert kind.looks(typed, WORDS) == rule
    assert kind.read(rule, WORDS) == rule


@pytest.mark.parametrize(
    "typed",
    [
        *("weekly budget", "每周会议", "every", "monthly 32", "monthly 6th tue", "yearly 13-01"),
        *("daily mo", "monthly 2nd tue 31", "每", "weekly mo-xx", "every 0 days"),
    ],
)
def test_other_words_are_no_rule(typed: str) -> None:
    assert KINDS["rule"].looks(typed, WORDS) is None


@pytest.mark.parametrize("typed", ["10 times", "10次", "共10次", "10 dates"])
def test_a_number_of_times_is_read(typed: str) -> None:
    assert KINDS["count"].looks(typed, WORDS) == "10"


def test_a_bare_number_is_a_number_of_times_in_its_own_field_only() -> None:
    assert KINDS["count"].looks("10", WORDS) is None
    assert KINDS["count"].read("10", WORDS) == "10"


@pytest.mark.parametrize("typed", ["drop 12-24 12-31", "except 12-24, 12-31", "除12-24、12月31日"])
def test_dates_are_left_out(typed: str) -> None:
    found = KINDS["drops"].looks(typed, WORDS)
    assert found == "2026-12-24 2026-12-31"
    assert KINDS["drops"].value(found) == (date(2026, 12, 24), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("typed", "shift"),
    [
        ("12-31@16:00", Shift(date(2026, 12, 31), start=time(16))),
        ("12-31＠16:00-17:30", Shift(date(2026, 12, 31), start=time(16), end=time(17, 30))),
        ("2026-12-31@2027-01-02", Shift(date(2026, 12, 31), to=date(2027, 1, 2))),
        ("12-31@会议室C", Shift(date(2026, 12, 31), room="C")),
        (
            "12-31@C@16:00@2027-01-02",
            Shift(date(2026, 12, 31), date(2027, 1, 2), time(16), None, "C"),
        ),
    ],
)
def test_a_single_date_goes_elsewhere(typed: str, shift: Shift) -> None:
    kind = KINDS["shifts"]
    found = kind.looks(typed, WORDS)
    assert found is not None
    assert kind.value(found) == (shift,)
    assert kind.read(found, WORDS) == found


@pytest.mark.parametrize("typed", ["12-31", "12-31@", "12-31@16:00@17:00", "x@16:00", "@16:00"])
def test_what_is_no_shift_is_none(typed: str) -> None:
    assert KINDS["shifts"].looks(typed, WORDS) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("仅此", "this"), ("this and following", "following"), ("此后", "following"), ("全部", "all")],
)
def test_how_far_a_change_reaches_keeps_the_words_that_said_it(typed: str, code: str) -> None:
    kind = KINDS["reach"]
    found = kind.looks(typed, WORDS)
    assert found == typed
    assert kind.value(found) == (code, typed)
