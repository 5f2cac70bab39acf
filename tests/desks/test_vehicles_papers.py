"""Papers of vehicles: when they fall due, by date or by kilometres."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.desks.vehicles import actions, queries
from deskterm.desks.vehicles.forms import NewSlip

if TYPE_CHECKING:
    from tests.conftest import Clock

VAN = "沪A12345"


def keep(office: Office, kind: str, expires: date | None, service_km: int | None = None) -> Receipt:
    with office.work("majj") as work:
        return actions.paper(work, 1, kind, expires, service_km)


def of_van(office: Office, kind: str) -> list[dict[str, object]]:
    with office.read() as reader:
        rows = queries.papers(reader)
    return [row for row in rows if (row["plate"], row["kind"]) == (VAN, kind)]


def due(office: Office, kind: str) -> str | None:
    (row,) = of_van(office, kind)
    return f"{office.site.local(instant(str(row['due']))):%Y-%m-%d %H:%M}" if row["due"] else None


def fuel(office: Office, km: int) -> None:
    with office.work("majj") as work:
        actions.slip(work, NewSlip.read({"vehicle": VAN, "litres": "40", "km": str(km)}))


@pytest.mark.clause("V3.1")
@pytest.mark.clause("V3.2")
@pytest.mark.clause("V3.3")
@pytest.mark.parametrize("kind", ["inspection", "insurance", "tax"])
def test_a_paper_falls_due_a_month_before_it_expires(office: Office, kind: str) -> None:
    receipt = keep(office, kind, date(2027, 8, 31))
    assert receipt.number == "V024"
    assert receipt.sentence.endswith("due 2027-08-31.")
    assert due(office, kind) == "2027-08-01 23:59"
    with office.read() as reader:
        sql = "SELECT kind FROM journal WHERE case_id = :case ORDER BY seq"
        lines = [row["kind"] for row in reader.rows(sql, case=receipt.case_id)]
    assert lines == ["case.opened", "paper.kept", "moment.set", "run.started"]


def test_a_new_date_closes_the_paper_that_it_replaces(office: Office) -> None:
    (before,) = of_van(office, "inspection")
    keep(office, "inspection", date(2027, 12, 29))
    (after,) = of_van(office, "inspection")
    assert (before["number"], after["number"]) == (1, 24)
    with office.read() as reader:
        closed = reader.row(
            "SELECT state, disposition FROM cases WHERE letter = 'V' AND number = 1"
        )
    assert closed == {"state": "closed", "disposition": "replaced"}


def test_saying_what_is_kept_already_changes_nothing(office: Office) -> None:
    seen = office.seen()
    assert keep(office, "inspection", date(2026, 12, 29)).number == "V001"
    assert office.seen() == seen


def test_a_paper_without_a_date_and_without_kilometres_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match=r"by a date or by kilometres"):
        keep(office, "inspection", None)


@pytest.mark.clause("V4.4")
def test_kilometres_have_no_date_until_slips_tell_the_pace(office: Office, clock: Clock) -> None:
    keep(office, "service", None, 92_500)
    assert due(office, "service") is None
    fuel(office, 88_000)
    assert due(office, "service") is None
    clock.pass_(days=10)
    fuel(office, 88_500)
    assert due(office, "service") == "2027-02-21 23:59"


@pytest.mark.clause("V4.4")
def test_maintenance_is_due_by_date_or_kilometres_whichever_comes_first(
    office: Office, clock: Clock
) -> None:
    fuel(office, 88_000)
    assert due(office, "service") == "2027-01-16 23:59"
    clock.pass_(days=10)
    fuel(office, 90_000)
    assert due(office, "service") == "2026-12-16 23:59"


def test_a_paper_that_is_kept_later_uses_the_slips_there_are(office: Office, clock: Clock) -> None:
    fuel(office, 88_000)
    clock.pass_(days=10)
    fuel(office, 89_000)
    keep(office, "service", None, 90_000)
    assert due(office, "service") == "2026-12-13 23:59"


def test_papers_stand_by_what_is_due_first_and_those_without_a_date_last(office: Office) -> None:
    keep(office, "service", None, 999_000)
    with office.read() as reader:
        rows = queries.papers(reader)
        second = queries.papers(reader, limit=1, offset=1)
    times = [row["due"] for row in rows]
    known = [at for at in times if at]
    assert times == [*sorted(known), None]
    assert len(rows) == 20
    assert second == rows[1:2]
