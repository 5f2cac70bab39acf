"""What a site decides for itself, as the store keeps it in `settings`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deskterm.core.reader import Reader
from deskterm.core.words import language

if TYPE_CHECKING:
    from deskterm.core.clocks import Calendar


@dataclass(frozen=True)
class Site:
    """The site's names, its zone, its working days and its settings."""

    values: dict[str, str] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the wall clock at the desk."""
        return ZoneInfo(self.values.get("zone", "UTC"))

    @cached_property
    def calendar(self) -> Calendar:
        """Zone and working days, as clocks take them."""
        from deskterm.core.clocks import Calendar  # noqa: PLC0415 - a look-up has no clocks

        return Calendar(self.zone, self._dates("holidays"), self._dates("extra_workdays"))

    def _dates(self, name: str) -> frozenset[date]:
        listed = json.loads(self.values.get(name, "[]"))
        return frozenset(date.fromisoformat(text) for text in listed)

    @property
    def title(self) -> str:
        """The site's name, in the operator's language first."""
        names = [self.values.get("english", ""), self.values.get("name", "")]
        if language() != "en":
            names.reverse()
        return " ".join(dict.fromkeys(name for name in names if name))

    def number(self, name: str, default: int) -> int:
        """A setting that is a whole number."""
        return int(self.values.get(name, default))

    def local(self, moment: datetime) -> datetime:
        """The instant on the site's wall clock."""
        return moment.astimezone(self.zone)


def read_site(reader: Reader) -> Site:
    """The site as it is kept in this store."""
    return Site({row["name"]: row["value"] for row in reader.rows("SELECT * FROM settings")})
