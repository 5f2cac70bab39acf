"""What taking a calendar in came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskterm.core.words import _
from deskterm.shell.rejects import Reject

_SHOWN = 5
"""How many rejects a dry run shows: it writes no file of them."""


@dataclass
class Outcome:
    """What an import came to."""

    kept: int = 0
    over: int = 0
    """Of those, how many were over already."""
    changed: int = 0
    cancelled: int = 0
    known: int = 0
    passed: int = 0
    """Cancelled or free time that was never booked here, and rooms that the map passes over."""
    others: dict[str, int] = field(default_factory=dict)
    rejected: list[Reject] = field(default_factory=list)
    rejects_file: str = ""
    dry_run: bool = False

    def facts(self) -> dict[str, object]:
        """The outcome for programs."""
        return {
            "kept": self.kept,
            "over": self.over,
            "changed": self.changed,
            "cancelled": self.cancelled,
            "known": self.known,
            "passed": self.passed,
            "others": self.others,
            "rejected": len(self.rejected),
            "reasons": [f"{one.line}: {one.reason}" for one in self.rejected],
            "rejects_file": self.rejects_file,
            "dry_run": self.dry_run,
        }

    def sentence(self) -> str:
        """The outcome for people."""
        said = _(
            "{kept} bookings taken in ({over} of them over already), {changed} changed,"
            " {cancelled} cancelled, {known} known already, {rejected} rejected."
        )
        told = [
            said.format(
                kept=self.kept,
                over=self.over,
                changed=self.changed,
                cancelled=self.cancelled,
                known=self.known,
                rejected=len(self.rejected),
            )
        ]
        if self.passed:
            passed = _("{count} passed over: cancelled, free time, or rooms not wanted.")
            told.append(passed.format(count=self.passed))
        if self.others:
            listed = ", ".join(f"{count} {name}" for name, count in self.others.items())
            told.append(_("No meetings: {listed}.").format(listed=listed))
        if self.rejects_file:
            where = _("The rejected events stand in {file}, with what they met.")
            told.append(where.format(file=self.rejects_file))
        if self.dry_run:
            told += [f"{one.line}: {one.reason}" for one in self.rejected[:_SHOWN]]
            told.append(_("Nothing was kept (dry run)."))
        return "\n".join(told) if self.dry_run else " ".join(told)
