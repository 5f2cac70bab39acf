"""What whoever answers a call from a place must know: oxygen, a dog, hard of hearing."""

from __future__ import annotations

from datetime import timedelta

from deskterm.core import places, search
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Text
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions.saying import local
from deskterm.desks.calls.forms import Caution
from deskterm.desks.calls.model import PlaceNote


def caution(work: Work, form: Caution) -> Receipt:
    """Keep a caution about a place until the day that was said, or take one off."""
    work.require("call.note")
    place = places.find(work.reader, form.place)
    if place is None:
        near = ", ".join(places.alike(work.reader, form.place)) or ", ".join(
            places.nearest(work.reader, form.place)
        )
        said = form.place.replace("--", "-") if places.unit(form.place) else form.place
        if not near:
            raise NotFound(_("There is no place {said} on this site.").format(said=said))
        sentence = _("There is no unit {said}; the nearest are {nearest}.")
        raise NotFound(sentence.format(said=said, nearest=near))
    if form.off is None:
        return _add(work, form, place)
    return _take_off(work, form.off, place)


def _add(work: Work, form: Caution, place: Row) -> Receipt:
    today = local(work).date()
    if form.until and form.until < today:
        sentence = _("{day} is over; say today or a later day.")
        raise Refusal(sentence.format(day=form.until.isoformat()))
    said = None if form.until else rules.no_last_day(form.words)
    if said and not form.anyway:
        sentence = _("“{said}” is no date; say the last day like until {day}, or leave it out.")
        raise Question(sentence.format(said=said, day=f"{today + timedelta(days=30)}"))
    text = work.write(None, "caution", form.words)
    row = work.keep(
        PlaceNote(
            place_id=place["id"],
            text_id=text.id,
            begins=today,
            ends=form.until,
            operator=work.operator,
        )
    )
    facts = {"note": row.id, "place": row.place_id, "text": text.id, "ends": row.ends}
    work.record("place.cautioned", **facts)
    index(work, row)
    if row.ends is None:
        sentence = _("{place}: kept until it is taken off.")
    else:
        sentence = _("{place}: kept until {day}.")
    return Receipt(place["code"], sentence.format(place=place["code"], day=row.ends))


def _take_off(work: Work, number: int, place: Row) -> Receipt:
    known = queries.cautions(work.reader, place["id"], local(work).date())
    chosen = [row for row in known if number in {row["number"], 0}]
    if len(chosen) != 1:
        listed = "; ".join(f"{row['number']} {row['body']}" for row in known)
        sentence = _("Say which one: off and its number. {place} has: {listed}.")
        if not known:
            sentence = _("There is no caution about {place}.")
        raise Refusal(sentence.format(place=place["code"], listed=listed))
    end(work, chosen[0]["id"])
    sentence = _("{place}: “{caution}” is taken off.")
    return Receipt(place["code"], sentence.format(place=place["code"], caution=chosen[0]["body"]))


def end(work: Work, note_id: int) -> None:
    """A caution holds no longer."""
    row = work.get(PlaceNote, note_id)
    row.ended_at = work.now
    work.keep(row)
    work.record("place.uncautioned", note=row.id, place=row.place_id)
    index(work, row)


def revive(work: Work, note_id: int) -> None:
    """A caution that was taken off holds again."""
    row = work.get(PlaceNote, note_id)
    row.ended_at = None
    work.keep(row)
    index(work, row)


def index(work: Work, row: PlaceNote) -> None:
    """Find a caution by its words and its place, as it stands now."""
    search.keep(work, doc(work, row))


def doc(work: Work, row: PlaceNote) -> search.Doc:
    """How a caution is found: by its words and its place; it says when it held."""
    place = places.by_id(work.reader, row.place_id) or {}
    text = work.get(Text, row.text_id)
    last = work.office.site.local(row.ended_at).date() if row.ended_at else row.ends
    held = f"({row.begins.isoformat()} – {last.isoformat() if last else ''})"
    body = f"{place.get('code', '')} {text.body} {held}"
    keys = f"{place.get('name', '')} {place.get('english', '')}"
    return search.Doc("caution", row.id, body, keys)
