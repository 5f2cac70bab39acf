"""Pictures drawn: in the cells of a terminal, and as SVG for a page.

The libraries that draw are imported when something is drawn, never before.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from rich.cells import cell_len

from deskterm.core.layout import Table, clean, cut, pad, word
from deskterm.core.picture import Grid, Picture, grid
from deskterm.core.words import _

if TYPE_CHECKING:
    from pygal.graph.graph import Graph

MARKS = "*o+x#@%&"
"""Lines told apart without a colour."""
_FILLS = "█░▓▒"
_SHADES = " ░▒▓█"
_UNKNOWN = "·"
_MOST_LINES = 8
_MOST_BARS = 20
_one = threading.Lock()


def figures(table: Table, picture: Picture) -> Grid:
    """What a picture of this table shows, its names in the language spoken now."""
    titles = {column.name: word(column.title) for column in table.columns}
    found = grid(picture, table.rows, titles)
    series = {clean(name, limit=60): values for name, values in found.series.items()}
    return Grid([clean(label, limit=60) for label in found.labels], series)


def as_lines(table: Table, picture: Picture, width: int) -> list[str]:
    """A picture in so many cells, under its title; nothing where nothing is known."""
    found = figures(table, picture)
    if found.empty:
        return []
    lines = {"line": _line, "bar": _bars, "heat": _heat}[picture.kind](found, width)
    return [cut(word(picture.title), width), *lines]


def drawn(table: Table, width: int) -> str:
    """Every picture of a table in so many cells, one below the other; blank without any."""
    pictures = (as_lines(table, picture, width) for picture in table.pictures)
    return "".join("\n" + "\n".join(lines) + "\n" for lines in pictures if lines)


def _line(found: Grid, width: int) -> list[str]:
    shown = list(zip(MARKS, found.series.items(), strict=False))
    with _one:
        figure = _figure(width, 14)
        for mark, (_name, values) in shown:
            for run in _runs(values):
                signal = figure.signal([at for at, _v in run], [v for _at, v in run], marker=mark)
                figure.draw(signal.lines() if len(run) > 1 else signal)
        figure.ruler("x").lim(0, max(1, len(found.labels) - 1))
        _scale(figure.ruler("y"), found, 5)
        places = _spread(found.labels, width)
        figure.ruler("x").ticks(places, [cut(found.labels[at], 10) or " " for at in places])
        lines = _built(figure)
    legend = "  ".join(f"{mark} {name}" for mark, (name, _values) in shown)
    if left := len(found.series) - len(shown):
        legend += "  " + _("and {count} more").format(count=left)
    return [cut(legend, width), *lines]


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """What is known one after another; a line does not run over what is not."""
    points = enumerate(values)
    for known, run in groupby(points, key=lambda point: point[1] is not None):
        if known:
            yield [(at, value) for at, value in run if value is not None]


def _spread(labels: Sequence[str], width: int) -> list[int]:
    """As many places as have room for their labels."""
    room = max(2, (width - 10) // (2 + min(10, max(map(cell_len, labels), default=1))))
    step = -(-len(labels) // room)
    return list(range(0, len(labels), step))


def _bars(found: Grid, width: int) -> list[str]:
    labels = found.labels[:_MOST_BARS]
    series = list(found.series.items())[: len(_FILLS)]
    high = len(labels) * (len(series) + 1) - 1
    with _one:
        figure = _figure(width, high + 3)
        ticks = []
        for place, label in enumerate(labels):
            # Rows are counted from the foot up; the first row of the table comes first.
            top = high - 1 - place * (len(series) + 1)
            ticks.append((top - (len(series) - 1) // 2, cut(label, 24) or " "))
            for below, (fill, (_name, values)) in enumerate(zip(_FILLS, series, strict=False)):
                value = values[place]
                if value is None:
                    figure.draw(figure.signal([0], [top - below], marker=_UNKNOWN))
                elif value:
                    bar = figure.signal([0, value], [top - below] * 2, marker=fill)
                    figure.draw(bar.lines())
        figure.ruler("y").lim(0, max(1, high - 1))
        figure.ruler("y").ticks([at for at, _label in ticks], [label for _at, label in ticks])
        _scale(figure.ruler("x"), found, min(6, width // 14))
        lines = _built(figure)
    legend = "  ".join(f"{fill} {name}" for fill, (name, _v) in zip(_FILLS, series, strict=False))
    if left := len(found.labels) - len(labels):
        lines.append(_("and {count} more").format(count=left))
    return [cut(legend, width), *lines]


def _figure(width: int, height: int) -> Any:  # noqa: ANN401 - the library has no types
    import plotext  # noqa: PLC0415

    figure = plotext.figure
    figure.clear()
    figure.plot_size(width, height)
    return figure


def _built(figure: Any) -> list[str]:  # noqa: ANN401
    text = str(figure.build().string(colorless=True))
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _heat(found: Grid, width: int) -> list[str]:
    """A row of shaded cells for each name; unknown is a dot, never a shade."""
    names = max(map(cell_len, found.series), default=0)
    label = min(names, width // 3)
    cells = max(1, min(6, (width - label - 1) // max(1, len(found.labels))))
    shown = found.labels[: (width - label - 1) // cells]
    most = _most(found)
    lines = [cut(pad("", label) + " " + _foot(shown, cells), width)]
    for name, values in found.series.items():
        shades = "".join(_shade(value, most) * cells for value in values[: len(shown)])
        lines.append(pad(name, label) + " " + shades)
    scale = "  ".join(
        f"{shade} {_written(most * place / (len(_SHADES) - 1))}"
        for place, shade in enumerate(_SHADES)
        if place
    )
    lines.append(cut(_("up to:") + f" {scale}  · " + _("unknown"), width))
    if left := len(found.labels) - len(shown):
        lines.append(_("and {count} more").format(count=left))
    return [line.rstrip() for line in lines]


def _foot(labels: Sequence[str], cells: int) -> str:
    """The labels over their cells, as many as have room."""
    step = max(1, -(-(max(map(cell_len, labels), default=1) + 1) // cells))
    return "".join(pad(label, cells * step) for label in labels[::step])


def _most(found: Grid) -> float:
    known = [value for values in found.series.values() for value in values if value is not None]
    return max(known, default=0.0) or 1.0


def _scale(ruler: Any, found: Grid, steps: int) -> None:  # noqa: ANN401 - untyped
    """From zero to the most, the figures as people write them."""
    least, most = min(0.0, _least(found)), _most(found)
    ticks = [least + (most - least) * step / (steps - 1) for step in range(steps)]
    ruler.lim(least, most)
    ruler.ticks(ticks, [_written(tick) for tick in ticks])


def _written(figure: float) -> str:
    return f"{figure:.0f}" if abs(figure) >= 100 else f"{figure:.3g}"  # noqa: PLR2004 - three digits


def _least(found: Grid) -> float:
    known = [value for values in found.series.values() for value in values if value is not None]
    return min(known, default=0.0)


def _shade(value: float | None, most: float) -> str:
    if value is None:
        return _UNKNOWN
    step = math.ceil(max(value, 0) * (len(_SHADES) - 1) / most)
    return _SHADES[min(len(_SHADES) - 1, step)]


COLOURS = ("#1f5fa8", "#b3541e", "#2f7d4f", "#7a3e9d", "#8a6d1a", "#a32a4d", "#3b7f8c", "#555555")
_FONT = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_XLINK = "{http://www.w3.org/1999/xlink}"
ET.register_namespace("", "http://www.w3.org/2000/svg")


def as_svg(table: Table, picture: Picture) -> str:
    """A picture as SVG for the middle of a page; it holds no script and no reference."""
    found = figures(table, picture)
    if found.empty:
        return ""
    if picture.kind == "heat":
        from deskterm.core.heat import heat_svg  # noqa: PLC0415

        return heat_svg(found)
    import pygal  # noqa: PLC0415

    kinds = {"line": pygal.Line, "bar": pygal.Bar}
    chart = kinds[picture.kind](_style(found))
    chart.x_labels = found.labels
    for name, values in list(found.series.items())[:_MOST_LINES]:
        chart.add(name, values)
    return _bare(chart)


def _style(found: Grid) -> Any:  # noqa: ANN401 - the library has no types
    """Colours that print, no motion, nothing fetched."""
    import pygal  # noqa: PLC0415
    from pygal.style import Style  # noqa: PLC0415

    style = Style(
        background="transparent",
        plot_background="transparent",
        colors=COLOURS,
        font_family=_FONT,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=14,
        transition="0s",
    )
    few = len(found.labels) <= 12  # noqa: PLR2004 - labels of a year's months lie flat
    return pygal.Config(
        style=style,
        js=(),
        width=900,
        height=360,
        explicit_size=False,
        legend_at_bottom=True,
        show_legend=len(found.series) > 1,
        truncate_legend=24,
        truncate_label=16,
        x_label_rotation=0 if few else 40,
        x_labels_major_count=None if few else 16,
        show_minor_x_labels=few,
        include_x_axis=True,
        max_scale=8,
        dots_size=3,
        stroke_style={"width": 2},
        show_minor_y_labels=True,
    )


def _bare(chart: Graph) -> str:
    """The drawing without what a page must not hold: scripts, links, tooltips' own texts."""
    tree = chart.render_tree()
    for parent in list(tree.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _LEFT_OUT:
                parent.remove(child)
    for node in tree.iter():
        for name in [name for name in node.attrib if name.startswith(_XLINK)]:
            del node.attrib[name]
    return str(ET.tostring(tree, encoding="unicode"))


_LEFT_OUT = {"script", "desc", "a"}
