"""Told times: so many minutes ago, at a time of day, and on a day for what is entered late."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, Lexicon
from deskterm.core.times import Told

THURSDAY = Lexicon(today=date(2026, 11, 26))
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 26, 8, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("@2026-11-25 03:12", "@2026-11-25 03:12"),
        ("@11-25 03:12", "@2026-11-25 03:12"),
        ("＠１１－２５　０３：１２", "@2026-11-25 03:12"),
        ("@11/25 3.12", "@2026-11-25 03:12"),
        ("@25.11. 03:12", "@2026-11-25 03:12"),
        ("@11月25日 3点12分", "@2026-11-25 03:12"),
        ("@11月25日3点12分", "@2026-11-25 03:12"),
        ("@昨天 23:10", "@2026-11-25 23:10"),
        ("@昨天晚上11点10分", "@2026-11-25 23:10"),
        ("@yesterday 23:10", "@2026-11-25 23:10"),
        ("@today 03:12", "@2026-11-26 03:12"),
        ("@周三 03:12", "@2026-11-25 03:12"),
        ("@friday 03:12", "@2026-11-20 03:12"),
        ("@12-31 23:50", "@2025-12-31 23:50"),
        ("@03:12", "@03:12"),
    ],
)
def test_a_told_time_may_have_its_day_before_it(typed: str, spelled: str) -> None:
    told = KINDS["told"]
    assert told.read(typed, THURSDAY) == spelled
    assert told.read(spelled, THURSDAY) == spelled
    assert told.looks(typed, THURSDAY) == spelled


@pytest.mark.parametrize(
    "typed", ["@11-25", "@2026-11-25", "@03:12 11-25", "@11-25 24:00", "@11-31 03:12", "-25h"]
)
def test_what_is_no_told_time_is_refused_with_one_that_would_be(typed: str) -> None:
    with pytest.raises(Refusal, match="-4m, @14:05, @11-25 03:12"):
        KINDS["told"].read(typed, THURSDAY)


def test_a_day_without_its_year_means_nothing_where_the_day_today_is_not_known() -> None:
    assert KINDS["told"].looks("@11-25 03:12") is None
    assert KINDS["told"].looks("@2026-11-25 03:12") == "@2026-11-25 03:12"


def test_a_day_takes_a_told_time_further_back_than_a_day() -> None:
    told = Told(at=time(3, 12), day=date(2026, 11, 20))
    assert told.instant(NOW) == datetime(2026, 11, 19, 19, 12, tzinfo=UTC)


def test_a_day_and_time_still_to_come_are_refused() -> None:
    with pytest.raises(Refusal, match="2026-11-27 03:12 is still to come; it is 08:30 now."):
        Told(at=time(3, 12), day=date(2026, 11, 27)).instant(NOW)
    with pytest.raises(Refusal, match="09:00 is still to come; it is 08:30 now."):
        Told(at=time(9), day=date(2026, 11, 26)).instant(NOW)


@given(st.times(), st.integers(0, 24 * 60))
def test_without_a_day_nothing_is_told_of_more_than_a_day_ago(at: time, minutes: int) -> None:
    day = timedelta(days=1)
    assert NOW - day <= Told(minutes=minutes).instant(NOW) <= NOW
    try:
        told = Told(at=at).instant(NOW)
    except Refusal:
        return
    assert NOW - day < told <= NOW
