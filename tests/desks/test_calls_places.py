"""Finding a place as people say it, and what was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core import places
from deskterm.core.office import Office

numbers = st.text("0123456789", max_size=5)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("12-3-1502", "12-3-1502"),
        ("１２－３－１５０２", "12-3-1502"),
        ("12号楼3单元1502室", "12-3-1502"),
        ("12栋3门1502", "12-3-1502"),
        ("3-1-402", "3-1-0402"),
        ("3--0402", None),
        ("8-1-0601", "8-1-0601"),
        ("gate", "gate"),
        ("东大门", "gate"),
        ("east gate", "gate"),
        ("12号楼大堂", "lobby-12"),
        ("12-3-1503 or so", None),
        ("by the fountain", None),
        ("12-1502", None),
    ],
)
def test_a_place_is_found_as_people_say_it(office: Office, said: str, code: str | None) -> None:
    with office.read() as reader:
        found = places.find(reader, said)
    assert (found and found["code"]) == code


def test_a_missing_entrance_is_no_matter_where_one_unit_is_left(office: Office) -> None:
    with office.work() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE places SET active = 0 WHERE building = '12' AND room = '1502' AND entrance <> '3'"
        )
    with office.read() as reader:
        found = places.find(reader, "12-1502")
    assert found
    assert found["code"] == "12-3-1502"


def test_a_unit_that_is_no_longer_in_use_is_not_found(office: Office) -> None:
    with office.work() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE places SET active = 0 WHERE code = '12-3-1502'"
        )
    with office.read() as reader:
        assert places.find(reader, "12-3-1502") is None
        assert "12-3-1502" not in places.nearest(reader, "12-3-1502")


def test_an_unclear_unit_is_told_as_what_it_may_be(office: Office) -> None:
    with office.read() as reader:
        assert places.alike(reader, "12-1502") == ["12-1-1502", "12-2-1502", "12-3-1502"]
        assert places.alike(reader, "12-3-1502") == []
        assert places.alike(reader, "by the fountain") == []


@pytest.mark.parametrize(
    ("said", "best"),
    [
        ("12-3-1520", "12-3-1502"),
        ("12-3-15022", "12-3-1502"),
        ("12-3-1592", "12-3-1502"),
        ("12-9-1502", "12-1-1502"),
        ("11-3-1502", "12-3-1502"),
        ("15-2-1230", "15-2-1203"),
    ],
)
def test_the_nearest_units_come_first(office: Office, said: str, best: str) -> None:
    with office.read() as reader:
        near = places.nearest(reader, said)
    assert near[0] == best
    assert len(near) == places.NEAREST


def test_the_same_entrance_goes_before_the_rest_of_the_building(office: Office) -> None:
    with office.read() as reader:
        near = places.nearest(reader, "12-3-1509", limit=3)
    assert all(code.startswith("12-3-") for code in near)


def test_words_that_are_no_unit_have_no_neighbours(office: Office) -> None:
    with office.read() as reader:
        assert places.nearest(reader, "by the fountain") == []


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("12-3-1502", ("12", "3", "1502")),
        ("b1-301甲", None),
        ("B1-301", ("b1", "", "301")),
        ("12--1502", ("12", "", "1502")),
        ("2027-02-29", None),
        ("3.01", None),
        ("14:30", None),
        ("", None),
    ],
)
def test_only_what_is_shaped_like_a_unit_is_one(
    said: str, parts: tuple[str, str, str] | None
) -> None:
    assert places.unit(said) == parts


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("1502", "1502", 0),
        ("1502", "1520", 1),
        ("1502", "152", 1),
        ("1502", "1602", 1),
        ("", "12", 2),
    ],
)
def test_slips_are_counted_as_fingers_make_them(one: str, other: str, count: int) -> None:
    assert places.slips(one, other) == count


@given(numbers, numbers)
def test_slips_are_the_same_both_ways_and_none_only_for_the_same(one: str, other: str) -> None:
    count = places.slips(one, other)
    assert count == places.slips(other, one)
    assert (count == 0) == (one == other)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))


def test_an_address_is_read_back_in_words(office: Office) -> None:
    with office.read() as reader:
        unit, gate = places.find(reader, "12-3-1502"), places.find(reader, "gate")
        assert unit
        assert gate
        assert places.by_id(reader, unit["id"]) == unit
    assert places.in_words(unit) == "building 12, entrance 3, 1502"
    assert places.in_words({**unit, "entrance": ""}) == "building 12, 1502"
    assert places.in_words(gate) == gate["name"]
