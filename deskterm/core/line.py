"""The desk line: what was typed, in any order, becomes the fields of a form."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

from deskterm.core import labels
from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, NOTHING, FieldSpec, Lexicon, blank, fold, key, short
from deskterm.core.pieces import QUOTES, SLASHES, Piece, cut_up, stretches
from deskterm.core.words import _

LIMIT = 4000
_OFFERED = 6
_SPAN = 4
_SLASH = "/"
_STOPS = ",，;；、。:："
_FLAGS = ("flag", "wish")
_WHO = "who"
_NAME = 3
"""Without a blank behind it a shorter name is too easily the beginning of a sentence."""
_HHMM = 4


@dataclass(frozen=True)
class Verb:
    """A form as the line knows it: the words that begin it and the fields that it takes.

    `implied` holds the kinds of first tokens that mean it without a verb, and "/"
    for what begins with a slash.
    """

    words: tuple[str, ...]
    form_name: str
    fields: tuple[FieldSpec, ...]
    implied: tuple[str, ...] = ()
    labelled: bool = False
    """Whether a field may be named: `words: ...` takes all that follows."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The words that begin it, as they are compared."""
        return frozenset(map(key, self.words)) | {word for word in self.implied if word == _SLASH}

    @cached_property
    def text_field(self) -> str:
        """The field for what is not recognised: the first for free words, else for a name."""
        kinds = {spec.kind: spec.name for spec in reversed(self.fields)}
        return kinds.get("words") or kinds.get("name") or ""


@dataclass(frozen=True)
class Token:
    """A stretch of the line and the field it went to; that may also be `verb` or `anyway`."""

    text: str
    start: int
    end: int
    field: str


@dataclass(frozen=True)
class Parsed:
    """What a line says; `missing` are the required fields that it leaves empty."""

    verb: Verb
    values: dict[str, str]
    tokens: tuple[Token, ...]
    missing: tuple[str, ...]
    anyway: bool


def parse(text: str, verbs: Sequence[Verb], lexicon: Lexicon = NOTHING) -> Parsed:
    """What `text` says in the words of these verbs, or a Refusal that offers the nearest."""
    if len(text) > LIMIT:
        sentence = _("A line of {count} characters is too long; at most {limit} can be read.")
        raise Refusal(sentence.format(count=len(text), limit=LIMIT))
    pieces = cut_up(text)
    if not pieces:
        offer = ", ".join(verb.words[0] for verb in verbs[:_OFFERED])
        raise Refusal(_("Nothing is typed yet; begin with {verbs}.").format(verbs=offer))
    verb, spoken = _begun(text, pieces, verbs, lexicon)
    reading = _Reading(text, verb, lexicon)
    if spoken:
        reading.note(spoken, "verb")
    while pieces:
        reading.take(pieces)
    return reading.parsed()


def _begun(
    text: str, pieces: deque[Piece], verbs: Sequence[Verb], lexicon: Lexicon
) -> tuple[Verb, Piece | None]:
    """The verb and what said it, which is taken off; nothing said it if it is only implied."""
    table = {word: verb for verb in reversed(verbs) for word in verb.keys}
    heads = list(stretches(text, pieces, _SPAN))
    for count, said in heads:
        if verb := table.get(_SLASH if said.text in SLASHES else key(said.text)):
            _drop(pieces, count)
            return verb, said
    glued = list(pieces[0].glued())
    first = [*(said.text for _count, said in heads), *(said.text for said, _rest in glued)]
    if verb := _meant(first, verbs, lexicon):
        return verb, None
    if verb := _called(pieces, verbs, lexicon):
        return verb, None
    for said, rest in glued:
        if verb := table.get(key(said.text)):
            pieces[0] = rest
            return verb, said
    raise _no_verb(pieces[0].text, verbs)


def _meant(heads: Sequence[str], verbs: Sequence[Verb], lexicon: Lexicon) -> Verb | None:
    """The verb that is implied by what the line begins with."""
    for head in heads:
        for verb in verbs:
            kinds = (KINDS[kind] for kind in verb.implied if kind != _SLASH)
            if any(kind.looks(head, lexicon) for kind in kinds):
                return verb
    return None


def _called(pieces: deque[Piece], verbs: Sequence[Verb], lexicon: Lexicon) -> Verb | None:
    """The verb that the second word implies, where the first is whoever calls: `wjg 12-3-1502`."""
    heads = [piece.text for piece in islice(pieces, 2)]
    verb = _meant(heads[1:], verbs, lexicon)
    somebody = verb and any(spec.kind == _WHO for spec in verb.fields)
    return verb if somebody and KINDS[_WHO].looks(heads[0], lexicon) else None


def _drop(pieces: deque[Piece], count: int) -> None:
    for _each in range(count):
        pieces.popleft()


def _no_verb(word: str, verbs: Sequence[Verb]) -> Refusal:
    names = {key(name): name for verb in verbs for name in verb.words}
    near = [names[close] for close in get_close_matches(key(word), names, _OFFERED, 0.5)]
    offer = ", ".join(near or [verb.words[0] for verb in verbs[:_OFFERED]])
    return Refusal(
        _("“{word}” begins nothing here; try {verbs}.").format(word=short(word), verbs=offer)
    )


def _says(spec: FieldSpec, spelled: str) -> bool:
    """Whether this word puts a flag on."""
    said = (spec.name, spec.title, _(spec.title), *spec.words)
    return key(spelled) in map(key, said)


