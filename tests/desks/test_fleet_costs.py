"""Costs by vehicle, by account, by month; consumables in stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from tests.desks.fleet import CAR, VAN, costs_of, page, rows, say

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("V3.4")
def test_each_vehicles_month_adds_up_by_kind_with_its_cost_per_km(
    office: Office, clock: Clock
) -> None:
    say(office, f"fuel {VAN} 40L 300.00 87802 2026-11-02")
    clock.pass_(days=1)
    say(office, f"fuel {VAN} 45L 337.50 88302")
    say(office, f"cost {VAN} toll 35")
    say(office, f"cost {VAN} parking 12.50")
    say(office, f"cost {CAR} tax 360.00 2026-10-31")
    row = costs_of(office, VAN, "2026-11")
    assert (row["fuel"], row["road"], row["total"]) == ("637.50", "47.50", "685.00")
    assert (row["km"], row["per_100_km"], row["per_km"]) == (600, 9.0, "1.14")
    assert (row["repair"], row["unknown"]) == (None, None)
    assert costs_of(office, CAR, "2026-11")["total"] is None
    assert costs_of(office, CAR, "2026-10")["tax"] == "360.00"
    fleet = rows(office, "vehicle-costs", "2026-11")[-1]
    assert (fleet["plate"], fleet["total"]) == ("fleet", "685.00")
    months = {row["month"]: row["total"] for row in rows(office, "cost-months")}
    assert months == {"2026-10": "360.00", "2026-11": "685.00"}
    assert any(line.startswith("2026-11 ██") and "¥685.00" in line for line in page(office, VAN))


@pytest.mark.clause("Q2.4")
def test_costs_carry_an_account_and_add_up_by_it(office: Office) -> None:
    say(office, f"fuel {VAN} 40L 300.00 87802 2026-11-02")
    say(office, f"cost {VAN} toll 35.00")
    say(office, f"cost {VAN} insurance 4200.00")
    say(office, "cost admin-phones 220.00 phone bill", "lin")
    say(office, f"cost {VAN} other reserve 900.00 new engine fund")
    sums = {row["account"]: row["amount"] for row in rows(office, "accounts", "2026-11")}
    assert sums == {
        "Vehicle maintenance": "335.00",
        "Insurance": "4200.00",
        "Phones": "220.00",
        "Repair reserve fund": "900.00",
    }
    headings = {row["account"]: row["heading"] for row in rows(office, "accounts")}
    assert headings["Phones"] == "administration"


def test_an_amount_that_is_not_known_is_said_and_never_zero(office: Office) -> None:
    assert say(office, f"cost {VAN} tax").endswith("the amount is not known yet.")
    row = costs_of(office, VAN)
    assert (row["tax"], row["total"], row["unknown"]) == (None, None, 1)
    say(office, "cost K1 360.00")
    assert costs_of(office, VAN)["tax"] == "360.00"
    with pytest.raises(Refusal, match="kept already"):
        say(office, "cost K1 370.00")


def test_a_costs_page_names_its_supplier_and_account(office: Office) -> None:
    say(office, f"费用 {VAN} 停车费 12.00 supplier: 人民广场停车场")
    shown = page(office, "K1")
    assert shown[0] == "K001 Cost closed"
    assert "Cost 2026-11-23 parking ¥12.00" in shown
    assert "Account Vehicle maintenance" in shown
    assert "Supplier 人民广场停车场" in shown


def test_what_is_no_cost_of_its_own_is_refused_with_what_would_be_right(office: Office) -> None:
    with pytest.raises(Refusal, match="by its slip"):
        say(office, f"cost {VAN} fuel 300.00")
    with pytest.raises(Refusal, match="a vehicle, or an account"):
        say(office, "cost toll 30.00")


def test_a_cost_that_is_undone_counts_nowhere(office: Office) -> None:
    say(office, f"cost {VAN} toll 35.00")
    say(office, "undo")
    assert costs_of(office, VAN)["total"] is None
    assert page(office, "K1")[0] == "K001 Cost cancelled"
    assert "Cost 2026-11-23 toll ¥35.00 taken back" in page(office, "K1")


@pytest.mark.clause("V2.4")
def test_consumables_are_bought_issued_and_counted(office: Office) -> None:
    said = say(office, "buy 玻璃水 12 240.00 supplier: 丰阳汽配")
    assert said.endswith("consumables ¥240.00. In stock: 12 瓶 of 玻璃水.")
    assert say(office, f"supply {VAN} glass-cleaner 2").endswith("In stock: 10 瓶 of 玻璃水.")
    row = next(each for each in rows(office, "stock") if each["code"] == "glass-cleaner")
    assert (row["bought"], row["issued"], row["on_hand"]) == (12, 2, 10)
    assert costs_of(office, VAN)["consumables"] == "40.00"
    fleet = rows(office, "vehicle-costs")
    assert (fleet[-2]["consumables"], fleet[-1]["consumables"]) == ("200.00", "240.00")


@pytest.mark.clause("V2.4")
def test_no_more_is_issued_than_there_is_without_a_reason(office: Office) -> None:
    say(office, "buy air freshener 4")
    with pytest.raises(Refusal, match="Only 4 of air freshener"):
        say(office, f"supply {VAN} air-freshener 5", anyway=True)
    said = say(office, f"supply {VAN} air-freshener 5 one was counted twice")
    assert said.endswith("In stock: -1 of air freshener.")
    say(office, "undo")
    assert costs_of(office, VAN)["unknown"] is None
    with pytest.raises((NotFound, Refusal)):
        say(office, f"supply {VAN} gold-leaf 1")


def test_a_first_purchase_that_is_undone_takes_its_item_off_the_list(office: Office) -> None:
    say(office, "buy air freshener 4 36.00")
    say(office, "undo")
    assert "air freshener" not in {row["item"] for row in rows(office, "stock")}
    say(office, "buy air freshener 5 45.00")
    row = next(each for each in rows(office, "stock") if each["item"] == "air freshener")
    assert row["on_hand"] == 5


def test_kilometres_are_unknown_where_the_readings_are_older_than_the_registers(
    office: Office,
) -> None:
    say(office, f"fuel {VAN} 40L 300.00 80000 2026-10-05 reason: found late", anyway=True)
    say(office, f"fuel {VAN} 40L 320.00 80400 2026-10-15 reason: found late", anyway=True)
    first = rows(office, "vehicle-costs", "2026-10")
    assert [first[0]["km"], first[0]["per_km"], first[-1]["km"]] == [None, None, None]
    assert first[0]["total"] == "620.00"
    say(office, f"fuel {VAN} 40L 310.00 80900 2026-11-05 reason: found late", anyway=True)
    second = rows(office, "vehicle-costs", "2026-11")
    assert [second[0]["km"], second[0]["per_km"], second[-1]["km"]] == [500, "0.62", 500]
