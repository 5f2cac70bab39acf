"""Somebody else's calendar becomes bookings: once, complete, and never over one of ours."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.shell.calendars.outcome import Outcome
from deskterm.shell.say import say_line
from tests.shell.calendars import agenda
from tests.shell.calendars.agenda import booked, ics, vevent

Take = Callable[..., Outcome]


@pytest.fixture
def take(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Import a file with this in it."""
    monkeypatch.chdir(tmp_path)

    return partial(agenda.take, office, tmp_path)


def value(office: Office, sql: str) -> object:
    with office.read() as reader:
        found: object = reader.value(sql)
    return found


def test_an_event_is_a_booking_with_its_clocks_and_comes_once(office: Office, take: Take) -> None:
    outcome = take(ics(vevent(X_DESKTERM_PEOPLE="6", CONTACT="Finance", DESCRIPTION="Bring cups")))
    assert (outcome.kept, outcome.over, outcome.rejected) == (1, 0, [])
    assert booked(office) == ["B 12-01 14:00-15:00 Budget"]
    with office.read() as reader:
        kept = reader.row("SELECT * FROM bookings")
        assert kept is not None
        assert (kept["holder"], kept["people"]) == ("Finance", 6)
        assert kept["held_from"] < kept["start_at"]
        assert reader.value("SELECT count(*) FROM steps WHERE due_at IS NOT NULL") > 3
        assert (
            reader.value("SELECT body FROM texts WHERE field = 'order-attention'") == "Bring cups"
        )
        assert journal.verify(reader).broken_at is None
        assert not reader.value("SELECT count(*) FROM journal WHERE facts GLOB '*Budget*'")
    again = take(ics(vevent(X_DESKTERM_PEOPLE="6", CONTACT="Finance", DESCRIPTION="Bring cups")))
    assert (again.kept, again.known, again.changed) == (0, 1, 0)


def test_a_dry_run_keeps_nothing_and_says_what_would_be_rejected(
    office: Office, take: Take, tmp_path: Path
) -> None:
    before = office.seen()
    outcome = take(ics(vevent(), vevent("u2", LOCATION="Nowhere")), dry=True)
    assert (outcome.kept, len(outcome.rejected)) == (1, 1)
    assert "There is no room “Nowhere”" in outcome.sentence()
    assert office.seen() == before
    assert not list(tmp_path.glob("*.rejects*"))


def test_what_is_over_is_kept_as_over_and_nothing_of_it_is_to_be_done(
    office: Office, take: Take
) -> None:
    take(ics(vevent(DTSTART="20260302T100000", DTEND="20260302T110000")))
    with office.read() as reader:
        case = reader.row("SELECT * FROM cases WHERE desk = 'rooms'")
        assert case is not None
        assert (case["state"], case["disposition"]) == ("closed", "imported")
        assert case["closed_at"] == "2026-03-02T03:00:00.000Z"
        assert (
            reader.value("SELECT count(*) FROM steps WHERE case_id = :case", case=case["id"]) == 0
        )


def test_an_event_that_meets_a_booking_is_handed_back_with_both_sides(
    office: Office, take: Take, tmp_path: Path
) -> None:
    say_line(office, "book B 2026-12-01 14:30-16:00 Payroll department: Finance", "lin")
    outcome = take(ics(vevent(), vevent("u2", DTSTART="20261201T150000", DTEND="20261201T160000")))
    assert outcome.kept == 0
    with (tmp_path / outcome.rejects_file).open(newline="", encoding="utf-8") as file:
        header, first, second = csv.reader(file)
    assert header[:4] == ["line", "reason", "Event", "Meeting"]
    assert "is taken 2026-12-01 14:30-16:00 by Finance" in first[1]
    assert first[2:7] == ["u1", "Budget", "Room B", "2026-12-01 14:00", "2026-12-01 15:00"]
    assert first[7:] == ["B001", "Finance", "2026-12-01 14:30-16:00"]
    assert second[2] == "u2"
    assert (tmp_path / outcome.rejects_file).stat().st_mode & 0o777 == 0o600


def test_set_up_and_clearing_count_for_what_comes_from_elsewhere(
    office: Office, take: Take
) -> None:
    close = vevent("u2", DTSTART="20261201T150500", DTEND="20261201T153000")
    outcome = take(ics(vevent(), close))
    assert (outcome.kept, len(outcome.rejected)) == (1, 1)
    assert booked(office) == ["B 12-01 14:00-15:00 Budget"]


