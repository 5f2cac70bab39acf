"""`python -m bench`: the figures, each beside its floor, as a table or as JSON."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench import night
from bench.figure import Figure
from bench.measure import Bench
from bench.search import SearchBench
from bench.store import DESKTERM, Load, copied

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = (
    f"{'':34}{'median ms':>11}{'95th':>9}{'floor ms':>11}{'ratio':>8}{'scan ms':>10}{'times':>7}"
)
SMALL = 10_000
"""Calls in the store that a night is measured beside."""


def main() -> None:
    """Measure everything once and print each figure as it comes."""
    told = _arguments()
    figures = (
        figure
        for part, measure in (("desk", _desk), ("night", _night), ("search", _search))
        if told.only in {"", part}
        for figure in measure(told)
    )
    if told.json:
        print(json.dumps([asdict(figure) | {"ratio": figure.ratio} for figure in figures]))
        return
    print(_HEAD)
    for figure in figures:
        print(_row(figure), flush=True)


def _desk(told: argparse.Namespace) -> Iterator[Figure]:
    store = Load(calls=told.calls).made()
    away = Path(tempfile.mkdtemp(dir=store.parent, prefix="bench-"))
    try:
        yield from Bench(copied(store, away), told.rounds).figures()
    finally:
        shutil.rmtree(away)


def _night(told: argparse.Namespace) -> Iterator[Figure]:
    small, large = (Load(calls=calls).made() for calls in (SMALL, told.found))
    yield from night.figures(small, large, max(3, told.rounds // 2))


def _search(told: argparse.Namespace) -> Iterator[Figure]:
    """The store is only read, so that even a large one need not be copied."""
    store = Load(calls=told.found).made()
    search = SearchBench(store, told.rounds)
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(Path(home) / store.name, told.rounds)
        command = [str(DESKTERM), "--store", str(store)]
        yield from search.figures()
        yield search.typed(command, bench.env)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print for programs")
    parser.add_argument("--rounds", type=int, default=11, help="starts and look-ups of each kind")
    parser.add_argument("--calls", type=int, default=100_000, help="calls in the store")
    parser.add_argument(
        "--found", type=int, default=1_000_000, help="calls in the store that is searched"
    )
    parser.add_argument(
        "--only", choices=("", "desk", "night", "search"), default="", help="one part"
    )
    return parser.parse_args()


def _row(figure: Figure) -> str:
    measured = f"{figure.name:34}{figure.median:11.2f}{figure.high:9.2f}"
    floor = f"{_number(figure.floor):>11}{_number(figure.ratio):>8}{_number(figure.scan):>10}"
    return f"{measured}{floor}{figure.times:7d}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


main()
