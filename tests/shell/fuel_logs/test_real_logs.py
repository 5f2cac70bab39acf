"""Real logs of other programs: every row is accounted for, and their own figures come out."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from deskterm.core.office import Office
from deskterm.desks.vehicles import queries, rules
from deskterm.shell.fuel_logs import stored
from deskterm.shell.fuel_logs.importing import Asked, import_fuel
from deskterm.shell.fuel_logs.outcome import Outcome

LOGS = Path(__file__).parents[4] / "shared" / "data" / "fleet"
VAN = "沪A12345"
pytestmark = pytest.mark.skipif(not LOGS.exists(), reason="the real logs are not beside this")

Month = tuple[int, int, int]
"""Millilitres, cents, and how many fills."""


@dataclass(frozen=True)
class Raw:
    """A file, the map for it, and its rows as an independent few lines read them."""

    file: str
    by: str
    rows: Callable[[list[str]], Iterator[tuple[str, Decimal, Decimal]]]

    def fills(self) -> list[tuple[str, Decimal, Decimal]]:
        """Month, litres and money of each row."""
        return list(self.rows((LOGS / self.file).read_text(encoding="utf-8").splitlines()))


def _altima(lines: list[str]) -> Iterator[tuple[str, Decimal, Decimal]]:
    for row in csv.DictReader(lines):
        gallons = Decimal(row["gallons"])
        yield row["date"][:7], gallons * Decimal("3.785411784"), gallons * Decimal(row["price"])


def _strom(lines: list[str]) -> Iterator[tuple[str, Decimal, Decimal]]:
    for row in csv.DictReader(lines, skipinitialspace=True):
        litres = Decimal(row["litres"])
        yield row["fuelup_date"][:7], litres, litres * Decimal(row["price"])


def _golf(lines: list[str]) -> Iterator[tuple[str, Decimal, Decimal]]:
    for row in csv.reader(lines[1:], delimiter=";"):
        day, month, year = row[0].split(".")
        assert 0 < int(day) < 32
        told = (Decimal(cell.replace(",", ".")) for cell in (row[3], row[4]))
        yield f"{year}-{month}", *told  # type: ignore[misc]


def _z3(lines: list[str]) -> Iterator[tuple[str, Decimal, Decimal]]:
    log = lines[lines.index('"## Log"') + 2 : lines.index('"## CostCategories"')]
    for row in csv.reader(log):
        yield row[0][:7], Decimal(row[2]), Decimal(row[4])


RAW = (
    Raw("fuelly_rob_2013altima.csv", "fuelly", _altima),
    Raw("fuelly_vito_fuelups_vstrom.csv", "fuelly", _strom),
    Raw("spritmonitor_gti_fuelings.csv", "spritmonitor", _golf),
    Raw("tigattack_fuelio_backup_sample.csv", "fuelio", _z3),
)
GOLF = RAW[2]


@pytest.fixture
def take(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Take a real log in; euros as they stand."""
    monkeypatch.chdir(tmp_path)
    root = Path(__file__).parents[3] / "data" / "maps"
    text = (root / "spritmonitor.toml").read_text(encoding="utf-8")
    taking = text.replace('currency = "Währung"', 'currency = "Währung"\ntake = ["EUR"]')
    (tmp_path / "euros.toml").write_text(taking, encoding="utf-8")

    def taken(raw: Raw, **asked: object) -> Outcome:
        by = "euros.toml" if raw is GOLF else raw.by
        how = Asked(by, VAN, "CNY", **asked)  # type: ignore[arg-type]
        return import_fuel(office, LOGS / raw.file, how, None)

    return taken


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: raw.file)
def test_every_row_is_taken_and_the_sums_by_month_are_those_of_the_file(
    office: Office, take: Callable[..., Outcome], raw: Raw
) -> None:
    outcome = take(raw)
    fills = raw.fills()
    assert (outcome.taken, outcome.known, outcome.rejected) == (len(fills), 0, [])
    sums: dict[str, Month] = defaultdict(lambda: (0, 0, 0))
    for month, litres, money in fills:
        ml, cents, count = sums[month]
        sums[month] = (ml + _whole(litres * 1000), cents + _whole(money * 100), count + 1)
    with office.read() as reader:
        kept = reader.rows(
            "SELECT substr(datetime(at, '+8 hours'), 1, 7) AS month, sum(litres_ml) AS ml,"
            " coalesce(sum(amount_cents), 0) AS cents, count(*) AS count FROM slips GROUP BY 1"
        )
    assert {row["month"]: (row["ml"], row["cents"], row["count"]) for row in kept} == sums