def test_a_change_moves_the_booking_and_an_older_word_does_not(office: Office, take: Take) -> None:
    take(ics(vevent(SEQUENCE="1")))
    later = vevent(
        SEQUENCE="2",
        DTSTART="20261202T090000",
        DTEND="20261202T100000",
        LOCATION="A",
        SUMMARY="New",
    )
    assert take(ics(later)).changed == 1
    assert booked(office) == ["A 12-02 09:00-10:00 New"]
    assert take(ics(vevent(SEQUENCE="1"))).known == 1
    assert booked(office) == ["A 12-02 09:00-10:00 New"]
    assert value(office, "SELECT count(*) FROM bookings") == 1


def test_events_that_change_places_are_taken_in_the_order_that_works(
    office: Office, take: Take
) -> None:
    late = {"DTSTART": "20261201T160000", "DTEND": "20261201T170000"}
    take(ics(vevent("early"), vevent("late", SUMMARY="Late", **late)))
    evening = {"DTSTART": "20261201T180000", "DTEND": "20261201T190000"}
    outcome = take(ics(vevent("early", **late), vevent("late", SUMMARY="Late", **evening)))
    assert (outcome.changed, outcome.rejected) == (2, [])
    assert booked(office) == ["B 12-01 16:00-17:00 Budget", "B 12-01 18:00-19:00 Late"]


@pytest.mark.parametrize(
    "gone", [{"STATUS": "CANCELLED"}, {"TRANSP": "TRANSPARENT"}], ids=["cancelled", "free"]
)
def test_a_cancelled_event_frees_the_room_and_one_never_booked_is_passed_over(
    office: Office, take: Take, gone: dict[str, str]
) -> None:
    take(ics(vevent()))
    outcome = take(ics(vevent(SEQUENCE="1", **gone), vevent("other", **gone)))
    assert (outcome.cancelled, outcome.passed) == (1, 1)
    assert booked(office) == []
    assert value(office, "SELECT state FROM cases WHERE desk = 'rooms'") == "cancelled"
    assert take(ics(vevent(SEQUENCE="1", **gone))).known == 1


def test_what_the_desk_changed_stands_until_the_other_calendar_changes(
    office: Office, take: Take
) -> None:
    take(ics(vevent()))
    say_line(office, "move B1 2026-12-03 10:00-11:00", "lin", anyway=True)
    assert take(ics(vevent())).known == 1
    assert booked(office) == ["B 12-03 10:00-11:00 Budget"]
    say_line(office, "cancel B1 no longer wanted", "lin")
    outcome = take(ics(vevent(SEQUENCE="1", SUMMARY="Budget 2")))
    assert "B001 is closed or cancelled here" in outcome.rejected[0].reason


def test_a_tentative_event_holds_its_room_until_it_begins_or_is_sure(
    office: Office, take: Take
) -> None:
    take(ics(vevent(STATUS="TENTATIVE")))
    assert booked(office) == ["B 12-01 14:00-15:00 Budget (held)"]
    take(ics(vevent(STATUS="CONFIRMED", SEQUENCE="1")))
    assert booked(office) == ["B 12-01 14:00-15:00 Budget"]


def test_a_room_too_small_or_closed_is_taken_all_the_same_and_noted(
    office: Office, take: Take
) -> None:
    night = {"DTSTART": "20261201T223000", "DTEND": "20261201T233000"}
    assert take(ics(vevent(LOCATION="报告厅", X_DESKTERM_PEOPLE="300", **night))).kept == 1
    note = value(office, "SELECT body FROM texts WHERE field = 'reason'")
    assert note == (
        "Lecture hall holds 90, not 300. Lecture hall is not open then."
        " Booked elsewhere and imported."
    )


def test_a_map_names_rooms_passes_others_over_or_has_one_for_all(
    office: Office, take: Take, tmp_path: Path
) -> None:
    rooms = '[rooms]\n"Saal 1" = "A"\n"Kitchen" = ""\n'
    (tmp_path / "m.toml").write_text(f'source = "x"\n{rooms}')
    events = ics(
        vevent("1", LOCATION="saal １"), vevent("2", LOCATION="Kitchen"), vevent("3", LOCATION="?")
    )
    outcome = take(events, by_map="m.toml")
    assert (outcome.kept, outcome.passed, len(outcome.rejected)) == (1, 1, 1)
    (tmp_path / "m.toml").write_text(f'source = "x"\n{rooms}default = "H"\n')
    assert take(events, by_map="m.toml").kept == 1
    assert booked(office) == ["A 12-01 14:00-15:00 Budget", "H 12-01 14:00-15:00 Budget"]


def test_an_import_is_not_undone_and_the_sentence_says_what_to_do_instead(
    office: Office, take: Take
) -> None:
    take(ics(vevent()))
    with pytest.raises(Refusal, match="Cancel or move the bookings"):
        say_line(office, "undo B1", None)


def test_who_may_not_import_is_refused(office: Office, take: Take) -> None:
    with pytest.raises(Refusal, match="desk operator may not do this"):
        take(ics(vevent()), by="lin")
    assert booked(office) == []
