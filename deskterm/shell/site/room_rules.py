"""Which department a meeting room's matters go to, as site.toml says: wishes and faults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from deskterm.core.playbook import LANGUAGES
from deskterm.core.words import _
from deskterm.desks.rooms.orders.rules import ITEMS, MENDERS, PROVIDERS
from deskterm.shell.site.rows import meant

if TYPE_CHECKING:
    from deskterm.shell.site.toml_files import Toml

TABLES = ("provides", "faults")
"""The tables of site.toml that are read here; a site may leave both out."""


def read(file: Toml) -> Iterator[tuple[str, str]]:
    """Both as the store keeps them among the settings: JSON."""
    provides = file.values.get("provides")
    if provides is not None and (found := _provides(file, provides)):
        yield "provides", json.dumps(found, sort_keys=True)
    faults = file.values.get("faults")
    if faults is not None and (words := _faults(file, faults)):
        yield "faults", json.dumps(words, ensure_ascii=False, sort_keys=True)


def _provides(file: Toml, table: object) -> dict[str, str]:
    """The department of each thing that can be wanted."""
    if not isinstance(table, dict):
        file.wrong("provides", _("write [provides] on a line of its own, and each below it"))
        return {}
    file.check_keys(table, ITEMS, "provides")
    for item, department in table.items():
        if department not in PROVIDERS:
            sentence = _("unknown department “{name}”; {meant}")
            told = {"name": department, "meant": meant(str(department), PROVIDERS)}
            file.wrong(item, sentence.format(**told), "provides")
    return {item: name for item, name in table.items() if item in ITEMS and name in PROVIDERS}


def _faults(file: Toml, tables: object) -> dict[str, list[str]]:
    """The words of each department that mends something, of both languages."""
    if not isinstance(tables, dict):
        file.wrong("faults", _("write each department as a table: [faults.engineering]"))
        return {}
    file.check_keys(tables, MENDERS)
    known = {name: table for name, table in tables.items() if name in MENDERS}
    return {name: _words(file, f"faults.{name}", table) for name, table in known.items()}


def _words(file: Toml, where: str, table: Any) -> list[str]:  # noqa: ANN401 - whatever TOML holds
    lists: Mapping[str, Any] = table if isinstance(table, dict) else {}
    file.check_keys(lists, LANGUAGES, where)
    found: list[str] = []
    for language in LANGUAGES:
        words = lists.get(language)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            file.wrong(language, _("write them as a list of words in quotes"), where)
        else:
            found += [word.strip() for word in words if word.strip()]
    return found
