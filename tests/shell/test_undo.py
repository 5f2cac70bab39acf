"""Undo: an act is taken back whole, as a correction; what was is again, and nothing is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.shifts.actions import sign_on
from deskterm.desks.vehicles.queries import fleet
from deskterm.shell.look_up import shown
from tests.shell.ledger import say, state, unproved

if TYPE_CHECKING:
    from tests.conftest import Clock

MEDICAL = "call 12-3-1502 medical chest pain 138 0013 8000"
REPAIR = "call 12-3-1502 repair kitchen tap drips"
ESCORT = (MEDICAL, "branch C1 escort")
SENT = (*ESCORT, "send G2 G3 C1")
THERE = (*SENT, "G2 on scene", "G3 on scene")
PAID = (REPAIR, "price C1 tap 30.00")
ACTS = {
    "a call logged": ((), MEDICAL),
    "a call logged after others": ((REPAIR, MEDICAL), REPAIR),
    "a call answered on the spot": ((), "call 12-3-1502 inquiry answered parking permit"),
    "a written inquiry": ((), "call 12-3-1502 inquiry written parking permit"),
    "a step ticked": ((REPAIR,), "done C1.2"),
    "a step ticked with words": ((MEDICAL, "branch C1 nursing"), "done C1.9 wife stays"),
    "a step skipped": ((REPAIR,), "skip C1.2 the resident mends it"),
    "a step put off": ((REPAIR,), "later C1.2 15:30"),
    "a step put off again": ((REPAIR, "later C1.2 15:30"), "later C1.2 16:00"),
    "a note": ((REPAIR,), "note C1 plumber rung"),
    "a reply": ((REPAIR,), "answer C1 he comes at three -1m"),
    "a second branch": (ESCORT, "branch C1 ambulance"),
    "a branch taken off": (ESCORT, "branch C1 escort off"),
    "a branch in the place of another": (ESCORT, "branch C1 nursing instead"),
    "major": ((MEDICAL,), "major C1"),
    "ordinary again": ((MEDICAL, "major C1"), "major C1 off"),
    "confidential": ((REPAIR,), "confidential C1"),
    "no longer confidential": ((REPAIR, "confidential C1"), "confidential C1 off"),
    "waiting": ((REPAIR,), "wait C1 for the part"),
    "going on": ((REPAIR, "wait C1 for the part"), "resume C1"),
    "work done": ((REPAIR, "wait C1 for the part"), "ready C1 mended"),
    "the supervisor told": ((MEDICAL,), "ask C1 supervisor"),
    "the supervisor asked": ((REPAIR,), "ask C1 supervisor who pays"),
    "what the supervisor said": ((REPAIR, "ask C1 supervisor who pays"), "says C1 we do"),
    "a party asked": ((REPAIR,), "refer C1 gas company"),
    "what a party said": ((REPAIR, "refer C1 gas company"), "says C1 they come at five"),
    "a party asked that answered": ((REPAIR,), "refer C1 gas company: they come at five"),
    "a promise to ring back": ((REPAIR,), "callback C1 16:00"),
    "another promise": ((REPAIR, "callback C1 16:00"), "callback C1 17:00"),
    "a price": ((REPAIR,), "price C1 tap 30.00"),
    "an amount": (PAID, "charge C1 30.00"),
    "an amount paid at once": (PAID, "charge C1 30.00 paid"),
    "paid": ((*PAID, "charge C1 30.00"), "paid C1"),
    "a link": ((REPAIR, REPAIR), "link C1 C2"),
    "a duplicate": ((REPAIR, REPAIR), "link C2 C1 duplicate"),
    "two guards sent": (ESCORT, "send G2 G3 C1"),
    "one more guard sent": ((*ESCORT, "send G2 C1"), "send G3 C1"),
    "guards and a vehicle sent": (ESCORT, "send G2 G3 沪A12345 C1"),
    "a guard taken off a call": ((*SENT, REPAIR), "send G2 C2"),
    "a guard en route": (SENT, "G2 en route"),
    "the first on scene": (SENT, "G2 on scene"),
    "the second on scene": ((*SENT, "G2 on scene"), "G3 on scene"),
    "a stamp that fills": (SENT, "G2 at hospital"),
    "a guard clear": (THERE, "G2 clear"),
    "the last guard clear": ((*THERE, "G2 clear"), "G3 clear"),
    "a guard off duty": ((), "G2 off duty"),
    "a guard on break": ((), "G2 break 15:30"),
    "a word heard": (THERE, "heard G2"),
    "a radio issued": ((), "issue R1 G2"),
    "a vehicle sent": (ESCORT, "send 沪A12345 C1"),
    "a vehicle out": ((*ESCORT, "send 沪A12345 C1"), "out 沪A12345 40000"),
    "a vehicle back": (
        (*ESCORT, "send 沪A12345 C1", "out 沪A12345 40000"),
        "back 沪A12345 40010",
    ),
    "a call closed": ((REPAIR, "answer C1"), "close C1 mended"),
    "a waiting call closed": ((REPAIR, "wait C1 for the part"), "close C1 mended"),
    "a call closed with satisfaction": ((REPAIR, "answer C1"), "close C1 5/5 mended"),
    "a call closed that clears guards": (THERE, "close C1 taken to hospital"),
    "a call cancelled": ((REPAIR,), "cancel C1 it stopped by itself"),
    "a note on a closed call": ((REPAIR, "close C1 mended"), "note C1 he rang again"),
    "a room booked": ((), "book A 16:00-17:00 budget"),
    "a booking cancelled": (("book A 16:00-17:00 budget",), "cancel B1 not needed"),
    "the ringing stopped": ((REPAIR,), "quiet"),
}


def said(office: Office, clock: Clock, *lines: str) -> None:
    for text in lines:
        clock.pass_(minutes=2)
        say(office, text, anyway=True)


@pytest.mark.parametrize(("before", "act"), ACTS.values(), ids=ACTS)
def test_an_act_that_is_undone_leaves_everything_as_it_was(
    office: Office, clock: Clock, before: tuple[str, ...], act: str
) -> None:
    said(office, clock, *before)
    if act == "quiet":
        clock.pass_(minutes=20)
    was = state(office)
    said(office, clock, act)
    assert act == "quiet" or state(office) != was
    clock.pass_(minutes=2)
    receipt = say(office, "undo")
    assert receipt.sentence.startswith("Undone: ")
    assert state(office) == was
    assert unproved(office) == []
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None


@pytest.mark.parametrize(("before", "act"), ACTS.values(), ids=ACTS)
def test_an_act_that_was_undone_can_be_said_again(
    office: Office, clock: Clock, before: tuple[str, ...], act: str
) -> None:
    said(office, clock, *before)
    clock.pass_(minutes=20)
    say(office, act, anyway=True)
    say(office, "undo")
    say(office, act, anyway=True)
    assert unproved(office) == []


def timeline(office: Office, number: str = "C1") -> str:
    return "\n".join(shown(office, number))


def test_undo_says_what_it_undid_with_its_told_time_and_its_call(
    office: Office, clock: Clock
) -> None:
    said(office, clock, *ESCORT, "send G2 G3 C1 -1m", "G2 on scene -1m")
    receipt = say(office, "undo")
    assert receipt.sentence == "Undone: G2 on scene 14:38 on C001."
    assert (receipt.number, receipt.case_id is not None) == ("C001", True)
    assert say(office, "u").sentence == "Undone: G2 sent, G3 sent 14:36 on C001."
    assert say(office, "撤销").sentence == "Undone: branch added Hospital escort 14:35 on C001."


def test_undoing_twice_undoes_the_act_before_and_an_undoing_is_never_undone(
    office: Office, clock: Clock
) -> None:
    said(office, clock, REPAIR)
    was = state(office)
    said(office, clock, "note C1 first", "done C1.2", "undo", "undo")
    assert state(office) == was
    said(office, clock, "note C1 second")
    assert "noted" in say(office, "undo").sentence
    assert "call logged" in say(office, "undo").sentence
    with pytest.raises(NotFound, match="There is nothing to undo"):
        say(office, "undo")


def test_an_act_is_undone_by_whoever_did_it_where_it_was_done(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR)
    clock.pass_(minutes=1)
    say(office, "note C1 from the other operator", "chen")
    office.console = "desk-2"
    clock.pass_(minutes=1)
    say(office, "note C1 at the other console")
    office.console = "desk-1"
    assert say(office, "undo C1").sentence == "Undone: noted 14:35 on C001."
    with pytest.raises(
        Refusal, match="call logged 14:33 cannot be undone: noted 14:34 .chen. came"
    ):
        say(office, "undo")
    assert say(office, "undo", "chen").sentence == "Undone: noted 14:34 on C001."
    say(office, "undo")
    assert "C001                        Repair cancelled" in timeline(office)


def test_nobody_undoes_what_nobody_did(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR)
    say(office, MEDICAL, None)
    with pytest.raises(NotFound):
        say(office, "undo C1", None)
    assert say(office, "undo", None).sentence.endswith("on C002.")


def test_what_is_older_than_twelve_hours_is_asked_about(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR)
    clock.pass_(hours=12, minutes=1)
    with pytest.raises(Question, match="call logged 14:33: that was 12 hours ago. Undo it?"):
        say(office, "undo")
    assert say(office, "undo !").sentence == "Undone: call logged 14:33 on C001."


@pytest.mark.parametrize(
    ("before", "act", "sentence"),
    [
        (THERE, "roll", "roll call begun 14:43: this cannot be undone. End it: roll end."),
        ((REPAIR, "close C1 mended"), "reopen C1 it drips again", "Close the call again."),
    ],
)
def test_what_cannot_be_taken_back_says_what_to_do_instead(
    office: Office, clock: Clock, before: tuple[str, ...], act: str, sentence: str
) -> None:
    said(office, clock, *before, act)
    was = state(office)
    with pytest.raises(Refusal) as no:
        say(office, "undo")
    assert sentence in str(no.value)
    assert state(office) == was


def test_signing_on_is_no_act_to_undo(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR)
    sign_on(office, "lin", "418203")
    with pytest.raises(
        Refusal, match="signed on 14:33: this cannot be undone. To leave this console"
    ):
        say(office, "undo")
    assert say(office, "undo C1").sentence == "Undone: call logged 14:33 on C001."


@pytest.mark.parametrize(
    ("mine", "theirs", "sentence"),
    [
        (
            "G2 en route",
            "G2 on scene",
            "G2 en route 14:41 cannot be undone: G2 on scene 14:42 (chen)",
        ),
        (
            "G2 clear",
            "send G2 C2",
            "G2 clear 14:41 cannot be undone: G2 sent 14:42 (chen) came after",
        ),
        (
            "done C1.13",
            "close C1 over",
            "cannot be undone: closed 14:42 (chen) came after it; reopen",
        ),
        (
            "branch C1 ambulance",
            "skip C1.27 not wanted",
            "Step 27 of this procedure was done since; undo that first.",
        ),
        ("answer C1 soon", "close C1 over", "reopen it first"),
        ("later C1.9 15:30", "later C1.9 15:40", "cannot be undone: put off 9"),
    ],
)
def test_what_was_built_on_since_is_not_undone_and_the_sentence_names_it(
    office: Office, clock: Clock, mine: str, theirs: str, sentence: str
) -> None:
    said(office, clock, *SENT, REPAIR)
    said(office, clock, mine)
    clock.pass_(minutes=1)
    say(office, theirs, "chen", anyway=True)
    was = state(office)
    with pytest.raises(Refusal) as no:
        say(office, "undo")
    assert sentence in str(no.value)
    assert state(office) == was
    say(office, "undo", "chen")
    say(office, "undo")


def test_a_step_that_loses_what_it_needs_is_to_be_done_again(office: Office, clock: Clock) -> None:
    """Two guards were needed: G2 sent by one operator, G3 by the other."""
    said(office, clock, *ESCORT)
    was = state(office)["steps"]
    said(office, clock, "send G2 C1")
    clock.pass_(minutes=1)
    say(office, "send G3 C1", "chen", anyway=True)
    assert "✓ .8" in timeline(office)
    say(office, "undo")
    assert "✓ .8" not in timeline(office)
    assert unproved(office) == []
    say(office, "undo", "chen")
    assert state(office)["steps"] == was


def test_what_another_stamp_says_as_well_still_holds(office: Office, clock: Clock) -> None:
    said(office, clock, *SENT, "G2 on scene")
    clock.pass_(minutes=2)
    say(office, "G3 on scene", "chen")
    say(office, "undo")
    with office.read() as reader:
        at = reader.value("SELECT at FROM moments WHERE name = 'guards-on-scene'")
        done = reader.value("SELECT done_at FROM steps WHERE name = 'at-home' AND state = 'done'")
    assert at == done == "2026-11-23T06:41:40.000Z"
    assert unproved(office) == []


def test_undone_lines_and_their_corrections_point_to_each_other(
    office: Office, clock: Clock
) -> None:
    said(office, clock, *SENT, "G2 on scene -1m", "undo")
    text = timeline(office)
    assert "11-23 14:39 lin@desk-1      G2 钱进 on scene (told 14:38) (undone 14:41)" in text
    assert (
        "11-23 14:41 lin@desk-1      G2 钱进 not “on scene” (takes back 14:39: G2 钱进 on scene)"
        in text
    )


def test_an_undone_call_stays_readable_and_is_found(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR, "undo")
    text = timeline(office)
    assert "Repair cancelled" in text
    assert "kitchen tap drips" in text
    with office.read() as reader:
        assert reader.value("SELECT disposition FROM cases WHERE letter = 'C'") == "undone"
        kinds = [row["kind"] for row in reader.rows("SELECT kind FROM journal ORDER BY seq")]
    assert kinds[-1] == "act.undone"


@pytest.mark.clause("H2.3")
def test_a_sending_of_a_vehicle_that_was_undone_counts_nowhere(
    office: Office, clock: Clock
) -> None:
    said(office, clock, *ESCORT, "send 沪A12345 C1", "undo")
    with office.read() as reader:
        sql = "SELECT state FROM steps WHERE name = 'vehicle'"
        assert reader.value(sql) == "open"
        assert not office.needs["vehicle"](reader, reader.value("SELECT max(id) FROM cases"))
        free = [row["plate"] for row in fleet(reader, office.now()) if row["trip_id"] is None]
    assert "沪A12345" in free
    assert "沪A12345 sent to C001" in say(office, "send 沪A12345 C1 -3m").sentence


def test_a_closing_that_was_undone_says_so_without_a_reason(office: Office) -> None:
    for text in (REPAIR, "close C1 mended", "undo"):
        say(office, text)
    page = timeline(office)
    assert "reopened 14:31 by lin" in page
    assert "by lin:" not in page
