"""Stamps that were skipped are filled and never measured; stamps out of order are kept, flagged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from deskterm.core import words
from deskterm.core.errors import Question
from deskterm.core.office import Office
from deskterm.desks.guards import queries
from deskterm.shell.details import facts
from tests.desks.patrol import guard, lines, moments, open_case, say, send, status, times

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.parametrize(
    ("now", "filled"),
    [
        ("en-route", []),
        ("on-scene", ["en-route"]),
        ("at-hospital", ["en-route", "on-scene"]),
        ("returning", ["en-route"]),
        ("available", []),
    ],
)
def test_a_stamp_fills_what_was_skipped_before_it_with_its_own_time(
    office: Office, clock: Clock, now: str, filled: list[str]
) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", now)
    row = times(office, case_id)[0]
    assert row["filled"] == filled
    for skipped in filled:
        assert row[queries.COLUMNS[skipped]] == row[queries.COLUMNS[now]]
    unknown = {"en-route", "on-scene", "at-hospital", "returning"} - {now, *filled}
    assert {row[queries.COLUMNS[skipped]] for skipped in unknown} <= {None}
    told = lines(office, "guard.stamped")
    assert [line["filled"] for line in told] == [filled][: len(told)]


def test_a_time_that_was_filled_is_no_time_to_measure_by(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "at-hospital")
    row = times(office, case_id)[0]
    assert queries.told(row)["on-scene"] is None
    assert queries.took(row, "assigned", "on-scene") is None
    assert queries.took(row, "assigned", "at-hospital") == timedelta(minutes=10)
    assert queries.took(row, "assigned", "returning") is None
    status(office, "G2", "on-scene", told="-4m")
    row = times(office, case_id)[0]
    assert queries.took(row, "assigned", "on-scene") == timedelta(minutes=6)
    assert queries.took(row, "assigned", "en-route") is None


def test_what_was_overtaken_is_not_known_to_the_call(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical-escort")
    send(office, case_id, "G2", "G3")
    clock.pass_(minutes=30)
    status(office, "G2", "at-hospital")
    assert set(moments(office, case_id)) == {"guards-sent", "guards-at-hospital"}


def test_of_a_recalled_guard_nobody_says_that_he_arrived(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=2)
    status(office, "G2", "returning")
    row = times(office, case_id)[0]
    assert (row["on_scene_at"], row["filled"]) == (None, ["en-route"])
    assert guard(office, "G2")["state"] == "returning"


def test_a_stamp_out_of_order_is_asked_about_kept_and_flagged(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "on-scene")
    clock.pass_(minutes=10)
    with pytest.raises(Question, match="marked as out of order"):
        status(office, "G2", "returning", told="-12m")
    assert times(office, case_id)[0]["out_of_order"] == []
    status(office, "G2", "returning", told="-12m", anyway=True)
    row = times(office, case_id)[0]
    assert row["returning_at"] == "2026-11-23T06:39:40.000Z"
    assert row["out_of_order"] == ["returning"]
    assert queries.took(row, "on-scene", "returning") is None


def test_when_the_clock_was_set_back_one_enter_keeps_the_stamp(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    status(office, "G2", "on-scene")
    clock.pass_(hours=-2)
    with pytest.raises(Question, match="G2 was “on scene” at 14:31"):
        status(office, "G2", "available")
    assert status(office, "G2", "available", anyway=True).sentence == "G2 钱进: available."
    row = times(office, case_id)[0]
    assert (row["clear_at"], row["out_of_order"]) == ("2026-11-23T04:31:40.000Z", ["available"])
    with pytest.raises(Question, match="G6 is “available” since 14:31"):
        status(office, "G6", "break")
    status(office, "G6", "break", anyway=True)
    assert guard(office, "G6")["state"] == "break"


def test_a_status_touches_its_own_call_alone(office: Office, clock: Clock) -> None:
    first, second = (open_case(office, playbook="medical-escort") for _call in range(2))
    send(office, first, "G2", "G3")
    send(office, second, "G4", "G5")
    before = (times(office, second), moments(office, second))
    clock.pass_(minutes=5)
    for now in ("en-route", "on-scene", "at-hospital", "returning", "available"):
        status(office, "G2", now)
    assert (times(office, second), moments(office, second)) == before
    assert {line["assignment"] for line in lines(office, "guard.stamped", "guard.cleared")} == {1}


@pytest.mark.parametrize(
    ("short", "state"),
    [("er", "en-route"), ("os", "on-scene"), ("ah", "at-hospital"), ("rt", "returning")],
)
def test_two_letters_are_enough_for_a_status(office: Office, short: str, state: str) -> None:
    send(office, open_case(office), "G2")
    say(office, f"G2 {short}")
    assert guard(office, "G2")["state"] == state
    say(office, "G2 av")
    say(office, "g2 BR")
    assert guard(office, "G2")["state"] == "break"


def test_a_status_is_said_in_chinese_in_a_chinese_console(office: Office) -> None:
    send(office, open_case(office), "G2")
    words.use("zh_CN")
    assert "到场" in say(office, "G2 到场")
    assert guard(office, "G2")["state"] == "on-scene"


def test_the_page_of_a_call_shows_every_time_and_what_is_doubtful_of_it(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2", "G3")
    clock.pass_(minutes=10)
    status(office, "G2", "on-scene")
    status(office, "G2", "returning", told="-2m", anyway=True)
    status(office, "G3", "available")
    with office.read() as reader:
        page = dict(facts(reader, office.site, clock(), case_id))
    assert page["G2"] == (
        "Qian Jin returning: assigned 14:31, en route 14:41 (filled), on scene 14:41,"
        " returning 14:39 (out of order)"
    )
    assert page["G3"] == "Sun Lei clear: assigned 14:31, clear 14:41"
