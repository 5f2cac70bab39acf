"""What an operator can say of a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as day
from typing import ClassVar

from deskterm.core.form import fill
from deskterm.core.series_words import Shift
from deskterm.core.words import N_, _
from deskterm.desks.rooms.forms import NewBooking


class NewSeries(NewBooking):
    """Book a room again and again: how often, and until when or how many times."""

    verbs: ClassVar[tuple[str, ...]] = ("series", "例会")
    title: ClassVar[str] = N_("New series")

    rule: str = fill(N_("How often"), "rule")
    until: day | None = fill(N_("Last day"), "until", None)
    count: int | None = fill(N_("Times"), "count", None, N_("Instead of a last day"))
    drops: tuple[day, ...] = fill(N_("Left out"), "drops", (), N_("Dates of the rule"))
    shifts: tuple[Shift, ...] = fill(N_("Elsewhere"), "shifts", (), N_("Date, @, time or room"))

    def problems(self) -> Mapping[str, str]:
        """A series has one end, not two."""
        if self.until and self.count:
            return {"count": _("A series ends on a day or after so many times, not both.")}
        return {}
