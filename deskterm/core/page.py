"""A table as one HTML file for the screen and for A4: nothing in it comes from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from deskterm.core.drawing import as_svg
from deskterm.core.layout import Column, Table, When, clean, fit, word
from deskterm.core.picture import BLANK, TOTAL
from deskterm.core.words import _, language

if TYPE_CHECKING:
    from deskterm.core.writing import Heading

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Whatever a text might smuggle in, nothing is fetched and nothing runs."""
_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 1.2rem auto; padding: 0 1rem; max-width: @WIDTH@; color: #1a1a1a; background: #fff;
  font: 13px/1.45 'Noto Sans', 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC',
  'Microsoft YaHei', 'Segoe UI', sans-serif; }
header { border-bottom: 2px solid #1f5fa8; margin-bottom: .8rem; padding-bottom: .4rem; }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 .25rem; }
header p { margin: 0; color: #444; display: flex; flex-wrap: wrap; gap: 0 1.6rem; }
table { border-collapse: collapse; width: calc(100% - 1px); }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #bbb; padding: .22rem .4rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; white-space: pre-line; }
thead th { background: #eaf0f7; border-bottom: 1.5px solid #1f5fa8; font-weight: 600;
  overflow-wrap: normal; word-break: keep-all; -webkit-print-color-adjust: exact;
  print-color-adjust: exact; }
th.right, td.right { text-align: right; font-variant-numeric: tabular-nums; }
td.right, td.fixed { white-space: nowrap; }
td.long { overflow-wrap: anywhere; }
tbody { break-inside: avoid; }
tbody.many { break-inside: auto; }
tr.more td { border-top: none; color: #333; padding-top: 0; }
tr.more span { margin-right: 1.1em; white-space: pre-line; overflow-wrap: anywhere; }
tr.more b { font-weight: 600; color: #666; }
tr.led td { border-bottom: none; }
tr.total td { font-weight: 700; border-top: 1.5px solid #444; }
p.count { margin: .4rem 0 0; color: #444; }
tr.blank td { height: 2.3em; }
figure { margin: 0 0 1.1rem; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: .2rem; }
svg { display: block; width: 100%; height: auto; max-height: 24rem; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: @PRINT@; }
}
@page { size: A4 @TURN@; margin: 16mm 12mm 16mm;
  font-family: 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif;
  font-size: 8pt; color: #444;
  @top-left { content: @SITE@; }
  @top-right { content: @TITLE@; }
  @bottom-left { content: @FORM@; }
  @bottom-right { content: @PAGE@ counter(page) " / " counter(pages); }
}
@page :first { @top-left { content: none; } @top-right { content: none; } }
"""
_UPRIGHT, _ACROSS = 104, 150
"""So many cells of text stand beside one another on A4, upright and across."""
_WORD = 24
"""A longer word than this may be broken."""


def as_html(table: Table, heading: Heading) -> str:
    """The whole page: title, site, period, when it was made, the pictures, the rows."""
    title = clean(table.title, limit=200)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{"en" if language() == "en" else "zh-CN"}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(' · '.join(filter(None, (title, heading.period))))}</title>",
        f"<style>{_style(table, heading, title)}</style></head><body>",
        f"<header><h1>{escape(title)}</h1><p>",
        *(f"<span>{escape(clean(said, limit=300))}</span>" for said in _said(heading)),
        "</p></header>",
        *_pictures(table),
        *_rows(table),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _pictures(table: Table) -> Iterator[str]:
    """What is drawn of it, before the rows: of those there may be many."""
    for picture in table.pictures:
        if drawn := as_svg(table, picture):
            caption = escape(word(picture.title))
            yield f"<figure><figcaption>{caption}</figcaption>{drawn}</figure>"


def _said(heading: Heading) -> Iterator[str]:
    """What stands under the title: the site, the period, when it was made; a form's own."""
    if heading.site:
        yield heading.site
    if heading.period:
        yield _("Period: {period}").format(period=heading.period)
    if heading.made:
        yield _("Made at {time}").format(time=f"{heading.made:%Y-%m-%d %H:%M}")
    yield from heading.form


def _style(table: Table, heading: Heading, title: str) -> str:
    wide = heading.landscape or len(fit(table.columns, _UPRIGHT)) < len(table.columns)
    style = _STYLE
    for mark, value in {
        "@WIDTH@": "100rem" if wide else "62rem",
        "@PRINT@": "8pt" if wide else "9pt",
        "@TURN@": "landscape" if wide else "portrait",
        "@SITE@": _quoted(heading.site),
        "@TITLE@": _quoted(" · ".join(filter(None, (title, heading.period)))),
        "@FORM@": _quoted(" · ".join(heading.form)),
        "@PAGE@": _quoted(_("Page") + " "),
    }.items():
        style = style.replace(mark, value)
    return style


def _quoted(text: str) -> str:
    """A text as a string of CSS: whatever could end it is written by its number."""
    return '"' + re.sub(r"[^\w .·:/()\-]", _by_number, clean(text, limit=200)) + '"'


def _by_number(match: re.Match[str]) -> str:
    return f"\\{ord(match[0]):x} "


def _rows(table: Table) -> Iterator[str]:
    """The rows; what has no room beside the rest stands below it, each with its title."""
    main = tuple(column for column, _cells in fit(table.columns, _ACROSS))
    rest = tuple(column for column in table.columns if column not in main)
    heads = "".join(_head(column) for column in main)
    yield f"<table><thead><tr>{heads}</tr></thead>"
    if not rest:
        yield '<tbody class="many">'
    for row in table.rows:
        more = _more(row, rest)
        cells = "".join(_cell(column, row.get(column.name)) for column in main)
        below = f'<tr class="more"><td colspan="{len(main)}">{more}</td></tr>' if more else ""
        looks = _looks(row, led=bool(more))
        line = f"<tr{looks}>{cells}</tr>{below}"
        yield f"<tbody>{line}</tbody>" if rest else line
    yield "</table>" if rest else "</tbody></table>"
    counted = sum(not row.get(TOTAL) for row in table.rows)
    said = _("Rows: {count}").format(count=counted) if counted else _("Nothing.")
    yield f'<p class="count">{escape(said)}</p>'


def _looks(row: Mapping[str, Any], *, led: bool) -> str:
    """The classes of a row."""
    kinds = {"total": row.get(TOTAL), "blank": row.get(BLANK), "led": led}
    said = " ".join(kind for kind, holds in kinds.items() if holds)
    return f' class="{said}"' if said else ""


def _more(row: Mapping[str, Any], rest: Sequence[Column]) -> str:
    """What is known of the columns that have no room: a title and a value each."""
    known = ((column, shown(row.get(column.name))) for column in rest)
    return "".join(
        f"<span><b>{escape(word(column.title))}</b> {escape(value)}</span>"
        for column, value in known
        if value
    )


def _head(column: Column) -> str:
    right = ' class="right"' if column.align == "right" else ""
    return f'<th scope="col"{right}>{escape(word(column.title))}</th>'


def _cell(column: Column, value: object) -> str:
    """One cell; unknown is blank, never zero, and what is obeyed elsewhere is visible."""
    text = shown(value)
    look = "right" if column.align == "right" else ""
    if not look and (isinstance(value, When) or (text.isascii() and len(text.split()) == 1)):
        look = "fixed" if len(text) <= _WORD else ""
    if not look and any(len(part) > _WORD for part in text.split()):
        look = "long"
    return f'<td class="{look}">{escape(text)}</td>' if look else f"<td>{escape(text)}</td>"


def shown(value: object) -> str:
    """A value as the page shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return clean(value, keep_newlines=True, limit=None)
