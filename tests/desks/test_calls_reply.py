"""The reply that a caller has: at once, within five minutes, or in writing within two days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import queue
from deskterm.core import steps as core
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Setting
from deskterm.desks.calls.forms import NewCall
from deskterm.shell.acts import take_call
from deskterm.shell.house import open_office
from tests.desks.oncall import call, lines, log, say, step, steps_of, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock


def due(office: Office, case_id: int) -> dict[str, str]:
    """What the queue holds of a call, by the steps' titles."""
    with office.read() as reader:
        return {row["en"]: row["due"] for row in queue.due(reader) if row["case_id"] == case_id}


@pytest.mark.clause("H1.2")
@pytest.mark.parametrize(
    "category", ["medical", "repair", "complaint", "inquiry", "safety", "disaster", "other"]
)
def test_every_category_has_its_reply_within_five_minutes_of_the_call(
    office: Office, clock: Clock, category: str
) -> None:
    clock.pass_(minutes=1)
    case_id = log(office, category=category, told="-1m")
    assert due(office, case_id)["Reply to the caller"] == "2026-11-23T06:36:40.000Z"


@pytest.mark.clause("H1.2")
def test_what_the_desk_cannot_settle_is_put_to_the_supervisor_and_the_clock_goes_on(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="inquiry", words="may I sublet?")
    before = due(office, case_id)
    clock.pass_(minutes=2)
    assert say(office, "e C1 may he sublet? -1m") == "C001: the service supervisor is asked."
    assert call(office, case_id)["state"] == "waiting"
    assert due(office, case_id) == before, "the five minutes are the caller's, not the desk's"
    clock.pass_(minutes=1)
    say(office, "says C1 with the owner's letter, yes")
    assert call(office, case_id)["state"] == "open"
    clock.pass_(minutes=1)
    say(office, "a C1 yes, with a letter of the owner")
    reply = step(office, case_id, "reply")
    assert (reply["state"], reply["done_at"]) == ("done", "2026-11-23T06:35:40.000Z")
    assert reply["done_at"] <= reply["due_at"]
    assert written(office, case_id)[1:] == [
        ("question", "may he sublet?"),
        ("said", "with the owner's letter, yes"),
        ("answer", "yes, with a letter of the owner"),
    ]


@pytest.mark.clause("H1.2")
def test_a_reply_that_is_late_stands_overdue_in_the_queue(office: Office, clock: Clock) -> None:
    log(office, category="other")
    clock.pass_(minutes=5, seconds=1)
    with office.read() as reader:
        assert queue.counts(reader, clock.at)["overdue"] == 1
    say(office, "a C1")
    with office.read() as reader:
        assert queue.counts(reader, clock.at)["overdue"] == 0


@pytest.mark.clause("H1.2", "H3.2")
def test_an_answer_on_the_spot_is_saved_closed_in_one_act(office: Office) -> None:
    with office.work("lin") as work:
        form = NewCall.read({"category": "inquiry", "words": "office hours?", "answered": "yes"})
        case_id = take_call(work, form).case_id or 0
    row = call(office, case_id)
    assert (row["state"], row["answered_at"]) == ("closed", "2026-11-23T06:31:40.000Z")
    assert [each["disposition"] for each in row["closings"]] == ["answered"]
    assert due(office, case_id) == {}


@pytest.mark.clause("H3.2")
def test_an_oral_inquiry_goes_to_the_supervisor_before_anybody_else(office: Office) -> None:
    case_id = log(office, category="inquiry", words="what does the owner pay?")
    with pytest.raises(Question, match="The service supervisor was not told of C001 yet"):
        say(office, "ask C1 director may we say?")
    assert call(office, case_id)["contacts"] == []
    assert say(office, "请示 C1 主管 可以答复吗？").startswith("C001: the service supervisor")
    card = step(office, case_id, "reply")
    assert card["state"] == "open", "asking is no answer"


@pytest.mark.clause("H3.1")
def test_a_written_inquiry_is_answered_within_two_workdays(office: Office, clock: Clock) -> None:
    clock.pass_(days=4)
    case_id = log(office, category="inquiry", written="yes", words="asks about the fence")
    assert call(office, case_id)["flags"] == "written"
    assert step(office, case_id, "written-reply")["due_at"] == "2026-12-01T06:31:40.000Z", "Tuesday"
    assert step(office, case_id, "written-reply-by-days")["state"] == "off"
    assert "Reply to the caller" not in due(office, case_id), "it follows a limit of its own"


