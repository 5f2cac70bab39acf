"""The tables of a playbook's file, read key by key: every fault is told, not only the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from rich.cells import cell_len

from deskterm.core.clocks import SENTENCES, ClockError, parse_clock
from deskterm.core.playbook.book import (
    DESKS,
    EVENTS,
    FLAGS,
    GRADES,
    LANGUAGES,
    NEEDS,
    ROLES,
    TITLE_CELLS,
    Playbook,
    StepRule,
    words_in,
)
from deskterm.core.playbook.faults import BookFile, KeyPath, or_rather
from deskterm.core.words import _

_KEYS: Final = words_in("desk grade title clause moments site_adjusts step")
_STEP_KEYS: Final = words_in(
    "name role clock title card needs ticked_by opens when clause paperwork"
)
Values = Mapping[str, Any]


def clock_sentence(error: ClockError) -> str:
    """What is wrong with a clock, in the language spoken now."""
    return _(SENTENCES[error.code]).format(**error.values)


class BookTable:
    """One table of a file: each method reads a key and reports what is wrong there."""

    def __init__(self, file: BookFile, path: KeyPath, values: Values, called: str = "") -> None:
        self.file, self.path, self.values, self.called = file, path, values, called

    def fault(self, key: str, sentence: str) -> None:
        """Report what is wrong at a key."""
        if self.called:
            sentence = _("{where}: {sentence}").format(where=self.called, sentence=sentence)
        self.file.problem((*self.path, key), sentence)

    def check_keys(self, known: Collection[str], needed: Collection[str]) -> None:
        """Every key is known, and none is missing that is needed."""
        for key in self.values:
            if key not in known:
                self.fault(key, or_rather(_('unknown key "{key}"').format(key=key), key, known))
        for key in needed:
            if key not in self.values:
                self.fault(key, _('"{key}" is missing').format(key=key))

    def text(self, key: str) -> str | None:
        """Words in quotes, if there are any."""
        value = self.values.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.fault(key, _('"{key}" must be words in quotes').format(key=key))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Words in quotes, or a list of them."""
        value = self.values.get(key, [])
        each = value if isinstance(value, list) else [value]
        if all(isinstance(text, str) and text.strip() for text in each):
            return tuple(each)
        self.fault(key, _('"{key}" must be words in quotes, or a list of them').format(key=key))
        return ()

    def truth(self, key: str) -> bool:
        """Whether a key says true; one that is missing does not."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, _('"{key}" must be true or false').format(key=key))
        return value is True

    def known(self, key: str, words: Collection[str | None], known: Collection[str]) -> None:
        """Every one of these words is known."""
        for word in words:
            if word is not None and word not in known:
                unknown = _('unknown {key} "{word}"').format(key=key, word=word)
                self.fault(key, or_rather(unknown, word, known))

    def one_of(self, key: str, known: Collection[str]) -> str:
        """One word of those that are known."""
        word = self.text(key)
        self.known(key, [word], known)
        return word or ""

    def words(self, key: str, widest: int | None = None) -> dict[str, str]:
        """A title in every language, each at most so wide."""
        values = self.values.get(key, {})
        if not isinstance(values, dict):
            like = '{ en = "...", zh = "..." }'
            self.fault(key, _('"{key}" must be written {like}').format(key=key, like=like))
        if key not in self.values or not isinstance(values, dict):
            return {}
        called = f"{self.called}, {key}" if self.called else key
        table = BookTable(self.file, (*self.path, key), values, called)
        table.check_keys(LANGUAGES, LANGUAGES)
        words = {language: table.text(language) or "" for language in LANGUAGES}
        for language, text in words.items():
            if widest and (cells := cell_len(text)) > widest:
                wide = _('"{text}" is {cells} cells wide; at most {widest} fit the queue')
                table.fault(language, wide.format(text=text, cells=cells, widest=widest))
        return words

    def clock(self) -> str | None:
        """The clock as it is written, if it can be read."""
        text = self.text("clock")
        try:
            if text:
                parse_clock(text)
        except ClockError as error:
            sentence = _('the clock "{clock}" cannot be read: {why}')
            self.fault("clock", sentence.format(clock=text, why=clock_sentence(error)))
            return None
        return text


def _step(table: BookTable) -> StepRule:
    table.check_keys(_STEP_KEYS, ("name", "role", "title"))
    needs, ticked_by, when = table.texts("needs"), table.text("ticked_by"), table.text("when")
    table.known("needs", needs, NEEDS)
    table.known("ticked_by", [ticked_by], EVENTS)
    table.known("when", [when and when.removeprefix("not ")], FLAGS)
    return StepRule(
        name=table.text("name") or "",
        role=table.one_of("role", ROLES),
        clock=table.clock(),
        title=table.words("title", TITLE_CELLS),
        card=table.words("card") or None,
        needs=needs,
        ticked_by=ticked_by,
        opens=table.text("opens"),
        when=when,
        clauses=table.texts("clause"),
        paperwork=table.truth("paperwork"),
    )


def _steps(file: BookFile, values: Values) -> Iterator[StepRule]:
    tables = values.get("step", ())
    if isinstance(tables, list) and tables and all(isinstance(table, dict) for table in tables):
        for index, table in enumerate(tables):
            called = step_called(index, str(table.get("name", "")))
            yield _step(BookTable(file, ("step", index), table, called))
    elif "step" in values:
        file.problem(("step",), _("steps must be written [[step]], each followed by its keys"))


def step_called(index: int, name: str) -> str:
    """What a step is called in a sentence."""
    return _('step "{step}"').format(step=name) if name else f"[[step]] {index + 1}"


def read_tables(file: BookFile, name: str, values: Values) -> Playbook:
    """The playbook that these values make; what is wrong is told to the file."""
    table = BookTable(file, (), values)
    table.check_keys(_KEYS, ("desk", "grade", "title", "step"))
    return Playbook(
        name=name,
        desk=table.one_of("desk", DESKS),
        grade=table.one_of("grade", GRADES),
        title=table.words("title"),
        clauses=table.texts("clause"),
        moments=table.texts("moments"),
        site_adjusts=table.truth("site_adjusts"),
        steps=tuple(_steps(file, values)),
        source=file.text,
    )
