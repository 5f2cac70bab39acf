"""What would be kept if Enter were pressed, and what is known: shown while the line is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from deskterm.core import line, numbers, places
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Lexicon
from deskterm.core.line import Parsed
from deskterm.core.reader import Reader
from deskterm.core.site import read_site
from deskterm.core.words import _, pick
from deskterm.desks.calls import queries as calls
from deskterm.desks.calls.forms import CloseCall
from deskterm.desks.guards import queries as guards
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.rooms import rules
from deskterm.desks.rooms.forms import FindRoom
from deskterm.shell.known_here import Segments, call_pieces, where_pieces
from deskterm.shell.order_here import mender_pieces, wanted_pieces
from deskterm.shell.price_here import price_pieces
from deskterm.shell.series_here import LINE, series_pieces
from deskterm.shell.slip_here import slip_pieces
from deskterm.shell.suggest import to_call
from deskterm.shell.verbs import ACTS, VERBS
from deskterm.shell.where import named, where


def preview(reader: Reader, now: datetime, text: str, words: Lexicon) -> Segments:
    """The line read back, in pieces with the name of a style each."""
    if not text.strip():
        return []
    try:
        parsed = line.parse(text, VERBS, words)
    except Refusal as no:
        return [(str(no), "dim")]
    pieces = [(_(ACTS[parsed.verb.words[0]].form.title), "head"), *_said(reader, now, parsed)]
    missing = [spec for spec in parsed.verb.fields if spec.name in parsed.missing]
    if missing:
        titles_wanted = ", ".join(_(spec.title) for spec in missing)
        pieces.append((_("still wanted: {titles}").format(titles=titles_wanted), "soon"))
    elif parsed.verb.words[0] != "fuel" or pieces[-1][1] != "soon":
        pieces.append(_end(parsed))
    first = [piece for piece in pieces if not piece[0].startswith(LINE)]
    return [
        *[piece for each in first for piece in (each, (" · ", "dim"))][:-1],
        *[piece for piece in pieces if piece[0].startswith(LINE)],
    ]


def _end(parsed: Parsed) -> tuple[str, str]:
    """What Enter does with a line that lacks nothing."""
    verb, said = parsed.verb.words[0], parsed.values
    if verb in {"find", "report"}:
        return _("Enter shows it"), "ok"
    if verb == "send" and not (said.get("guards") or said.get("vehicle")):
        return _("Tab takes them"), "soon"
    return _("Enter saves"), "ok"


def _said(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """What the line says, and what is known about it."""
    verb = parsed.verb.words[0]
    if verb == "call" and "ring" in parsed.values:
        return _missed(reader, now, parsed)
    if verb == "call":
        return call_pieces(reader, now, parsed.values)
    if verb == "join":
        words = parsed.values.get("words", "")
        known = [*_open_call(reader, now, parsed), *where_pieces(reader, now, parsed.values)]
        return [*known, (words, "")] if words else known
    if verb == "close":
        return _closing(parsed)
    titles = {spec.name: spec for spec in parsed.verb.fields}
    told = {name: value for name, value in parsed.values.items() if name not in _TOLD_BETTER}
    pieces = [(f"{_(titles[name].title)} {value}", "") for name, value in told.items()]
    more = _MORE.get(verb)
    return pieces + more(reader, now, parsed) if more else pieces


def _closing(parsed: Parsed) -> Segments:
    """The outcome and the satisfaction as they will be kept; asks for the one that is missing."""
    said = dict(parsed.values)
    form = CloseCall.read(said) if "case" in said else None
    rating = form.rating if form else None
    words = form.outcome if form else said.get("words", "")
    pieces: Segments = [(said.get("case", ""), "")]
    pieces += [(_("not met"), "soon")] if form and form.unmet else []
    pieces += [(words, "")] if words else []
    told = _("satisfaction {rating}/5").format(rating=rating) if rating else _("satisfaction 1-5?")
    pieces.append((told, "" if rating else "soon"))
    return pieces


def _missed(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """The call that a missed one becomes, and who rang."""
    said = parsed.values["ring"]
    try:
        case_id = numbers.case_id(reader, said, now)
    except Refusal as no:
        return [(str(no), "soon")]
    rings = calls.rings_of(reader, case_id)
    phone = str(rings[-1]["phone"]) if rings else ""
    called = call_pieces(reader, now, {"phone": phone, **parsed.values})
    return [(f"{said} {phone}".strip(), "ok"), *called]


def _open_call(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    said = parsed.values.get("case")
    if not said:
        return []
    try:
        case_id = numbers.case_id(reader, said, now)
    except Refusal as no:
        return [(str(no), "soon")]
    rows = calls.rows_of(reader, "SELECT id FROM cases WHERE id = :case", case=case_id)
    row = rows[0]
    if row["letter"] != "C":
        return [(_("{number} is not a call.").format(number=said), "soon")]
    return [(" ".join(part for part in (said, pick(row), where(row)) if part), "ok")]


def _cautions(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """Those that hold there already, each with the number by which it is taken off."""
    said = parsed.values.get("place")
    place = places.find(reader, said) if said else None
    if place is None:
        return []
    rows = calls.cautions(reader, place["id"], read_site(reader).local(now).date())
    return [(f"{row['number']}: {row['body']}", "dim") for row in rows]


def _fitting(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """The rooms that are free and fit, the smallest first."""
    try:
        form = FindRoom.read(parsed.values)
    except Refusal:
        return []
    zone = read_site(reader).zone
    begins, ends = rules.period(form.date or now.date(), form.period.start, form.period.end)
    span = rules.on_the_wall(begins, zone), rules.on_the_wall(ends, zone)
    fit = rooms.fitting(reader, now, span, form.people, form.features)
    if not fit:
        return [(_("nothing free that fits"), "soon")]
    return [(", ".join(f"{room['code']} {room['capacity']}p" for room in fit), "ok")]


def _suggested(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """Whom Tab would send, and who is left at the posts then."""
    said = parsed.values.get("guards", "").split()
    pieces: Segments = []
    if not said:
        who = guards.suggested_for(reader, to_call(reader, now, parsed.values.get("case", "")))
        said = [guard.code for guard in who]
        names = ", ".join(f"{guard.code} {guard.name}" for guard in who)
        pieces.append((_("Tab suggests: {who}").format(who=names), "ok"))
    left = guards.left_at_posts(reader, said)
    told = ", ".join(f"{named(post, '')} {post['count']}" for post in left)
    empty = any(post["now"] and not post["count"] for post in left)
    pieces.append((_("stay at the posts: {posts}").format(posts=told), "soon" if empty else "dim"))
    return pieces


_TOLD_BETTER = ("rule", "drops", "shifts")
"""What of a series is read back in words and dates."""

_MORE: Mapping[str, Callable[[Reader, datetime, Parsed], Segments]] = {
    "send": _suggested,
    "caution": _cautions,
    "price": price_pieces,
    "room": _fitting,
    "fault": mender_pieces,
    "series": series_pieces,
    "provided": wanted_pieces,
    "fuel": slip_pieces,
}
"""What is known besides, by verb."""
