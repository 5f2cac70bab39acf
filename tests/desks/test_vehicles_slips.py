"""Fuel slips: what is kept, what is questioned, and what the receipt says of the vehicle."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.core import journal, search
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.instants import stamp
from deskterm.core.office import Office
from deskterm.core.reader import Reader
from deskterm.core.receipt import Receipt
from deskterm.core.store import create
from deskterm.desks.vehicles import actions, queries, rules
from deskterm.desks.vehicles.forms import NewSlip
from deskterm.desks.vehicles.rules import Fill, Used
from deskterm.shell.schema import METADATA

if TYPE_CHECKING:
    from tests.conftest import Clock

VAN = "沪A12345"
DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def fuel(office: Office, **said: str) -> Receipt:
    with office.work("lin") as work:
        return actions.slip(work, NewSlip.read({"vehicle": VAN, **said}))


def fuel_anyway(office: Office, **said: str) -> Receipt:
    with office.work("lin") as work:
        return actions.slip(work, NewSlip.read({"vehicle": VAN, **said}, anyway=True))


def slips(office: Office) -> list[dict[str, object]]:
    with office.read() as reader:
        return queries.slips(reader, 1)


@pytest.mark.clause("V2.2")
def test_a_slip_holds_the_total_odometer_reading(office: Office) -> None:
    receipt = fuel(office, litres="45.2", money="380.50", km="88210", words="瑞金路加油站")
    (kept,) = slips(office)
    assert receipt.number == "F001"
    assert (kept["litres_ml"], kept["amount_cents"], kept["odometer_km"]) == (
        45_200,
        38_050,
        88_210,
    )
    assert (kept["station"], kept["card"], kept["operator"]) == ("瑞金路加油站", "FC-0001", "lin")
    assert (kept["full"], kept["missed"]) == (1, 0)
    with office.read() as reader:
        line = reader.row("SELECT kind, facts FROM journal ORDER BY seq DESC LIMIT 1")
        assert line is not None
        assert line["kind"] == "slip.kept"
        assert set(json.loads(line["facts"])) == {"slip", "vehicle", "at"}
        assert journal.verify(reader).broken_at is None


@pytest.mark.clause("V2.3")
def test_the_receipt_says_litres_per_100_km_beside_the_norm(office: Office, clock: Clock) -> None:
    first = fuel(office, litres="44", km="87710")
    assert first.sentence == "F001 沪A12345 44 L, the first full tank: figures from the next one on"
    clock.pass_(days=5)
    second = fuel(office, litres="45.2", money="380.50", km="88216")
    assert second.sentence == "F002 沪A12345 45.2 L, 8.93 L/100 km (norm 8.9)"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"km": "88000", "partial": "yes"}, "not full: counts in the next full tank"),
        ({"km": "88000", "full": "no"}, "not full: counts in the next full tank"),
        ({}, "no odometer reading: counts in the next full tank"),
        ({"km": "88000", "missed": "yes"}, "a fill was missed: no figure"),
        ({"km": "87710"}, "the odometer did not move on: no figure"),
    ],
)
def test_a_slip_that_gives_no_figure_says_why(
    office: Office, clock: Clock, said: dict[str, str], why: str
) -> None:
    fuel(office, litres="44", km="87710")
    clock.pass_(days=5)
    assert fuel(office, litres="20", **said).sentence == f"F002 沪A12345 20 L, {why}"


def test_a_lower_reading_than_an_earlier_one_is_questioned_with_that_one(
    office: Office, clock: Clock
) -> None:
    fuel(office, litres="44", km="88210")
    clock.pass_(days=1)
    with pytest.raises(Question) as told:
        fuel(office, litres="40", km="88120")
    assert str(told.value) == (
        "88120 km is less than the 88210 km that 沪A12345 showed at 2026-11-23 14:31."
        " To keep it all the same, add why: reason: ..."
    )
    with pytest.raises(Question, match="add why"):
        fuel_anyway(office, litres="40", km="88120")
    fuel(office, litres="40", km="88120", reason="里程表换过")
    assert [row["odometer_km"] for row in slips(office)] == [88_120, 88_210]


def test_a_higher_reading_than_a_later_one_is_questioned(office: Office, clock: Clock) -> None:
    clock.pass_(days=5)
    fuel(office, litres="44", km="88210")
    with pytest.raises(
        Question, match=r"88300 km is more than the 88210 km that 沪A12345 showed later"
    ):
        fuel(office, litres="40", km="88300", date="2026-11-25")


def test_a_reading_below_that_of_the_register_is_questioned(office: Office) -> None:
    with pytest.raises(
        Question, match=r"8821 km is less than the 87702 km with which 沪A12345 was"
    ):
        fuel(office, litres="40", km="8821")


def test_two_slips_of_one_moment_are_held_against_each_other(office: Office) -> None:
    fuel(office, litres="44", km="88210")
    with pytest.raises(Question, match=r"88010 km is less than the 88210 km"):
        fuel(office, litres="40", km="88010")


def test_more_litres_than_the_tank_holds_are_questioned(office: Office) -> None:
    with pytest.raises(Question, match=r"58.1 L is more than the tank of 沪A12345 holds \(58 L\)"):
        fuel(office, litres="58.1", km="88210")
    assert fuel(office, litres="58", km="88210").number == "F001"


def test_the_same_slip_twice_is_questioned(office: Office, clock: Clock) -> None:
    fuel(office, litres="44", km="88210")
    clock.pass_(minutes=10)
    with pytest.raises(Question, match=r"F001 says the same: 44 L at 88210 km"):
        fuel(office, litres="44", km="88210")


def test_all_doubts_are_one_question_and_nothing_is_kept(office: Office) -> None:
    with pytest.raises(Question) as told:
        fuel(office, litres="90", km="8821")
    assert "is less than" in str(told.value)
    assert "than the tank" in str(told.value)
    assert slips(office) == []


def test_an_unknown_plate_is_refused_with_the_nearest(office: Office) -> None:
    with pytest.raises(NotFound, match=r"There is no vehicle 沪A12354; nearest: 沪A12345"):
        fuel(office, vehicle="沪A12354", litres="40")


def test_a_guard_may_not_enter_fuel(office: Office) -> None:
    form = NewSlip.read({"vehicle": VAN, "litres": "40"})
    with office.work("G1") as work, pytest.raises(Refusal, match=r"A guard may not do this"):
        actions.slip(work, form)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({}, "2026-11-23T06:31:40.000Z"),
        ({"told": "-10m"}, "2026-11-23T06:21:40.000Z"),
        ({"date": "2026-11-20"}, "2026-11-20T04:00:00.000Z"),
        ({"date": "2026-11-20", "told": "@18:30"}, "2026-11-20T10:30:00.000Z"),
        ({"date": "2026-11-23", "told": "@09:00"}, "2026-11-23T01:00:00.000Z"),
    ],
)
def test_a_slip_stands_at_the_time_it_was_written(
    office: Office, said: dict[str, str], at: str
) -> None:
    fuel(office, litres="40", km="88000", **said)
    (kept,) = slips(office)
    assert (kept["at"], kept["entered_at"]) == (at, "2026-11-23T06:31:40.000Z")


def test_a_slip_of_tomorrow_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match=r"has not come yet"):
        fuel(office, litres="40", date="2026-11-24")


def test_a_slip_is_found_by_its_plate_its_number_and_its_odometer(office: Office) -> None:
    fuel(office, litres="45.2", km="88210", words="瑞金路")
    with office.read() as reader:
        for query in ("A12345", "F001", "F-2026-000001", "88210", "瑞金路加"):
            assert [hit["kind"] for hit in search.find(reader, query, kind="slip")], query


def test_the_fleet_shows_the_newest_interval_and_reading(office: Office, clock: Clock) -> None:
    for km, more in ((87_710, {}), (88_210, {}), (88_300, {"partial": "yes"})):
        fuel(office, litres="45", km=str(km), **more)
        clock.pass_(days=4)
    with office.read() as reader:
        van = next(row for row in queries.fleet(reader, office.now()) if row["plate"] == VAN)
    assert van["used"] == Used(45_000, 500)
    assert van["reading"].km == 88_300


fuelling = st.tuples(
    st.integers(1, 80), st.none() | st.integers(0, 3000), st.booleans(), st.booleans()
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(fuelling, min_size=1, max_size=14),
    st.integers(1, 5),
    st.integers(0, 14),
    st.integers(0, 14),
)
def test_a_window_of_slips_has_the_figures_of_the_whole(
    told: list[tuple[int, int | None, bool, bool]], limit: int, offset: int, since: int
) -> None:
    fills = [
        Fill(number, DAWN + timedelta(days=number), litres, km, full=full, missed=missed)
        for number, (litres, km, full, missed) in enumerate(told, start=1)
    ]
    whole = {figure.slip: figure for figure in rules.consumption(fills)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        create(path, METADATA)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executemany(
                "INSERT INTO slips (id, year, number, vehicle_id, at, entered_at, litres_ml,"
                " odometer_km, full, missed, station, card)"
                " VALUES (:id, 2026, :id, 1, :at, :at, :litres, :km, :full, :missed, '', '')",
                [
                    {
                        "id": fill.id,
                        "at": stamp(fill.at),
                        "litres": fill.litres_ml,
                        "km": fill.odometer_km,
                        "full": fill.full,
                        "missed": fill.missed,
                    }
                    for fill in fills
                ],
            )
            reader = Reader(connection.execute)
            window = queries.slips(reader, 1, limit, offset)
            month = queries.figures(reader, 1, DAWN + timedelta(days=since), DAWN + timedelta(99))
    newest = sorted(whole, reverse=True)[offset : offset + limit]
    assert [row["figure"] for row in window] == [whole[slip] for slip in newest]
    assert month == [figure for slip, figure in sorted(whole.items()) if slip >= since]
