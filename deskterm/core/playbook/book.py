"""What a playbook is, and the words that one is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from deskterm.core.clocks import StepClock, parse_clock


def words_in(text: str) -> tuple[str, ...]:
    """The words of a list that is written as one text."""
    return tuple(text.split())


LANGUAGES: Final = words_in("en zh")
DESKS: Final = words_in("calls guards rooms vehicles shifts")
GRADES: Final = words_in("life property ordinary")
ROLES: Final = words_in(
    "desk supervisor director manager security-lead security-supervisor guard gate-guard office"
    " business equipment engineering gm-office fleet-lead driver company-gm investment-gm service"
)
EVENTS: Final = words_in(
    "guards-sent guards-en-route guards-on-scene guards-at-hospital guards-returning guards-clear"
    " vehicle-sent vehicle-out vehicle-back daily-checked paper-renewed"
    " repair-approved repair-started repair-finished repair-paid answered branched closed located"
    " supervisor-told director-told manager-told supervisor-said director-said manager-said"
    " party-told party-said price-agreed amount-kept"
    " applicant-phoned order-filled order-sent business-received equipment-received"
    " business-ready equipment-ready user-looked abnormal-noted emergency shift-taken"
)
NEEDS: Final = words_in(
    "place phone two-guards vehicle relative price amount approval referral answer outcome"
    " report instruction decision party use"
    " repair-approved repair-started repair-finished repair-paid"
)
FLAGS: Final = words_in(
    "major written large important staff equipment-watch paid via-office catering calendar-days"
    " roll-call changes abnormal emergency to-engineering to-equipment unsaid"
)
TITLE_CELLS: Final = 34


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step as its playbook has it; what the file leaves out is None or empty."""

    name: str
    role: str
    clock: str | None
    """As written; `Playbook.clocks` holds it read."""
    title: dict[str, str] = field(hash=False)
    card: dict[str, str] | None = field(hash=False)
    needs: tuple[str, ...]
    ticked_by: str | None
    opens: str | None
    when: str | None
    clauses: tuple[str, ...]
    paperwork: bool


@dataclass(frozen=True, slots=True)
class Playbook:
    """A procedure: its steps, in the order of the file, and the text that it was read from."""

    name: str
    desk: str
    grade: str
    title: dict[str, str] = field(hash=False)
    clauses: tuple[str, ...]
    moments: tuple[str, ...]
    site_adjusts: bool
    steps: tuple[StepRule, ...]
    source: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, by which versions of a playbook are told apart."""
        return sha256(self.source.encode(errors="surrogatepass")).hexdigest()

    @property
    def clocks(self) -> dict[str, StepClock]:
        """The clock of every step that has one, for `due_times`."""
        return {step.name: parse_clock(step.clock) for step in self.steps if step.clock}
