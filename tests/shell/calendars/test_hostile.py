"""A calendar that is broken, endless or meant to do harm costs one sentence and keeps nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from tests.shell.calendars import agenda
from tests.shell.calendars.agenda import booked, ics, vevent

pytestmark = pytest.mark.timeout(60)
"""What would take for ever is stopped there."""
WHOLE = ics(vevent()).encode()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("a.ics", WHOLE[:-20], "END:VCALENDAR is missing"),
        ("a.ics", WHOLE[:90], "stops in the middle"),
        ("a.ics", b"", "has no events"),
        ("a.ics", ics().encode(), "has no events"),
        ("a.ics", b"<html>no</html>\n", "is no calendar"),
        ("a.ics", WHOLE.replace(b"Budget", b"Bud\0get"), "NUL bytes"),
        ("a.ics", "﻿x".encode("utf-16"), "NUL bytes|neither"),
        ("a.ics", b"\xff\xff\xff\xff", "neither UTF-8 nor GB18030"),
        ("a.ics", b"BEGIN:VCALENDAR\r\n" * 100_000, "without end"),
        ("a.ics", WHOLE.replace(b"END:VEVENT", b"END:VTODO"), "closes nothing that is open"),
        ("a.ics", WHOLE.replace(b"Budget", b"x" * 2_000_000), "longer than any line"),
        ("a.ics", WHOLE.replace(b"Budget", b"x\r\n " * 1_100_000), "longer than any line"),
        ("a.ics", b"BEGIN:VCALENDAR\r\n" + b"x" * 100_000_000, "larger than 32 MB"),
        ("a.json", b"[" * 100_000, "is no JSON, or stops in the middle"),
        ("a.json", b'[{"uid": "1"', "is no JSON, or stops in the middle"),
        ("a.json", b"{}", "has no list at"),
        ("a.json", b"[]", "has no list at"),
        ("a.csv", b"", "has no column"),
        ("a.csv", b"uid,start\n1,2\n", "has no column"),
        ("a.txt", b"uid", "none of .ics, .csv and .json"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(
    office: Office, tmp_path: Path, name: str, body: bytes, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        agenda.take(office, tmp_path, body, name)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300
    assert booked(office) == []


def test_a_zone_that_would_take_for_ever_is_not_even_begun(office: Office, tmp_path: Path) -> None:
    zone = """BEGIN:VTIMEZONE
TZID:Trap
BEGIN:STANDARD
DTSTART:19700101T000000
RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""
    event = vevent(DTSTART=";TZID=Trap:20261201T140000")
    outcome = agenda.take(office, tmp_path, ics(zone, event))
    assert "described in no way that can be used" in outcome.rejected[0].reason


def test_many_rules_without_a_date_are_worked_out_once(office: Office, tmp_path: Path) -> None:
    never = [
        vevent(f"u{n}", RRULE="FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300;COUNT=2") for n in range(300)
    ]
    outcome = agenda.take(office, tmp_path, ics(*never))
    assert {one.reason for one in outcome.rejected} == {"its RRULE has no date at all"}


def test_gbk_bytes_formulas_and_odd_signs_are_only_words(office: Office, tmp_path: Path) -> None:
    body = ics(vevent(SUMMARY="=HYPERLINK(1)\\, 预算\\n\x1b]0;x\x07", LOCATION="会议室B"))
    outcome = agenda.take(office, tmp_path, body.encode("gb18030"))
    assert outcome.kept == 1
    assert booked(office) == ["B 12-01 14:00-15:00 =HYPERLINK(1), 预算\n\x1b]0;x\x07"]
    clash = agenda.take(office, tmp_path, ics(vevent("=1+1", SUMMARY="@evil")), "two.ics")
    assert ",'=1+1,'@evil," in (tmp_path / clash.rejects_file).read_text(encoding="utf-8")


def test_a_line_folded_in_the_middle_of_a_hanzi_is_whole(office: Office, tmp_path: Path) -> None:
    body = ics(vevent(SUMMARY="年度预算")).encode()
    at = body.index("度".encode()) + 1
    agenda.take(office, tmp_path, body[:at] + b"\r\n " + body[at:])
    assert booked(office) == ["B 12-01 14:00-15:00 年度预算"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"uid": ""}, "uid is empty"),
        ({"start": "soon"}, "soon is no time of the form"),
        ({"end": ""}, "it does not say when it ends"),
        ({"end": "2026-12-01T13:00"}, "it ends before it begins"),
        ({"room": {"deep": 1}}, "no text where the map looks for it"),
        ({"room": "Z"}, "There is no room “Z”"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    office: Office, tmp_path: Path, row: dict[str, object], reason: str
) -> None:
    good = {"uid": "1", "start": "2026-12-01T14:00", "end": "2026-12-01T15:00", "room": "B"}
    body = json.dumps([{**good, "uid": "0"} | row, good])
    outcome = agenda.take(office, tmp_path, body, "a.json")
    assert (outcome.kept, len(outcome.rejected)) == (1, 1)
    assert reason in outcome.rejected[0].reason
    assert outcome.rejected[0].line == 1


def test_the_public_samples_say_what_they_hold(office: Office, tmp_path: Path) -> None:
    tentative = agenda.SHARED / "apple_tentative_cancelled.ics"
    if not tentative.exists():
        pytest.skip("the public samples are not beside the checkout")
    (tmp_path / "m.toml").write_text('source = "apple"\n[rooms]\ndefault = "A"\n')
    outcome = agenda.take(office, tmp_path, tentative.read_bytes(), by_map="m.toml")
    assert (outcome.kept, outcome.over, outcome.passed) == (3, 3, 1)
    assert booked(office, everything=True) == [
        "A 07-05 07:00-07:50 Tentative (expired)",
        "A 07-06 00:00-01:00 Confirmed",
        "A 07-08 00:00-01:00 No Status",
    ]
    available = agenda.SHARED / "rfc7953_vavailability_1.ics"
    with pytest.raises(Refusal, match="has no events .* but VAVAILABILITY"):
        agenda.take(office, tmp_path, available.read_bytes())
