"""F6 as it reads the store: the fleet, what goes on, and what comes next on the digits."""

from __future__ import annotations

import pytest

from deskterm.core.office import Office
from deskterm.core.search import find
from deskterm.desks.vehicles import queries
from deskterm.shell.board_state import vehicle_rows
from deskterm.shell.screens.vehicles import Vehicles
from deskterm.shell.site import registers
from deskterm.shell.site.difference import difference
from deskterm.shell.site.load import load_site
from deskterm.shell.site.shipped import shipped
from tests.desks.fleet import CAR, VAN, say


def choices(office: Office, key: str) -> list[str]:
    """The lines on the digits of the row whose plate or number this is."""
    screen = Vehicles(office.site)
    with office.read() as reader:
        rows = screen.listing(reader, office.now(), 50, 0).rows
        row = next(row for row in rows if row["plate"] == key)
        return [choice.line for choice in screen.detail(reader, office.now(), row).choices]


def test_the_digits_are_what_comes_next(office: Office) -> None:
    assert f"trip {VAN} driver " in choices(office, VAN)
    say(office, "trip for Finance to the bank")
    assert choices(office, "T001")[0] == "send T001 "
    say(office, f"send {VAN} shen T1")
    assert choices(office, "T001")[:2] == [f"out {VAN} ", f"back {VAN} "]
    assert f"back {VAN} " in choices(office, VAN)
    say(office, f"repair {CAR} minor brake pads 800")
    assert choices(office, "M001")[0] == "approve M001 "
    say(office, "approve M1")
    assert choices(office, "M001")[0] == "repair M001 started "
    say(office, "repair M1 started zhongshan-repair it is the nearest")
    assert choices(office, "M001")[0] == "repair M001 finished "
    say(office, "repair M1 finished")
    assert choices(office, "M001")[0] == "cost M001 "


def test_a_paper_that_is_due_stands_under_the_fleet(office: Office) -> None:
    say(office, f"paper {VAN} tax 2026-12-10", anyway=True)
    assert choices(office, "V024") == [f"paper {VAN} tax "]


@pytest.mark.clause("V1.1")
def test_the_board_names_who_drives(office: Office) -> None:
    say(office, f"trip {VAN} driver shen for Finance to the bank")
    with office.read() as reader:
        row = vehicle_rows(queries.fleet(reader, office.now()), office.now())[0]
    assert (row["plate"], row["name"], row["state"]) == (VAN, "Shen Zhiming", "T001 00:00")


def test_trips_repairs_and_costs_are_found_by_their_words(office: Office) -> None:
    say(office, "trip for Finance to the bank")
    say(office, f"repair {CAR} minor 刹车片 800")
    say(office, f"cost {VAN} toll 35.00 沪宁高速")
    with office.read() as reader:
        assert [hit["kind"] for hit in find(reader, "bank")] == ["trip"]
        assert [hit["kind"] for hit in find(reader, "刹车")] == ["repair"]
        assert [hit["kind"] for hit in find(reader, "沪宁")] == ["cost"]


def test_the_shipped_site_has_nothing_left_to_take_in_after_its_store_was_used(
    office: Office,
) -> None:
    say(office, "shop ruijin-repair trial")
    say(office, "buy 玻璃水 12 240.00")
    files, problems = load_site(shipped("site"))
    assert problems == []
    changes = difference(office, files)
    for name in ("accounts", "intervals", "licences", "suppliers", "supplies"):
        assert changes.of(registers.BY_NAME[name]) == ()