def _whole(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: raw.file)
def test_taken_in_a_second_time_everything_is_known(
    office: Office, take: Callable[..., Outcome], raw: Raw
) -> None:
    assert take(raw, dry_run=True).taken == len(raw.fills())
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM slips") == 0
    take(raw)
    again = take(raw)
    assert (again.taken, again.known) == (0, len(raw.fills()))


def _figures(office: Office) -> dict[tuple[str, int | None], rules.Figure[datetime]]:
    """The figure of each slip, by its day and its reading."""
    with office.read() as reader:
        vehicle = stored.vehicle(reader, VAN)
        fills = queries.all_fills(reader, vehicle)
    by_id = {fill.id: fill for fill in fills}
    found = {}
    for figure in rules.consumption(fills):
        fill = by_id[figure.slip]
        day = f"{office.site.local(fill.at):%Y-%m-%d}"
        found[day, fill.odometer_km] = figure
    return found


@pytest.mark.clause("V2.3")
def test_of_the_66_figures_that_spritmonitor_prints_65_come_out_and_the_other_is_flagged(
    office: Office, take: Callable[..., Outcome]
) -> None:
    outcome = take(GOLF)
    ours = _figures(office)
    others, printed = [], 0
    for row in csv.reader((LOGS / GOLF.file).read_text("utf-8").splitlines()[1:], delimiter=";"):
        told = Decimal(row[12].replace(",", "."))
        if not told:
            continue
        printed += 1
        day, km = "-".join(reversed(row[0].split("."))), int(row[1].split(",")[0])
        used = ours[day, km].used
        if used is None or used.per_100 is None or abs(used.per_100 - told) > Decimal("0.01"):
            others.append((day, used.km if used else None))
    assert printed == 66
    assert others == [("2010-07-19", 2528)]
    flagged = outcome.vehicles[0].flagged
    assert [(str(each.day), each.doubts[0].word) for each in flagged] == [("2010-07-19", "trip")]
    assert "the odometer went on 2528 km, the trip meter says 379" in outcome.sentence()
    with office.read() as reader:
        assert reader.rows("SELECT at, trip_m FROM slips WHERE flags = 'trip'") == [
            {"at": "2010-07-19T04:00:00.000Z", "trip_m": 379_000}
        ]


def test_the_kilometres_per_litre_that_fuelly_prints_come_out(
    office: Office, take: Callable[..., Outcome]
) -> None:
    take(RAW[1])
    ours = _figures(office)
    compared = 0
    lines = (LOGS / RAW[1].file).read_text("utf-8").splitlines()
    for row in csv.DictReader(lines, skipinitialspace=True):
        told = Decimal(row["km/l"])
        used = ours[row["fuelup_date"], int(Decimal(row["odometer"]))].used
        if told:
            assert used is not None
            assert abs(Decimal(used.km * 1000) / used.litres_ml - told) < Decimal("0.02")
            compared += 1
    assert compared == 22


def test_readings_in_miles_that_the_trip_meter_contradicts_are_flagged(
    take: Callable[..., Outcome],
) -> None:
    flagged = take(RAW[0]).vehicles[0].flagged
    odd = [each.line for each in flagged if any(doubt.word == "trip" for doubt in each.doubts)]
    assert odd == [132, 133]
