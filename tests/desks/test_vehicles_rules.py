"""Fuel from full tank to full tank, its averages, and kilometres turned into a date."""

from __future__ import annotations

import csv
import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.desks.vehicles import rules
from deskterm.desks.vehicles.rules import Figure, Fill, Used

PRINTED = Path(__file__).parents[3] / "shared" / "data" / "fleet" / "spritmonitor_gti_fuelings.csv"
FIRST_DAY = datetime(2026, 11, 1, 4, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 6, 31, 40, tzinfo=UTC)


def fills(*told: tuple[int, int | None, str]) -> list[Fill[datetime]]:
    """Fills a day apart: litres, odometer, and `full`, `part` or `missed` after either."""
    return [
        Fill(
            number,
            FIRST_DAY + timedelta(days=number),
            litres * 1000,
            km,
            full="part" not in words,
            missed="missed" in words,
        )
        for number, (litres, km, words) in enumerate(told)
    ]


def said(figures: list[Figure[datetime]]) -> list[str]:
    return [figure.why or str(figure.used and figure.used.per_100) for figure in figures]


@pytest.mark.clause("V2.3")
def test_litres_per_100_km_run_from_full_tank_to_full_tank() -> None:
    figures = rules.consumption(fills((40, 1000, ""), (45, 1500, ""), (30, 1800, "")))
    assert said(figures) == ["first", "9.00", "10.00"]


def test_partial_fills_and_fills_without_a_reading_count_in_the_next_full_tank() -> None:
    told = fills((40, 1000, ""), (10, 1200, "part"), (15, None, ""), (20, 1500, ""))
    figures = rules.consumption(told)
    assert said(figures) == ["first", "partial", "no-odometer", "9.00"]
    assert figures[-1].used == Used(45_000, 500)


def test_what_was_filled_before_the_first_full_tank_counts_nowhere() -> None:
    told = fills((10, 900, "part"), (40, 1000, ""), (45, 1500, ""))
    assert said(rules.consumption(told)) == ["partial", "first", "9.00"]


def test_a_full_fill_after_a_missed_one_gives_no_figure_and_begins_anew() -> None:
    told = fills((40, 1000, ""), (45, 1900, "missed"), (45, 2400, ""))
    assert said(rules.consumption(told)) == ["first", "missed", "9.00"]


def test_a_missed_fill_before_a_partial_one_spoils_the_next_full_tank_only() -> None:
    told = fills((40, 1000, ""), (10, 1900, "part missed"), (45, 2400, ""), (36, 2800, ""))
    assert said(rules.consumption(told)) == ["first", "partial", "missed", "9.00"]


@pytest.mark.parametrize("km", [1000, 900])
def test_no_distance_or_a_negative_one_gives_a_flag_and_no_figure(km: int) -> None:
    told = fills((40, 1000, ""), (45, km, ""), (45, km + 500, ""))
    assert said(rules.consumption(told)) == ["first", "distance", "9.00"]


def test_a_vehicle_that_was_never_full_has_no_figure() -> None:
    told = fills((10, 1000, "part"), (10, 1100, "part"))
    assert said(rules.consumption(told)) == ["partial", "partial"]
    assert rules.average(rules.consumption(told)).per_100 is None


def test_an_average_is_litres_over_kilometres_and_not_the_mean_of_figures() -> None:
    figures = rules.consumption(fills((40, 1000, ""), (10, 1100, ""), (45, 2000, "")))
    assert said(figures) == ["first", "10.00", "5.00"]
    assert rules.average(figures).per_100 == Decimal("5.50")


def test_an_interval_counts_in_the_month_of_the_site_in_which_it_ends() -> None:
    begun = Fill(1, datetime(2026, 10, 10, tzinfo=UTC), 40_000, 1000)
    last_of_october_in_utc = Fill(2, datetime(2026, 10, 31, 16, 30, tzinfo=UTC), 45_000, 1500)
    months = rules.by_month(rules.consumption([begun, last_of_october_in_utc]), SHANGHAI)
    assert months == {(2026, 11): Used(45_000, 500)}


@pytest.mark.clause("V2.3")
def test_what_is_over_or_under_the_norm_is_told_in_millilitres() -> None:
    assert Used(45_000, 500).over(norm_ml=8_900) == 500
    assert Used(44_000, 500).over(norm_ml=8_900) == -500


fuelling = st.tuples(
    st.integers(1, 80),
    st.none() | st.integers(0, 5000),
    st.sampled_from(["", "part", "missed", "part missed"]),
)


