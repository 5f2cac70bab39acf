"""What is known of a call before it is kept: its category, its place, who calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskterm.core import places
from deskterm.core.errors import Refusal
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import naming, queries, rules
from deskterm.desks.calls.forms import NewCall

MEDICAL = "medical"
NAMED = 6
"""So many of those who may be meant are named."""


@dataclass
class Party:
    """Somebody at the telephone: who, from where, and the number to ring back."""

    place: Row | None = None
    said: str = ""
    """The place as it was told, where it is none of the site's."""
    resident: Row | None = None
    name: str = ""
    phone: str = ""
    doubts: list[str] = field(default_factory=list)
    nearest: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    """Of those who live there."""


@dataclass
class Heard:
    """What a new call is about, and who calls."""

    category: Row
    kind: str | None
    wishes: list[str]
    """The branches that are wanted from the start."""
    party: Party


def hear(work: Work, form: NewCall, rang: str = "") -> Heard:
    """All that is known before a call is kept; `rang` is the number that the telephone showed."""
    category = _category(queries.categories(work.reader), form)
    party = identify(work.reader, form.place or "", form.caller or "", form.phone or rang)
    medical = category["code"] == MEDICAL
    _doubt_second(work.reader, party, form.words or "")
    if medical:
        _ask_first(party)
    elif not any((party.place, party.said, party.name, party.phone, form.words, form.kind)):
        party.doubts.append(_("Nothing was said but the category."))
    wishes = rules.wishes_meant(form.wishes, form.words or "", medical=medical)
    return Heard(category, _kind(category, form), wishes, party)


def _category(found: list[Row], form: NewCall) -> Row:
    """The category picked by hand, else the incident kind's, else what the words suggest.

    Somebody who wants an ambulance and says nothing else is a patient.
    """
    code = form.category
    if code is None and form.kind:
        code = next((row["code"] for row in found if form.kind in _kinds(row)), None)
    if code is None and form.words:
        code = rules.suggest(form.words, queries.topics(found))
    if code is None and form.wishes:
        code = MEDICAL
    category = next((row for row in found if row["code"] == code), None)
    if category is None:
        seven = ", ".join(f"{row['number']} {pick(row)}" for row in found)
        raise Refusal(_("Which category is it? {seven}.").format(seven=seven))
    return category


def _kinds(category: Row) -> dict[str, str]:
    return {kind["code"]: pick(kind) for kind in category["kinds"]}


def _kind(category: Row, form: NewCall) -> str | None:
    known = _kinds(category)
    if form.kind is None:
        told = [
            rules.Topic(kind["code"], 0, (kind["code"], kind["en"], kind["zh"]))
            for kind in category["kinds"]
        ]
        return rules.suggest(form.words or "", told)
    if form.kind in known:
        return form.kind
    if not known:
        sentence = _("{category} has no incident kinds; leave {kind} out.")
    else:
        sentence = _("{kind} is no incident kind of {category}; there are {kinds}.")
    raise Refusal(
        sentence.format(kind=form.kind, category=pick(category), kinds=", ".join(known.values()))
    )


def _ask_first(party: Party) -> None:
    if not party.place and not party.said and not party.nearest:
        party.doubts.insert(0, _("A medical call: ask for the address first."))
    if not party.phone:
        party.doubts.append(_("A medical call: ask for the phone number first."))
        party.nearest = party.nearest or party.phones


def identify(reader: Reader, place: str, caller: str, phone: str) -> Party:
    """Who calls, from a place, a name or its reading, a number, or several of them.

    The place decides among several residents of one name; where it was not said, the
    one resident who is meant is at home.
    """
    party = Party(name=caller, phone=phone)
    if not place:
        _at_home(reader, party)
        return party
    party.place = places.find(reader, place)
    if party.place:
        _among_those_there(reader, party)
    else:
        party.said = place
        _doubt_place(reader, party)
    return party


def _among_those_there(reader: Reader, party: Party) -> None:
    there = queries.residents(reader, party.place["id"] if party.place else 0)
    party.phones = [row["phone"] for row in there if row["phone"]]
    party.resident = naming.caller_among(there, party.name, party.phone)
    only = there[0] if len(there) == 1 else None
    nobody_said = not party.name and not party.phone
    _ring_back(party, party.resident or only)
    if nobody_said:
        party.resident = party.resident or only
    if party.resident is None:
        _from_elsewhere(reader, party)
    party.name = naming.called(party.resident, party.name)


def _from_elsewhere(reader: Reader, party: Party) -> None:
    """A resident who calls about another unit, by a whole phone number that only he has."""
    number = naming.number_said(party.name) or naming.number_said(party.phone)
    who = queries.people(reader, phone=number) if len(number) >= naming.WHOLE else []
    if len(who) == 1 and not (party.name and naming.number_said(party.name) != number):
        party.resident = who[0]
        _ring_back(party, who[0])


def _ring_back(party: Party, resident: Row | None) -> None:
    """The number in the register, where none was said, or only its end."""
    if resident and len(rules.digits(party.phone)) < naming.WHOLE:
        ends = naming.same_phone(resident["phone"], party.phone)
        party.phone = resident["phone"] if ends or not party.phone else party.phone


def _at_home(reader: Reader, party: Party) -> None:
    who = queries.meant(reader, party.phone, party.name)
    unit = queries.unit_of(who)
    if unit is None:
        if who:
            _doubt_who(party, who)
        return
    party.place = places.by_id(reader, unit)
    party.resident = naming.caller_among(who, party.name, party.phone)
    numbers = {row["phone"] for row in who}
    _ring_back(party, party.resident or (who[0] if len(numbers) == 1 else None))
    party.name = naming.called(party.resident, party.name)


def _doubt_who(party: Party, who: list[Row]) -> None:
    units = list(dict.fromkeys(str(row["place"]) for row in who))
    named = [f"{row['place']} {row['name']}" for row in who[:NAMED]]
    named += ["…"] if len(who) > NAMED else []
    sentence = _("{said} is more than one resident: {who}.")
    said = party.name or party.phone
    party.doubts.append(sentence.format(said=said, who=", ".join(named)))
    party.nearest = units


def _doubt_second(reader: Reader, party: Party, words: str) -> None:
    """Ask about a unit that stands among the words beside the place that was taken."""
    for word in words.split() if party.place or party.said else ():
        said = word.strip(",.;:!?，。；：！？、")
        other = places.find(reader, said) if places.unit(said) else None
        if other and (party.place is None or other["id"] != party.place["id"]):
            sentence = _("{unit} stands in the words too; which one is it?")
            party.doubts.append(sentence.format(unit=other["code"]))


def _doubt_place(reader: Reader, party: Party) -> None:
    if places.unit(party.said):
        party.said = party.said.replace("--", "-")
    alike = places.alike(reader, party.said)
    party.nearest = alike or places.nearest(reader, party.said)
    sentence = _("There is no unit {said}; the nearest are {nearest}.")
    if alike:
        sentence = _("{said} is more than one unit: {nearest}.")
    if party.nearest:
        nearest = ", ".join(party.nearest)
        party.doubts.append(sentence.format(said=party.said, nearest=nearest))
