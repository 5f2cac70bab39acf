"""Rows of a fuel log one by one: what they say, what is known, what is handed back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.shell.fuel_logs.outcome import Outcome
from deskterm.shell.say import say_line

Take = Callable[..., Outcome]
MAP = """
source = "mine"
dates = "dmy"
[fill]
date = "day"
vehicle = "car"
station = "where"
[odometer]
km = "km"
[trip]
trip = "km"
[volume]
litres = "l"
[money]
total = "paid"
price = "each"
currency = "coin"
[full]
column = "full"
full = ["yes"]
partial = ["no"]
[vehicles]
Bus = "沪B45678"
"""
HEAD = "day,car,where,km,trip,litres,paid,each,coin,full\n"
FIRST = "1.3.2026 10:00,,Elm St,90000,,40,300,,CNY,yes\n"
SECOND = "11.3.2026 10:00,,,90500,500,45,,7.5,CNY,yes\n"


def test_slips_get_numbers_by_their_own_year_with_journal_lines_and_are_found(
    office: Office, take: Take
) -> None:
    outcome = take(HEAD + SECOND + FIRST + "30.12.2025,,,89500,,30,,,,yes\n", MAP)
    assert (outcome.taken, outcome.rejected) == (3, [])
    with office.read() as reader:
        slips = reader.rows("SELECT id, year, number, operator FROM slips ORDER BY at")
        assert [(row["year"], row["number"]) for row in slips] == [(2025, 1), (2026, 1), (2026, 2)]
        kinds = reader.value("SELECT count(*) FROM journal WHERE kind = 'slip.kept'")
        assert kinds == 3
        assert journal.verify(reader).broken_at is None
        assert "Elm" not in str(reader.rows("SELECT facts FROM journal"))
        found = search.find(reader, "F-2025-000001")
        assert [(row["kind"], row["ref"]) for row in found] == [("slip", slips[0]["id"])]
        assert search.find(reader, "90500 Elm") == []
        assert len(search.find(reader, "90000 elm")) == 1


def test_total_and_unit_price_are_not_mixed_up(office: Office, take: Take) -> None:
    outcome = take(HEAD + FIRST + SECOND + "12.3.2026,,,90600,100,10,7.5,75,CNY,yes\n", MAP)
    with office.read() as reader:
        paid = reader.rows(
            "SELECT amount_cents AS c, price_mills AS m, flags FROM slips ORDER BY at"
        )
    assert [(row["c"], row["m"]) for row in paid] == [(30000, 7500), (33750, 7500), (750, 75000)]
    assert [row["flags"] for row in paid] == ["", "", "price"]
    assert "7.50 is not 10 L at 75.00 a litre" in outcome.sentence()


@pytest.mark.clause("V2.3")
def test_a_dry_run_keeps_nothing_and_says_what_the_units_come_to(
    office: Office, take: Take
) -> None:
    gallons = MAP.replace('litres = "l"', 'litres = "us-gal"')
    outcome = take(HEAD + FIRST + SECOND, gallons, dry_run=True)
    row = outcome.vehicles[0].row()
    assert (row["per_100"], row["lowest"], row["highest"], row["km"]) == (
        "34.07",
        "34.07",
        "34.07",
        500,
    )
    assert "34.07" in outcome.sentence()
    assert outcome.sentence().endswith("Nothing was kept (dry run).")
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM slips") == 0
        assert reader.value("SELECT count(*) FROM imported") == 0
    assert take(HEAD + FIRST + SECOND, MAP).vehicles[0].row()["per_100"] == "9.00"


def test_what_speaks_against_a_row_is_flagged_and_not_refused(office: Office, take: Take) -> None:
    lower = "12.3.2026,,,9060,,20,,,,yes\n"
    far = "13.3.2026,,,99000,,80,,,,yes\n"
    twin = "13.3.2026 20:00,,,99000,,80,,,,yes\n"
    trip = "20.3.2026,,,99500,300,40,,,,yes\n"
    take(HEAD + FIRST + SECOND + lower + far + twin + trip, MAP)
    with office.read() as reader:
        flags = [row["flags"] for row in reader.rows("SELECT flags FROM slips ORDER BY at")]
    assert flags == ["", "higher", "lower", "jump tank", "tank twin", "trip"]


def test_a_late_log_is_compared_with_the_slips_that_are_there(take: Take) -> None:
    take(HEAD + FIRST, MAP)
    outcome = take(HEAD + "2.3.2026,,,89000,,20,,,,yes\n", MAP)
    doubt = outcome.vehicles[0].flagged[0].doubts[0]
    assert "figures are others now" not in outcome.sentence()
    assert doubt.sentence == "89000 km is less than the 90000 km that were read before"


@pytest.mark.clause("V2.3")
def test_a_late_log_changes_the_figures_after_it_and_says_so(office: Office, take: Take) -> None:
    take(HEAD + FIRST + SECOND, MAP)
    outcome = take(HEAD + "5.3.2026 10:00,,,90250,250,20,,,,yes\n", MAP)
    said = outcome.sentence().lower()
    assert "沪a12345: later figures are others now: f002 9.00 → 18.00" in said
    with office.read() as reader:
        facts = reader.value("SELECT facts FROM journal WHERE kind = 'slip.kept' ORDER BY seq DESC")
    told = json.loads(facts)
    assert told["used"] == [20_000, 250]
    assert list(told["changed"].values()) == [[[45_000, 500], [45_000, 250]]]


def test_a_log_of_several_vehicles_names_each(take: Take) -> None:
    rows = "1.3.2026,Bus,,200000,,40,,,,yes\n1.3.2026,沪 a23456,,53000,,30,,,,yes\n"
    stray = "2.3.2026,Tank,,1,,40,,,,yes\n"
    outcome = take(HEAD + rows + stray, MAP, None)
    assert [each.plate for each in outcome.vehicles] == ["沪B45678", "沪A23456"]
    assert [one.reason.split(";")[0] for one in outcome.rejected] == ["There is no vehicle Tank"]
    with pytest.raises(Refusal, match="several vehicles .Bus, 沪 a23456. *"):
        take(HEAD + rows, MAP)


def test_a_log_of_nobody_and_a_plate_of_nobody_are_refused(take: Take) -> None:
    with pytest.raises(Refusal, match="say which one it is with --vehicle"):
        take(HEAD + FIRST, MAP, None)
    with pytest.raises(NotFound, match="no vehicle 沪A99999"):
        take(HEAD + FIRST, MAP, "沪A99999")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1.3.2026,,,90000,,-40,,,,yes", "-40 L is no fuelling"),
        ("1.3.2026,,,90000,,0,,,,yes", "0 L is no fuelling"),
        ("1.3.2026,,,90000,,NaN,,,,yes", "“NaN” is no number"),
        ("1.3.2026,,,inf,,40,,,,yes", "“inf” is no number"),
        ("1.3.2026,,,-5,,40,,,,yes", "km: -5 is no distance"),
        ("1.3.2026,,,1e5,,40,,,,yes", "“1e5” is no number"),
        ("1.3.2026,,,99999999,,40,,,,yes", "99999999 is no distance"),
        ("1.3.2026,,,90000,,99999,,,,yes", "99999 L is no fuelling"),
        ("1.3.2026,,,90000,,,,,,yes", "litres is empty"),
        (",,,90000,,40,,,,yes", "day is empty"),
        ("yesterday,,,90000,,40,,,,yes", "“yesterday” is no date"),
        ("30.2.2026,,,90000,,40,,,,yes", "is no date with its parts in the order dmy"),
        ("24.11.2026,,,90000,,40,,,,yes", "2026-11-24 has not come yet"),
        ("23.11.2026 14:32,,,90000,,40,,,,yes", "2026-11-23 14:32:00 has not come yet"),
        ("1.3.1899,,,90000,,40,,,,yes", "is too long ago"),
        ("1.3.2026,,,90000,,40,-3,,CNY,yes", "-3 is no amount"),
        ("1.3.2026,,,90000,,40,,,,maybe", "full: the map does not say what “maybe” means"),
        ("1.3.2026,,,90000,,40", "6 fields instead of 10"),
        ("1.3.2026,," + "x" * 3000 + ",90000,,40,,,,yes", "station has 3000 characters"),
        ('1.3.2026,"",x"y,90000,,40,,,,"yes"z', "closing quote"),
        ("1.3.2026 10:00,,Elm St,90000,,40,300,,CNY,yes", "line 2 says the same"),
    ],
)
def test_a_row_that_cannot_be_taken_is_handed_back_and_stops_nothing(
    take: Take, row: str, reason: str
) -> None:
    outcome = take(HEAD + FIRST + row + "\n" + SECOND, MAP)
    assert outcome.taken == 2
    assert [(one.line, reason in one.reason) for one in outcome.rejected] == [(3, True)]
    file = Path(outcome.rejects_file)
    with file.open(newline="") as opened:
        back = list(csv.reader(opened))
    assert back[0][:3] == ["line", "reason", "day"]
    assert reason in back[1][1]
    assert file.stat().st_mode & 0o777 == 0o600


def test_todays_fill_without_an_hour_was_by_now_at_the_latest(office: Office, take: Take) -> None:
    take(HEAD + "23.11.2026,,,90000,,40,,,,yes\n", MAP)
    with office.read() as reader:
        assert reader.value("SELECT at FROM slips") == "2026-11-23T04:00:00.000Z"


def test_a_log_that_was_undone_as_a_whole_can_come_in_once_more(office: Office, take: Take) -> None:
    noted = MAP.replace('station = "where"', 'note = "where"')
    take(HEAD + FIRST + SECOND, noted)
    assert say_line(office, "undo", None).sentence.startswith("Undone:")
    with office.read() as reader:
        counts = reader.value("SELECT count(*) FROM slips WHERE withdrawn_at IS NULL")
    assert counts == 0
    assert take(HEAD + FIRST + SECOND, noted).taken == 2
    again = take(HEAD + FIRST, noted)
    assert (again.taken, again.known) == (0, 1)


def test_what_another_program_brought_is_known(take: Take) -> None:
    take(HEAD + FIRST, MAP)
    other = take(HEAD + FIRST, MAP.replace('"mine"', '"theirs"'))
    assert (other.taken, other.known) == (0, 1)


def test_a_zero_says_that_nothing_was_entered(office: Office, take: Take) -> None:
    take(HEAD + "1.3.2026,,,0,0,40,0,,CNY,yes\n", MAP)
    with office.read() as reader:
        row = reader.row("SELECT odometer_km, trip_m, amount_cents FROM slips")
    assert row == {"odometer_km": None, "trip_m": None, "amount_cents": None}


def test_the_kilometres_of_a_maintenance_become_a_date_by_what_came_in(
    office: Office, take: Take
) -> None:
    with office.read() as reader:
        paper = reader.row(
            "SELECT service_km, v.plate FROM papers p JOIN vehicles v"
            " ON v.id = p.vehicle_id WHERE service_km IS NOT NULL"
        )
    assert paper is not None
    km = paper["service_km"]
    rows = f"1.10.2026,,,{km - 2000},,40,,,,yes\n20.11.2026,,,{km - 1000},,40,,,,yes\n"
    take(HEAD + rows, MAP, paper["plate"])
    with office.read() as reader:
        at = reader.value("SELECT at FROM moments WHERE name = 'service_km' ORDER BY at DESC")
    assert at is not None
    assert at.startswith("2027-01-0")
