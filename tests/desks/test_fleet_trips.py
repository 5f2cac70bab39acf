"""Trips that are asked for by themselves, daily checks, training, licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.form import FormRefusal
from deskterm.core.office import Office
from tests.desks.fleet import CAR, VAN, page, rows, say, steps

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("V1.1")
def test_a_trip_has_requester_purpose_driver_times_and_odometer(
    office: Office, clock: Clock
) -> None:
    said = say(office, f"trip {VAN} driver shen for Finance to the airport")
    assert said == "T001 沪A12345 for Finance: the airport."
    clock.pass_(minutes=5)
    say(office, f"out {VAN} 87710")
    clock.pass_(minutes=60)
    say(office, f"back {VAN} 87760")
    (row,) = rows(office, "trips", "2026-11")
    assert (row["requester"], row["purpose"], row["driver"]) == (
        "Finance",
        "the airport",
        "Shen Zhiming",
    )
    assert (row["out"], row["back"], row["km"]) == (
        "2026-11-23 14:36:40",
        "2026-11-23 15:36:40",
        50,
    )
    shown = page(office, "T1")
    assert shown[0] == "T001 Trip closed"
    assert "Requester Finance" in shown
    assert f"{VAN} Shen Zhiming, sent 14:31, driven off 14:36, back 15:36" in shown
    assert any("T001" in line and "87710-87760 km" in line for line in page(office, VAN))


@pytest.mark.clause("V1.1")
def test_a_request_waits_for_a_vehicle_and_its_driver(office: Office) -> None:
    assert say(office, "用车 财务部 去 税务局", "lin").endswith("no vehicle sent yet.")
    with pytest.raises(Refusal, match="Say who drives"):
        say(office, f"send {CAR} T1")
    assert say(office, f"send {CAR} luyf T1") == f"{CAR} sent to T001."
    assert steps(office, "T1")["dispatched"] == "done"
    with pytest.raises(Refusal, match="is out for T001"):
        say(office, f"trip {CAR} driver shen for Finance to the bank")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("trip for Finance", "Say who asks and what for"),
        (f"trip {VAN} for Finance to the bank", "A vehicle goes with its driver"),
        ("trip driver shen for Finance to the bank", "A vehicle goes with its driver"),
    ],
)
def test_a_trip_that_lacks_something_says_what(office: Office, line: str, wrong: str) -> None:
    with pytest.raises(FormRefusal, match=wrong):
        say(office, line)


@pytest.mark.clause("V1.1")
def test_nobody_drives_on_a_licence_that_ran_out(office: Office) -> None:
    say(office, "paper shen 2026-11-22", anyway=True)
    with pytest.raises(Refusal, match="ran out on 2026-11-22"):
        say(office, f"trip {VAN} driver shen for Finance to the bank", anyway=True)
    with pytest.raises(Question, match="No licence of"):
        say(office, f"trip {VAN} driver jiang for Finance to the bank")
    say(office, "paper shen 2026-11-23", anyway=True)
    say(office, f"trip {VAN} driver shen for Finance to the bank")


def test_a_life_does_not_wait_for_a_licence(office: Office) -> None:
    say(office, "paper shen 2026-11-22", anyway=True)
    say(office, "call 12-3-1502 medical chest pain", "lin", anyway=True)
    with pytest.raises(Question, match="ran out"):
        say(office, f"send {VAN} shen C1", "lin")
    say(office, f"send {VAN} shen C1", "lin", anyway=True)


@pytest.mark.clause("V1.2")
def test_the_daily_check_is_a_step_with_its_card_and_a_record_with_its_date(
    office: Office, clock: Clock
) -> None:
    say(office, f"trip {VAN} driver shen for Finance to the bank")
    assert any("Tyres, lights, brakes" in line for line in page(office, "T1"))
    assert say(office, f"check {VAN} tyres and oil good").endswith("2026-11-23: in order.")
    assert steps(office, "T1")["daily-check"] == "done"
    say(office, f"back {VAN}")
    clock.pass_(hours=1)
    say(office, f"trip {VAN} driver shen for Finance to the bank")
    assert steps(office, "T2")["daily-check"] == "done"
    say(office, f"back {VAN}")
    clock.pass_(days=1)
    say(office, f"trip {VAN} driver shen for Finance to the bank")
    assert steps(office, "T3")["daily-check"] == "open"
    assert "2026-11-23 daily check in order tyres and oil good" in page(office, VAN)


@pytest.mark.clause("V1.3")
def test_training_and_technical_assessment_are_kept_with_their_dates(office: Office) -> None:
    say(office, "train shen winter driving 2026-11-20")
    say(office, f"check {VAN} technical failed rust at the sill 2026-11-19")
    driver = next(row for row in rows(office, "drivers") if row["code"] == "shen")
    assert (driver["trained"], driver["training"]) == ("2026-11-20", "winter driving")
    assert "2026-11-19 technical assessment not in order rust at the sill" in page(office, VAN)
    with pytest.raises(Refusal, match="has not come yet"):
        say(office, "train shen first aid 2027-01-20")
    with pytest.raises(Refusal, match="Say what is not in order"):
        say(office, f"check {VAN} failed")


def test_a_trip_that_is_not_wanted_is_cancelled_with_its_reason(office: Office) -> None:
    say(office, f"trip {VAN} driver shen for Finance to the bank")
    with pytest.raises(Refusal, match="it comes back first"):
        say(office, "cancel T1 not needed")
    say(office, f"back {VAN}")
    say(office, "trip for Finance to the bank")
    assert say(office, "cancel T2 not needed") == "T002 is cancelled."
