"""Who may do what, and the PINs that open it."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskterm.core import people
from deskterm.core.errors import Refusal

SUPERVISOR = people.Signed(1, "zhou", "周", "Zhou", "supervisor")
DESK = people.Signed(2, "lin", "林薇", "Lin Wei", "desk")


def test_a_call_can_be_logged_and_guards_sent_while_nobody_is_signed_on() -> None:
    people.require(None, "call.log")
    people.require(None, "guards.send")


def test_everything_else_asks_nobody_to_sign_on() -> None:
    with pytest.raises(Refusal, match=r"Sign on first \(F7\)"):
        people.require(None, "call.close")


def test_a_refusal_names_the_roles_that_may() -> None:
    with pytest.raises(Refusal, match="service supervisor"):
        people.require(DESK, "register.edit")
    people.require(SUPERVISOR, "register.edit")


def test_every_role_in_the_table_of_rights_is_a_role() -> None:
    named = set().union(*people.RIGHTS.values())
    assert named <= set(people.ROLES) | {people.NOBODY}


def test_a_pin_opens_only_with_the_pepper_of_its_store(tmp_path: Path) -> None:
    secret = people.pepper(tmp_path / "desk.db")
    stored = people.hash_pin("246802", secret)
    assert people.pepper(tmp_path / "desk.db") == secret
    assert (tmp_path / "desk.db.pepper").stat().st_mode & 0o777 == 0o600
    assert people.pin_matches(stored, "246802", secret)
    assert not people.pin_matches(stored, "246803", secret)
    assert not people.pin_matches(stored, "246802", "another")
    assert not people.pin_matches("nonsense", "246802", secret)


@pytest.mark.parametrize("pin", ["", "12345", "abcdef", "1234567890123", "１２３４５６x"])
def test_a_pin_that_could_be_guessed_is_refused(pin: str) -> None:
    with pytest.raises(Refusal, match="six to twelve digits"):
        people.hash_pin(pin, "pepper")
