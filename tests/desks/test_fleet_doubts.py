"""What is pointed out of a slip's price and day, and of a cost that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, ReasonWanted, Refusal
from deskterm.core.office import Office
from deskterm.core.site import Site
from deskterm.shell.lexicon import lexicon
from deskterm.shell.preview import preview
from tests.desks.fleet import CAR, VAN, page, rows, say

if TYPE_CHECKING:
    from tests.conftest import Clock

MINIVAN, LORRY = "沪A34567", "沪B56789"


def fuelled(office: Office, clock: Clock, *prices: str) -> None:
    """A slip of each price, an hour apart."""
    for place, price in enumerate(prices, start=1):
        clock.pass_(hours=1)
        say(office, f"fuel {VAN} {9 + place}L {price}/L {87_702 + 100 * place}")


def seen(office: Office, line: str) -> str:
    """What stands under a line while it is typed."""
    with office.read() as reader:
        said = preview(reader, office.now(), line, lexicon(reader, office.site, office.now()))
    return " ".join(piece for piece, _style in said)


@pytest.mark.clause("V2.2")
def test_a_price_far_from_the_last_ones_of_the_same_fuel_is_kept_with_a_reason_only(
    office: Office, clock: Clock
) -> None:
    fuelled(office, clock, "8.00", "8.10", "8.20")
    clock.pass_(hours=1)
    line = f"fuel {MINIVAN} 40L 432.00 118600"
    with pytest.raises(
        Question, match=r"10.80/L is far from the 8.10/L of the last slips with petrol 95"
    ):
        say(office, line, anyway=True)
    say(office, f"{line} reason: 高速服务区")
    assert "Pointed out price far from the last ones" in page(office, "F4")
    assert say(office, f"fuel {MINIVAN} 30L 7.90/L 118900").startswith("F005")


@pytest.mark.clause("V2.2")
def test_a_price_is_held_against_slips_of_its_own_fuel_and_never_against_a_few(
    office: Office, clock: Clock
) -> None:
    fuelled(office, clock, "8.00", "8.10")
    assert say(office, f"fuel {MINIVAN} 30L 12.90/L 118600").startswith("F003")
    fuelled(office, clock)
    assert say(office, f"fuel {LORRY} 60L 5.20/L 64500").startswith("F004")


@pytest.mark.clause("V2.2")
def test_how_far_a_price_may_be_off_is_the_sites(office: Office, clock: Clock) -> None:
    fuelled(office, clock, "8.00", "8.10", "8.20")
    office.site = Site({**office.site.values, "fuel_price_percent": "5"})
    with pytest.raises(Question, match=r"8.60/L is far from"):
        say(office, f"fuel {MINIVAN} 30L 8.60/L 118600")
    office.site = Site({**office.site.values, "fuel_price_percent": "0"})
    assert say(office, f"fuel {MINIVAN} 30L 18.60/L 118600").startswith("F004")


@pytest.mark.clause("V2.2")
@pytest.mark.parametrize("amount", ["320.10", "319.90", "330.00"])
def test_litres_amount_and_price_that_do_not_agree_are_pointed_out(
    office: Office, amount: str
) -> None:
    with pytest.raises(Question, match=f"40 L at 8.00/L make 320.00, not {amount}") as told:
        say(office, f"fuel {VAN} 40L {amount} 8.00/L 88000")
    assert "add why" in str(told.value)


@pytest.mark.clause("V2.2")
@pytest.mark.parametrize("amount", ["380.13", "380.15", "380.17"])
def test_a_cent_or_two_of_a_pumps_rounding_is_nothing(office: Office, amount: str) -> None:
    assert say(office, f"fuel {VAN} 45.2L {amount} 8.41/L 88000").startswith("F001")


@pytest.mark.clause("V2.2")
def test_a_slip_of_a_day_to_come_is_refused_with_that_day_and_today(office: Office) -> None:
    line = f"fuel {VAN} 40L 320.00 88000 2026-12-03"
    said = "2026-12-03 has not come yet: today is 2026-11-23."
    with pytest.raises(Refusal, match=said):
        say(office, line, anyway=True)
    assert said in seen(office, line)
    say(office, f"fuel {VAN} 40L 320.00 88000")
    with pytest.raises(Refusal, match=said):
        say(office, "fix F1 2026-12-03")


@pytest.mark.clause("V3.4")
def test_a_cost_that_is_there_already_is_asked_about(office: Office) -> None:
    say(office, f"cost {VAN} toll 35.00")
    with pytest.raises(Question, match="K001 says the same: toll ¥35.00 of 2026-11-23"):
        say(office, f"cost {VAN} toll 35.00")
    for other in (f"cost {VAN} parking 35.00", f"cost {CAR} toll 35.00", f"cost {VAN} toll 36.00"):
        say(office, other)
    say(office, f"cost {VAN} toll 35.00 2026-11-22")
    assert say(office, f"cost {VAN} toll 35.00", anyway=True).startswith("K006")


@pytest.mark.clause("Q2.4")
def test_what_is_no_vehicles_is_held_against_the_same_account(office: Office) -> None:
    say(office, "cost admin-phones 220.00 phone bill")
    say(office, "cost admin-travel 220.00 train")
    with pytest.raises(Question, match="K001 says the same"):
        say(office, "cost admin-phones 220.00")


@pytest.mark.clause("V3.4")
def test_a_cost_that_was_taken_back_is_no_twin(office: Office) -> None:
    say(office, f"cost {VAN} toll 35.00")
    say(office, "undo")
    assert say(office, f"cost {VAN} toll 35.00").startswith("K002")


@pytest.mark.clause("V3.4")
def test_a_suppliers_slip_is_entered_once(office: Office) -> None:
    say(office, f"cost {VAN} toll 35.00 2026-11-01 supplier: 申通 slip: A-0815")
    assert "Slip number A-0815" in page(office, "K1")
    again = "cost 沪A23456 parking 12.00 supplier: 申通 单号: a-0815"
    with pytest.raises(
        Question, match=r"K001 has the same slip number a-0815: toll ¥35.00 of 2026-11-01"
    ):
        say(office, again)
    assert say(office, again.replace("申通", "中通")).startswith("K002")


@pytest.mark.clause("V2.4")
def test_a_purchase_and_a_renewal_are_not_paid_twice_unasked(office: Office) -> None:
    say(office, "buy 玻璃水 12 240.00")
    with pytest.raises(Question, match="K001 says the same: consumables"):
        say(office, "buy 玻璃水 12 240.00")
    say(office, f"paper {VAN} insurance 2027-12-20 4000.00")
    with pytest.raises(Question, match="K002 says the same: insurance"):
        say(office, f"paper {VAN} insurance 2027-12-20 4000.00")
    assert next(each for each in rows(office, "stock") if each["bought"])["on_hand"] == 12


@pytest.mark.clause("V3.4")
def test_two_papers_of_one_amount_are_two_costs(office: Office) -> None:
    say(office, f"费用 {VAN} 过路费 35元 票号：0815 供应商：申通")
    assert "Supplier 申通" in page(office, "K1")
    assert say(office, f"费用 {VAN} 过路费 35元 票号：0816 供应商：申通").startswith("K002")
    with pytest.raises(Question, match="says the same"):
        say(office, f"费用 {VAN} 过路费 35元")


@pytest.mark.clause("V3.4")
def test_an_amount_that_comes_later_brings_its_slip_number(office: Office) -> None:
    say(office, f"cost {VAN} tax")
    say(office, "cost K1 360.00 票号: 4711")
    assert "Slip number 4711" in page(office, "K1")


@pytest.mark.clause("V2.2")
@pytest.mark.parametrize(
    "line",
    [
        "加油 沪Ａ１２３４５ ４５．２升 ￥３８０．５０ ８８２１０公里",
        "加油 A12345 45.2升 380.50元 里程88210 加满",
        "fuel a12345 45,2L 380,50 88,210",
        "fuel 沪A12345 45.2L 380,50 odometer 88210 full 瑞金路",
        "fuel 沪A12345 45.2L ¥380.5 88，210km",
    ],
)
def test_a_slip_is_read_however_its_figures_are_written(office: Office, line: str) -> None:
    assert say(office, line).startswith("F001 沪A12345 45.2 L, the first full tank")
    shown = page(office, "F1")
    assert {"Amount 380.50", "Odometer 88210", "Per litre 8.418"} <= set(shown)


@pytest.mark.clause("V2.2")
@pytest.mark.parametrize("stray", ["1.380,50", "8.821.0", "45", "-380"])
def test_a_figure_that_cannot_be_read_is_no_station(office: Office, stray: str) -> None:
    with pytest.raises(Refusal, match="neither an amount nor an odometer reading"):
        say(office, f"fuel {VAN} 45.2L {stray}", anyway=True)


@pytest.mark.clause("V2.2")
def test_a_time_of_day_is_no_station_either(office: Office) -> None:
    with pytest.raises(Refusal, match="“12:30” is no station; the time of a slip is written @12"):
        say(office, f"fuel {VAN} 45.2L 380.50 88210 瑞金路 12：30", anyway=True)


@pytest.mark.clause("V1.1")
def test_readings_of_a_trip_are_read_the_same_way(office: Office) -> None:
    say(office, "trip for HR to the bank A12345 driver shen")
    say(office, "out A12345 87,800")
    with pytest.raises(Question, match="87790 km is less than the 87800 km"):
        say(office, "回车 A12345 里程87790")
    assert say(office, "回车 A12345 87，850公里").startswith("T001 沪A12345 is back")


@pytest.mark.clause("V2.2")
def test_a_price_that_was_told_stays_when_something_else_is_put_right(office: Office) -> None:
    say(office, f"fuel {VAN} 40L 330.00 7.00/L 88000 reason: so it stands there")
    with pytest.raises(ReasonWanted, match="make 280.00, not 330.00"):
        say(office, "fix F1 88010", anyway=True)
    say(office, "fix F1 88010 reason: so it stands there")
    assert "Per litre 7.000" in page(office, "F1")
    say(office, "fix F1 280.00")
    assert not any("Pointed out" in line for line in page(office, "F1"))


@pytest.mark.clause("V2.3")
def test_the_page_of_a_vehicle_shows_the_norm_of_the_day(office: Office) -> None:
    assert "Norm 8.90 L/100 km" in page(office, VAN)
    say(office, f"norm {VAN} 9,2L")
    assert "Norm 9.20 L/100 km" in page(office, VAN)
