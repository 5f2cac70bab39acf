"""The preview under the desk line: what would be saved, and what is known of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import words
from deskterm.core.office import Office
from deskterm.core.reader import connect, snapshot
from deskterm.core.register import Resident
from deskterm.desks.calls import actions
from deskterm.shell.lexicon import lexicon
from deskterm.shell.preview import preview
from tests.desks.oncall import log, say

if TYPE_CHECKING:
    from tests.conftest import Clock

KNOWN = "12-3-1502"


def pieces(office: Office, text: str) -> list[str]:
    """The preview of a line, piece by piece."""
    with office.read() as reader:
        said = preview(reader, office.now(), text, lexicon(reader, office.site, office.now()))
    return [piece for piece, _style in said if piece != " · "]


def style(office: Office, text: str, piece: str) -> str:
    """In which style a piece of the preview is drawn."""
    with office.read() as reader:
        said = preview(reader, office.now(), text, lexicon(reader, office.site, office.now()))
    return dict(said)[piece]


@pytest.mark.clause("H1.1")
def test_a_call_is_read_back_with_its_category_its_address_and_who_lives_there(
    office: Office,
) -> None:
    assert pieces(office, "call 3-1-0402 kitchen leak") == [
        "New call",
        "Repair",
        "building 3, entrance 1, 0402",
        "Zhang Guilan 100-5550-8965 (独居老人 Elderly, lives alone)",
        "kitchen leak",
        "Enter saves",
    ]
    words.use("zh_CN")
    told = pieces(office, "求助 3-1-0402 厨房漏水")
    assert told[1] == "报修"
    assert told[3:5] == ["张桂兰 100-5550-8965 (独居老人 Elderly, lives alone)", "厨房漏水"]


@pytest.mark.parametrize("who", ["qyq", "9848", "秦月琴", "100-5550-9848"])
def test_whoever_calls_is_shown_with_his_address(office: Office, who: str) -> None:
    told = pieces(office, f"call {who} leak")
    assert told[2:4] == ["building 3, entrance 1, 0302", "Qin Yueqin 100-5550-9848"]


def test_several_who_may_be_meant_are_listed_with_their_units(office: Office) -> None:
    told = pieces(office, "call wjg leak")
    assert (
        "which wjg? 8-1-0704 Wang Jianguo, 8-2-0704 Wang Jianguo, 12-3-1502 Wang Jianguo,"
        " 15-1-1803 Wang Jianguo" in told
    )
    chosen = pieces(office, f"call wjg {KNOWN} leak")
    assert "Wang Jianguo 100-5550-2231" in chosen
    assert not [piece for piece in chosen if "Li Xiuying" in piece]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("call 12-3-1520 leak", "no unit 12-3-1520; near: 12-3-1502, "),
        ("call 12#1502 leak", "12-1502 is more than one unit: 12-1-1502, 12-2-1502, 12-3-1502"),
        ("call 东大门 leak", "东大门"),
    ],
)
def test_a_place_that_is_not_clear_is_shown_with_what_it_may_be(
    office: Office, text: str, piece: str
) -> None:
    assert pieces(office, text)[2].startswith(piece)


def test_what_must_be_minded_stands_right_behind_the_address(office: Office) -> None:
    say(office, f"caution {KNOWN} oxygen bottle until 2027-01-31")
    say(office, f"caution {KNOWN} dog")
    told = pieces(office, f"call {KNOWN} leak")
    assert told[3:5] == ["! oxygen bottle until 2027-01-31", "! dog"]
    assert "! 厨房水阀在水槽下 Kitchen valve under the sink" in told[5:]
    assert style(office, f"call {KNOWN} leak", "! dog") == "life"
    assert "Li Xiuying 100-5550-1159 (听力不便 Hard of hearing)" in told


def test_a_caution_that_is_over_is_not_shown(office: Office, clock: Clock) -> None:
    say(office, f"caution {KNOWN} oxygen bottle until 2026-11-24")
    clock.pass_(days=2)
    assert not [piece for piece in pieces(office, f"call {KNOWN} leak") if "oxygen" in piece]


def test_an_open_call_from_there_is_shown_with_how_to_join_it(office: Office, clock: Clock) -> None:
    log(office, category="disaster", words="water from the ceiling")
    clock.pass_(minutes=3)
    told = pieces(office, f"call {KNOWN} leak")
    at = told.index("open there: C001 Disaster since 14:31")
    assert told[at + 1] == "Down, Enter joins"
    clock.pass_(days=1)
    assert "open there: C001 Disaster since 11-23 14:31" in pieces(office, f"call {KNOWN} leak")


def test_many_open_calls_are_counted(office: Office) -> None:
    for _each in range(5):
        log(office, category="repair", words="leak")
    assert "3 more open there" in pieces(office, f"call {KNOWN} leak")


def test_the_sentence_to_say_in_that_building_is_shown(office: Office) -> None:
    told = pieces(office, f"call {KNOWN} leak")
    assert [piece for piece in told if "the ramp is on the north side" in piece]


def test_earlier_calls_are_counted_with_the_last_of_the_same_category(
    office: Office, clock: Clock
) -> None:
    for category in ("repair", "repair", "complaint"):
        log(office, category=category, words="leak")
        clock.pass_(days=1)
        say(office, f"close C{category_number(office)} mended", anyway=True)
    assert "earlier calls: 3, last Repair 2026-11-24" in pieces(
        office, f"call {KNOWN} kitchen leak"
    )
    assert "earlier calls: 3, last Complaint 2026-11-25" in pieces(office, f"call {KNOWN}")


def category_number(office: Office) -> int:
    """The number of the newest call."""
    with office.read() as reader:
        return int(reader.value("SELECT max(number) FROM cases WHERE letter = 'C'"))


def test_what_was_undone_is_no_earlier_call(office: Office) -> None:
    say(office, f"call {KNOWN} kitchen leak")
    say(office, "undo")
    assert not [piece for piece in pieces(office, f"call {KNOWN} leak") if "earlier" in piece]


@pytest.mark.clause("H3.4")
def test_no_word_of_a_confidential_call_is_ever_shown(office: Office) -> None:
    log(office, "chen", category="inquiry", words="salary of the director", confidential="yes")
    told = pieces(office, f"call {KNOWN} leak")
    assert "open there: C001 Inquiry since 14:31" in told
    assert "salary" not in str(told)


@pytest.mark.clause("H2.1")
def test_the_help_that_will_be_started_is_shown(office: Office) -> None:
    told = pieces(office, f"call {KNOWN} chest pain ambulance")
    assert told[1:3] == ["Medical emergency", "with 120 ambulance"]
    assert "with 120 ambulance" not in pieces(
        office, f"call complaint {KNOWN} blocked by an ambulance"
    )


def test_a_missed_call_shows_who_rang(office: Office) -> None:
    with office.work() as work:
        actions.ring(work, "10055509848", missed=True)
    told = pieces(office, "call R1 kitchen leak")
    assert told[1:5] == [
        "R001 10055509848",
        "Repair",
        "building 3, entrance 1, 0302",
        "Qin Yueqin 100-5550-9848",
    ]
    assert "There is no record R009." in pieces(office, "call R9 leak")


def test_a_joining_shows_the_call_and_who_joins(office: Office) -> None:
    log(office, category="disaster", words="water from the ceiling")
    told = pieces(office, "join C1 qyq water here too")
    assert told[:3] == ["Join", "C001 Disaster 12-3-1502", "building 3, entrance 1, 0302"]
    assert told[-2:] == ["water here too", "Enter saves"]
    assert "There is no record C009." in pieces(office, "join C9 qyq")


def test_a_caution_shows_those_that_hold_already_by_their_numbers(office: Office) -> None:
    for said in ("oxygen", "dog"):
        say(office, f"caution {KNOWN} {said}")
    assert {"1: oxygen", "2: dog"} <= set(pieces(office, f"caution {KNOWN} off "))


def test_a_preview_reads_no_more_in_a_large_building(office: Office) -> None:
    text = f"call wjg {KNOWN} kitchen leak"
    before = steps_of_a_preview(office, text)
    with office.work() as work:
        place = work.reader.value("SELECT id FROM places WHERE code = '3-1-0302'")
        for number in range(10_000):
            work.session.add(
                Resident(place_id=place + number % 50, name=f"住户{number}", initials=f"z{number}")
            )
    assert steps_of_a_preview(office, text) < 2 * before


def steps_of_a_preview(office: Office, text: str) -> int:
    """How many steps of SQLite's machine the preview takes, without the words a desk keeps."""
    connection = connect(office.path)
    steps = 0

    def counted() -> int:
        nonlocal steps
        steps += 1
        return 0

    with snapshot(connection) as reader:
        known = lexicon(reader, office.site, office.now())
        connection.set_progress_handler(counted, 1)
        preview(reader, office.now(), text, known)
    connection.close()
    return steps
