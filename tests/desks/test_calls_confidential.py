"""A confidential call: its texts are for supervisors and whoever logged it (H3.4)."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from deskterm.core import confidential, history, numbers, search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.core.people import Signed
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import NewCall
from deskterm.shell.details import facts
from deskterm.shell.lexicon import lexicon
from deskterm.shell.look_up import found, shown
from deskterm.shell.preview import preview
from tests.conftest import NOON
from tests.desks.oncall import KNOWN, call, lines, log, say, step, tick

SECRETS = (
    "zqwords",
    "zqnote",
    "zqanswer",
    "zqquestion",
    "zqsaid",
    "zqparty",
    "zqtold",
    "zqinstruction",
    "zqdecision",
    "zqrelative",
    "zqreport",
    "zqprice",
    "zqwaiting",
    "zqcallback",
    "zqskipped",
    "zqready",
    "zqoutcome",
    "zqreopened",
)
"""Whatever somebody writes of a call, a word for each place to write it in."""
BELOW = Signed(2, "chen", "陈晓峰", "Chen Xiaofeng", "desk")
LOGGER = Signed(1, "lin", "林薇", "Lin Wei", "desk")
SUPERVISOR = Signed(3, "zhou", "周敏", "Zhou Min", "supervisor")


@pytest.fixture
def told(office: Office) -> int:
    """A medical call, logged by lin, in which something was written wherever it can be."""
    case_id = log(
        office, category="medical", words="zqwords", confidential="yes", phone="100 5550 1234"
    )
    for line in (
        "b C1 escort",
        "b C1 nursing",
        "note C1 zqnote",
        "ask C1 zqquestion",
        "says C1 zqsaid",
        "ask C1 director and you?",
        "says C1 director zqinstruction",
        "ask C1 manager and then?",
        "says C1 manager zqdecision",
        "refer C1 zqparty: zqtold",
        "price C1 zqprice 12.00",
        "charge C1 12.00",
        "answer C1 zqanswer",
        "wait C1 zqwaiting",
        "callback C1 18:00 zqcallback",
    ):
        say(office, line)
    tick(office, case_id, "relative-stays", "zqrelative")
    tick(office, case_id, "report-kept", "zqreport")
    say(office, f"skip C1.{step(office, case_id, 'visited')['label']} zqskipped")
    say(office, "ready C1 zqready")
    say(office, "close C1 4/5 zqoutcome", anyway=True)
    say(office, "reopen C1 zqreopened")
    log(office, category="other", words="something else")
    say(office, "link C2 C1 related")
    return case_id


def asked(office: Office, viewer: Signed | None, case_id: int) -> Iterator[tuple[str, str]]:
    """Everything that the desk's queries answer to this viewer, each with its name."""
    office.viewer = viewer
    with office.read() as reader:
        at_hand: dict[str, Any] = {
            "reader": reader,
            "now": office.now(),
            "day": date(2026, 11, 23),
            "today": date(2026, 11, 23),
            "case_id": case_id,
            "place": KNOWN,
            "place_id": reader.value("SELECT id FROM places WHERE code = :code", code=KNOWN),
            "window": "SELECT id FROM cases WHERE desk = 'calls'",
            "found": queries.categories(reader),
            "site": office.site,
            "lines": history.timeline(reader, case_id),
        }
        for name in queries.__all__:
            query = getattr(queries, name)
            if inspect.isfunction(query) and "reader" in inspect.signature(query).parameters:
                yield name, str(query(**_arguments(query, at_hand)))
        yield "timeline", str(history.timeline(reader, case_id))
        yield "facts", str(facts(reader, office.site, office.now(), case_id))
    office.viewer = None


def _arguments(query: Callable[..., object], at_hand: Mapping[str, Any]) -> dict[str, Any]:
    """Values for whatever the query cannot do without, and the place where it may be told."""
    by_type = {"int": at_hand["case_id"], "datetime": at_hand["now"], "str": "100 5550 1234"}
    given: dict[str, Any] = {}
    for each in inspect.signature(query).parameters.values():
        if each.name in at_hand:
            given[each.name] = at_hand[each.name]
        elif each.default is each.empty and each.kind is not each.VAR_KEYWORD:
            given[each.name] = by_type[each.annotation]
    return given


@pytest.mark.clause("H3.4")
@pytest.mark.parametrize("viewer", [BELOW, None])
def test_below_supervisor_no_text_of_a_confidential_call_is_seen_anywhere(
    office: Office, told: int, viewer: Signed | None
) -> None:
    for name, answer in asked(office, viewer, told):
        assert not [word for word in SECRETS if word in answer], name


@pytest.mark.clause("H3.4")
@pytest.mark.usefixtures("told")
def test_nor_is_it_found_or_shown_or_in_the_preview(office: Office) -> None:
    office.viewer = BELOW
    for word in SECRETS:
        with office.read() as reader:
            assert search.find(reader, word) == []
        with pytest.raises(NotFound):
            found(office, word)
    for as_json in (False, True):
        page = "\n".join([*shown(office, "C1", as_json=as_json), *found(office, "C001")])
        assert not [word for word in SECRETS if word in page]
        assert confidential.MASK in page
    with office.read() as reader:
        words = lexicon(reader, office.site, office.now())
        for line in (f"call {KNOWN}", "note C1", "close C1", "says C1"):
            told_so = str(preview(reader, office.now(), line, words))
            assert not [word for word in SECRETS if word in told_so]


