"""The reports of one night over a day of 2,000 calls: in a large store beside a small one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure, figure
from deskterm.core import config
from deskterm.core.instants import stamp
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.core.report import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = 2000
DAY = datetime(2026, 3, 14).date()  # noqa: DTZ001 - a day of the site's calendar
_HERE = "import sys; from bench.night import once; once(sys.argv[1])"


def figures(small: Path, large: Path, rounds: int) -> Iterator[Figure]:
    """Milliseconds and mebibytes of the same night's reports, in turns."""
    for store in (small, large):
        _crowd(store)
    taken: dict[Path, list[dict[str, float]]] = {small: [], large: []}
    for _round in range(rounds):
        for store, found in taken.items():
            found.append(_once(store))
    for name, what in (("night: reports of a day", "ms"), ("night: memory, MiB", "mib")):
        yield figure(
            name, [each[what] for each in taken[large]], [each[what] for each in taken[small]]
        )


def once(store: str) -> None:
    """Write the reports of the crowded day, and print what that took."""
    from deskterm.shell.nightly import papers  # noqa: PLC0415 - as the command imports it

    office = Office(Path(store))
    with tempfile.TemporaryDirectory() as folder:
        told = config.load({"store": store, "reports": folder, "formats": "csv html"}, {})
        papers.reports(office, told, DAY)
        begun = time.perf_counter()
        papers.reports(office, told, DAY)
        spent = (time.perf_counter() - begun) * 1000
    print(json.dumps({"ms": spent, "mib": _peak()}))


def _peak() -> float:
    """The most that this program held, in mebibytes.

    `getrusage` counts what its parent held at the start, too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _once(store: Path) -> dict[str, float]:
    run = [sys.executable, "-c", _HERE, str(store)]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _crowd(store: Path) -> None:
    """Let 2,000 of the calls be told of on that one day, unless they are already."""
    office = Office(store)
    period = Period.of_whole(office.site, DAY.isoformat())
    noon = stamp(datetime.combine(DAY, clock(12), office.site.zone))
    with closing(sqlite.connect(str(store), isolation_level=None)) as connection:
        there = connection.execute(
            "SELECT count(*) FROM cases WHERE desk = 'calls' AND opened_at >= ? AND opened_at < ?",
            (period.since, period.until),
        ).fetchone()[0]
        connection.execute(
            "UPDATE cases SET opened_at = ? WHERE id IN (SELECT id FROM cases WHERE desk = 'calls'"
            " AND letter = 'C' AND (opened_at < ? OR opened_at >= ?) ORDER BY id DESC LIMIT ?)",
            (noon, period.since, period.until, max(CALLS - there, 0)),
        )
    office.close()
