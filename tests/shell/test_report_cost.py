"""What a report of one day costs does not grow with the store: every look-up has its index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from deskterm.core.office import Office
from deskterm.core.reader import Reader
from deskterm.core.report import GROUPINGS, REPORTS, Asked, Period
from deskterm.shell import reports  # noqa: F401 - they enter themselves into the registry

NOT_OF_A_PERIOD = {"unpaid"}
"""Reports over what is still open, whenever it began."""
GROWING = (
    *("cases", "calls", "steps", "runs", "moments", "texts", "journal", "docs", "assignments"),
    *("rings", "contacts", "charges", "closings", "bookings", "order_events"),
)
"""Signing on, trips and slips are no such tables: a few rows a day, beside thousands of these."""
_WEAK = re.compile(r"\((letter|desk|kind|state|category|desk=\? AND letter)=\?\)")
"""An index that leaves all of a desk's records, or all calls, to be looked at."""
_TABLE = re.compile(r"^SCAN (\w+)(?: (.*))?$")


def aliases(sql: str) -> dict[str, str]:
    """What each table is called in a query."""
    found = re.findall(r"(?:FROM|JOIN)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", sql)
    return {alias or table: table for table, alias in found} | {table: table for table, _a in found}


def scanned(office: Office, name: str, by: str) -> set[str]:
    """The tables that a report of one day reads from end to end."""
    whole: set[str] = set()
    with office.read() as reader:

        def run(sql: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the cursor
            names = aliases(sql)
            for row in reader.rows(f"EXPLAIN QUERY PLAN {sql}", **values):
                match = _TABLE.match(row["detail"])
                partial = re.search(r"\b(one_active_|cases_open|steps_due)", row["detail"])
                if _WEAK.search(row["detail"]) and not partial:
                    whole.add(f"{row['detail']} in {sql[:90]}")
                if match and names.get(match[1], match[1]) in GROWING and not partial:
                    whole.add(f"{match[0]} in {sql[:90]}")
            return reader._execute(sql, values)

        day = Period.of_whole(office.site, "2026-11-23")
        REPORTS[name](Reader(run, office.viewer), Asked(office.site, day, office.now(), by))
    return whole


@pytest.mark.parametrize("name", sorted(set(REPORTS) - NOT_OF_A_PERIOD))
def test_a_report_of_one_day_reads_no_growing_table_whole(office: Office, name: str) -> None:
    for by in GROUPINGS[name] or ("",):
        assert not scanned(office, name, by)
