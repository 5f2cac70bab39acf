"""Every letter has its page: what it is, its own facts, and its timeline, in both languages."""

from __future__ import annotations

import pytest

from deskterm.core import words
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import actions as calls
from deskterm.shell.look_up import shown
from deskterm.shell.say import say_line

VAN = "沪A12345"
LINES = (
    ("lin", "call 12-3-1502 kitchen pipe burst"),
    ("lin", "book A 15:00-16:00 budget"),
    ("lin", "fault B1 the lamp is broken to: equipment"),
    ("lin", f"fuel {VAN} 45.2L 380.50 88210"),
    ("lin", "fix F1 45.9L"),
    ("lin", f"trip for Finance to the bank {VAN} driver shen"),
    ("majj", f"repair {VAN} minor brake pads 800"),
    ("majj", "approve M1"),
    ("majj", "cost M1 780"),
    ("majj", f"cost {VAN} toll 35 supplier: Shell"),
    ("lin", "handover the key is in the drawer"),
)
PAGES = {
    "C001": ("Repair", "12-3-1502", "kitchen pipe burst", "call logged"),
    "C002": ("Complaint", "R001", "lift makes noise", "call logged"),
    "B001": ("Booking", "Room A", "budget", "B002", "room booked", "time set start"),
    "B002": ("Fault in a room", "Room A", "the lamp is broken", "B001", "fault in the room"),
    "V001": ("Vehicle paper", VAN, "annual inspection", "2026-12", "paper kept", "due date"),
    "F001": ("Fuel slip", VAN, "45.90", "the first full tank", "45.20 → 45.90", "slip kept"),
    "R001": ("Missed call", "13855550123", "Became", "C002", "nobody took it"),
    "T001": ("Trip", VAN, "Finance", "the bank", "Shen Zhiming", "trip asked for"),
    "M001": ("Repair", VAN, "brake pads", "800.00", "780.00", "K001", "repair asked for"),
    "K001": ("Cost", VAN, "780.00", "M-2026-000001", "cost kept"),
    "K002": ("Cost", VAN, "toll", "35.00", "Shell", "cost kept"),
    "H001": ("Shift handover", "Lin Wei", "the key is in the drawer", "shift handed over"),
}
"""What stands on the page of each, by its number."""
WRONG = ("C999", "F999", "V-2031-000001", "Z1", "S1", "F", "C", "C1.3", "", "王磊")


@pytest.fixture
def used(office: Office) -> Office:
    """An office with at least one record of every letter."""
    with office.work() as work:
        calls.ring(work, "13855550123", missed=True)
    for operator, line in (*LINES, ("lin", "call R1 12-3-1502 lift makes noise")):
        say_line(office, line, operator, anyway=True)
    return office


def test_the_page_of_every_letter_says_all_of_it_in_both_languages(used: Office) -> None:
    with used.read() as reader:
        letters = {row["letter"] for row in reader.rows("SELECT letter FROM numbers")}
    assert letters == {number[0] for number in PAGES}
    for number, told in PAGES.items():
        page = "\n".join(shown(used, number))
        assert [text for text in told if text not in page] == [], number
        assert "@desk-1" in page or "@site" in page, number
    words.use("zh_CN")
    for number in PAGES:
        head, *rest = shown(used, number)
        assert any("一" <= char <= "鿿" for char in head), number
        assert not [line for line in rest if line.endswith((" start", " expires", "roll-call"))]


def test_a_number_is_read_however_it_is_typed_and_a_wrong_one_is_refused(used: Office) -> None:
    for said in ("f1", "Ｆ００１", "F-2026-1", " f 1 ", "F-2026-000001"):
        assert shown(used, said) == shown(used, "F001")
        call = said.upper().replace("F", "C").replace("Ｆ", "Ｃ")
        assert shown(used, call) == shown(used, "C001")
    for said in WRONG:
        with pytest.raises(Refusal, match=r"There is no record|is not a record number"):
            shown(used, said)