class _Reading:
    """A line half read: what its verb's fields hold so far."""

    def __init__(self, text: str, verb: Verb, lexicon: Lexicon) -> None:
        self.text, self.verb, self.lexicon = text, verb, lexicon
        self.values: dict[str, str] = {}
        self.tokens: list[Token] = []
        self.words = ""
        self.after: int | None = None
        """Where the free words that were read last end; None if something else stood after them."""
        self.anyway = False
        kinds = [KINDS[spec.kind] for spec in verb.fields]
        self.most = max((kind.spans for kind in kinds), default=1)
        self.only_times = {kind.name for kind in kinds if kind.numeric} <= {"time"}

    def take(self, pieces: deque[Piece]) -> None:
        """Give the first pieces to the field they fit, or the first to the free words."""
        if set(fold(pieces[0].text)) == {"!"} and self.after != pieces[0].start:
            self.anyway = True
            self.note(pieces.popleft(), "anyway")
            return
        if self.verb.labelled and (spec := labels.named(pieces[0], self.verb.fields)):
            self._labelled(spec, labels.taken(self.text, pieces, self.verb.fields))
            return
        self._unlabelled(pieces)

    def _labelled(self, spec: FieldSpec, said: Piece) -> None:
        if not blank(said.text):
            self.values[spec.name] = labels.read(said, spec, self.lexicon)
            self.note(said, spec.name)

    def _unlabelled(self, pieces: deque[Piece]) -> None:
        for count, piece in stretches(self.text, pieces, self.most):
            if self._keep(piece, count):
                _drop(pieces, count)
                return
        head = pieces.popleft()
        for piece, rest in head.glued():
            if self._keep(piece, 1, glued=True):
                pieces.appendleft(rest)
                return
        self._free(head)

    def _end(self) -> None:
        """Count the wishes that the free words end with; they stay among the words."""
        wishes = [spec for spec in self.verb.fields if KINDS[spec.kind].trailing]
        for token in reversed([each for each in self.tokens if each.field == self.verb.text_field]):
            meant = [each for each in wishes if _says(each, token.text.strip(_STOPS))]
            if not meant:
                return
            self.values |= {spec.name: "yes" for spec in meant}

    def parsed(self) -> Parsed:
        """All that was read, in the order of the form's fields."""
        self._end()
        names = [spec.name for spec in self.verb.fields]
        return Parsed(
            verb=self.verb,
            values={name: self.values[name] for name in names if name in self.values},
            tokens=tuple(self.tokens),
            missing=tuple(
                spec.name
                for spec in self.verb.fields
                if spec.required and spec.name not in self.values
            ),
            anyway=self.anyway,
        )

    def _keep(self, piece: Piece, count: int, *, glued: bool = False) -> bool:
        for spelled in dict.fromkeys((piece.text, piece.text.rstrip(_STOPS))):
            for spec in self._open(spelled):
                if glued and spec.kind == _WHO and len(spelled) < _NAME:
                    continue
                if found := self._seen(spec, spelled, count):
                    held = self.values.get(spec.name, "")
                    many = dict.fromkeys([*held.split(), *found.split()])
                    self.values[spec.name] = " ".join(many) if held else found
                    self.note(piece, spec.name)
                    return True
        return False

    def _open(self, spelled: str) -> Iterator[FieldSpec]:
        """The fields that this may go to: empty ones first, then those that take several."""
        fields = self.verb.fields
        everyday = len(spelled) == 1 and spelled.islower()
        for spec in (
            *(spec for spec in fields if spec.name not in self.values),
            *(spec for spec in fields if spec.name in self.values and KINDS[spec.kind].many),
        ):
            kind = KINDS[spec.kind]
            begun = self.words and (everyday or kind.leading)
            if not begun and not (kind.alone and self.verb.text_field):
                yield spec

    def _seen(self, spec: FieldSpec, spelled: str, count: int) -> str | None:
        kind = KINDS[spec.kind]
        digits = fold(spelled).isdigit()
        if spec.kind in _FLAGS:
            return "yes" if _says(spec, spelled) else None
        if spec.kind == "category" and digits and self.values:
            return None
        if spec.kind == "time" and digits and self.only_times and not self.words:
            return kind.find(spelled, self.lexicon) if len(fold(spelled)) == _HHMM else None
        found = kind.looks(spelled, self.lexicon) if count <= kind.spans else None
        return None if found and spec.kind == "kind" and self._belied(found) else found

    def _belied(self, kind: str) -> bool:
        """Whether this incident is none of the category that was picked: then it is words."""
        picked, own = self.values.get("category"), self.lexicon.find("owners", kind)
        return bool(picked and own and picked != own)

    def _free(self, piece: Piece) -> None:
        """Add to the free words, with the blanks that stood between them."""
        text = piece.text
        if text[0] in QUOTES[:2]:
            text = text[1:-1] if text[-1] in QUOTES and len(text) > 1 else text[1:]
        elif self.after is None:
            text = text.lstrip(_STOPS)
        if not text:
            return
        if not (name := self.verb.text_field):
            takes = ", ".join(_(spec.title) for spec in self.verb.fields)
            sentence = _("“{word}” is not understood here; “{verb}” takes: {fields}.")
            raise Refusal(sentence.format(word=short(text), verb=self.verb.words[0], fields=takes))
        gap = " " if self.after is None else self.text[self.after : piece.start]
        self.words = self.words + gap + text if self.words else text
        self.values[name] = self.words
        self.note(piece, name)
        self.after = piece.end

    def note(self, piece: Piece, field: str) -> None:
        """Remember where this stretch of the line went."""
        self.tokens.append(Token(piece.text, piece.start, piece.end, field))
        self.after = None