@given(st.lists(fuelling, max_size=12), st.randoms())
def test_figures_do_not_depend_on_the_order_in_which_slips_are_kept(
    told: list[tuple[int, int | None, str]], chance: object
) -> None:
    in_order = fills(*told)
    shuffled = sorted(in_order, key=lambda _fill: chance.random())  # type: ignore[attr-defined]
    assert rules.consumption(shuffled) == rules.consumption(in_order)


@given(st.lists(fuelling, max_size=12))
def test_no_litre_is_counted_twice(told: list[tuple[int, int | None, str]]) -> None:
    figures = rules.consumption(fills(*told))
    total = rules.average(figures)
    assert len(figures) == len(told)
    assert total.litres_ml <= sum(litres for litres, _km, _words in told) * 1000
    assert all(figure.used.km > 0 for figure in figures if figure.used)


@given(st.lists(st.tuples(st.integers(1, 80), st.integers(1, 900)), min_size=2, max_size=12))
def test_with_every_tank_full_nothing_is_lost(told: list[tuple[int, int]]) -> None:
    readings = itertools.accumulate(km for _litres, km in told)
    full = fills(*((litres, km, "") for (litres, _), km in zip(told, readings, strict=True)))
    litres = sum(litres for litres, _km in told[1:]) * 1000
    assert rules.average(rules.consumption(full)) == Used(litres, sum(km for _, km in told[1:]))


def _logbook(*, by_trip_counter: bool) -> tuple[list[Fill[datetime]], dict[int, str]]:
    """The public logbook's fills, and the consumption that it prints for each."""
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))[::-1]
    driven = itertools.accumulate(int(_number(row["Teil-Km"])) for row in rows)
    told = [
        Fill(
            id=number,
            at=datetime.strptime(row["Datum"] + " +0000", "%d.%m.%Y %z"),
            litres_ml=int(_number(row["Spritmenge"]) * 1000),
            odometer_km=km if by_trip_counter else int(_number(row["Km-Stand"])),
            full=row["Tankart"] in {"0", "1"},
        )
        for number, (row, km) in enumerate(zip(rows, driven, strict=True))
    ]
    return told, {number: str(_number(row["Verbrauch"])) for number, row in enumerate(rows)}


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@pytest.mark.skipif(not PRINTED.exists(), reason="the public example is not part of this project")
def test_the_66_figures_of_a_public_logbook_agree_with_those_it_prints() -> None:
    told, printed = _logbook(by_trip_counter=True)
    figures = rules.consumption(told)
    assert [figure.slip for figure in figures if figure.used is None] == [0]
    ours = {figure.slip: str(figure.used.per_100) for figure in figures if figure.used}
    assert len(ours) == 66
    assert ours == {slip: printed[slip] for slip in ours}


@pytest.mark.skipif(not PRINTED.exists(), reason="the public example is not part of this project")
def test_by_its_odometer_alone_the_logbook_tells_that_fills_were_never_entered() -> None:
    told, printed = _logbook(by_trip_counter=False)
    others = [
        (figure.slip, figure.used)
        for figure in rules.consumption(told)
        if figure.used and str(figure.used.per_100) != printed[figure.slip]
    ]
    assert others == [(3, Used(45_160, 2528))]
    told[3] = told[3]._replace(missed=True)
    figures = rules.consumption(told)
    assert figures[3].why == rules.MISSED
    assert sum(str(each.used and each.used.per_100) == printed[each.slip] for each in figures) == 65


def test_kilometres_become_a_date_by_the_last_ninety_days() -> None:
    readings = [(NOW - timedelta(days=50), 10_000), (NOW - timedelta(days=10), 12_000)]
    assert rules.reached(readings, 13_000, NOW) == NOW + timedelta(days=10)


def test_what_is_older_than_ninety_days_says_nothing_of_the_pace() -> None:
    long_ago = (NOW - timedelta(days=400), 0)
    readings = [long_ago, (NOW - timedelta(days=50), 10_000), (NOW - timedelta(days=10), 12_000)]
    assert rules.reached(readings, 13_000, NOW) == NOW + timedelta(days=10)
    assert rules.reached([long_ago, readings[1]], 13_000, NOW) is None


def test_kilometres_that_were_driven_already_became_due_when_they_were_read() -> None:
    readings = [(NOW - timedelta(days=50), 10_000), (NOW - timedelta(days=10), 12_000)]
    assert rules.reached(readings, 11_500, NOW) == NOW - timedelta(days=10)


@pytest.mark.parametrize("km", [10_000, 10_001])
def test_a_vehicle_that_hardly_moves_has_no_date(km: int) -> None:
    readings = [(NOW - timedelta(days=80), 10_000), (NOW - timedelta(days=1), km)]
    assert rules.reached(readings, 99_000, NOW) is None
