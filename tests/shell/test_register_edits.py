"""A supervisor changes the registers from the desk line; nobody else does."""

from __future__ import annotations

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.search import find
from deskterm.shell.say import say_line


@pytest.fixture
def supervisor(office: Office) -> str:
    """The code of a service supervisor of the sample site."""
    with office.read() as reader:
        return str(reader.value("SELECT code FROM people WHERE role = 'supervisor'"))


def test_a_new_resident_is_found_by_name_and_initials(office: Office, supervisor: str) -> None:
    say_line(office, "resident 12-3-1502 100-5550-0199 欧阳修", supervisor)
    with office.read() as reader:
        row = reader.row("SELECT * FROM residents WHERE name = '欧阳修'")
        assert row is not None
        assert (row["phone_tail"], row["initials"]) == ("0199", "oyx")
        assert any("欧阳修" in hit["body"] for hit in find(reader, "oyx"))
        assert reader.value("SELECT kind FROM journal ORDER BY seq DESC") == "site.added"


@pytest.mark.parametrize(
    ("line", "sql", "value"),
    [
        ("set G2 phone 100-5550-0199", "SELECT phone FROM people WHERE code = 'G2'", "0199"),
        ("set A capacity 20", "SELECT capacity FROM rooms WHERE code = 'A'", "20"),
        (
            "set 沪A12345 norm_ml 8.8L",
            "SELECT norm_ml FROM vehicles WHERE plate = '沪A12345'",
            "8800",
        ),
        ("set G2 active no", "SELECT active FROM people WHERE code = 'G2'", "0"),
    ],
)
def test_a_field_is_changed_and_journalled(
    office: Office, supervisor: str, line: str, sql: str, value: str
) -> None:
    say_line(office, line, supervisor)
    with office.read() as reader:
        assert str(reader.value(sql)).endswith(value)
        assert reader.value("SELECT kind FROM journal ORDER BY seq DESC") == "site.changed"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("set G2 shoe 43", "these can be changed"),
        ("set Z9 name x", "no guard, room or vehicle"),
        ("set A capacity many", "is not"),
        ("resident 12-3-9999 张三", "nearest"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_a_sentence(
    office: Office, supervisor: str, line: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        say_line(office, line, supervisor)


def test_a_desk_operator_may_not_change_the_registers(office: Office) -> None:
    with pytest.raises(Refusal, match="service supervisor"):
        say_line(office, "set A capacity 20", "lin")
