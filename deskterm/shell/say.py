"""Saying a line: the same grammar in the console and in the shell."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from deskterm.core import line
from deskterm.core.kinds import Lexicon
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.core.work import Work
from deskterm.shell.lexicon import lexicon
from deskterm.shell.verbs import ACTS, VERBS


def fill_in(
    work: Work, verb: str, values: Mapping[str, str], words: Lexicon, *, anyway: bool = False
) -> Receipt:
    """Read a verb's form from what was typed, check it once, and do it."""
    act = ACTS[verb]
    return act.do(work, act.form.read(values, words, anyway=anyway))


def say_line(
    office: Office,
    text: str,
    operator: str | None,
    *,
    anyway: bool = False,
    act: UUID | None = None,
) -> Receipt:
    """Do what a line says, or refuse in a sentence."""
    with office.read() as reader:
        words = lexicon(reader, office.site, office.now())
    parsed = line.parse(text, VERBS, words)
    with office.work(operator, act) as work:
        verb = parsed.verb.words[0]
        return fill_in(work, verb, parsed.values, words, anyway=anyway or parsed.anyway)
