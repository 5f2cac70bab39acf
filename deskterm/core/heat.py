"""A heat map as SVG: a shaded cell for each figure, the figure written in it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from deskterm.core.picture import Grid

_WIDE, _HIGH, _NAMES = 900, 30, 150
_LETTER = 8
"""So wide is a letter of a label, with the room it needs beside it."""
_DARK = 0.55
"""From this share of the most on the figure stands white on its shade."""


def heat_svg(found: Grid) -> str:
    """Rows by name, columns by label; an unknown cell is left open, a zero is not."""
    cell = (_WIDE - _NAMES) / max(1, len(found.labels))
    high = _HIGH * (len(found.series) + 1)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" class="heat"'
            ' role="img" font-size="12" text-anchor="middle">'
        )
    ]
    longest = max(map(len, found.labels), default=1)
    every = max(1, -(-int(longest * _LETTER) // int(cell)))
    for place, label in enumerate(found.labels):
        if place % every == 0:
            at = _NAMES + cell * (place + 0.5)
            parts.append(f'<text x="{at:.1f}" y="20">{escape(label)}</text>')
    known = [value for values in found.series.values() for value in values if value is not None]
    most = max(known, default=0) or 1
    for place, (name, values) in enumerate(found.series.items(), start=1):
        top = place * _HIGH
        text = top + 20
        parts.append(f'<text x="{_NAMES - 8}" y="{text}" text-anchor="end">{escape(name)}</text>')
        parts += _row(values, top, cell, most)
    return "".join([*parts, "</svg>"])


def _row(values: list[float | None], top: int, cell: float, most: float) -> Iterator[str]:
    """The cells of one name, shaded by the `most` of the whole map; `top` is where they begin."""
    text = top + 20
    for at, value in enumerate(values):
        left = _NAMES + cell * at
        share = 0.0 if value is None else max(0.0, value / most)
        fill = "none" if value is None else f"rgb({_mix(share)})"
        yield (
            f'<rect x="{left:.1f}" y="{top}" width="{cell:.1f}" height="{_HIGH}" fill="{fill}"'
            ' stroke="#bbb" stroke-width="0.5"/>'
        )
        if value is not None and cell >= _HIGH - 4:
            ink = "#fff" if share > _DARK else "#222"
            middle = left + cell / 2
            yield f'<text x="{middle:.1f}" y="{text}" fill="{ink}">{value:.4g}</text>'


def _mix(share: float) -> str:
    """From white to blue."""
    return ", ".join(str(round(255 + (end - 255) * share)) for end in (31, 95, 168))