@pytest.mark.clause("H3.1")
def test_a_site_may_count_calendar_days_for_a_written_inquiry(office: Office, clock: Clock) -> None:
    with office.work("zhou") as work:
        work.get(Setting, "reply_days").value = "day"
    clock.pass_(days=4)
    counting = open_office(office.path, clock=clock)
    case_id = log(counting, category="inquiry", written="yes", words="asks about the fence")
    spoken = log(counting, category="inquiry", words="asks about the fence")
    assert call(counting, case_id)["flags"] == "written calendar-days"
    by_days = step(counting, case_id, "written-reply-by-days")
    assert by_days["due_at"] == "2026-11-29T06:31:40.000Z", "Sunday"
    assert step(counting, case_id, "written-reply")["state"] == "off"
    assert call(counting, spoken)["flags"] == ""
    counting.close()


@pytest.mark.clause("H3.1")
def test_a_written_inquiry_is_registered_reported_and_answered_in_writing(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="inquiry", written="yes", words="asks about the fence")
    assert due(office, case_id)["Service supervisor told"] == "2026-11-23T07:01:40.000Z"
    clock.pass_(minutes=10)
    say(office, "ask C1 the letter is on your desk")
    assert step(office, case_id, "supervisor-told")["state"] == "done"
    say(office, "says C1 the director answers this one")
    say(office, "ask C1 director an answer about the fence, please")
    say(office, "says C1 director by the owners' agreement, article 12")
    clock.pass_(days=1)
    say(office, "answer C1 by letter: article 12")
    assert step(office, case_id, "written-reply")["state"] == "done"
    assert [row["role"] for row in call(office, case_id)["contacts"]] == ["supervisor", "director"]
    assert ("instruction", "by the owners' agreement, article 12") in written(office, case_id)


@pytest.mark.clause("H3.1")
def test_that_a_letter_was_received_is_no_written_reply(office: Office) -> None:
    case_id = log(office, category="inquiry", written="yes", words="asks about the fence")
    say(office, "answer C1")
    assert step(office, case_id, "written-reply")["state"] == "open"
    with pytest.raises(Refusal, match="First: the answer that was given"):
        tick(office, case_id, "written-reply")


@pytest.mark.clause("H3.3")
@pytest.mark.parametrize(("language", "word"), [("en", "patiently"), ("zh", "耐心")])
def test_the_card_of_an_inquiry_asks_for_patience_and_a_phrase_is_at_hand(
    office: Office, language: str, word: str
) -> None:
    case_id = log(office, category="inquiry")
    with office.work("lin") as work:
        run = core.live_runs(work, case_id)[0]
        card = core.playbook(work, run.playbook_id).steps[0].card or {}
        phrases = work.reader.rows("SELECT * FROM phrases WHERE category = 'inquiry'")
    assert word in card[language]
    assert any(row["clause"] == "H3.3" and row["en"] and row["zh"] for row in phrases)


@pytest.mark.clause("H1.2")
def test_a_promise_to_ring_back_falls_due_at_its_time(office: Office, clock: Clock) -> None:
    case_id = log(office, category="other")
    sentence = say(office, "callback C1 15:30 whether the key was found")
    assert sentence == "C001: the caller is rung back at 11-23 15:30."
    assert due(office, case_id)["Ring the caller back"] == "2026-11-23T07:30:00.000Z"
    clock.pass_(minutes=10)
    say(office, "回电 C1 16:00")
    assert due(office, case_id)["Ring the caller back"] == "2026-11-23T08:00:00.000Z"
    assert len(steps_of(office, case_id, "call-back")) == 1, "the same promise, moved"
    moved = [line["facts"]["was"] for line in lines(office, case_id, "call.promised")]
    assert moved == [None, "2026-11-23T07:30:00.000Z"]
    tick(office, case_id, "ring-back")
    say(office, "callback C1 tomorrow 9:00")
    assert due(office, case_id)["Ring the caller back"] == "2026-11-24T01:00:00.000Z"


def test_nobody_is_rung_back_in_the_past(office: Office) -> None:
    log(office, category="other")
    with pytest.raises(Refusal, match="14:00 is past"):
        say(office, "callback C1 14:00")


def test_a_call_is_not_closed_over_a_promise_without_a_question(office: Office) -> None:
    log(office, category="other")
    say(office, "a C1 we ring back")
    say(office, "callback C1 15:30")
    with pytest.raises(Question, match="C001: the caller was promised to be rung back"):
        say(office, "close C1 done")
    assert say(office, "close C1 done", anyway=True) == "C001 is closed."
