"""Radios and keys: handed out, brought back, and asked about when somebody goes home with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.forms import IssueEquipment
from tests.desks.patrol import guard, lines, say, status

if TYPE_CHECKING:
    from tests.conftest import Clock


def held(office: Office, code: str | None = None) -> list[tuple[Any, ...]]:
    with office.read() as reader:
        rows = queries.in_hands(reader, code)
    return [(row["code"], row["guard"], row["out_at"][11:16]) for row in rows]


def test_equipment_goes_out_and_comes_back(office: Office, clock: Clock) -> None:
    assert say(office, "issue R3 G2") == "R3 3号对讲机 issued to G2 钱进."
    clock.pass_(minutes=10)
    assert say(office, "发放 K1 R1 G3 -5m") == "K1 大门钥匙串, R1 1号对讲机 issued to G3 孙磊."
    assert held(office) == [("K1", "G3", "06:36"), ("R1", "G3", "06:36"), ("R3", "G2", "06:31")]
    assert held(office, "G2") == [("R3", "G2", "06:31")]
    assert say(office, "return R3 K1") == "R3 3号对讲机, K1 大门钥匙串 is back."
    assert say(office, "归还 R1") == "R1 1号对讲机 is back."
    assert held(office) == []
    out, back = lines(office, "equipment.issued"), lines(office, "equipment.returned")
    assert [line["equipment"] for line in out] == ["R3", "K1", "R1"]
    assert [line["equipment"] for line in back] == ["R3", "K1", "R1"]


def test_equipment_is_known_by_its_names(office: Office) -> None:
    say(office, "issue Radio 3 G2")
    say(office, "issue 2号对讲机 G2")
    assert [code for code, *_rest in held(office)] == ["R2", "R3"]


def test_all_equipment_is_listed_in_whosever_hands_it_is(office: Office) -> None:
    say(office, "issue R3 G2")
    with office.read() as reader:
        rows = queries.equipment(reader)
    assert [row["code"] for row in rows] == [
        *(f"K{number}" for number in range(1, 5)),
        *(f"R{number}" for number in range(1, 9)),
    ]
    by_code = {row["code"]: row for row in rows}
    assert (by_code["R3"]["guard"], by_code["R3"]["guard_name"]) == ("G2", "钱进")
    assert by_code["R4"]["guard"] is None
    assert (by_code["K1"]["kind"], by_code["K1"]["english"]) == ("keys", "Gate keys")


def test_what_somebody_else_has_is_asked_about_and_changes_hands(
    office: Office, clock: Clock
) -> None:
    say(office, "issue R3 G2")
    clock.pass_(minutes=10)
    with pytest.raises(Question) as asked:
        say(office, "issue R3 G3")
    assert str(asked.value) == "G2 钱进 has R3 3号对讲机 since 14:31. Issue anyway?"
    say(office, "issue R3 G3", anyway=True)
    assert held(office) == [("R3", "G3", "06:41")]
    assert [line["at"][11:16] for line in lines(office, "equipment.returned")] == ["06:41"]
    with pytest.raises(Refusal, match="G3 孙磊 has R3 3号对讲机 since 14:41 already"):
        say(office, "issue R3 G3", anyway=True)


def test_what_nobody_has_cannot_come_back(office: Office) -> None:
    say(office, "issue R1 G2")
    with pytest.raises(Refusal, match="R3 3号对讲机 is in nobody's hands; handed out are: R1 G2"):
        say(office, "return R1 R3")
    assert [code for code, *_rest in held(office)] == ["R1"], "all of it or none"


def test_unknown_equipment_is_told_what_there_is(office: Office) -> None:
    with pytest.raises(Refusal, match="R33"):
        say(office, "issue R33 G2")
    with pytest.raises(NotFound, match="There is no equipment R33; there are K1, .*, R8"):
        _issue(office, "R33")
    with office.work("lin") as work:
        work.session.connection().exec_driver_sql(
            "UPDATE equipment SET active = 0 WHERE code = 'R3'"
        )
    with pytest.raises(Refusal, match="R3 is out of use; there are K1"):
        _issue(office, "R3")


def _issue(office: Office, code: str) -> None:
    with office.work("lin") as work:
        actions.issue(work, IssueEquipment.read({"equipment": code, "guard": "G2"}))


def test_nothing_is_brought_back_before_it_went_out_without_asking(
    office: Office, clock: Clock
) -> None:
    clock.pass_(minutes=10)
    say(office, "issue R3 G2")
    with pytest.raises(Question, match="R3 was issued at 14:41; it does not come back before that"):
        say(office, "return R3 -5m")
    say(office, "return R3 -5m", anyway=True)
    assert held(office) == []


def test_who_goes_home_with_equipment_is_asked_about_it(office: Office) -> None:
    say(office, "issue R3 K1 G2")
    with pytest.raises(Question) as asked:
        status(office, "G2", "off-duty")
    assert str(asked.value) == "G2 钱进 still has K1 大门钥匙串, R3 3号对讲机. Keep it so?"
    say(office, "return R3 K1")
    status(office, "G2", "off-duty")
    with pytest.raises(Question, match="G2 钱进 is off duty. Issue anyway"):
        say(office, "issue R3 G2")
    say(office, "issue R3 G2 !")
    assert guard(office, "G2")["state"] == "off-duty"


def test_only_some_may_hand_equipment_out(office: Office) -> None:
    with pytest.raises(Refusal, match="A fleet lead may not do this"):
        say(office, "issue R3 G2", operator="majj")
    say(office, "issue R3 G2", operator="guo")
    with pytest.raises(Refusal, match="A fleet lead may not do this"):
        say(office, "return R3", operator="majj")


@pytest.mark.parametrize("line", ["issue R99 G4", "return R99", "issue G4 R99"])
def test_equipment_that_there_is_not_is_said_beside_what_there_is(
    office: Office, line: str
) -> None:
    with pytest.raises(NotFound, match="There is no equipment R99; there are K1, K2"):
        say(office, line)
