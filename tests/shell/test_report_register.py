"""The help register: every call on one line, with what it came to."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import words
from deskterm.core.layout import as_csv, as_json, as_text
from deskterm.core.office import Office
from deskterm.core.people import Signed
from deskterm.shell.reports import run_report
from tests.desks.oncall import log, say

if TYPE_CHECKING:
    from tests.conftest import Clock


def lines(office: Office, viewer: str | None = None, **period: str) -> list[dict[str, Any]]:
    """The register as this person sees it."""
    look(office, viewer)
    return run_report(office, "register", **period).rows


def look(office: Office, code: str | None) -> None:
    """Let this person look at the office, or nobody."""
    office.viewer = None
    with office.read() as reader:
        sql = "SELECT id, code, name, english, role FROM people WHERE code = :code"
        row = reader.row(sql, code=code)
    office.viewer = Signed(**row) if row else None


def said(office: Office, line: str, operator: str = "lin") -> str:
    return say(office, line, operator, anyway=True)


EXPECTED = {
    "number": "C-2026-000001",
    "opened": "2026-11-23 14:25:40",
    "entered": "2026-11-23 14:31:40",
    "category_number": 1,
    "category": "Medical emergency",
    "place": "12-3-1502",
    "phone": "10055501234",
    "words": "chest pain",
    "answered": "2026-11-23 14:36:40",
    "guards": "G2 G3",
    "sent": "2026-11-23 14:31:40",
    "on_scene": "2026-11-23 14:36:40",
    "all_clear": "2026-11-23 15:06:40",
    "vehicle": "沪A12345",
    "outcome": "settled at the hospital",
    "state": "closed",
    "disposition": "met",
    "satisfaction": 5,
    "operator": "lin",
    "closed": "2026-11-23 15:06:40",
    "closed_by": "chen",
}


@pytest.mark.clause("H1.1", "H2.2", "H2.7")
def test_a_call_stands_on_one_line_from_the_telling_to_the_closing(
    office: Office, clock: Clock
) -> None:
    log(office, category="medical", phone="100-5550-1234", words="chest pain", told="-6m")
    said(office, "send G2 G3 沪A12345 C1")
    clock.pass_(minutes=2)
    said(office, "G2 en route")
    clock.pass_(minutes=3)
    said(office, "G2 on scene")
    said(office, "answer C1")
    clock.pass_(minutes=30)
    said(office, "G2 available")
    said(office, "G3 available")
    said(office, "close C1 5/5 settled at the hospital", "chen")
    (line,) = lines(office)
    assert {name: line[name] for name in EXPECTED} == EXPECTED


def test_what_is_unknown_is_blank_and_never_zero(office: Office) -> None:
    log(office, category="repair", words="tap drips")
    (line,) = lines(office)
    for name in ("answered", "guards", "on_scene", "all_clear", "vehicle", "referred_to",
                 "referred_at", "outcome", "disposition", "satisfaction", "paid", "closed"):  # fmt: skip
        assert line[name] is None
    assert line["incident"] is None


def test_a_stamp_that_was_filled_later_is_unknown_and_an_undone_sending_is_none(
    office: Office, clock: Clock
) -> None:
    log(office, category="medical", phone="1005550123")
    said(office, "send G2 C1")
    clock.pass_(minutes=5)
    said(office, "G2 at hospital")
    with office.read() as reader:
        row = reader.row("SELECT on_scene_at, filled FROM assignments")
    assert row is not None
    assert row["on_scene_at"] is not None
    assert "on-scene" in row["filled"].split()
    (line,) = lines(office)
    assert (line["guards"], line["on_scene"], line["all_clear"]) == ("G2", None, None)
    said(office, "send G3 C1")
    said(office, "undo")
    (line,) = lines(office)
    assert line["guards"] == "G2"


@pytest.mark.clause("H1.1")
def test_the_incident_is_named_in_the_language_spoken(office: Office) -> None:
    log(office, category="disaster", words="smoke, the kitchen is on fire")
    assert lines(office)[0]["incident"] == "Fire"
    words.use("zh_CN")
    (line,) = lines(office)
    assert (line["category"], line["incident"]) == ("灾害", "火灾")


@pytest.mark.clause("H1.4")
def test_a_referral_stands_with_its_party_and_its_time(office: Office, clock: Clock) -> None:
    log(office, category="other", words="gas smells")
    said(office, "refer C1 gas company: they come at noon")
    clock.pass_(minutes=9)
    said(office, "refer C1 fire brigade: they look too")
    said(office, "close C1")
    (line,) = lines(office)
    assert line["referred_to"] == "gas company; fire brigade"
    assert line["referred_at"] == "2026-11-23 14:31:40; 2026-11-23 14:40:40"
    assert line["disposition"] == "referred"


@pytest.mark.clause("H4.6", "Q1.3")
def test_what_was_agreed_charged_and_paid_and_the_mark_stand_there(office: Office) -> None:
    log(office, category="repair", words="tap drips")
    said(office, "price C1 tap")
    said(office, "charge C1 32.50")
    (line,) = lines(office)
    assert (line["agreed"], line["charged"], line["paid"]) == ("30.00", "32.50", None)
    said(office, "paid C1")
    said(office, "close C1 4 mended")
    (line,) = lines(office)
    assert line["paid"] == "32.50"


@pytest.mark.clause("H3.4")
def test_confidential_words_are_shown_to_whoever_may_read_them_alone(office: Office) -> None:
    log(office, category="inquiry", words="the new owner's plans")
    said(office, "confidential C1")
    said(office, "refer C1 the lawyer: waits")
    said(office, "close C1 nothing was said")
    for viewer, secret in (("zhou", False), ("lin", False), ("chen", True), (None, True)):
        (line,) = lines(office, viewer)
        assert (line["words"] == "(confidential)") is secret
        assert (line["referred_to"] == "(confidential)") is secret
        assert (line["outcome"] == "(confidential)") is secret
        assert (line["place"], line["category"]) == ("12-3-1502", "Inquiry")
        look(office, viewer)
        for name in ("register", "day"):
            table = run_report(office, name)
            for written in (as_text(table, 400), as_csv(table), as_json(table)):
                assert ("the new owner's plans" in written) is not secret


def test_a_call_that_was_missed_is_no_line_of_the_register(office: Office) -> None:
    log(office, category="other", words="help")
    with office.work("lin") as work:
        work.open_case("R", "calls", 2)
    assert [line["number"] for line in lines(office)] == ["C-2026-000001"]
    assert run_report(office, "calls").rows[0]["calls"] == 1
    assert len(run_report(office, "day").rows) == 1


def test_the_register_is_the_same_on_the_screen_in_csv_and_in_json(office: Office) -> None:
    log(office, category="other", words='=HYPERLINK("x"), said "so"\nand left')
    table = run_report(office, "register")
    (row,) = csv.DictReader(io.StringIO(as_csv(table)))
    assert row["Words"] == '\'=HYPERLINK("x"), said "so"\nand left'
    assert row["Told"] == "2026-11-23 14:31:40"
    (read,) = json.loads(as_json(table))
    assert read["words"] == '=HYPERLINK("x"), said "so"\nand left'
    assert list(read) == [column.name for column in table.columns]
    screen = as_text(table, 120)
    assert "C-2026-000001" in screen
    assert "12-3-1502" in screen
    assert max(map(len, screen.splitlines())) <= 120


def test_a_call_belongs_to_the_day_it_was_told_of_at_the_site(office: Office, clock: Clock) -> None:
    clock.pass_(hours=9, minutes=35)
    log(office, category="other", words="before midnight, typed after", told="-9m")
    assert [line["opened"][:10] for line in lines(office, whole="2026-11-23")] == ["2026-11-23"]
    assert lines(office, first="2026-11-24", last="2026-11-24") == []
    assert len(lines(office, whole="2026-11")) == len(lines(office, whole="2026")) == 1
    assert lines(office, whole="2026-10") == lines(office, whole="2025") == []
