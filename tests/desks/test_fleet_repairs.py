"""Repairs: asked for, approved by whom the grade wants, done at the appointed shop, paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from tests.desks.fleet import CAR, LEAD, VAN, costs_of, page, rows, say, steps

if TYPE_CHECKING:
    from tests.conftest import Clock

MINOR = f"repair {VAN} minor brake pads 800 driver shen"


def appoint(office: Office) -> None:
    say(office, "shop ruijin-repair trial")
    say(office, "shop ruijin-repair appointed")


@pytest.mark.clause("V4.6")
@pytest.mark.parametrize(
    ("grade", "role"),
    [
        ("minor", "fleet lead"),
        ("medium", "company GM"),
        ("major", "investment deputy GM"),
    ],
)
def test_no_work_starts_before_the_word_that_its_grade_needs(
    office: Office, grade: str, role: str
) -> None:
    appoint(office)
    said = say(office, f"repair {VAN} {grade} gearbox 1500", "lin")
    assert said == f"M001 沪A12345 {grade} repair: waits for the word of the {role}."
    for line in ("repair M1 started", "repair M1 finished 90.00", "cost M1 90.00"):
        with pytest.raises(Refusal, match="is not approved"):
            say(office, line, anyway=True)
    for line in ("done M1.1", "done M1.2 he said so", "approve M1"):
        with pytest.raises(Refusal):
            say(office, line, "lin", anyway=True)
    assert set(steps(office, "M1").values()) == {"open"}
    say(office, "approve M1 by phone, told to lin at 14:20", "lin")
    say(office, "repair M1 started")
    assert steps(office, "M1")["started"] == "done"
    assert "Approved by by phone, told to lin at 14:20" in page(office, "M1")


@pytest.mark.clause("V4.6")
def test_the_fleet_leads_own_word_is_enough_for_a_minor_repair_alone(office: Office) -> None:
    say(office, MINOR)
    assert say(office, "approve M1") == "M001 is approved: work may start."
    say(office, f"repair {VAN} medium gearbox")
    with pytest.raises(Refusal, match="the word of the company GM is needed"):
        say(office, "approve M2", anyway=True)


@pytest.mark.clause("V4.6")
def test_work_cannot_be_told_to_have_started_before_its_approval(
    office: Office, clock: Clock
) -> None:
    appoint(office)
    say(office, MINOR)
    clock.pass_(hours=1)
    say(office, "approve M1")
    clock.pass_(hours=1)
    with pytest.raises(Refusal, match="15:31 comes first; 14:51 is before that"):
        say(office, "repair M1 started @14:51", anyway=True)


@pytest.mark.clause("V4.2")
def test_a_repair_goes_to_the_appointed_shop_or_a_reason_is_recorded(office: Office) -> None:
    say(office, MINOR)
    say(office, "approve M1")
    with pytest.raises(Refusal, match="No shop is appointed"):
        say(office, "repair M1 started")
    appoint(office)
    with pytest.raises(Refusal, match="is not the appointed shop; add why"):
        say(office, "repair M1 started hongqiao-repair", anyway=True)
    said = say(office, "repair M1 started hongqiao-repair broke down beside it")
    assert said == "M001: work started at 虹桥汽修."
    assert any("broke down beside it" in line for line in page(office, "M1"))


@pytest.mark.clause("V3.4")
def test_a_finished_repair_has_its_cost_and_its_warranty(office: Office) -> None:
    appoint(office)
    say(office, MINOR)
    say(office, "approve M1")
    say(office, "repair M1 started")
    said = say(office, "repair M1 finished 780.00 until 2027-05-01")
    assert said == "M001 is finished. K001 沪A12345 repair ¥780.00."
    shown = page(office, "M1")
    assert shown[0] == "M001 Repair closed"
    for line in ("Estimate 800.00", "Shop Ruijin Road Repairs", "Warranty until 2027-05-01"):
        assert line in shown
    assert costs_of(office, VAN)["repair"] == "780.00"
    assert say(office, MINOR).endswith("M001 brake pads: warranty until 2027-05-01.")


def test_a_repair_stays_open_until_its_cost_is_known(office: Office) -> None:
    appoint(office)
    say(office, MINOR)
    say(office, "approve M1")
    say(office, "repair M1 started")
    say(office, "repair M1 finished")
    assert steps(office, "M1")["cost-kept"] == "open"
    say(office, "cost M1 795.50")
    assert page(office, "M1")[0] == "M001 Repair closed"


@pytest.mark.clause("V4.3")
def test_a_worn_part_is_registered_before_the_driver_buys_it(office: Office) -> None:
    say(office, f"repair {CAR} part wiper blades 60 luyf", "lin")
    with pytest.raises(Refusal, match="needs the word of the fleet lead first"):
        say(office, "repair M1 bought 58.00", "lin", anyway=True)
    say(office, "approve M1")
    say(office, "repair M1 bought 58.00", "lin")
    assert steps(office, "M1") == {"registered": "done", "bought": "done", "cost-kept": "done"}
    assert costs_of(office, CAR)["repair"] == "58.00"


@pytest.mark.clause("V4.1")
def test_nothing_is_repaired_or_bought_on_a_drivers_own(office: Office) -> None:
    with pytest.raises(Refusal, match="asked for and approved first"):
        say(office, f"cost {VAN} repair 500.00", anyway=True)
    say(office, MINOR)
    with pytest.raises(Refusal, match="nothing is bought or repaired before that"):
        say(office, "cost M1 500.00", anyway=True)
    assert say(office, "approve M1 off too dear") == "M001 is not approved."
    assert rows(office, "cost-months") == []


@pytest.mark.clause("V4.5")
def test_one_of_three_short_listed_shops_is_appointed_after_a_trial(office: Office) -> None:
    with pytest.raises(Question, match="瑞金路修理厂 was not on trial"):
        say(office, "shop ruijin-repair appointed")
    appoint(office)
    say(office, "shop zhongshan-repair trial")
    say(office, "shop zhongshan-repair appointed cheaper by a tenth")
    states = {row["shop"]: row["state"] for row in rows(office, "shops")}
    assert states == {
        "Zhongshan Road Motors": "appointed",
        "Ruijin Road Repairs": "short-listed",
        "Hongqiao Garage": "short-listed",
    }
    say(office, "shop hongqiao-repair dropped")
    say(office, "shop ruijin-repair dropped")
    say(office, "shop 新厂 trial")
    with pytest.raises(Question, match="there are 2"):
        say(office, "shop 新厂 appointed")


@pytest.mark.clause("V4.5")
def test_a_shops_record_is_its_repairs(office: Office) -> None:
    appoint(office)
    say(office, MINOR)
    say(office, "approve M1")
    say(office, "repair M1 started")
    say(office, "repair M1 finished 780.00")
    first = rows(office, "shops")[0]
    assert (first["shop"], first["repairs"], first["finished"], first["cost"]) == (
        "Ruijin Road Repairs",
        1,
        1,
        "780.00",
    )


def test_each_stage_of_a_repair_is_undone_by_itself(office: Office) -> None:
    appoint(office)
    say(office, MINOR)
    say(office, "approve M1")
    say(office, "repair M1 started")
    say(office, "repair M1 finished 780.00")
    say(office, "undo")
    assert steps(office, "M1")["back"] == "open"
    assert costs_of(office, VAN)["repair"] is None
    say(office, "undo")
    assert steps(office, "M1")["started"] == "open"
    say(office, "undo")
    with pytest.raises(Refusal, match="is not approved"):
        say(office, "repair M1 started")
    say(office, "undo")
    assert page(office, "M1")[0] == "M001 Repair cancelled"
    say(office, "undo", LEAD)
    assert rows(office, "shops")[0]["state"] != "appointed"