@pytest.mark.clause("H3.4")
def test_place_category_and_clocks_stay_visible_to_everybody(office: Office, told: int) -> None:
    office.viewer = BELOW
    with office.read() as reader:
        row = queries.call(reader, told)
        page = str(facts(reader, office.site, office.now(), told))
    assert (row["place"], row["category"], row["hidden"]) == (KNOWN, "medical", 1)
    assert [step["due_at"] for step in row["steps"] if step["name"] == "guards"] == [
        "2026-11-23T06:32:40.000Z"
    ]
    assert "Two" in page or "two guards" in page
    assert "Medical emergency" in page
    assert [row["role"] for row in row["contacts"]] == ["supervisor", "director", "manager", None]
    assert row["charges"][0]["agreed_cents"] == 1200
    with office.read() as reader:
        assert search.find(reader, KNOWN, kind="call")


@pytest.mark.clause("H3.4")
@pytest.mark.parametrize("viewer", [LOGGER, SUPERVISOR])
def test_whoever_logged_it_and_supervisors_read_all_of_it(
    office: Office, told: int, viewer: Signed
) -> None:
    answers = dict(asked(office, viewer, told))
    timeline = [word for word in SECRETS if word not in answers["timeline"]]
    assert timeline == []
    for word in ("zqquestion", "zqsaid", "zqparty", "zqtold", "zqinstruction", "zqdecision"):
        assert word in answers["contacts"]
        assert word in answers["facts"]
    for word in ("zqnote", "zqanswer", "zqrelative", "zqreport", "zqprice", "zqoutcome"):
        assert word in answers["facts"]
    assert "zqprice" in answers["charges"]
    assert "zqprice" in answers["unpaid"]
    assert "zqoutcome" in answers["closings"]
    assert "zqreopened" in answers["closings"]
    office.viewer = viewer
    with office.read() as reader:
        for word in ("zqwords", "zqnote"):
            assert [hit["case_id"] for hit in search.find(reader, word)] == [told]


@pytest.mark.clause("H3.4")
def test_a_call_becomes_confidential_by_a_word_and_only_some_may_take_it_back(
    office: Office,
) -> None:
    case_id = log(office, category="inquiry", words="zqwords about the owner")
    say(office, "note C1 zqnote", "zhou")
    assert seen(office, BELOW) == {"call", "note"}
    assert say(office, "保密 C1", "chen").startswith("C001 is confidential")
    assert seen(office, BELOW) == set()
    assert seen(office, LOGGER) == seen(office, SUPERVISOR) == {"call", "note"}
    with pytest.raises(Refusal, match="C001: only a supervisor, or whoever logged it"):
        say(office, "confidential C1 off", "chen")
    for operator in ("lin", "zhou"):
        assert say(office, "confidential C1 off", operator) == "C001 is no longer confidential."
        assert seen(office, BELOW) == {"call", "note"}
        say(office, "confidential C1", operator)
        say(office, "confidential C1", operator)
    on = [line["facts"]["on"] for line in lines(office, case_id, "case.confided")]
    assert on == [True, False, True, False, True], "what it is already changes nothing"


def seen(office: Office, viewer: Signed) -> set[str]:
    """What of the call is found by a word of its texts."""
    office.viewer = viewer
    with office.read() as reader:
        hits = search.find(reader, "zqwords") + search.find(reader, "zqnote")
    office.viewer = None
    return {hit["kind"] for hit in hits}


@pytest.mark.clause("H3.4")
def test_a_hidden_note_is_found_by_its_call_s_number_and_shows_no_more(office: Office) -> None:
    log(office, category="inquiry", words="zqwords", confidential="yes")
    say(office, "note C1 zqnote")
    office.viewer = BELOW
    with office.read() as reader:
        hits = {hit["kind"]: hit["body"] for hit in search.find(reader, "C001")}
    assert hits["note"] == "C001"
    assert numbers.full("C", 2026, 1) in hits["call"]


@pytest.mark.clause("H3.4")
@pytest.mark.usefixtures("told")
def test_the_journal_holds_none_of_it(office: Office) -> None:
    with office.read() as reader:
        kept = json.dumps(reader.rows("SELECT kind, facts FROM journal"))
    assert not [word for word in SECRETS if word in kept]


@pytest.mark.clause("H3.4")
def test_a_question_that_touches_secrets_goes_to_the_supervisor_and_says_so_on_its_card(
    office: Office,
) -> None:
    with office.read() as reader:
        phrases = reader.rows("SELECT * FROM phrases WHERE clause = 'H3.4'")
    assert phrases[0]["category"] == "inquiry"
    with office.work("lin") as work:
        form = NewCall.read({"category": "inquiry", "words": "who owns it?", "confidential": "yes"})
        case_id = actions.open_call(work, form).case_id or 0
    with office.read() as reader:
        page = str(facts(reader, office.site, NOON, case_id))
    assert "mark the call confidential" in page
    say(office, "ask C1 may we say who owns it?", "chen")
    assert call(office, case_id)["contacts"][0]["question"] is None, "nobody reads over a shoulder"


def test_what_nobody_signed_on_logged_in_confidence_is_hidden_from_nobody_signed_on(
    office: Office,
) -> None:
    say(office, "inquiry 12-3-1502 confidential the secret plan", None)
    with office.read() as reader:
        body = reader.value(
            f"SELECT {confidential.shown('t.body')} FROM texts t JOIN cases c ON c.id = t.case_id"
        )
    assert body is None
