"""Calls that belong together: duplicates, and calls about the same thing."""

from __future__ import annotations

import pytest

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import actions
from tests.desks.oncall import call, lines, log, say


def closings(office: Office, case_id: int) -> list[str | None]:
    """How a call ended, each time."""
    return [row["disposition"] for row in call(office, case_id)["closings"]]


def test_a_duplicate_is_closed_and_both_calls_know_of_each_other(office: Office) -> None:
    first, second = log(office, category="repair"), log(office, category="repair")
    assert say(office, "link C2 C1 duplicate") == "C002 is closed as a duplicate of C001."
    assert [(row["case_id"], row["kind"]) for row in call(office, second)["links"]] == [
        (first, "duplicate")
    ]
    assert [(row["case_id"], row["kind"]) for row in call(office, first)["links"]] == [
        (second, "original")
    ]
    assert closings(office, second) == ["duplicate"]
    assert call(office, first)["state"] == "open"
    assert lines(office, first, "call.linked")
    assert lines(office, second, "call.linked")


def test_a_duplicate_with_guards_out_stays_open_and_says_why(office: Office) -> None:
    log(office, category="safety")
    second = log(office, category="safety")
    say(office, "s G2 C2")
    sentence = say(office, "关联 C2 C1 重复")
    assert sentence == ("C002 is a duplicate of C001; it stays open: still out on it: G2 钱进.")
    assert call(office, second)["state"] == "open"


def test_related_calls_are_linked_both_ways_and_the_link_may_change(office: Office) -> None:
    first, second = log(office, category="repair"), log(office, category="complaint")
    assert say(office, "link C1 C2 related") == "C001 and C002 belong together."
    for line in ("link C1 C2", "link C2 C1 相关"):
        with pytest.raises(Refusal, match="are linked already"):
            say(office, line)
    assert [row["kind"] for row in call(office, second)["links"]] == ["related"]
    say(office, "link C2 C1 duplicate")
    assert [row["kind"] for row in call(office, second)["links"]] == ["duplicate"]
    assert [row["kind"] for row in call(office, first)["links"]] == ["original"]
    with pytest.raises(Refusal, match="C002 is a duplicate of C001 already"):
        say(office, "link C1 C2 duplicate")
    with office.work("lin") as work:
        actions.unlink(work, second, first)
    assert call(office, first)["links"] == call(office, second)["links"] == []
    say(office, "link C2 C1 related")
    assert [row["kind"] for row in call(office, first)["links"]] == ["related"]


@pytest.mark.parametrize(
    ("line", "no"),
    [
        ("link C1 C1", "C001 cannot be linked with itself"),
        ("link C1 C9", "There is no record C009"),
        ("link C1 C2 duplicate related", "A call is a duplicate of the other one, or related"),
    ],
)
def test_what_cannot_be_linked_is_refused(office: Office, line: str, no: str) -> None:
    log(office, category="repair")
    log(office, category="repair")
    with pytest.raises((Refusal, NotFound), match=no):
        say(office, line)


def test_a_duplicate_stays_open_while_a_party_that_was_asked_has_not_answered(
    office: Office,
) -> None:
    log(office, category="other")
    second = log(office, category="other")
    say(office, "refer C2 waterworks")
    sentence = say(office, "link C2 C1 duplicate")
    assert sentence.endswith("it stays open: the party that was asked has not answered.")
    assert call(office, second)["state"] == "waiting"
