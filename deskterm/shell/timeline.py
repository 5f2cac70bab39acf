"""The timeline of a record as it is read: every desk's lines, in one order."""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core import history, telling
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.desks.calls import queries as calls
from deskterm.shell.journal_words import kinds


def lines(reader: Reader, site: Site, case_id: int) -> list[tuple[str, str]]:
    """What happened to a case in the order in which it was kept: who and when, and what."""
    found = history.timeline(reader, case_id)
    calls.tell_more(reader, site, found)
    words = kinds(site)
    return [telling.said(line, site, words) for line in telling.worth_reading(found)]


def brief(reader: Reader, site: Site, rows: Sequence[Row]) -> str:
    """The lines of an act in a few words: `G2 on scene 14:31`."""
    found = history.read(reader, rows)
    calls.tell_more(reader, site, found)
    return telling.brief(found, site, kinds(site))
