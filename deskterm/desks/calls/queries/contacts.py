"""Who was asked about a call or told of it, and what they said."""

from __future__ import annotations

from deskterm.core.confidential import hidden, shown
from deskterm.core.reader import Reader, Row


def contacts(reader: Reader, case_id: int) -> list[Row]:
    """Everybody who was asked about a call or told of it, in the order of the telling.

    Columns: id, kind (escalation or referral), role, party, question_id, question, told_at,
    entered_at, told_by, answer_id, answer, answered_at, hidden.
    """
    return reader.rows(
        f"SELECT n.id, n.kind, n.role, {shown('p.body')} AS party, {shown('q.body')} AS question,"  # noqa: S608 - constants only
        f" n.question_id, n.answer_id, n.told_at, n.entered_at, n.told_by,"
        f" {shown('a.body')} AS answer, n.answered_at,"
        f" {hidden()} AS hidden FROM contacts n JOIN cases c ON c.id = n.case_id"
        " LEFT JOIN texts p ON p.id = n.party_id LEFT JOIN texts q ON q.id = n.question_id"
        " LEFT JOIN texts a ON a.id = n.answer_id"
        " WHERE n.case_id = :case AND n.withdrawn_at IS NULL ORDER BY n.told_at, n.id",
        case=case_id,
    )


def answer_awaited(reader: Reader, case_id: int) -> bool:
    """Whether somebody was asked about the call and has not answered."""
    found = reader.value(
        "SELECT 1 FROM contacts WHERE case_id = :case AND withdrawn_at IS NULL"
        " AND answered_at IS NULL AND (question_id IS NOT NULL OR party_id IS NOT NULL)",
        case=case_id,
    )
    return found is not None
