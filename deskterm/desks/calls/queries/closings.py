"""How a call ended, each time; what stands against ending it; the calls it belongs with."""

from __future__ import annotations

from deskterm.core.confidential import hidden, shown
from deskterm.core.reader import Reader, Row


def closings(reader: Reader, case_id: int) -> list[Row]:
    """Every closing of a call in order, those too that were followed by a reopening.

    Columns: id, state, at, operator, disposition, satisfaction, outcome_id, outcome,
    reopened_at, reopened_by, reason_id, reason, hidden.
    """
    return reader.rows(
        "SELECT e.id, e.state, e.at, e.operator, e.disposition, e.satisfaction,"  # noqa: S608 - constants only
        f" e.outcome_id, {shown('o.body')} AS outcome, e.reopened_at, e.reopened_by, e.reason_id,"
        f" {shown('r.body')} AS reason, {hidden()} AS hidden"
        " FROM closings e JOIN cases c ON c.id = e.case_id"
        " LEFT JOIN texts o ON o.id = e.outcome_id LEFT JOIN texts r ON r.id = e.reason_id"
        " WHERE e.case_id = :case ORDER BY e.id",
        case=case_id,
    )


def links(reader: Reader, case_id: int) -> list[Row]:
    """The calls that a call belongs with, from whichever side they were linked.

    Columns: case_id, letter, year, number, state (of the other call), kind (`duplicate`
    of it, `original` of it, `related`), at, operator.
    """
    return reader.rows(
        "SELECT c.id AS case_id, c.letter, c.year, c.number, c.state, l.at, l.operator,"
        " CASE WHEN l.kind = 'duplicate' AND l.other_id = :case THEN 'original' ELSE l.kind END"
        " AS kind FROM links l"
        " JOIN cases c ON c.id = CASE WHEN l.case_id = :case THEN l.other_id ELSE l.case_id END"
        " WHERE :case IN (l.case_id, l.other_id) AND l.withdrawn_at IS NULL ORDER BY l.at, c.id",
        case=case_id,
    )


_TEXT = (
    "EXISTS (SELECT 1 FROM texts WHERE case_id = :case AND field = '{}' AND replaced_at IS NULL)"
)
_REFERRAL = (
    "EXISTS (SELECT 1 FROM contacts WHERE case_id = :case AND kind = 'referral'"
    " AND withdrawn_at IS NULL AND answered_at IS {})"
)


def standing(reader: Reader, case_id: int) -> Row:
    """What is on record of how a call could end, each 0 or 1.

    `answered`: the caller had a reply; `answer`, `outcome`: one is written down;
    `referred`: a party was asked, and what they said is known; `asked`: one was, and it
    is not; `uncharged`: a price was agreed, and no amount is kept.
    """
    found = reader.row(
        "SELECT EXISTS (SELECT 1 FROM calls WHERE case_id = :case AND answered_at IS NOT NULL)"  # noqa: S608 - constants only
        f" AS answered, {_TEXT.format('answer')} AS answer, {_TEXT.format('outcome')} AS outcome,"
        f" {_REFERRAL.format('NOT NULL')} AS referred, {_REFERRAL.format('NULL')} AS asked,"
        " EXISTS (SELECT 1 FROM charges WHERE case_id = :case AND withdrawn_at IS NULL"
        " AND amount_cents IS NULL) AS uncharged",
        case=case_id,
    )
    return found or {}


def promised(reader: Reader, case_id: int) -> bool:
    """Whether the caller was promised to be rung back, and was not yet."""
    found = reader.value(
        "SELECT 1 FROM steps s JOIN runs r ON r.id = s.run_id JOIN playbooks b ON b.id ="
        " r.playbook_id WHERE s.case_id = :case AND b.name = 'call-back' AND s.state = 'open'",
        case=case_id,
    )
    return found is not None
