"""The lines of a timeline as they are read: when, by whom, and what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deskterm.core.instants import instant
from deskterm.core.playbook import EVENTS
from deskterm.core.reader import Row
from deskterm.core.site import Site
from deskterm.core.words import N_, _, language

KINDS = {
    "act.undone": N_("undone"),
    "line.undone": N_("undone"),
    "case.opened": N_("opened"),
    "case.closed": N_("closed"),
    "case.cancelled": N_("cancelled"),
    "case.reopened": N_("reopened"),
    "case.flagged": N_("marked"),
    "case.flagged off": N_("mark taken off"),
    "run.started": N_("procedure started"),
    "run.dropped": N_("procedure dropped"),
    "run.revived": N_("procedure goes on"),
    "step.done": N_("done"),
    "step.skipped": N_("skipped"),
    "step.put-off": N_("put off"),
    "step.acknowledged": N_("acknowledged"),
    "step.corrected": N_("time of the step corrected"),
    "moment.set": N_("time set"),
    "moment.unset": N_("time taken back"),
    "text.written": N_("written"),
    "text.replaced": N_("no longer holds"),
}
"""What a journal line says happened; desks add their own kinds to the words.

A kind followed by what the line says in `VARIANTS` comes before the kind alone.
"""

MARKS = {
    "start": N_("start"),
    "end": N_("end"),
    "doors": N_("doors open"),
    "expires": N_("due date"),
    "service_km": N_("maintenance due"),
    "callback": N_("ring back"),
    "major": N_("major"),
    "written": N_("in writing"),
    "large": N_("large room"),
    "important": N_("important meeting"),
    "staff": N_("service staff"),
    "equipment-watch": N_("equipment watched"),
    "paid": N_("paid service"),
    "via-office": N_("via the office"),
    "catering": N_("catering"),
    "calendar-days": N_("calendar days"),
    "roll-call": N_("roll call"),
    "changes": N_("to be changed"),
    "abnormal": N_("not normal"),
    "emergency": N_("emergency"),
    "to-engineering": N_("engineering dept"),
    "to-equipment": N_("equipment dept"),
    "unsaid": N_("left without a word"),
}
"""What a condition of a case, or a time that a desk supplied, is called."""

VARIANTS = ("status", "state", "role", "what", "link", "branch", "flag")

RETYPED = ("said", "caller", "phone", "words")
"""What a correction changes that somebody typed: former and new are texts."""

_DERIVED = (
    *("step.", "moment.", "run.", "text."),
    *("case.opened", "case.flagged", "call.turned", "call.ended", "call.reopened"),
)
"""What follows from something else that was done in the same act."""


def said(line: Row, site: Site, kinds: Mapping[str, str]) -> tuple[str, str]:
    """A line of the timeline as two texts: when, by whom and where; and what.

    The told time stands behind what it is the time of, where it is not the typed one;
    a correction beside what it corrects, and the other way round.
    """
    who = line["operator"] or _("nobody")
    left = f"{site.local(instant(line['at'])):%m-%d %H:%M} {who}@{line['console']}"
    parts = [what(line, kinds), _told(line, site), *_corrections(line, site, kinds)]
    return left, " ".join(part for part in parts if part)


def what(line: Row, kinds: Mapping[str, str]) -> str:
    """What a line says happened, without its time."""
    step = line.get("step") or {}
    title = f"{step['label']} {step['en'] if language() == 'en' else step['zh']}" if step else ""
    who = [line.get("code"), line.get("name"), line.get("plate")]
    rest = [title, line.get("procedure"), line.get("subject"), line.get("body"), line.get("more")]
    mark = str(line["facts"].get("flag") or line["facts"].get("moment") or "")
    parts = [*who, _word(line, kinds), *rest, _(MARKS.get(mark, mark)) if mark else ""]
    return " ".join(str(part) for part in parts if part)


def _word(line: Row, kinds: Mapping[str, str]) -> str:
    known, kind, facts = {**KINDS, **kinds}, line["kind"], line["facts"]
    variants = [str(facts[name]) for name in VARIANTS if facts.get(name)]
    if facts.get("on") is False or facts.get("off") is True:
        variants.insert(0, "off")
    named = (known.get(f"{kind} {variant}") for variant in variants)
    return _(next((word for word in named if word), None) or known.get(kind) or str(kind))


def _told(line: Row, site: Site) -> str:
    at = line["facts"].get("at") or line["facts"].get("opened")
    if not at or at[:16] == line["at"][:16] or ("was" in line["facts"] and line["corrects"]):
        return ""
    return _("(told {time})").format(time=clock(site, at, beside=line["at"]))


def _corrections(line: Row, site: Site, kinds: Mapping[str, str]) -> Iterator[str]:
    first = line.get("corrects")
    if first and line["undone"]:
        sentence = _("(takes back {time}: {what})")
        yield sentence.format(time=clock(site, first["at"], line["at"]), what=what(first, kinds))
    elif first:
        was, at = (line["facts"].get(name) for name in ("was", "at"))
        if was and at:
            sentence = _("(corrects {was} → {at})")
            yield sentence.format(was=clock(site, was, line["at"]), at=clock(site, at, line["at"]))
        else:
            yield _("(corrects {time})").format(time=clock(site, first["at"], line["at"]))
    later = {(row["at"], row["undone"]) for row in line.get("corrections", ())}
    for at, undone in sorted(later):
        sentence = _("(undone {time})") if undone else _("(corrected {time})")
        yield sentence.format(time=clock(site, at, line["at"]))


def clock(site: Site, at: str, beside: str) -> str:
    """A stored instant as a time of day; with its date where it is another day than `beside`."""
    local = site.local(instant(at))
    same = local.date() == site.local(instant(beside)).date()
    return f"{local:%H:%M}" if same else f"{local:%m-%d %H:%M}"


def worth_reading(lines: Sequence[Row]) -> Iterator[Row]:
    """The lines of a timeline without those that say once more what another one says.

    A text is read where something was done with it; that an event started clocks, where
    the event is; and that an act was undone, in each line that was taken back.
    """
    told = {text for line in lines for text in _texts(line)}
    for line in lines:
        kind, facts = line["kind"], line["facts"]
        again = kind == "text.written" and facts.get("text") in told
        event = kind.startswith("moment.") and facts.get("moment") in EVENTS
        if not (again or event or kind == "act.undone"):
            yield line


def _texts(line: Row) -> Iterator[object]:
    """The texts that a line does something with."""
    if line["kind"] != "text.written":
        yield from (line["facts"].get(name) for name in ("text", "reason"))
    for name, (was, now) in line["facts"].get("changes", {}).items():
        yield from {"words": (now,)}.get(name, (was, now)) if name in RETYPED else ()


def brief(lines: Sequence[Row], site: Site, kinds: Mapping[str, str]) -> str:
    """An act in a few words, with the time at which it happened: `G2 on scene 14:31`."""
    own = [line for line in lines if not line["kind"].startswith(_DERIVED)]
    steps = [line for line in lines if line["kind"].startswith("step.")]
    chosen = own or steps or list(lines)
    words = dict.fromkeys(_few(line, kinds) for line in chosen)
    told = chosen[0]["facts"]
    at = told.get("at") or told.get("opened") or chosen[0]["at"]
    return f"{', '.join(words)} {clock(site, at, beside=lines[0]['at'])}"


def _few(line: Row, kinds: Mapping[str, str]) -> str:
    short = {**line, "name": None, "body": None, "more": line.get("names"), "subject": None}
    return what(short, kinds)
