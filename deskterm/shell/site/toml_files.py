"""The two files of a site that are TOML: its settings and its categories."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from deskterm.core.playbook import GRADES, LANGUAGES, Problem
from deskterm.core.words import _
from deskterm.desks.guards.queries import STATES
from deskterm.shell.site import fuel_rules, room_rules
from deskterm.shell.site.cells import CellError, Value
from deskterm.shell.site.rows import meant

CATEGORY_CODES = ("medical", "repair", "complaint", "inquiry", "safety", "disaster", "other")
"""The seven of a help call, in their order (H1.1)."""
SETTINGS = (
    *("large_doors_minutes", "ring_seconds", "reply_days", "room_approval"),
    *("room_offer_minutes", "series_dates", "series_days"),
    *fuel_rules.SETTINGS,
)
"""What a site may set for itself: limits in whole numbers, which days count, what is approved."""
REPLY_DAYS = ("workday", "day")
APPROVED = ("large", "outside", "important")


class Toml:
    """A TOML file being read, and what is wrong in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            line = int(at[1]) if at else len(self.lines)
            sentence = _("this is not TOML: {error}")
            self.problems.append(Problem(name, line, sentence.format(error=error)))

    def wrong(self, key: str, sentence: str, table: int | str = 0) -> None:
        """Report what is wrong at a key of a `[table]`, or of the so-many-th `[[table]]`."""
        self.problems.append(Problem(self.name, self.line(key, table), sentence))

    def line(self, key: str, table: int | str = 0) -> int:
        """The line on which the key stands; where it does not, that of its table."""
        start = self._start(table)
        shape = re.compile(rf'\s*\[{{0,2}}"?{re.escape(key)}"?(\.\w+)?\s*[=\]]')
        found = (at for at in range(start, len(self.lines)) if shape.match(self.lines[at]))
        return next(found, start) + 1

    def _start(self, table: int | str) -> int:
        if isinstance(table, str):
            return next((at for at, line in enumerate(self.lines) if f"[{table}]" in line), 0)
        headers = [at for at, line in enumerate(self.lines) if line.strip().startswith("[[")]
        return headers[table - 1] if 0 < table <= len(headers) else 0

    def check_keys(
        self, found: Collection[str], known: Collection[str], table: int | str = 0
    ) -> None:
        """Report the keys that mean nothing here."""
        for key in found:
            if key not in known:
                sentence = _("unknown key “{key}”; {meant}")
                self.wrong(key, sentence.format(key=key, meant=meant(key, known)), table)

    def take(
        self,
        key: str,
        read: Callable[[Any], Any],
        values: Mapping[str, Any],
        table: int | str = 0,
    ) -> Any:  # noqa: ANN401 - what `read` makes of it
        """The value of a key that must be there; None where it is absent or wrong."""
        if key not in values:
            self.wrong(key, _("“{key}” is missing").format(key=key), table)
            return None
        try:
            return read(values[key])
        except CellError as error:
            self.wrong(key, f"{key}: {error}", table)
            return None


