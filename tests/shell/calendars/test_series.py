"""Series, zones and odd times of other programs' calendars arrive as they mean them."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskterm.core.office import Office
from tests.shell.calendars import agenda
from tests.shell.calendars.agenda import booked, ics, vevent

BERLIN = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE""".replace("\n", "\r\n")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def times(office: Office) -> list[str]:
    return [" ".join(said.split()[1:3]) for said in booked(office)]


def test_a_rule_its_further_and_its_left_out_dates_and_its_changed_ones(
    office: Office, tmp_path: Path
) -> None:
    master = vevent(
        RRULE="FREQ=WEEKLY;COUNT=4",
        EXDATE="20261208T140000",
        RDATE="20261210T090000,20261211T090000",
    )
    moved = vevent(
        RECURRENCE_ID="20261215T140000", DTSTART="20261216T100000", DTEND="20261216T120000"
    )
    gone = vevent(RECURRENCE_ID="20261222T140000", STATUS="CANCELLED")
    outcome = agenda.take(office, tmp_path, ics(master, moved, gone))
    expected = [
        "12-01 14:00-15:00",
        "12-10 09:00-10:00",
        "12-11 09:00-10:00",
        "12-16 10:00-12:00",
    ]
    assert times(office) == expected
    assert (outcome.kept, outcome.passed, outcome.rejected) == (4, 1, [])
    assert agenda.take(office, tmp_path, ics(master, moved, gone)).known == 4
    shorter = vevent(RRULE="FREQ=WEEKLY;COUNT=1", SEQUENCE="1")
    again = agenda.take(office, tmp_path, ics(shorter))
    assert (again.cancelled, again.known) == (3, 1)
    assert times(office) == ["12-01 14:00-15:00"]


def test_one_changed_date_alone_changes_that_date_alone(office: Office, tmp_path: Path) -> None:
    agenda.take(office, tmp_path, ics(vevent(RRULE="FREQ=WEEKLY;COUNT=2")))
    moved = vevent(
        RECURRENCE_ID="20261208T140000",
        DTSTART="20261209T140000",
        DTEND="20261209T150000",
        SEQUENCE="1",
    )
    assert agenda.take(office, tmp_path, ics(moved)).changed == 1
    assert times(office) == ["12-01 14:00-15:00", "12-09 14:00-15:00"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "12-01 14:00-15:00"),
        ({"DTSTART": "20261201T140000Z", "DTEND": "20261201T150000Z"}, "12-01 22:00-23:00"),
        ({"DTEND": "", "DURATION": "PT1H30M"}, "12-01 14:00-15:30"),
        ({"DTSTART": ";VALUE=DATE:20261201", "DTEND": ""}, "12-01 00:00-00:00"),
        (
            {
                "DTSTART": ";TZID=China Standard Time:20261201T140000",
                "DTEND": "",
                "DURATION": "PT1H",
            },
            "12-01 14:00-15:00",
        ),
        (
            {
                "DTSTART": ";TZID=W. Europe Standard Time:20261201T100000",
                "DTEND": "",
                "DURATION": "PT1H",
            },
            "12-01 17:00-18:00",
        ),
        (
            {
                "DTSTART": ";TZID=/mozilla.org/20050126_1/Europe/Berlin:20261201T100000",
                "DTEND": "",
                "DURATION": "PT1H",
            },
            "12-01 17:00-18:00",
        ),
        (
            {
                "DTSTART": ';TZID="Customized Time Zone":20261201T100000',
                "DTEND": "",
                "DURATION": "PT1H",
            },
            "12-01 17:00-18:00",
        ),
        (
            {
                "DTSTART": ";TZID=Customized Time Zone:20260701T100000",
                "DTEND": "",
                "DURATION": "PT1H",
            },
            "07-01 16:00-17:00",
        ),
        (
            {"DTSTART": ';TZID="GMT+0300":20261201T100000', "DTEND": "", "DURATION": "PT1H"},
            "12-01 15:00-16:00",
        ),
    ],
    ids=[
        "floating",
        "utc",
        "duration",
        "all-day",
        "china",
        "w-europe",
        "mozilla",
        "own",
        "own-summer",
        "offset",
    ],
)
def test_a_time_means_what_its_own_program_means_by_it(
    office: Office, tmp_path: Path, told: dict[str, str], expected: str
) -> None:
    outcome = agenda.take(office, tmp_path, ics(BERLIN, vevent(**told)))
    assert outcome.rejected == []
    assert times(office) == [expected]


def test_a_series_keeps_its_own_wall_clock_across_daylight_saving(
    office: Office, tmp_path: Path
) -> None:
    weekly = vevent(
        DTSTART=";TZID=Europe/Berlin:20270322T090000",
        DTEND=";TZID=Europe/Berlin:20270322T100000",
        RRULE="FREQ=WEEKLY;UNTIL=20270329T070000Z",
    )
    agenda.take(office, tmp_path, ics(weekly))
    assert times(office) == ["03-22 16:00-17:00", "03-29 15:00-16:00"]


def test_an_event_over_several_days_is_a_booking_for_each(office: Office, tmp_path: Path) -> None:
    fair = vevent(DTSTART="20261201T180000", DTEND="20261203T120000")
    assert agenda.take(office, tmp_path, ics(fair)).kept == 3
    assert times(office) == ["12-01 18:00-00:00", "12-02 00:00-00:00", "12-03 00:00-12:00"]
    assert agenda.take(office, tmp_path, ics(fair)).known == 3


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"RRULE": "FREQ=DAILY"}, "longest series taken in has 1000 dates within 10 years"),
        ({"RRULE": "FREQ=DAILY;COUNT=999999999"}, "longest series taken in has 1000 dates"),
        ({"RRULE": "FREQ=SECONDLY;COUNT=10"}, "none by days, weeks, months or years"),
        ({"RRULE": "FREQ=YEARLY;BYDAY=60MO;COUNT=2"}, "RRULE"),
        ({"RRULE": "nonsense"}, "RRULE"),
        ({"RECURRENCE_ID": ";RANGE=THISANDFUTURE:20261208T140000"}, "all following dates at once"),
        ({"DTEND": "20261201T130000"}, "it ends before it begins"),
        ({"DTEND": ""}, "it does not say when it ends"),
        ({"DTSTART": "yesterday"}, "DTSTART is no time: yesterday"),
        ({"DTSTART": ";TZID=Atlantis:20261201T100000"}, "there is no time zone “Atlantis”"),
        ({"LOCATION": ""}, "It names no room"),
        ({"DTSTART": "00010101T000000Z", "DTEND": "00010101T010000Z"}, "beyond the years"),
        ({"DTSTART": "99991231T230000Z", "DTEND": "99991231T235959Z"}, "beyond the years"),
    ],
)
def test_an_event_that_cannot_be_taken_says_why_and_the_others_come(
    office: Office, tmp_path: Path, told: dict[str, str], reason: str
) -> None:
    outcome = agenda.take(office, tmp_path, ics(vevent("bad", **told), vevent("good")))
    assert len(outcome.rejected) == 1
    assert reason in outcome.rejected[0].reason
    assert times(office) == ["12-01 14:00-15:00"]
