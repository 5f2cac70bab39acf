"""What to mind and what to say while a record is open: the cards of its next steps, and phrases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from deskterm.core.confidential import hidden
from deskterm.core.reader import Reader
from deskterm.core.words import _, pick
from deskterm.shell import documents

_NEXT = (
    "SELECT s.run_id, s.role, s.label, s.name, b.name AS playbook, b.body FROM steps s"
    " JOIN cases c ON c.id = s.case_id JOIN runs r ON r.id = s.run_id"
    " JOIN playbooks b ON b.id = r.playbook_id WHERE s.case_id = :case AND c.closed_at IS NULL"
    " AND s.state = 'open' AND s.due_at IS NOT NULL AND r.dropped_at IS NULL"
    " ORDER BY coalesce(s.put_off_to, s.due_at), s.label, s.round"
)
_PHRASES = (
    "SELECT p.en, p.zh FROM phrases p JOIN calls k ON k.category = p.category"
    " JOIN cases c ON c.id = k.case_id WHERE c.id = :case AND c.closed_at IS NULL ORDER BY p.id"
)
_WORDS = (
    "SELECT t.body FROM texts t JOIN cases c ON c.id = t.case_id WHERE c.id = :case"  # noqa: S608 - constants only
    " AND c.desk = 'calls' AND c.closed_at IS NULL AND t.field = 'words'"
    f" AND t.replaced_at IS NULL AND NOT {hidden()}"
)


def cards(reader: Reader, case_id: int) -> Iterator[tuple[str, str]]:
    """Of an open record, as labelled lines: next cards, phrases (Q1.2), documents (Q2.2).

    The next step of whoever acts in a procedure is the one whose clock runs out first;
    one without a card says nothing, and what stands here already is not said twice.
    """
    acting: set[tuple[int, str]] = set()
    told: set[str] = set()
    for step in reader.rows(_NEXT, case=case_id):
        actor = (step["run_id"], step["role"])
        card = pick(_cards(step["playbook"], step["body"]).get(step["name"], {}))
        if actor not in acting and card and card not in told:
            yield _("Card .{label}").format(label=step["label"]), card
            told.add(card)
        acting.add(actor)
    for phrase in reader.rows(_PHRASES, case=case_id):
        yield _("Say"), pick(phrase)
    if words := reader.value(_WORDS, case=case_id):
        for row in documents.near(reader, words):
            yield _("See"), documents.line(row)


@lru_cache(maxsize=64)
def _cards(name: str, body: str) -> dict[str, dict[str, str]]:
    """The cards of a playbook version, by step."""
    from deskterm.core.playbook import parse_playbook  # noqa: PLC0415 - only an open record

    return {step.name: step.card for step in parse_playbook(name, body).steps if step.card}
