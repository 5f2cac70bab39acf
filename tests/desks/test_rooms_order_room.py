"""The room itself: what is wanted in it, the user's look at it, and what is broken there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import words
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Setting
from deskterm.desks.rooms.orders import rules
from deskterm.shell.house import open_office
from deskterm.shell.lexicon import lexicon
from deskterm.shell.preview import preview
from tests.desks.orders import LARGE, SMALL, case_of, done, due, events, say, shown, state, steps

if TYPE_CHECKING:
    from tests.conftest import Clock

ALL = "banner name-plates sign-in-desk flowers fruit plants tea paper-cups"


def to_provide(office: Office) -> list[str]:
    return [text for label, text in shown(office) if label.startswith("To provide")]


@pytest.mark.clause("M2.1")
def test_all_that_can_be_wanted_reaches_the_step_of_the_department_that_brings_it(
    office: Office,
) -> None:
    say(office, f"book A 16:00-17:00 budget {ALL}")
    label = steps(office)["set-up"]["label"]
    told = "banner · name plates · sign-in desk · flowers · fruit · plants · tea · paper cups"
    assert (f"To provide .{label}", f"business dept: · {told}") in shown(office)
    say(office, "provided B1 tea paper-cups banner")
    assert to_provide(office) == [
        "business dept: ✓ banner · name plates · sign-in desk · flowers · fruit · plants"
        " ✓ tea ✓ paper cups"
    ]
    assert state(office, "set-up") == "open"


@pytest.mark.clause("M2.1")
def test_the_step_asks_once_for_what_is_not_there_yet(office: Office) -> None:
    say(office, SMALL)
    say(office, "备好 B1 茶水")
    with pytest.raises(Question, match="B001 still wants: banner. Is all of it there?"):
        done(office, "set-up", anyway=False)
    assert state(office, "set-up") == "open"
    done(office, "set-up")
    assert state(office, "set-up") == "done"
    assert events(office) == [
        ("provided", "business", "tea"),
        ("provided", "business", "banner"),
        ("provided", "business", ""),
    ]


def test_a_room_in_which_nothing_is_wanted_is_ticked_at_once(office: Office) -> None:
    say(office, "book A 16:00-17:00 budget")
    done(office, "set-up", anyway=False)
    assert state(office, "set-up") == "done"


def test_what_nobody_wanted_cannot_be_provided(office: Office) -> None:
    say(office, SMALL)
    with pytest.raises(Refusal, match="flowers is not on the order of B001"):
        say(office, "provided B1 flowers")


def test_a_site_says_which_department_brings_what(office: Office, clock: Clock) -> None:
    with office.work() as work:
        work.session.merge(Setting(name="provides", value='{"banner": "equipment"}'))
    office.close()
    again = open_office(office.path, clock=clock)
    say(again, LARGE)
    label = steps(again)["equipment-on"]["label"]
    assert (f"To provide .{label}", "equipment dept: · banner") in shown(again)
    say(again, "provided B1")
    assert (state(again, "set-up"), state(again, "equipment-on")) == ("done", "open")
    say(again, "provided B1 equipment")
    assert state(again, "equipment-on") == "done"
    say(again, "undo B1")
    assert state(again, "equipment-on") == "open"
    assert to_provide(again)[-1] == "equipment dept: · banner"
    again.close()


@pytest.mark.clause("M2.2")
def test_the_user_looks_at_the_room_and_what_they_want_changed_is_a_step(
    office: Office, clock: Clock
) -> None:
    say(office, SMALL)
    assert due(office, "user-looks") == "15:15"
    assert due(office, "set-up") == "15:00"
    clock.pass_(minutes=40)
    said = say(office, "looked B1 the tables in a ring")
    assert said == "B001: the user looked; what they want changed is a step now."
    assert state(office, "user-looks") == "done"
    assert due(office, "changes-made") == "15:26"
    assert ("To be changed", "2026-11-23 15:11 the tables in a ring") in shown(office)
    done(office, "changes-made")
    assert state(office, "changes-made") == "done"


@pytest.mark.clause("M2.2")
def test_a_user_who_wants_nothing_changed_leaves_no_step(office: Office) -> None:
    say(office, SMALL)
    assert say(office, "看场 B1") == "B001: the user looked, and all is as they wish."
    assert state(office, "user-looks") == "done"
    assert state(office, "changes-made") is None


@pytest.mark.clause("M4.1")
@pytest.mark.parametrize(
    ("said", "department"),
    [
        ("wallpaper comes off the wall", "engineering"),
        ("the door does not lock", "engineering"),
        ("窗户关不上", "engineering"),
        ("门锁坏了", "engineering"),
        ("two lamps are dark", "equipment"),
        ("空调不制冷", "equipment"),
        ("话筒没声音", "equipment"),
        ("the air conditioner by the window drips", "equipment"),
    ],
)
def test_a_fault_goes_to_the_department_whose_words_it_is_told_in(
    office: Office, said: str, department: str
) -> None:
    say(office, SMALL)
    told = say(office, f"fault B1 {said}")
    assert told == f"B002 fault in Room A: tell the {department} dept, who mends it."
    assert due(office, "department-told", 2) == "14:41"
    assert state(office, f"{department}-mends", 2) == "open"
    done(office, "department-told", number=2)
    assert due(office, f"{department}-mends", 2) == "14:31"
    with office.read() as reader:
        sql = "SELECT parent_id FROM cases WHERE id = :case"
        assert reader.value(sql, case=case_of(office, 2)) == case_of(office, 1)


@pytest.mark.clause("M4.1")
def test_a_fault_that_tells_nothing_of_its_department_is_asked_about(office: Office) -> None:
    with pytest.raises(Question, match="Who mends it?") as asked:
        say(office, "fault H it smells")
    assert asked.value.nearest == ("engineering", "equipment")
    assert say(office, "fault H it smells to: equipment").startswith("B001 fault in Grand hall")
    assert state(office, "equipment-mends") == "open"


def test_a_fault_that_is_anothers_is_sent_there(office: Office) -> None:
    say(office, "故障 A 门锁坏了")
    assert say(office, "fault B1 to: equipment") == "B001: equipment dept mends it."
    assert (state(office, "engineering-mends"), state(office, "equipment-mends")) == (None, "open")
    with pytest.raises(Refusal, match="B001 is with that department already"):
        say(office, "fault B1 to: 设备部")
    say(office, "undo B1")
    assert state(office, "engineering-mends") == "open"


def test_a_fault_that_was_none_is_taken_back(office: Office) -> None:
    say(office, "fault A the door is stuck")
    say(office, "undo")
    with office.read() as reader:
        found = reader.value("SELECT disposition FROM cases WHERE letter = 'B'")
    assert found == "undone"


def test_a_fault_is_found_by_its_words_and_needs_a_place_and_words(office: Office) -> None:
    say(office, "fault A the door is stuck")
    assert "the door is stuck" in say(office, "find stuck")
    with pytest.raises(Refusal, match="Say where"):
        say(office, "fault the door is stuck")
    with pytest.raises(Refusal, match="Say what is broken"):
        say(office, "fault A")
    with pytest.raises(NotFound, match="There is no record B009"):
        say(office, "fault B9 the door is stuck")


def test_a_site_without_such_words_asks_every_time() -> None:
    assert rules.mender("the door is stuck", {}) is None
    assert rules.mender("door and lamp", {"engineering": ["door"], "equipment": ["lamp"]}) is None


def test_departments_are_known_by_their_names_in_both_languages() -> None:
    assert rules.departments("Business dept and 设备部") == (["business", "equipment"], [])
    assert rules.departments("gardeners, equipment") == (["equipment"], ["gardeners"])


def test_a_booking_shows_its_order_in_chinese(office: Office) -> None:
    say(office, SMALL)
    words.use("zh_CN")
    assert any("LYWG/QR-007" in text for _label, text in shown(office))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("fault A the door is stuck", "engineering dept"),
        ("fault A 话筒没声音", "equipment dept"),
        ("fault A it smells", "who mends it? to: engineering or to: equipment"),
        ("provided B1 ", "still wanted: tea, banner"),
    ],
)
def test_what_is_known_is_shown_while_it_is_typed(office: Office, line: str, told: str) -> None:
    say(office, SMALL)
    with office.read() as reader:
        known = lexicon(reader, office.site, office.now())
        pieces = preview(reader, office.now(), line, known)
    assert told in [text for text, _style in pieces]
