"""The figures: what is measured, what is unknown, and what is never counted as zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.office import Office
from deskterm.core.report import percentile
from deskterm.core.tables import Setting
from deskterm.shell.house import open_office
from deskterm.shell.reports import run_report
from tests.desks.oncall import log, say

if TYPE_CHECKING:
    from tests.conftest import Clock


def rows(office: Office, name: str, **period: str) -> list[dict[str, Any]]:
    return run_report(office, name, **period).rows


def row(office: Office, name: str, key: str, **period: str) -> dict[str, Any]:
    """The row whose first column says this."""
    table = run_report(office, name, **period)
    return next(row for row in table.rows if row[table.columns[0].name] == key)


def said(office: Office, line: str, operator: str = "lin") -> str:
    return say(office, line, operator, anyway=True)


@pytest.mark.clause("H1.2")
def test_replies_are_measured_from_the_call_as_it_was_told(office: Office, clock: Clock) -> None:
    for seconds in (60, 120, 240, 301, 660):
        log(office, category="repair")
        clock.pass_(seconds=seconds)
        number = rows(office, "calls")[0]["calls"]
        said(office, f"answer C{number}")
    log(office, category="repair")
    repair = row(office, "answer", "Repair")
    assert (repair["calls"], repair["answered"], repair["unknown"]) == (6, 5, 1)
    assert (repair["in_time"], repair["share"]) == (3, 60.0)
    assert repair["median_s"] == 240.0
    assert repair["p90_s"] == 301 + 0.6 * (660 - 301)
    assert row(office, "answer", "all")["share"] == 60.0
    counted = row(office, "calls", "Repair")
    assert (counted["answered"], counted["within_5m"], counted["unknown"]) == (5, 3, 1)


@pytest.mark.clause("H1.2")
def test_a_call_that_nobody_answered_is_unknown_and_not_late(office: Office) -> None:
    log(office, category="other")
    other = row(office, "answer", "Other help")
    assert (other["calls"], other["answered"], other["unknown"]) == (1, 0, 1)
    assert (other["share"], other["median_s"], other["p90_s"]) == (None, None, None)


@pytest.mark.clause("H1.2", "H3.1")
@pytest.mark.parametrize(
    ("setting", "days", "in_time"),
    [("workday", 2, 1), ("workday", 3, 0), ("day", 2, 1), ("day", 3, 0)],
)
def test_a_written_inquiry_is_measured_by_its_own_limit_and_stands_apart(
    office: Office, clock: Clock, setting: str, days: int, in_time: int
) -> None:
    with office.work("lin") as work:
        row_ = work.session.get(Setting, "reply_days") or Setting(name="reply_days", value="")
        row_.value = setting
        work.keep(row_)
    office = open_office(office.path, clock=clock)
    log(office, category="inquiry", words="may I keep a dog", written="yes")
    log(office, category="inquiry", words="parking fee")
    said(office, "answer C2")
    clock.pass_(days=days)
    said(office, "answer C1 yes, a small one")
    written = row(office, "answer", "Inquiry, written")
    assert (written["calls"], written["answered"], written["in_time"]) == (1, 1, in_time)
    assert written["median_s"] == days * 86400
    spoken = row(office, "answer", "Inquiry")
    assert (spoken["calls"], spoken["in_time"], spoken["median_s"]) == (1, 1, 0.0)
    assert row(office, "answer", "all")["calls"] == 1
    assert row(office, "calls", "Inquiry")["calls"] == 2
    office.close()


@pytest.mark.clause("H3.1")
def test_a_written_inquiry_over_a_weekend_has_two_workdays_or_two_days(
    office: Office, clock: Clock
) -> None:
    clock.pass_(days=4)
    log(office, category="inquiry", words="may I keep a dog", written="yes")
    clock.pass_(days=3, hours=23)
    said(office, "answer C1 yes")
    assert row(office, "answer", "Inquiry, written")["in_time"] == 1


@pytest.mark.clause("H2.2")
def test_guards_are_measured_by_what_they_told_and_not_by_what_was_filled(
    office: Office, clock: Clock
) -> None:
    log(office, category="safety")
    said(office, "send G2 G3 C1")
    clock.pass_(minutes=2)
    said(office, "G2 en route")
    clock.pass_(minutes=4)
    said(office, "G2 on scene")
    said(office, "G3 on scene")
    clock.pass_(minutes=54)
    said(office, "G2 available")
    second, third = (row(office, "guards", code) for code in ("G2", "G3"))
    assert (second["calls"], second["move_s"], second["arrive_s"]) == (1, 120.0, 360.0)
    assert (second["hours"], second["open"], second["filled"]) == (1.0, 0, 0)
    assert (third["move_s"], third["move_unknown"], third["filled"]) == (None, 1, 1)
    assert (third["arrive_s"], third["hours"], third["open"]) == (360.0, 0.0, 1)
    dispatch = row(office, "dispatch", "all")
    assert (dispatch["runs"], dispatch["times"], dispatch["never_arrived"]) == (2, 2, 0)
    assert dispatch["median_s"] == 360.0


@pytest.mark.clause("H2.2")
def test_who_arrived_at_a_time_that_is_not_known_is_not_one_who_never_arrived(
    office: Office, clock: Clock
) -> None:
    log(office, category="medical", phone="1005550123")
    said(office, "send G2 G3 C1")
    clock.pass_(minutes=9)
    said(office, "G2 at hospital")
    dispatch = row(office, "dispatch", "all")
    assert (dispatch["runs"], dispatch["times"]) == (2, 0)
    assert (dispatch["never_arrived"], dispatch["filled"]) == (1, 1)
    assert dispatch["median_s"] is None


def test_a_sending_that_was_undone_counts_nowhere(office: Office) -> None:
    log(office, category="safety")
    said(office, "send G2 C1")
    said(office, "undo")
    assert rows(office, "guards") == []
    assert row(office, "dispatch", "all")["runs"] == 0


def test_stamps_out_of_order_are_counted_as_they_stand_and_flagged(
    office: Office, clock: Clock
) -> None:
    log(office, category="safety")
    said(office, "send G2 C1")
    clock.pass_(minutes=5)
    said(office, "G2 on scene")
    with office.work("lin") as work:
        at = "2026-11-23T06:30:40.000Z"
        work.session.connection().exec_driver_sql("UPDATE assignments SET on_scene_at = ?", (at,))
    assert row(office, "guards", "G2")["out_of_order"] == 1
    dispatch = row(office, "dispatch", "all")
    assert (dispatch["times"], dispatch["median_s"], dispatch["out_of_order"]) == (1, -60.0, 1)


@pytest.mark.clause("Q1.3")
def test_satisfaction_stands_by_category_and_month_and_its_mean_is_of_those_given(
    office: Office, clock: Clock
) -> None:
    for category, mark in (("repair", "5/5"), ("repair", "2/5"), ("repair", ""), ("other", "4/5")):
        log(office, category=category)
        number = rows(office, "calls")[0]["calls"]
        said(office, f"close C{number} {mark} done".replace("  ", " "))
    clock.pass_(days=7, hours=9, minutes=28)
    log(office, category="repair")
    said(office, "close C5 1/5 late in the evening of the thirtieth")
    found = {(row["month"], row["category"]): row for row in rows(office, "satisfaction")}
    november = found["2026-11", "Repair"]
    assert (november["asked"], november["given"], november["unknown"]) == (4, 3, 1)
    assert november["mean"] == round((5 + 2 + 1) / 3, 2)
    assert (november["content"], november["share"]) == (1, 33.3)
    assert found["2026-11", "Other help"]["share"] == 100.0
    assert found["all", "all"]["given"] == 4
    clock.pass_(minutes=1)
    log(office, category="repair")
    said(office, "close C6 done")
    december = {row["month"]: row for row in rows(office, "satisfaction")}["2026-12"]
    assert (december["asked"], december["given"], december["mean"]) == (1, 0, None)
    assert len(rows(office, "satisfaction", whole="2026-12")) == 2


@pytest.mark.clause("Q1.3")
def test_who_called_about_the_same_or_withdrew_is_not_asked(office: Office) -> None:
    log(office, category="repair")
    log(office, category="repair")
    said(office, "link C2 C1 duplicate")
    log(office, category="repair")
    said(office, "cancel C3 wrong number")
    said(office, "close C1 5/5 mended")
    (total, *_) = rows(office, "satisfaction")
    assert (total["asked"], total["given"]) == (1, 1)


@pytest.mark.clause("H4.6")
def test_what_is_agreed_or_charged_stands_among_the_unpaid_until_it_is_paid(
    office: Office, clock: Clock
) -> None:
    log(office, category="repair")
    said(office, "price C1 tap")
    (agreed,) = rows(office, "unpaid")
    assert (agreed["number"], agreed["agreed"], agreed["amount"]) == (
        "C-2026-000001",
        "30.00",
        None,
    )
    assert (agreed["place"], agreed["since"]) == ("12-3-1502", "2026-11-23 14:31:40")
    clock.pass_(minutes=30)
    said(office, "charge C1 32.50")
    table = run_report(office, "unpaid")
    assert (table.rows[0]["amount"], table.rows[0]["since"]) == ("32.50", "2026-11-23 15:01:40")
    assert table.rows[0]["service"] == "Tap replaced (material extra)"
    assert table.title == "Unpaid: 32.50 charged"
    said(office, "paid C1")
    assert rows(office, "unpaid") == []
    log(office, category="repair")
    said(office, "price C2 tap")
    said(office, "cancel C2 not wanted")
    assert rows(office, "unpaid") == []


def test_a_call_that_was_undone_counts_nowhere(office: Office) -> None:
    said(office, "call 12-3-1502 repair tap drips")
    assert row(office, "calls", "all")["calls"] == 1
    said(office, "undo")
    assert row(office, "calls", "all")["calls"] == 0
    assert row(office, "answer", "all")["unknown"] == 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.floats(0, 1))
def test_a_percentile_lies_between_its_neighbours(values: list[float], share: float) -> None:
    found = percentile(values, share)
    ordered = sorted(values)
    place = share * (len(values) - 1)
    assert found is not None
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    assert low - 1e-6 <= found <= high + 1e-6


def test_the_percentiles_of_a_row_of_numbers_are_the_ones_by_hand() -> None:
    assert percentile([], 0.5) is None
    assert percentile([7], 0.9) == 7
    assert percentile([1, 2, 3, 4], 0.5) == 2.5
    assert percentile([10, 20, 30, 40, 50], 0.9) == 46
