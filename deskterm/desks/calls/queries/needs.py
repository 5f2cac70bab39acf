"""What steps of a call may need, answered from the store."""

from __future__ import annotations

from deskterm.core.reader import Reader


def has_place(reader: Reader, case_id: int) -> bool:
    """Whether the case has a place of the site, or the words of one."""
    found = reader.value(
        "SELECT 1 FROM cases WHERE id = :case AND (place_id IS NOT NULL OR place_said <> '')",
        case=case_id,
    )
    return found is not None


def has_phone(reader: Reader, case_id: int) -> bool:
    """Whether the call has a phone number to ring back."""
    found = reader.value("SELECT 1 FROM calls WHERE case_id = :case AND phone <> ''", case=case_id)
    return found is not None
