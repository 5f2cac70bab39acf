"""`python -m bench`: the figures, each beside its floor, as a table or as JSON."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.measure import Bench, Figure
from bench.store import Load, copied


def main() -> None:
    """Measure everything once and print it."""
    told = _arguments()
    store = Load(calls=told.calls).made()
    away = Path(tempfile.mkdtemp(dir=store.parent, prefix="bench-"))
    try:
        figures = list(Bench(copied(store, away), told.rounds).figures())
    finally:
        shutil.rmtree(away)
    if told.json:
        print(json.dumps([asdict(figure) | {"ratio": figure.ratio} for figure in figures]))
    else:
        print("\n".join(_table(figures)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print for programs")
    parser.add_argument("--rounds", type=int, default=11, help="starts and look-ups of each kind")
    parser.add_argument("--calls", type=int, default=100_000, help="calls in the store")
    return parser.parse_args()


def _table(figures: list[Figure]) -> list[str]:
    head = f"{'':34}{'median ms':>11}{'95th':>9}{'floor ms':>11}{'ratio':>8}{'times':>7}"
    return [head, *map(_row, figures)]


def _row(figure: Figure) -> str:
    measured = f"{figure.name:34}{figure.median:11.2f}{figure.high:9.2f}"
    return f"{measured}{figure.floor:11.2f}{figure.ratio:8.2f}{figure.times:7d}"


main()
