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


def has_party(reader: Reader, case_id: int) -> bool:
    """Whether a party that can help was asked (H1.4)."""
    return _contacted(reader, case_id, "party_id IS NOT NULL")


def has_referral(reader: Reader, case_id: int) -> bool:
    """Whether a party that can help was asked, and what they said is known (H1.4)."""
    return _contacted(reader, case_id, "party_id IS NOT NULL AND answer_id IS NOT NULL")


def _contacted(reader: Reader, case_id: int, how: str) -> bool:
    found = reader.value(
        f"SELECT 1 FROM contacts WHERE case_id = :case AND withdrawn_at IS NULL AND {how}",  # noqa: S608 - constants only
        case=case_id,
    )
    return found is not None


def has_price(reader: Reader, case_id: int) -> bool:
    """Whether a price was agreed (H4.6)."""
    found = reader.value(
        "SELECT 1 FROM charges WHERE case_id = :case AND withdrawn_at IS NULL", case=case_id
    )
    return found is not None


def has_amount(reader: Reader, case_id: int) -> bool:
    """Whether every price that was agreed has its amount (H4.6)."""
    row = reader.row(
        "SELECT count(*) AS agreed, count(amount_cents) AS kept FROM charges"
        " WHERE case_id = :case AND withdrawn_at IS NULL",
        case=case_id,
    )
    return bool(row and row["agreed"] and row["agreed"] == row["kept"])
