"""Saying a line: the same grammar in the console and in the shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from deskterm.core import line
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Lexicon
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import settle
from deskterm.shell.joining import joined_values
from deskterm.shell.lexicon import lexicon
from deskterm.shell.verbs import ACTS, VERBS

NOTHING_MORE: Mapping[str, str] = {}


def fill_in(
    work: Work, verb: str, values: Mapping[str, str], words: Lexicon, *, anyway: bool = False
) -> Receipt:
    """Read a verb's form from what was typed, check it once, and do it."""
    act = ACTS[verb]
    receipt = act.do(work, act.form.read(values, words, anyway=anyway))
    if receipt.case_id is None or verb in {"undo", "reopen"}:
        return receipt
    ended = settle(work, receipt.case_id)
    return replace(receipt, sentence=f"{receipt.sentence} {ended}") if ended else receipt


def say_in(
    work: Work,
    text: str,
    words: Lexicon,
    more: Mapping[str, str] = NOTHING_MORE,
    *,
    anyway: bool = False,
) -> Receipt:
    """Do what a line says in this work; `more` are values of a call that a key added."""
    parsed = line.parse(text, VERBS, words)
    verb = parsed.verb.words[0]
    if more and verb != "call":
        raise Refusal(_("Only a call can be saved as answered; this line says something else."))
    return fill_in(work, verb, {**parsed.values, **more}, words, anyway=anyway or parsed.anyway)


def say_joining(work: Work, text: str, number: str, words: Lexicon) -> Receipt:
    """Add the caller whose call this line says to an open call."""
    parsed = line.parse(text, VERBS, words)
    return fill_in(work, "join", {**joined_values(parsed.values), "case": number}, words)


def say_line(
    office: Office,
    text: str,
    operator: str | None,
    *,
    anyway: bool = False,
    act: UUID | None = None,
) -> Receipt:
    """Do what a line says, or refuse in a sentence."""
    with office.work(operator, act) as work:
        words = lexicon(work.reader, office.site, work.now)
        return say_in(work, text, words, anyway=anyway)