def some_words(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    """Words that are not blank."""
    if not isinstance(value, str) or not value.strip():
        raise CellError(_("write it as words in quotes"))
    return value.strip()


def zone_name(value: Any) -> str:  # noqa: ANN401
    """The name of a time zone that there is."""
    name = some_words(value)
    try:
        return ZoneInfo(name).key
    except (LookupError, OSError, ValueError):
        sentence = _("unknown time zone “{name}”; {meant}")
        raise CellError(
            sentence.format(name=name, meant=meant(name, sorted(available_timezones())))
        ) from None


def _days(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, list) or not all(type(day) is date for day in value):
        raise CellError(_("write it as a list of dates: [2026-10-01, 2026-10-02]"))
    return json.dumps([day.isoformat() for day in value])


def _limit(value: Any) -> str:  # noqa: ANN401
    if type(value) is not int or value < 0:
        raise CellError(_("write it as a whole number, like 30"))
    return str(value)


def _reply_days(value: Any) -> str:  # noqa: ANN401
    if value not in REPLY_DAYS:
        sentence = _("unknown kind of day “{name}”; {meant}")
        raise CellError(sentence.format(name=value, meant=meant(str(value), REPLY_DAYS)))
    return str(value)


def _approval(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, list) or not all(word in APPROVED for word in value):
        sentence = _("write it as a list of these: {words}")
        raise CellError(sentence.format(words=", ".join(APPROVED)))
    return " ".join(value)


_SETTINGS: dict[str, Callable[[Any], str]] = {
    "reply_days": _reply_days,
    "room_approval": _approval,
    **fuel_rules.SETTINGS,
}
_SITE: dict[str, Callable[[Any], str]] = {
    "name": some_words,
    "english": some_words,
    "zone": zone_name,
    "office": some_words,
    "entrance": some_words,
    "holidays": _days,
    "extra_workdays": _days,
}


def settings(file: Toml) -> Iterator[tuple[str, str]]:
    """Every setting of site.toml, as the store keeps it."""
    file.check_keys(file.values, [*_SITE, "settings", "status", *room_rules.TABLES])
    for key, read in _SITE.items():
        value = file.take(key, read, file.values)
        if value is not None:
            yield key, value
    yield from _labels(file)
    yield from room_rules.read(file)
    limits = file.values.get("settings", {})
    if not isinstance(limits, dict):
        file.wrong("settings", _("write [settings] on a line of its own, and each below it"))
        return
    file.check_keys(limits, SETTINGS)
    for key in limits:
        value = file.take(key, _SETTINGS.get(key, _limit), limits) if key in SETTINGS else None
        if value is not None:
            yield key, value


def _labels(file: Toml) -> Iterator[tuple[str, str]]:
    """The site's own words for what guards do, `[status.on-scene]`, in both languages."""
    tables = file.values.get("status", {})
    if not isinstance(tables, dict):
        file.wrong("status", _("write each state as a table: [status.on-scene]"))
        return
    for state, table in tables.items():
        where = f"status.{state}"
        if state not in STATES or not isinstance(table, dict):
            sentence = _("there is no state “{state}”; {meant}")
            file.wrong(state, sentence.format(state=state, meant=meant(state, STATES)), where)
            continue
        file.check_keys(table, LANGUAGES, where)
        for language in LANGUAGES:
            value = file.take(language, some_words, table, where)
            if value is not None:
                yield f"{where}.{language}", value


def _code(value: Any) -> str:  # noqa: ANN401
    name = some_words(value)
    if name not in CATEGORY_CODES:
        sentence = _("unknown category “{name}”; {meant}")
        raise CellError(sentence.format(name=name, meant=meant(name, CATEGORY_CODES)))
    return name


def _number(value: Any) -> int:  # noqa: ANN401
    if type(value) is not int or not 1 <= value <= len(CATEGORY_CODES):
        raise CellError(_("write a whole number from 1 to 7"))
    return value


def _minutes(value: Any) -> int:  # noqa: ANN401
    return int(_limit(value))


def _grade(value: Any) -> int:  # noqa: ANN401
    if value not in GRADES:
        sentence = _("unknown grade “{name}”; {meant}")
        raise CellError(sentence.format(name=value, meant=meant(str(value), GRADES)))
    return GRADES.index(value)


def _texts(value: Any) -> dict[str, str]:  # noqa: ANN401
    if not isinstance(value, dict) or set(value) != set(LANGUAGES):
        raise CellError(_('write it in both languages: { en = "...", zh = "..." }'))
    return {language: some_words(value[language]) for language in LANGUAGES}


def _suggesting(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
        raise CellError(_("write them as two lists, words.en and words.zh"))
    lists = [value.get(language, []) for language in LANGUAGES]
    if not all(isinstance(words, list) for words in lists):
        raise CellError(_("write them as two lists, words.en and words.zh"))
    return json.dumps([some_words(word) for words in lists for word in words], ensure_ascii=False)


def _kinds(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, list) or not all(_is_kind(kind) for kind in value):
        raise CellError(_('write each kind as { code = "theft", en = "Theft", zh = "盗窃" }'))
    return json.dumps(value, ensure_ascii=False)


def _is_kind(value: Any) -> bool:  # noqa: ANN401
    return (
        isinstance(value, dict)
        and set(value) == {"code", *LANGUAGES}
        and all(isinstance(text, str) and text.strip() for text in value.values())
    )


def categories(file: Toml, playbooks: Collection[str]) -> Iterator[tuple[int, dict[str, Value]]]:
    """Every category with its line, as the store keeps it."""
    file.check_keys(file.values, ["category"])
    tables = file.values.get("category", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        file.wrong("category", _("write [[category]] before each category"))
        return
    for number, table in enumerate(tables, start=1):
        before = len(file.problems)
        record = _category(file, table, number, playbooks)
        if len(file.problems) == before:
            yield file.line("code", number), record


_CATEGORY_KEYS = (
    "code",
    "number",
    "title",
    "grade",
    "playbook",
    "words",
    "kinds",
    "roll_call_minutes",
)


def _category(
    file: Toml, table: dict[str, Any], number: int, playbooks: Collection[str]
) -> dict[str, Value]:
    file.check_keys(table, _CATEGORY_KEYS, number)

    def playbook(value: Any) -> str:  # noqa: ANN401
        name = some_words(value)
        if playbooks and name not in playbooks:
            sentence = _("there is no playbook “{name}”; {meant}")
            raise CellError(sentence.format(name=name, meant=meant(name, playbooks)))
        return name

    title: dict[str, Value] | None = file.take("title", _texts, table, number)
    return {
        "code": file.take("code", _code, table, number),
        "number": file.take("number", _number, table, number),
        **(title or {}),
        "grade": file.take("grade", _grade, table, number),
        "playbook": file.take("playbook", playbook, table, number),
        "words": file.take("words", _suggesting, {"words": {}, **table}, number),
        "kinds": file.take("kinds", _kinds, {"kinds": [], **table}, number),
        "roll_call_minutes": file.take(
            "roll_call_minutes", _minutes, {"roll_call_minutes": 0, **table}, number
        ),
    }
