"""A shift hands over what is open, line by line, with both names on it (Q2.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from deskterm.core import queue
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.shell import handover
from deskterm.shell.forms import Wanted, printed
from deskterm.shell.look_up import shown
from tests.desks.oncall import log, say

if TYPE_CHECKING:
    from tests.conftest import Clock

LIN, CHEN = "418203", "570916"

pytestmark = pytest.mark.clause("Q2.3")


def record(office: Office, said: str) -> str:
    return "\n".join(shown(office, said))


def line_of(office: Office, words: str) -> str:
    """The number of the line in which these words stand."""
    found = [row for row in shown(office, "H1") if row.startswith(".") and words in row]
    assert len(found) == 1, found
    return f"H001{found[0].split()[0]}"


def board(office: Office) -> list[str]:
    with office.read() as reader:
        return [row["en"] for row in queue.due(reader) if row["letter"] == "H"]


def every_line(office: Office) -> list[str]:
    return [f"H001{row.split()[0]}" for row in shown(office, "H1") if row.startswith(".")]


@pytest.fixture
def busy(office: Office) -> Office:
    """A desk with a call, guards, a vehicle and a radio out, handed over by lin."""
    log(office, category="repair", words="kitchen pipe burst")
    say(office, "medical 12-3-1502 100-5550-2231 chest pain")
    say(office, "send G2 G3 沪A12345 C002")
    say(office, "issue R1 G2")
    say(office, "handover the pump in the cellar is loud")
    return office


def test_a_handover_holds_what_is_open_on_every_desk(busy: Office) -> None:
    told = record(busy, "H1")
    for open_thing in (
        "kitchen pipe burst",
        "chest pain",
        "G2 · C002",
        "G3 · C002",
        "沪A12345 · C002",
        "R1 G2",
        "the pump in the cellar is loud",
    ):
        assert open_thing in told
    assert "林薇" in told or "Lin Wei" in told


def test_what_falls_due_in_the_next_shift_is_handed_over_and_what_is_due_later_is_not(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 16:00-17:30 budget")
    say(office, "handover")
    told = record(office, "H1")
    assert "B001 · Room A · budget · 11-23 14:41 Applicant phoned" in told
    assert "沪A12345" not in told
    clock.pass_(days=6)  # an inspection falls due in 30 days
    say(office, "undo H1", "lin", anyway=True)
    say(office, "handover")
    assert "沪A12345" in "\n".join(shown(office, "H2"))


def test_whoever_takes_over_answers_line_by_line_and_both_names_stand_on_it(busy: Office) -> None:
    lines = every_line(busy)
    for line in lines[:-1]:
        assert "lines are left" in say(busy, f"accept {line}", "chen")
    assert say(busy, f"accept {lines[-1]}", "chen") == "H001 is taken over: from 林薇 to 陈晓峰."
    assert board(busy) == []
    told = record(busy, "H1")
    assert "Lin Wei" in told
    assert "Chen Xiaofeng" in told


def test_a_question_keeps_the_line_open_until_it_is_accepted(busy: Office) -> None:
    line = line_of(busy, "R1 G2")
    say(busy, f"accept {line} asked where is its charger?", "chen")
    for other in every_line(busy):
        if other != line:
            say(busy, f"accept {other}", "chen")
    assert board(busy) == ["Take the shift over, line by line"]
    assert "where is its charger?" in record(busy, "H1")
    assert "taken over" in say(busy, f"accept {line} in the drawer", "chen")
    assert "in the drawer" in record(busy, "H1")


@pytest.mark.parametrize(
    ("line", "who", "sentence"),
    [
        ("accept H1.1", "lin", "You hand this shift over"),
        ("accept H1.99", "chen", "This handover has lines 1 to"),
        ("accept C1.1", "chen", "is no line of a handover"),
        ("accept H1.1 asked", "chen", "Say what you ask"),
        ("handover", "chen", "H001 is not taken over yet"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    busy: Office, line: str, who: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        say(busy, line, who)


def test_a_line_is_answered_once(busy: Office) -> None:
    say(busy, "accept H1.1", "chen")
    with pytest.raises(Refusal, match="answered already, by chen"):
        say(busy, "accept H1.1", "zhou")


def test_an_answer_can_be_taken_back(busy: Office) -> None:
    for line in every_line(busy):
        say(busy, f"accept {line}", "chen")
    say(busy, "undo", "chen")
    assert board(busy) == ["Take the shift over, line by line"]
    assert "not taken over yet" in record(busy, "H1")
    assert "taken over: from" in say(busy, f"accept {every_line(busy)[-1]}", "chen")


def test_a_handover_that_was_given_too_early_is_taken_back(busy: Office) -> None:
    say(busy, "undo", "lin")
    assert board(busy) == []
    assert say(busy, "handover").startswith("H002 is handed over")


def test_the_words_of_a_confidential_call_are_masked_on_the_handover(office: Office) -> None:
    log(office, category="inquiry", words="the secret plan", confidential="yes")
    say(office, "handover")
    assert "the secret plan" not in record(office, "H1")
    assert "C001" in record(office, "H1")


def signs_on(office: Office) -> Callable[[str, str], str]:
    return lambda code, pin: handover.sign_on(office, code, pin)[1]


def test_a_missing_handover_is_on_the_board_of_whoever_comes_next(
    office: Office, clock: Clock
) -> None:
    sign_on = signs_on(office)
    assert not sign_on("lin", LIN)
    log(office, category="repair", words="kitchen pipe burst")
    clock.pass_(hours=8)
    say(office, "off")
    clock.pass_(hours=1)
    assert sign_on("chen", CHEN) == "H001"
    assert board(office) == ["Handover missing: go through it"]
    told = record(office, "H1")
    assert "left without handing over" in told
    assert "kitchen pipe burst" in told
    say(office, "accept H1.1", "chen")


def test_a_shift_that_was_handed_over_is_not_missing(office: Office, clock: Clock) -> None:
    sign_on = signs_on(office)
    sign_on("lin", LIN)
    log(office, category="repair", words="kitchen pipe burst")
    say(office, "handover")
    clock.pass_(minutes=5)
    assert sign_on("chen", CHEN) == "H001"
    assert board(office) == ["Take the shift over, line by line"]


def test_whoever_comes_back_to_the_own_shift_misses_nothing(office: Office, clock: Clock) -> None:
    sign_on = signs_on(office)
    sign_on("lin", LIN)
    log(office, category="repair", words="kitchen pipe burst")
    sign_on("zhou", "263847")
    clock.pass_(minutes=10)
    assert not sign_on("lin", LIN)
    assert board(office) == []


def test_a_second_operator_beside_the_first_misses_nothing(office: Office) -> None:
    from deskterm.shell.house import open_office  # noqa: PLC0415

    other = open_office(office.path, console="desk-2", clock=office.now)
    signs_on(office)("lin", LIN)
    log(office, category="repair", words="kitchen pipe burst")
    assert not signs_on(other)("chen", CHEN)
    other.close()


def test_the_printed_handover_has_a_line_for_each_open_thing_and_both_names(busy: Office) -> None:
    with busy.read() as reader:
        case = reader.value("SELECT case_id FROM handovers")
        table = handover.sheet(reader, busy.site, busy.now(), case)
    assert len(table.rows) == len(every_line(busy))
    assert "Lin Wei → not taken over yet" in table.title
    form, _heading = printed(busy, "handover", Wanted("H1"))
    assert form.title.startswith("LYWG/QR-012 Shift handover H001 · Lin Wei → not taken")


def test_the_roster_says_who_is_to_be_on(office: Office) -> None:
    said = say(office, "roster chen 2026-11-24 20:00-08:00", "zhou")
    assert said == "陈晓峰 is on the roster 2026-11-24 20:00-08:00."
    with pytest.raises(Refusal, match="on the roster 2026-11-24 20:00-08:00 already"):
        say(office, "roster chen 2026-11-25 06:00-10:00", "zhou")
    say(office, "roster chen 2026-11-25 06:00-10:00 off", "zhou")
    with pytest.raises(NotFound, match="not on the roster"):
        say(office, "roster chen 2026-11-25 06:00-10:00 off", "zhou")
    with pytest.raises(Refusal, match="may not do this"):
        say(office, "roster chen 2026-11-26 20:00-08:00", "lin")


def test_all_that_is_left_is_accepted_at_once_when_the_operator_was_told_how_many(
    busy: Office,
) -> None:
    asked = line_of(busy, "R1 G2")
    left = len(every_line(busy)) - 1
    say(busy, f"accept {asked} asked where is its charger?", "chen")
    with pytest.raises(Question, match=f"Accept {left} lines of H001 .* 1 that were asked about"):
        say(busy, "accept H1", "chen")
    assert f"{left} lines of H001 are accepted" in say(busy, "accept H1", "chen", anyway=True)
    with pytest.raises(Refusal, match="asked about are left of H001"):
        say(busy, "accept H1", "chen")
    assert board(busy) == ["Take the shift over, line by line"]
    assert record(busy, "H1").count("accepted · chen") == left
    say(busy, "undo", "chen")
    assert record(busy, "H1").count("not answered") == left
    say(busy, f"accept {asked} see C1 and C2", "chen")
    assert "see C1 and C2" in record(busy, "H1")
    assert "taken over: from 林薇" in say(busy, "accept H1", "chen", anyway=True)
    with pytest.raises(Refusal, match="answered already"):
        say(busy, "accept H1", "chen")


@pytest.mark.parametrize(
    ("line", "who", "sentence"),
    [
        ("accept H1", "lin", "You hand this shift over"),
        ("accept H1 asked why so many?", "chen", "belongs to one line"),
        ("accept H1 without having read it", "chen", "belongs to one line"),
    ],
)
def test_a_whole_handover_takes_no_question_and_no_remark(
    busy: Office, line: str, who: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        say(busy, line, who, anyway=True)


def test_a_key_pressed_once_too_often_does_not_hand_over_what_was_just_taken(
    busy: Office, clock: Clock
) -> None:
    say(busy, "accept H1", "chen", anyway=True)
    with pytest.raises(Question, match="You took H001 over just now"):
        say(busy, "handover", "chen")
    clock.pass_(hours=8)
    assert say(busy, "handover", "chen").startswith("H002 is handed over")
