"""Reports grouped as they are asked for; speed, steps done late, and who did what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.shell.reports import run_report
from tests.desks.oncall import log, say

if TYPE_CHECKING:
    from tests.conftest import Clock


def rows(office: Office, name: str, by: str = "", **period: str) -> list[dict[str, Any]]:
    return run_report(office, name, by=by, **period).rows


def said(office: Office, line: str, operator: str = "lin") -> str:
    return say(office, line, operator, anyway=True)


def test_days_are_the_sites_own_and_one_without_a_call_is_there(
    office: Office, clock: Clock
) -> None:
    clock.at = clock.at.replace(hour=15, minute=59)  # 23:59 at the site
    log(office, category="repair")
    clock.pass_(minutes=2)
    log(office, category="repair")
    clock.pass_(days=2)
    log(office, category="medical")
    found = {row["day"]: row["calls"] for row in rows(office, "calls", "day")}
    assert found == {
        "all": 3,
        "2026-11-23": 1,
        "2026-11-24": 1,
        "2026-11-25": 0,
        "2026-11-26": 1,
    }
    weeks = {row["week"]: row["calls"] for row in rows(office, "calls", "week")}
    assert weeks == {"all": 3, "2026-W48": 3}
    assert {row["month"] for row in rows(office, "answer", "month")} == {"all", "2026-11"}
    operators = rows(office, "calls", "operator")
    assert [(row["operator"], row["calls"]) for row in operators] == [
        ("all", 3),
        ("lin Lin Wei", 3),
    ]


def test_hours_and_weekdays_are_all_there(office: Office) -> None:
    log(office, category="repair")
    hours = rows(office, "calls", "hour")[1:]
    assert [row["hour"] for row in hours] == [f"{hour:02d}:00" for hour in range(24)]
    assert sum(row["calls"] for row in hours) == hours[14]["calls"] == 1
    assert [row["weekday"] for row in rows(office, "calls", "weekday")][1] == "Monday"
    heat = rows(office, "call-hours")
    assert len(heat) == 7 * 24
    assert {row["hour"] for row in heat if row["calls"]} == {"14:00"}


@pytest.mark.parametrize(
    ("name", "by", "sentence"),
    [
        ("late", "day", "The report late has one kind of rows; leave --by out."),
        ("calls", "guard", "The report calls is not grouped by guard; it can be by: category, day"),
    ],
)
def test_a_grouping_that_makes_no_sense_is_refused(
    office: Office, name: str, by: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        run_report(office, name, by=by)


def test_dispatch_is_grouped_by_guard(office: Office, clock: Clock) -> None:
    log(office, category="repair")
    said(office, "send G2 G3 C1")
    clock.pass_(minutes=3)
    said(office, "G2 on scene")
    found = {row["guard"]: row for row in rows(office, "dispatch", "guard")}
    assert found["G2 Qian Jin"]["median_s"] == 180
    assert found["G3 Sun Lei"]["median_s"] is None
    assert found["G3 Sun Lei"]["never_arrived"] == 1


@pytest.mark.clause("H1.2")
def test_the_desks_speed_is_measured_from_each_own_beginning(office: Office, clock: Clock) -> None:
    log(office, category="repair", told="-2m")
    clock.pass_(seconds=30)
    said(office, "send G2 C1")
    clock.pass_(seconds=60)
    said(office, "G2 on scene")
    said(office, "answer C1")
    found = {row["measure"]: row for row in rows(office, "speed")}
    assert {name: row["median_s"] for name, row in found.items()} == {
        "ring to taken": None,
        "call to saved": 120,
        "call to reply": 210,
        "call to guards sent": 150,
        "call to guards there": 210,
    }
    assert found["ring to taken"]["unknown"] == 1
    by_day = rows(office, "speed", "day")
    assert [row["measure"] for row in by_day if row["day"] == "2026-11-23"] == list(found)


def test_a_guard_who_was_filled_in_as_there_is_unknown(office: Office, clock: Clock) -> None:
    log(office, category="repair")
    said(office, "send G2 C1")
    clock.pass_(minutes=30)
    said(office, "G2 clear")
    there = rows(office, "speed")[-1]
    assert (there["known"], there["median_s"], there["unknown"]) == (0, None, 1)


def test_steps_are_counted_late_open_and_in_time_by_role(office: Office, clock: Clock) -> None:
    log(office, category="inquiry", words="parking")
    before = {row["role"]: row for row in rows(office, "overdue")}
    assert before["all"]["open_late"] == 0
    clock.pass_(minutes=30)
    late = {row["role"]: row for row in rows(office, "overdue")}
    assert late["all"]["open_late"] >= 1
    said(office, "answer C1")
    after = {row["role"]: row for row in rows(office, "overdue")}
    assert after["all"]["late"] >= 1
    assert after["all"]["median_s"] is not None
    for row in after.values():
        parts = ("in_time", "late", "open_late", "open", "skipped")
        assert row["steps"] == sum(row[part] for part in parts)
    by_desk = rows(office, "overdue", "desk")
    assert [row["desk"] for row in by_desk][:2] == ["all", "calls"]


def test_who_was_on_and_what_each_did_and_nothing_that_was_done_is_left_out(
    office: Office, clock: Clock
) -> None:
    log(office, category="repair")
    clock.pass_(hours=1)
    said(office, "close C1 done 5")
    found = rows(office, "shift")
    by_lin = [row for row in found if row["operator"].startswith("lin")]
    assert sum(row["calls"] for row in by_lin) == 1
    assert sum(row["closed"] for row in by_lin) == 1
    with office.read() as reader:
        every = reader.value("SELECT count(*) FROM journal")
    assert sum(row["lines"] for row in found) == every
    folded = rows(office, "shift", "operator")
    assert sum(row["lines"] for row in folded) == every
    tomorrow = f"{office.site.local(clock.at + timedelta(days=1)):%Y-%m-%d}"
    assert sum(row["lines"] for row in rows(office, "shift", whole=tomorrow)) == 0


def test_the_day_on_one_page_tells_unknown_from_none(office: Office) -> None:
    log(office, category="medical")
    found = {(row["subject"], row["figure"]): row["value"] for row in rows(office, "daily")}
    assert found["Calls", "told"] == 1
    assert found["Calls", "of them for life"] == 1
    assert found["Calls", "not known when answered"] == 1
    assert found["Calls", "call to reply, median"] is None
    assert found["Paid service", "charged"] is None
    assert found["Guards", "sent"] == 0
    assert found["Now", "calls open"] == 1
