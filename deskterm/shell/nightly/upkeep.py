"""What a night looks after beside its days: the clock, the years that are kept, the disks."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from deskterm.core.config import Config
from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.words import _
from deskterm.shell.archive.years import KEPT_YEARS, destroyable_from

LAG = timedelta(minutes=5)
"""A clock that stands further behind the journal, or a night, than this was set back."""
ROOM_MB = 500
"""Less than this left on a disk is said."""
COPIES = 3
"""A disk with room for fewer further copies of the store is said to be short."""
_MB = 2**20
_YEARS = (
    "SELECT c.year FROM cases c JOIN archives a ON a.year = c.year"
    " WHERE c.letter = 'C' AND a.destroyed_at IS NULL GROUP BY c.year ORDER BY c.year"
)
_UNARCHIVED = (
    "SELECT DISTINCT c.year FROM cases c LEFT JOIN archives a ON a.year = c.year"
    " WHERE c.letter = 'C' AND a.year IS NULL AND c.year < :year ORDER BY c.year"
)


def clock(office: Office, again: Sequence[date]) -> str:
    """Which days are done again since the clock once stood ahead; refused where it stands back."""
    with office.read() as reader:
        last = reader.value("SELECT at FROM journal ORDER BY seq DESC LIMIT 1")
    if last and instant(last) > office.now() + LAG:
        sentence = _("it stands at {now}, and the journal ends at {last}: one of them is wrong")
        told = {"now": office.now(), "last": instant(last)}
        raise Refusal(
            sentence.format(
                **{name: f"{office.site.local(at):%Y-%m-%d %H:%M}" for name, at in told.items()}
            )
        )
    if not again:
        return ""
    sentence = _("it stood ahead when these were marked done, and they are done again: {days}")
    return sentence.format(days=", ".join(day.isoformat() for day in again))


def retention(office: Office, today: date) -> str:
    """Which years are to be archived, and which were kept long enough."""
    with office.read() as reader:
        kept = [row["year"] for row in reader.rows(_YEARS)]
        late = [row["year"] for row in reader.rows(_UNARCHIVED, year=today.year)]
    gone = [year for year in kept if today >= destroyable_from(year)]
    told = []
    if late:
        named = ", ".join(str(year) for year in late)
        told.append(_("to be archived: {years}").format(years=named))
    if gone:
        named = ", ".join(str(year) for year in gone)
        sentence = _("kept for {full} years, may be destroyed: {years}")
        told.append(sentence.format(full=KEPT_YEARS, years=named))
    return "; ".join(told) or _("nothing to archive, nothing to destroy")


def room(office: Office, config: Config) -> str:
    """What is free on each disk that a night writes to; refused where one is short."""
    size = office.path.stat().st_size / _MB
    there = free(office.path.parent, config.reports, config.backups)
    least = max(ROOM_MB, COPIES * size)
    if short := {folder: left for folder, left in there.items() if left < least}:
        sentence = _("only {free:.0f} MB are free at {folder}; the store takes {size:.0f} MB")
        told = [sentence.format(free=short[each], folder=each, size=size) for each in short]
        raise StoreRefusal("; ".join(told))
    sentence = _("{free:.0f} MB are free at {folder}")
    return "; ".join(sentence.format(free=there[each], folder=each) for each in there)


def free(*folders: Path) -> dict[Path, float]:
    """The megabytes free on each disk, by the first of these folders that stands there.

    For a folder that is not there yet, the nearest one above it answers.
    """
    there: dict[int, Path] = {}
    for folder in folders:
        above = (folder.absolute(), *folder.absolute().parents)
        found = next(each for each in above if each.is_dir())
        there.setdefault(found.stat().st_dev, found)
    return {folder: shutil.disk_usage(folder).free / _MB for folder in there.values()}
