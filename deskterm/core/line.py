"""The desk line: what was typed, in any order, becomes the fields of a form."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, NOTHING, FieldSpec, Lexicon, fold, key, short
from deskterm.core.words import _

LIMIT = 4000
_OFFERED = 6
_SPAN = 4
_SLASH = "/"
_SLASHES = ("/", "／", "、", "､")
_COLONS = ":："
_BANGS = "!！"
_STOPS = ",，;；、。:："
_QUOTES = ('"', "＂", "“")
_PIECE = re.compile(r'["＂][^"＂]*["＂]?|“[^”]*”?|\S+')
_GLUED = 30
_HHMM = 4
_GLUE = re.compile(
    r"(?<=[^\W㐀-鿿])(?=[㐀-鿿])|(?<=[㐀-鿿])(?=[\w@＠－-])|(?<=\d[室房])|(?=[,，;；、:：])"
)


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


class _Piece(NamedTuple):
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def quoted(self) -> bool:
        return self.text.startswith(_QUOTES)

    def cut(self, at: int) -> tuple[_Piece, _Piece]:
        return _Piece(self.text[:at], self.start), _Piece(self.text[at:], self.start + at)

    def glued(self) -> Iterator[tuple[_Piece, _Piece]]:
        """Where Chinese and other signs meet without a blank: `G2到场`; the longest head first."""
        if not self.quoted:
            cuts = [match.start() for match in _GLUE.finditer(self.text[:_GLUED])]
            least = 1 if "㐀" <= self.text[0] <= "鿿" else 2
            yield from (self.cut(at) for at in reversed(cuts) if least <= at < len(self.text))


def parse(text: str, verbs: Sequence[Verb], lexicon: Lexicon = NOTHING) -> Parsed:
    """What `text` says in the words of these verbs, or a Refusal that offers the nearest."""
    if len(text) > LIMIT:
        sentence = _("A line of {count} characters is too long; at most {limit} can be read.")
        raise Refusal(sentence.format(count=len(text), limit=LIMIT))
    pieces = _pieces(text)
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


def _pieces(text: str) -> deque[_Piece]:
    """The line cut at blanks; quotations whole, a first slash and the last `!` by themselves."""
    pieces = deque(_Piece(match[0], match.start()) for match in _PIECE.finditer(text))
    if pieces:
        head = pieces.popleft()
        head = head.cut(len(head.text) - len(head.text.lstrip(_COLONS)))[1]
        pieces.extendleft(reversed(head.cut(1 if head.text.startswith(_SLASHES) else 0)))
    if pieces and not pieces[-1].quoted:
        last = pieces.pop()
        pieces.extend(last.cut(len(last.text.rstrip(_BANGS))))
    return deque(piece for piece in pieces if piece.text)


def _stretches(text: str, pieces: deque[_Piece], most: int) -> Iterator[tuple[int, _Piece]]:
    """The first pieces as one, so many at `most`, the longest first, each with their number."""
    heads = list(takewhile(lambda piece: not piece.quoted, islice(pieces, most)))
    for count in range(len(heads), 0, -1):
        start = heads[0].start
        yield count, _Piece(text[start : heads[count - 1].end], start)


def _begun(
    text: str, pieces: deque[_Piece], verbs: Sequence[Verb], lexicon: Lexicon
) -> tuple[Verb, _Piece | None]:
    """The verb and what said it, which is taken off; nothing said it if it is only implied."""
    table = {word: verb for verb in reversed(verbs) for word in verb.keys}
    heads = list(_stretches(text, pieces, _SPAN))
    for count, said in heads:
        if verb := table.get(_SLASH if said.text in _SLASHES else key(said.text)):
            _drop(pieces, count)
            return verb, said
    glued = list(pieces[0].glued())
    first = [*(said.text for _count, said in heads), *(said.text for said, _rest in glued)]
    if verb := _meant(first, verbs, lexicon):
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


def _drop(pieces: deque[_Piece], count: int) -> None:
    for _each in range(count):
        pieces.popleft()


def _no_verb(word: str, verbs: Sequence[Verb]) -> Refusal:
    names = {key(name): name for verb in verbs for name in verb.words}
    near = [names[close] for close in get_close_matches(key(word), names, _OFFERED, 0.5)]
    offer = ", ".join(near or [verb.words[0] for verb in verbs[:_OFFERED]])
    return Refusal(
        _("“{word}” begins nothing here; try {verbs}.").format(word=short(word), verbs=offer)
    )


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

    def take(self, pieces: deque[_Piece]) -> None:
        """Give the first pieces to the field they fit, or the first to the free words."""
        if set(fold(pieces[0].text)) == {"!"} and self.after != pieces[0].start:
            self.anyway = True
            self.note(pieces.popleft(), "anyway")
            return
        for count, piece in _stretches(self.text, pieces, self.most):
            if self._keep(piece, count):
                _drop(pieces, count)
                return
        head = pieces.popleft()
        for piece, rest in head.glued():
            if self._keep(piece, 1):
                pieces.appendleft(rest)
                return
        self._free(head)

    def parsed(self) -> Parsed:
        """All that was read, in the order of the form's fields."""
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

    def _keep(self, piece: _Piece, count: int) -> bool:
        for spelled in dict.fromkeys((piece.text, piece.text.rstrip(_STOPS))):
            for spec in self._open(spelled):
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
        if spec.kind == "flag":
            said = (spec.name, spec.title, _(spec.title), *spec.words)
            return "yes" if key(spelled) in map(key, said) else None
        if spec.kind == "category" and digits and self.values:
            return None
        if spec.kind == "time" and digits and self.only_times and not self.words:
            return kind.find(spelled, self.lexicon) if len(fold(spelled)) == _HHMM else None
        return kind.looks(spelled, self.lexicon) if count <= kind.spans else None

    def _free(self, piece: _Piece) -> None:
        """Add to the free words, with the blanks that stood between them."""
        text = piece.text
        if text[0] in _QUOTES[:2]:
            text = text[1:-1] if text[-1] in _QUOTES and len(text) > 1 else text[1:]
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

    def note(self, piece: _Piece, field: str) -> None:
        """Remember where this stretch of the line went."""
        self.tokens.append(Token(piece.text, piece.start, piece.end, field))
        self.after = None
