"""Several years of calls, made as an operator makes them while the clock moves on."""

from __future__ import annotations

from datetime import UTC, datetime

from deskterm.core.office import Office
from deskterm.core.people import Signed
from tests.conftest import Clock
from tests.desks.oncall import log, say

WORDS = ("tap drips at the sink", "parking fee of the visitor", "the neighbour's music")
PHONES = ("138-0000-2231", "138-0000-7788", "138-0000-5566")


def at(clock: Clock, year: int, month: int = 3, day: int = 2) -> None:
    """Noon of a day at the site."""
    clock.at = datetime(year, month, day, 4, tzinfo=UTC)


def look(office: Office, code: str | None) -> None:
    """Let this person look at the office, or nobody."""
    with office.read() as reader:
        sql = "SELECT id, code, name, english, role FROM people WHERE code = :code"
        row = reader.row(sql, code=code)
    office.viewer = Signed(**row) if row else None


def said(office: Office, line: str, operator: str = "lin") -> str:
    return say(office, line, operator, anyway=True)


def a_year(office: Office, clock: Clock, year: int) -> None:
    """Three calls of a year: paid for, referred, and confidential; all of them closed."""
    at(clock, year)
    c = f"C-{year}-00000"
    for category, words, phone in zip(
        ("repair", "inquiry", "complaint"), WORDS, PHONES, strict=True
    ):
        log(office, category=category, words=words, phone=phone, caller="王建国")
        clock.pass_(minutes=1)
    said(office, f"send G2 {c}1")
    clock.pass_(minutes=3)
    said(office, "G2 on scene")
    said(office, f"answer {c}1 somebody comes")
    said(office, f"price {c}1 tap 30.00")
    said(office, f"charge {c}1 30.00 paid")
    said(office, f"note {c}1 a washer was missing")
    clock.pass_(minutes=9)
    said(office, "G2 available")
    said(office, f"refer {c}2 the police: they take it on")
    said(office, f"confidential {c}3")
    said(office, f"close {c}1 5/5 a new washer")
    said(office, f"close {c}2")
    said(office, f"close {c}3 4/5 the music is off")
    clock.pass_(minutes=31)
