"""Which keys do what: the shipped keymap, a site's changes to it, and what is wrong with them.

Textual reports no key that two bindings share: the second is out of reach, in silence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import _normalize_key_list, key_to_character

from deskterm.core.errors import Refusal
from deskterm.core.words import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from textual.dom import DOMNode

SURE = frozenset(
    {*(f"f{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 12))}
    | {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"}
    | {"tab", "shift+tab", "enter", "escape", "backspace", "space"}
    | {f"ctrl+{letter}" for letter in "efgklnoqrtuwxy"}
)
"""Keys that every terminal delivers and that nothing before it takes; Ctrl+Q only asks."""

CHAINS = (
    ("field", "form", "screen", "app"),
    ("field", "line", "app"),
    ("sheet", "place", "screen", "app"),
    ("page", "place", "screen", "app"),
    ("bars", "place", "screen", "app"),
)
"""Scopes that hear a key together, the first of them first.

`place` is any one screen: what it does, it does to its lists, so typing may use the same keys.
"""

TYPING = frozenset({"field", "form", "line"})

_NAMES = {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "delete": "Del",
    "insert": "Ins",
    "fullwidth_colon": "：",
}


def load(changes: Path | None = None) -> dict[str, str]:
    """Binding id to keys: as shipped, with a site's own file on top."""
    keymap = _read(files("deskterm.data") / "keymap.toml")
    return keymap | _read(changes) if changes else keymap


def declared(*nodes: type[DOMNode]) -> dict[str, str]:
    """Binding id to keys as the classes have them by themselves, their parents' included."""
    return {
        binding.id: _normalize_key_list(binding.key)
        for node in nodes
        for parent in reversed(node.__mro__)
        for binding in vars(parent).get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    }


def problems(keymap: Mapping[str, str], known: Mapping[str, str] | None = None) -> list[str]:
    """Everything wrong with a keymap, a sentence each.

    `known` is what is `declared`; without it, ids are taken as they are.
    """
    found = [*_unknown(keymap, known)] if known is not None else []
    bindings = [(name, key) for name, keys in keymap.items() for key in keys.split(",")]
    for (one, key), (other, same) in combinations(bindings, 2):
        if key == same and _meet(_scope(one), _scope(other)):
            found.append(
                _("{key} is both {one} and {other}.").format(key=spoken(key), one=one, other=other)
            )
    for name, key in bindings:
        if _scope(name) in TYPING and _text(key):
            found.append(_("{name}: {key} is text there.").format(name=name, key=spoken(key)))
    for name, keys in keymap.items():
        if not any(key in SURE or _sure_text(key) for key in keys.split(",")):
            found.append(
                _("{name}: {keys} does not come through on every terminal.").format(
                    name=name, keys=", ".join(map(spoken, keys.split(",")))
                )
            )
    return found


def spoken(key: str) -> str:
    """A key as it is written on keyboards: `Ctrl+N`, `F2`, `PgUp`."""
    *held, name = key.split("+")
    shown = _NAMES.get(name) or (_text(name) if name != "space" else None) or name
    if len(shown) > 1:
        shown = shown[0].upper() + shown[1:]
    elif held:
        shown = shown.upper()
    return "+".join([*map(str.capitalize, held), shown])


def _read(source: Path | Traversable) -> dict[str, str]:
    try:
        tables = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(
            _("The keymap {file} cannot be read: {error}").format(file=source.name, error=error)
        ) from error
    keymap = {}
    for scope, table in tables.items():
        for name, keys in _pairs(table):
            if not isinstance(keys, str) or not keys.strip():
                raise Refusal(
                    _("The keymap {file} gives {name} no key.").format(
                        file=source.name, name=f"{scope}.{name}"
                    )
                )
            keymap[f"{scope}.{name}"] = _normalize_key_list(keys)
    return keymap


def _pairs(table: object) -> Iterator[tuple[str, object]]:
    if isinstance(table, dict):
        yield from table.items()
    else:
        yield "", None


def _unknown(keymap: Mapping[str, str], known: Mapping[str, str]) -> Iterator[str]:
    for name in keymap:
        if name not in known:
            yield _("{name}: there is no such action.").format(name=name)
    for name in known:
        if name not in keymap:
            yield _("{name}: this action is not in the keymap.").format(name=name)


def _scope(name: str) -> str:
    return name.partition(".")[0]


def _role(scope: str) -> str:
    return scope if any(scope in chain for chain in CHAINS) else "place"


def _meet(one: str, other: str) -> bool:
    """Whether one of two scopes would keep a key from the other."""
    if one == other:
        return True
    roles = {_role(one), _role(other)}
    return len(roles) > 1 and any(roles <= set(chain) for chain in CHAINS)


def _text(key: str) -> str | None:
    """The character a key types, if it types one."""
    character = key_to_character(key)
    return character if character and character.isprintable() else None


def _sure_text(key: str) -> bool:
    """Whether a key types the same with an input method: digits and signs do, letters do not."""
    character = _text(key)
    return character is not None and not character.isalpha()
