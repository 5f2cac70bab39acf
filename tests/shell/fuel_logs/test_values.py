"""Numbers, dates and units in every common form."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.shell.fuel_logs import values

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("45.2", ".", "45.2"),
        ("1,234.5", ".", "1234.5"),
        ("1,234,567", ".", "1234567"),
        ("1 234,5", ",", "1234.5"),
        ("1.234.567,25", ",", "1234567.25"),
        ("88\u00a0210", ",", "88210"),
        ("1'234.50", ".", "1234.50"),
        ("４５．２", ".", "45.2"),
        (".5", ".", "0.5"),
        ("-3", ".", "-3"),
        ("46.30100000000001", ".", "46.30100000000001"),
    ],
)
def test_numbers_are_read_with_their_own_signs(text: str, point: str, value: str) -> None:
    assert values.number(text, point) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("15,28", "."),
        ("15.28", ","),
        ("1,2345", "."),
        ("1.234,567.8", ","),
        ("", "."),
        (".", "."),
        ("nan", "."),
        ("1e3", "."),
        ("=1+1", "."),
        ("1" * 400, "."),
    ],
)
def test_what_is_no_such_number_is_refused(text: str, point: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        values.number(text, point)


@pytest.mark.parametrize(
    ("text", "value"),
    [("$79.78", "79.78"), ("¥1,300", "1300"), ("12.50 €", "12.50"), ("CNY 8", "8"), ("8元", "8")],
)
def test_amounts_may_carry_their_currency(text: str, value: str) -> None:
    assert values.money(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "order", "local"),
    [
        ("2026-03-09", "mdy", "2026-03-09 12:00"),
        ("2026/3/9", "dmy", "2026-03-09 12:00"),
        ("20260309", "dmy", "2026-03-09 12:00"),
        ("2026年3月9日 8:05", "dmy", "2026-03-09 08:05"),
        ("09.03.2026", "dmy", "2026-03-09 12:00"),
        ("9.3.26 18:07:30", "dmy", "2026-03-09 18:07:30"),
        ("03-09-2026", "mdy", "2026-03-09 12:00"),
        ("9/3/2026 6:07 PM", "dmy", "2026-03-09 18:07"),
        ("3/9/2026 12:07 am", "mdy", "2026-03-09 00:07"),
        ("9 Mar 2026", "ymd", "2026-03-09 12:00"),
        ("March 9, 2026 18:07", "ymd", "2026-03-09 18:07"),
        ("2026-03-09T18:07:30.250", "ymd", "2026-03-09 18:07:30.250"),
        ("2026-03-09T10:07Z", "ymd", "2026-03-09 18:07"),
        ("2026-03-09 18:07 +08:00", "ymd", "2026-03-09 18:07"),
    ],
)
def test_dates_are_read_in_every_common_form(text: str, order: str, local: str) -> None:
    wanted = datetime.fromisoformat(local).replace(tzinfo=ZONE)
    assert values.instant(text, order, ZONE)[0] == wanted


@pytest.mark.parametrize("text", ["13/25/2026", "2026-13-01", "1.2.2026 25:00", "5", "1.2.2026 x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        values.instant(text, "dmy", ZONE)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(ValueError, match="skipped by daylight saving"):
        values.instant("2026-03-29 02:30", "dmy", ZoneInfo("Europe/Berlin"))


def test_units_are_known_by_many_names_and_a_bare_gallon_by_none() -> None:
    assert values.unit("Gallons (UK)", {}, values.MILLILITRES) == "imp-gal"
    assert values.unit("US_GALLON", {}, values.MILLILITRES) == "us-gal"
    assert values.unit("gal", {"gal": "imp-gal"}, values.MILLILITRES) == "imp-gal"
    with pytest.raises(ValueError, match="no known unit"):
        values.unit("gal", {}, values.MILLILITRES)


@given(
    st.datetimes(datetime.fromisoformat("1951-01-01"), datetime.fromisoformat("2100-01-01")),
    st.sampled_from(["%d.%m.%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S"]),
)
def test_a_date_that_was_written_is_read_back(at: datetime, form: str) -> None:
    at = at.replace(microsecond=0)
    assert values.instant(at.strftime(form), "dmy", UTC)[0] == at.replace(tzinfo=UTC)


@given(st.text(max_size=40), st.sampled_from(values.ORDERS), st.sampled_from(values.DECIMALS))
def test_no_text_at_all_is_more_than_a_refusal(text: str, order: str, point: str) -> None:
    for read in (
        lambda: values.instant(text, order, ZONE),
        lambda: values.number(text, point),
        lambda: values.money(text, point),
    ):
        try:
            read()
        except ValueError:
            continue
