"""Ticking, skipping and putting off the steps of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import actions
from deskterm.desks.calls.forms import (
    Finish,
    PutOff,
    Skip,
)
from tests.desks.oncall import call, lines, log, say, step

if TYPE_CHECKING:
    from tests.conftest import Clock


def test_a_step_is_ticked_at_the_time_that_was_told(office: Office) -> None:
    case_id = log(office, category="repair", told="-10m")
    with office.work("lin") as work:
        receipt = actions.finish(work, Finish.read({"step": "C1.1", "told": "-4m"}))
    assert receipt.sentence == "Step 1 of C001 is done."
    first = call(office, case_id)["steps"][0]
    assert (first["state"], first["done_at"]) == ("done", "2026-11-23T06:27:40.000Z")
    assert lines(office, case_id, "step.done")[0]["step"]["label"] == 1


@pytest.mark.clause("H2.1")
def test_the_address_step_is_not_ticked_without_address_and_phone(office: Office) -> None:
    log(office, category="medical")
    with pytest.raises(Refusal, match="First: a phone number"), office.work("lin") as work:
        actions.finish(work, Finish.read({"step": "C1.1"}))


def test_a_step_is_skipped_for_a_reason(office: Office) -> None:
    case_id = log(office, category="repair")
    with office.work("lin") as work:
        receipt = actions.skip(work, Skip.read({"step": "C1.1", "words": "caller hung up"}))
    assert receipt.sentence == "Step 1 of C001 is skipped."
    assert call(office, case_id)["steps"][0]["state"] == "skipped"
    assert [line["body"] for line in lines(office, case_id, "text.written")] == ["caller hung up"]
    with pytest.raises(Refusal, match="Reason: say it in words"):
        Skip.read({"step": "C1.1"})


def test_a_step_is_put_off_to_the_next_such_time(office: Office, clock: Clock) -> None:
    case_id = log(office, category="repair")
    with office.work("lin") as work:
        receipt = actions.put_off(work, PutOff.read({"step": "C1.1", "time": "15:00"}))
    assert receipt.sentence == "Step 1 of C001 is put off."
    assert call(office, case_id)["steps"][0]["put_off_to"] == "2026-11-23T07:00:00.000Z"
    with pytest.raises(Refusal, match="still to come"), office.work("lin") as work:
        actions.put_off(work, PutOff.read({"step": "C1.1", "time": "14:00"}))
    clock.pass_(hours=9)
    with office.work("lin") as work:
        actions.put_off(work, PutOff.read({"step": "C1.1", "time": "00:30"}))
    assert call(office, case_id)["steps"][0]["put_off_to"] == "2026-11-23T16:30:00.000Z"


def test_a_step_that_wants_words_takes_them(office: Office) -> None:
    case_id = log(office, category="inquiry", written="yes")
    label = step(office, case_id, "written-reply")["label"]
    how = f"First: the answer that was given; say it with the step: done C001.{label} WORDS."
    with pytest.raises(Refusal, match=how) as no, office.work("zhou") as work:
        actions.finish(work, Finish.read({"step": f"C1.{label}"}))
    assert not isinstance(no.value, Question), "saying it once more does not help"
    with office.work("zhou") as work:
        actions.finish(work, Finish.read({"step": f"C1.{label}", "words": "by letter, 3 pages"}))
    assert [row["field"] for row in lines(office, case_id, "text.written")] == ["answer"]


@pytest.mark.clause("H1.2")
def test_the_step_that_waits_for_the_reply_is_the_reply(office: Office, clock: Clock) -> None:
    case_id = log(office, category="other")
    label = step(office, case_id, "reply")["label"]
    clock.pass_(minutes=4)
    say(office, f"done C1.{label} he may park there -1m")
    told = "2026-11-23T06:34:40.000Z"
    assert call(office, case_id)["answered_at"] == told
    assert step(office, case_id, "reply")["done_at"] == told
    assert [row["field"] for row in lines(office, case_id, "text.written")] == ["answer"]
    say(office, "undo C1")
    assert call(office, case_id)["answered_at"] is None
    assert step(office, case_id, "reply")["state"] == "open"
    with pytest.raises(Refusal, match="cannot have been answered before"):
        say(office, f"done C1.{label} -9m")
