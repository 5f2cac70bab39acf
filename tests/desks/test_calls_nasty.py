"""Text that breaks programs is stored exactly as it was typed, in every field that takes text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskterm.core import journal, search
from deskterm.core.errors import Refusal
from deskterm.core.lexicon import blank
from deskterm.core.office import Office
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import Answer, Ask, CloseCall, NewCall, Note, Says, Skip

LIST = Path(__file__).parents[2].parent / "shared" / "data" / "nasty.json"
"""A list of such strings that several projects share; it stands beside the repository."""

NAME = 200
"""Characters of a name or a place that are kept."""

OWN = (
    "[@click=app.quit]tap[/]",
    "a\x1b[31mRED\x1b[0m",
    "safe text\rEVIL",
    "a\x00b",
    "a\u202egnp.exe",
    "葛\U000e0100飾",
    "\U00020bb7田",
    "'; DROP TABLE cases; --",
    "100%_",
    "{0} {x} %s ${HOME}",
    "=cmd|' /C calc'!A0",
    "12-3-1502\n12-3-1503",
)


def _listed() -> list[str]:
    if not LIST.exists():
        return []
    return [row["s"] for row in json.loads(LIST.read_text(encoding="utf-8"))["strings"]]


def _can_be_said(text: str) -> bool:
    return not blank(text) and not any("\ud800" <= char <= "\udfff" for char in text)


@contextmanager
def _refused_if_unsayable(text: str) -> Iterator[None]:
    if _can_be_said(text):
        yield
        return
    with pytest.raises(Refusal):
        yield


def _keep_everywhere(office: Office, text: str) -> None:
    """Type the text into every field of a call, and see that it is there as typed."""
    said = {"category": "other", "place": text, "words": text, "caller": text}
    with office.work("lin") as work:
        form = NewCall.read(said, anyway=True)
        receipt = actions.open_call(work, form)
        number, case_id = receipt.number, receipt.case_id
    assert case_id
    with office.work("lin") as work:
        actions.skip(work, Skip.read({"step": f"{number}.1", "words": text}))
        actions.note(work, Note.read({"case": number, "words": text}))
        actions.answer(work, Answer.read({"case": number, "words": text}))
        actions.ask(work, Ask.read({"case": number, "words": text}))
        actions.says(work, Says.read({"case": number, "words": text}))
        ending = {"case": number, "words": text, "satisfaction": "4"}
        actions.close_call(work, CloseCall.read(ending))
    with office.read() as reader:
        call = queries.call(reader, case_id)
        search.find(reader, text)
    typed = text.strip()
    assert call["words"] == call["caller"] == typed
    assert call["place"] or call["place_said"] in {typed, form.place}
    bodies = {line["field"]: line["body"] for line in call["timeline"] if line["field"]}
    assert {"words", "note", "answer", "question", "said", "outcome"} - set(bodies) == set()
    assert set(bodies.values()) == {typed}


@pytest.mark.parametrize("text", OWN)
def test_what_was_typed_is_kept_exactly(office: Office, text: str) -> None:
    _keep_everywhere(office, text)
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None
        facts = " ".join(row["facts"] for row in reader.rows("SELECT facts FROM journal"))
    assert json.dumps(text)[1:-1] not in facts


@pytest.mark.skipif(not LIST.exists(), reason="the shared list is not beside this repository")
@pytest.mark.parametrize(
    "text", [text for text in _listed() if _can_be_said(text) and len(text) <= NAME]
)
def test_every_string_of_the_shared_list_is_kept_exactly(office: Office, text: str) -> None:
    _keep_everywhere(office, text)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\u3164", "\udc80", "a\udc80"])
def test_what_cannot_be_seen_or_written_down_is_no_note(text: str) -> None:
    with _refused_if_unsayable(text):
        Note.read({"case": "C1", "words": text})


def test_what_is_too_long_is_refused_with_its_length_and_not_cut(office: Office) -> None:
    with pytest.raises(Refusal, match="2001 characters are too many for free text; at most 2000"):
        Note.read({"case": "C1", "words": "w" * 2001})
    longest = "w" * 2000
    with office.work("lin") as work:
        receipt = actions.open_call(work, NewCall.read({"category": "other", "words": longest}))
    assert receipt.case_id
    with office.read() as reader:
        assert queries.call(reader, receipt.case_id)["words"] == longest


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(min_size=1, max_size=60).filter(_can_be_said))
def test_whatever_is_typed_is_kept_exactly(office: Office, text: str) -> None:
    _keep_everywhere(office, text)
