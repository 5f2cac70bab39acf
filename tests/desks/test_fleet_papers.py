"""Papers that are renewed, and maintenance by the vehicle's own interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import queue
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from tests.desks.fleet import VAN, due, page, say, steps

if TYPE_CHECKING:
    from tests.conftest import Clock


def overdue(office: Office) -> int:
    with office.read() as reader:
        return int(queue.counts(reader, office.now())["overdue"])


@pytest.mark.clause("V3.1")
@pytest.mark.clause("V3.3")
def test_a_paper_stands_in_the_queue_30_and_7_days_before_and_is_not_overdue_on_the_day(
    office: Office, clock: Clock
) -> None:
    assert due(office, "V1") == {
        "arranged": "2026-11-29 23:59",
        "inspected": "2026-12-22 23:59",
    }
    clock.pass_(days=6, hours=9)
    assert f"{office.site.local(office.now()):%m-%d %H:%M}" == "11-29 23:31"
    assert overdue(office) == 0
    clock.pass_(hours=1)
    assert overdue(office) == 1


@pytest.mark.clause("V3.3")
@pytest.mark.clause("V3.4")
def test_a_renewal_keeps_the_old_paper_and_its_cost_goes_to_the_vehicles_file(
    office: Office,
) -> None:
    said = say(office, f"paper {VAN} insurance 2028-04-18 4200.00")
    assert said == "V024 沪A12345 insurance: due 2028-04-18. K001 沪A12345 insurance ¥4,200.00."
    assert set(steps(office, "V2").values()) == {"done"}
    shown = page(office, VAN)
    assert "V024 insurance 2028-04-18" in shown
    assert "V002 was insurance 2027-04-18" in shown
    assert "Cost 2026-11-23 insurance ¥4200.00" in page(office, "V24")
    with pytest.raises(Question, match="It was due on 2028-04-18"):
        say(office, f"paper {VAN} insurance 2027-04-18")


@pytest.mark.clause("V3.2")
def test_a_drivers_licence_review_has_its_clock(office: Office) -> None:
    say(office, "证件 shen 驾驶证 2027-03-31", anyway=True)
    assert due(office, "V24")["reviewed"] == "2027-03-24 23:59"
    assert "Paper driver's licence Shen Zhiming" in page(office, "V24")


@pytest.mark.clause("V4.4")
def test_the_next_maintenance_is_worked_out_from_the_vehicles_interval(office: Office) -> None:
    said = say(office, f"paper {VAN} service 92480")
    assert said.endswith("first-level maintenance: due 2027-05-23 or at 97480 km.")
    assert "Done at 92480 km" in page(office, "V24")
    said = say(office, f"paper {VAN} service 2027-06-01 98000")
    assert said.endswith("due 2027-06-01 or at 98000 km.")


def test_papers_are_the_fleet_leads(office: Office) -> None:
    with pytest.raises(Refusal, match="it needs"):
        say(office, f"paper {VAN} insurance 2028-04-18", "lin")
    with pytest.raises(Refusal, match="Say whose and which"):
        say(office, "paper insurance 2028-04-18")
