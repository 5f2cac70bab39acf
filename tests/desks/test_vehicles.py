"""Sending a vehicle for a case, its drive and its return."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.desks.vehicles import actions, queries
from deskterm.desks.vehicles.forms import VehicleBack, VehicleOut

if TYPE_CHECKING:
    from tests.conftest import Clock

VAN = "沪A12345"
CAR = "沪A23456"


@pytest.fixture
def trip(office: Office) -> int:
    """A case that a vehicle is wanted for: a trip."""
    with office.work("lin") as work:
        case = work.open_case("C", "calls", 2)
        steps.start(work, case, "trip")
        return case.id


def send(
    office: Office,
    case: int,
    plate: str = VAN,
    driver: str | None = None,
    at: datetime | None = None,
) -> str:
    with office.work("lin") as work:
        return actions.send(work, case, plate, driver, at or work.now)


def out(office: Office, *, anyway: bool = False, **said: str) -> Receipt:
    with office.work("lin") as work:
        return actions.out(work, VehicleOut.read({"vehicle": VAN, **said}, anyway=anyway))


def back(office: Office, *, anyway: bool = False, **said: str) -> Receipt:
    with office.work("lin") as work:
        return actions.back(work, VehicleBack.read({"vehicle": VAN, **said}, anyway=anyway))


def lines(office: Office, case: int) -> list[str]:
    with office.read() as reader:
        sql = "SELECT kind FROM journal WHERE case_id = :case ORDER BY seq"
        return [row["kind"] for row in reader.rows(sql, case=case)]


def done(office: Office, case: int) -> list[str]:
    with office.read() as reader:
        sql = "SELECT name FROM steps WHERE case_id = :case AND state = 'done' ORDER BY label"
        return [row["name"] for row in reader.rows(sql, case=case)]


def van(office: Office) -> dict[str, object]:
    with office.read() as reader:
        return next(row for row in queries.fleet(reader, office.now()) if row["plate"] == VAN)


@pytest.mark.clause("V1.1")
def test_a_trip_has_its_driver_its_times_and_its_odometer(
    office: Office, clock: Clock, trip: int
) -> None:
    assert send(office, trip, driver="shen") == VAN
    clock.pass_(minutes=5)
    assert out(office, km="87710").sentence == "C001 沪A12345 is out since 14:36."
    clock.pass_(minutes=60)
    assert back(office, km="87760").sentence == "C001 沪A12345 is back since 15:36."
    with office.read() as reader:
        kept = reader.row("SELECT * FROM trips")
    assert kept is not None
    assert (kept["sent_at"], kept["out_at"], kept["back_at"]) == (
        "2026-11-23T06:31:40.000Z",
        "2026-11-23T06:36:40.000Z",
        "2026-11-23T07:36:40.000Z",
    )
    assert (kept["odometer_out_km"], kept["odometer_in_km"]) == (87710, 87760)
    assert kept["driver_id"] is not None
    assert done(office, trip) == ["dispatched", "out", "back"]
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None


def test_every_stamp_of_a_trip_has_its_journal_line(office: Office, trip: int) -> None:
    send(office, trip)
    out(office)
    back(office)
    stamps = [kind for kind in lines(office, trip) if kind.startswith("vehicle.")]
    assert stamps == ["vehicle.sent", "vehicle.out", "vehicle.back"]


def test_a_case_knows_that_a_vehicle_was_sent_for_it_even_when_it_is_back(
    office: Office, trip: int
) -> None:
    with office.read() as reader:
        assert not queries.one_was_sent(reader, trip)
    send(office, trip)
    back(office)
    with office.read() as reader:
        assert queries.one_was_sent(reader, trip)


def test_a_vehicle_that_is_out_is_refused_with_where_it_is_and_what_is_free(
    office: Office, clock: Clock, trip: int
) -> None:
    send(office, trip)
    clock.pass_(minutes=10)
    with pytest.raises(Refusal) as told:
        send(office, trip)
    assert str(told.value) == (
        "沪A12345 is out for C001 since 14:31; free: 沪A23456, 沪A34567, 沪B45678, 沪B56789."
    )
    assert send(office, trip, CAR) == CAR


def test_a_vehicle_cannot_have_been_sent_while_it_was_still_out(
    office: Office, clock: Clock, trip: int
) -> None:
    send(office, trip)
    clock.pass_(minutes=30)
    back(office)
    with pytest.raises(Refusal, match=r"was out for C001 from 14:31 to 15:01"):
        send(office, trip, at=office.now() - timedelta(minutes=10))


def test_no_program_can_send_a_vehicle_twice(office: Office, trip: int) -> None:
    send(office, trip)
    again = (
        "INSERT INTO trips (case_id, vehicle_id, sent_at)"
        " SELECT case_id, vehicle_id, '2026-11-23T07:00:00.000Z' FROM trips"
    )
    store = closing(sqlite3.connect(office.path))
    with store as connection, pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        connection.execute(again)


def test_nothing_is_sent_for_a_closed_case(office: Office, trip: int) -> None:
    with office.work("lin") as work:
        steps.close(work, work.get(Case, trip))
    with pytest.raises(Refusal, match=r"C001 is closed"):
        send(office, trip)


def test_an_unknown_plate_or_driver_is_refused(office: Office, trip: int) -> None:
    with pytest.raises(NotFound, match=r"There is no vehicle 沪A12346; nearest: .*沪A12345"):
        send(office, trip, "沪A12346")
    with pytest.raises(NotFound, match=r"nobody with the code nobody"):
        send(office, trip, driver="nobody")


def test_a_plate_may_be_written_with_its_dot_and_in_small_letters(
    office: Office, trip: int
) -> None:
    assert send(office, trip, "沪a·12345") == VAN


def test_the_fleet_shows_who_is_out_for_what_since_when(
    office: Office, clock: Clock, trip: int
) -> None:
    assert van(office)["trip_id"] is None
    send(office, trip, driver="shen")
    row = van(office)
    assert (row["letter"], row["number"], row["sent_at"]) == ("C", 1, "2026-11-23T06:31:40.000Z")
    assert (row["driver"], row["out_at"]) == ("shen", None)
    clock.pass_(minutes=20)
    back(office, km="87733")
    row = van(office)
    assert row["trip_id"] is None
    assert row["reading"] == queries.Reading(87733, office.now())


def test_an_odometer_that_goes_back_is_questioned_and_kept_when_meant(
    office: Office, trip: int
) -> None:
    send(office, trip)
    with pytest.raises(Question, match=r"80000 km is less than the 87702 km with which"):
        out(office, km="80000")
    out(office, km="87710")
    with pytest.raises(Question, match=r"87700 km is less than the 87710 km that 沪A12345 showed"):
        back(office, km="87700")
    back(office, km="87700", anyway=True)
    with office.read() as reader:
        assert reader.value("SELECT odometer_in_km FROM trips") == 87700


def test_a_told_stamp_is_never_before_the_one_it_follows(
    office: Office, clock: Clock, trip: int
) -> None:
    send(office, trip)
    clock.pass_(minutes=20)
    with pytest.raises(Refusal, match=r"沪A12345 left at 14:31; 14:21 is before that"):
        out(office, told="-30m")
    out(office, told="-15m")
    with pytest.raises(Refusal, match=r"left at 14:36; 14:35 is before that"):
        back(office, told="@14:35")
    assert back(office, told="@14:50").sentence.endswith("is back since 14:50.")


def test_a_vehicle_drives_off_once_and_comes_back_only_if_it_was_sent(
    office: Office, trip: int
) -> None:
    with pytest.raises(Refusal, match=r"沪A12345 is not out: it was not sent"):
        back(office)
    send(office, trip)
    out(office)
    with pytest.raises(Refusal, match=r"is out since 14:31 already"):
        out(office)


def test_what_was_not_read_stays_unknown(office: Office, trip: int) -> None:
    send(office, trip)
    back(office)
    with office.read() as reader:
        kept = reader.row("SELECT out_at, odometer_out_km, odometer_in_km FROM trips")
    assert kept == {"out_at": None, "odometer_out_km": None, "odometer_in_km": None}


def test_a_vehicle_may_be_sent_while_nobody_is_signed_on(office: Office, trip: int) -> None:
    with office.work() as work:
        assert actions.send(work, trip, VAN, None, work.now) == VAN
