"""What a tired hand types at the fleet: nothing wrong is kept without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from tests.desks.fleet import CAR, VAN, costs_of, page, say

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("V3.4")
@pytest.mark.parametrize(
    "line",
    [
        f"cost {VAN} toll -30",
        f"cost {VAN} toll 0",
        f"cost {VAN} toll 999999999999999",
        f"repair {VAN} minor brake pads -800",
        "buy glass cleaner -3 20",
        f"supply {VAN} glass cleaner 0",
    ],
)
def test_a_number_that_is_no_amount_is_not_kept_as_words(office: Office, line: str) -> None:
    say(office, "buy glass cleaner 12 240.00")
    with pytest.raises(Refusal, match="is no amount and no count"):
        say(office, line, anyway=True)


@pytest.mark.clause("V4.6")
@pytest.mark.parametrize("words", ["ok", "-", "123 456", "好"])
def test_a_word_that_names_nobody_approves_nothing(office: Office, words: str) -> None:
    say(office, f"repair {VAN} major gearbox 30000")
    with pytest.raises(Refusal, match="Add who said so, and how"):
        say(office, f"approve M1 {words}", anyway=True)
    assert say(office, "approve M1 李总电话同意") == "M001 is approved: work may start."


@pytest.mark.clause("V4.6")
def test_more_than_was_approved_is_pointed_out(office: Office) -> None:
    say(office, f"repair {VAN} minor brake pads 800")
    say(office, "approve M1")
    say(office, "cost M1 700.00")
    with pytest.raises(Question, match="1,400.00 is more than the estimate of ¥800.00"):
        say(office, "cost M1 700.00")


@pytest.mark.clause("V1.1")
def test_an_unfit_vehicle_or_a_driver_who_is_out_is_asked_about(office: Office) -> None:
    say(office, f"check {VAN} failed brake light")
    with pytest.raises(Question, match="was not in order at its check"):
        say(office, f"trip for HR to the bank {VAN} driver shen")
    say(office, f"check {VAN}")
    say(office, f"trip for HR to the bank {VAN} driver shen")
    with pytest.raises(Question, match=f"is out with {VAN}"):
        say(office, f"trip for Finance to the airport {CAR} driver shen")


@pytest.mark.clause("V3.3")
def test_a_vehicle_in_the_shop_or_without_insurance_is_asked_about(office: Office) -> None:
    say(office, f"paper {VAN} insurance 2020-01-01", anyway=True)
    say(office, f"repair {VAN} minor brake pads")
    say(office, "approve M1")
    say(office, "repair M1 started shop: New Motors reason: near")
    with pytest.raises(Question, match=r"in the shop.*The insurance of .* ran out"):
        say(office, f"trip for HR to the bank {VAN} driver shen")


@pytest.mark.clause("V1.1")
def test_a_trip_entered_late_stands_before_the_next_one(office: Office, clock: Clock) -> None:
    clock.pass_(hours=4)
    say(office, f"trip for HR to the bank {VAN} driver shen")
    say(office, f"back {VAN}")
    clock.pass_(hours=1)
    begun = office.site.local(office.now()).replace(minute=0)
    early, middle = (f"@{begun.hour - hours}:{begun.minute:02}" for hours in (4, 3))
    say(office, f"trip for Finance to the airport {VAN} driver shen {early}")
    with pytest.raises(Refusal, match="left for T001"):
        say(office, f"back {VAN}", anyway=True)
    assert "T002" in say(office, f"back {VAN} {middle}")


@pytest.mark.clause("V2.2")
def test_a_reading_that_jumps_is_asked_about_on_a_trip_too(office: Office) -> None:
    say(office, f"trip for HR to the bank {VAN} driver shen")
    with pytest.raises(Question, match="far beyond"):
        say(office, f"out {VAN} 999999")
    with pytest.raises(Question, match="far beyond"):
        say(office, f"fuel {VAN} 40L 320.00 999999")


@pytest.mark.clause("V2.3")
def test_a_norm_far_from_the_registered_one_is_asked_about(office: Office) -> None:
    with pytest.raises(Question, match="90 L/100 km is far from"):
        say(office, f"norm {VAN} 90L")


@pytest.mark.clause("V3.2")
def test_a_licence_that_is_over_already_is_asked_about(office: Office) -> None:
    with pytest.raises(Question, match="2020-01-01 is over already"):
        say(office, "paper shen 2020-01-01")


@pytest.mark.clause("V3.4")
def test_a_wrong_cost_is_taken_back_by_its_number_and_counts_again_when_undone(
    office: Office,
) -> None:
    say(office, f"paper {VAN} insurance 2030-12-20 40000.00")
    assert say(office, "cancel K1 one zero too many") == "K001 counts no longer."
    assert costs_of(office, VAN)["insurance"] is None
    assert any("one zero too many" in line for line in page(office, "K1"))
    say(office, "undo")
    assert costs_of(office, VAN)["insurance"] is not None
    say(office, "cancel K1 one zero too many")
    with pytest.raises(Refusal, match="K001 counts no longer"):
        say(office, "cancel K1 once more")


@pytest.mark.clause("V2.1")
def test_fuel_for_nothing_needs_a_reason(office: Office) -> None:
    with pytest.raises(Question, match="40 L for nothing"):
        say(office, f"fuel {VAN} 40L 0.00", anyway=True)
