"""What would be kept if Enter were pressed, and what is known: shown while the line is typed."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import line, places
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Lexicon
from deskterm.core.line import Parsed
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _, language
from deskterm.desks.calls import queries as calls
from deskterm.desks.calls.rules import suggest
from deskterm.desks.guards import queries as guards
from deskterm.shell.verbs import ACTS, VERBS
from deskterm.shell.where import number

Segments = list[tuple[str, str]]


def preview(reader: Reader, now: datetime, text: str, words: Lexicon) -> Segments:
    """The line read back, in pieces with the name of a style each."""
    if not text.strip():
        return []
    try:
        parsed = line.parse(text, VERBS, words)
    except Refusal as no:
        return [(str(no), "dim")]
    verb = parsed.verb.words[0]
    form = ACTS[verb].form
    pieces = [(_(form.title), "head")]
    if verb == "call":
        pieces += _call(reader, now, parsed)
    else:
        titles = {spec.name: spec for spec in parsed.verb.fields}
        pieces += [
            (f"{_(titles[name].title)} {value}", "") for name, value in parsed.values.items()
        ]
    if verb == "send":
        pieces += _suggested(reader, now, parsed)
    missing = [spec for spec in parsed.verb.fields if spec.name in parsed.missing]
    if missing:
        titles_wanted = ", ".join(_(spec.title) for spec in missing)
        pieces.append((_("still wanted: {titles}").format(titles=titles_wanted), "soon"))
    else:
        pieces.append((_("Enter saves"), "ok"))
    return [
        piece for pair in zip(pieces, [(" · ", "dim")] * len(pieces), strict=True) for piece in pair
    ][:-1]


def _call(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    values = parsed.values
    found = calls.categories(reader)
    code = values.get("category") or suggest(values.get("words", ""), calls.topics(found))
    category = next((row for row in found if row["code"] == code), None)
    pieces: Segments = []
    if category:
        title = category["en"] if language() == "en" else category["zh"]
        pieces.append((title, "life" if category["grade"] == 0 else ""))
    else:
        pieces.append((_("which category?"), "soon"))
    if said := values.get("place"):
        known = calls.known_at(reader, now, place=said, phone="", name="")
        pieces += _place(reader, known, said)
        pieces += _known(known, now)
    if text := values.get("words"):
        pieces.append((text, ""))
    return pieces


def _place(reader: Reader, known: Row, said: str) -> Segments:
    if known["place"]:
        return [(places.in_words(known["place"]), "")]
    near = places.nearest(reader, said)
    if near:
        sentence = _("no unit {said}; near: {units}")
        return [(sentence.format(said=said, units=", ".join(near)), "soon")]
    return [(said, "")]


def _known(known: Row, now: datetime) -> Segments:
    pieces: Segments = []
    for person in known["people"][:2]:
        pieces.append((f"{person['name']} {person['phone']}".strip(), ""))
    for row in known["open"][:2]:
        pieces.append((_("open there: {number}").format(number=number(row, now)), "soon"))
    if known["earlier"]:
        pieces.append((_("{count} earlier calls").format(count=known["earlier"]), "dim"))
    for notice in known["notices"]:
        pieces.append((notice["en"] if language() == "en" else notice["zh"], "soon"))
    return pieces


def _suggested(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    from deskterm.core import numbers  # noqa: PLC0415

    if parsed.values.get("guards") or "case" not in parsed.values:
        return []
    try:
        case_id = numbers.case_id(reader, parsed.values["case"], now)
    except Refusal as no:
        return [(str(no), "soon")]
    near = guards.suggested_for(reader, case_id)
    who = ", ".join(f"{guard.code} {guard.name}" for guard in near)
    return [(_("suggested: {who}").format(who=who), "ok")]
