"""Where the program looks things up: flags, then environment, then file, then defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.words import _, preferred


@dataclass(frozen=True)
class Config:
    """What the program was told before it started."""

    store: Path
    """The store's file; DESKTERM_STORE, else the user's data folder."""
    language: str
    """`en` or `zh_CN`; DESKTERM_LANGUAGE, else the locale's."""
    console: str | None
    """This keyboard's name in the journal; DESKTERM_CONSOLE, else the first free seat."""
    bell: bool
    """Whether overdue steps of the desk ring the terminal's bell; DESKTERM_BELL."""
    reports: Path
    """Where the night writes its reports; DESKTERM_REPORTS, else beside the store."""
    backups: Path
    """Where the night keeps its backups; DESKTERM_BACKUPS, else beside the store."""
    backups_kept: int
    """How many backups are kept; DESKTERM_BACKUPS_KEPT, else 30."""
    formats: tuple[str, ...]
    """The formats of the night's reports; DESKTERM_FORMATS, else csv and html."""
    notify: tuple[str, ...]
    """Addresses, as Apprise writes them, that get word of the night; DESKTERM_NOTIFY."""


def load(flags: Mapping[str, str | None], environment: Mapping[str, str] = os.environ) -> Config:
    """One frozen answer from flags > environment > file > defaults."""
    told = _file(environment)
    for name in (field.name for field in fields(Config)):
        value = flags.get(name) or environment.get(f"DESKTERM_{name.upper()}")
        if value:
            told[name] = value
    store = _path(told, "store") or _users("data") / "deskterm.db"
    return Config(
        store=store,
        language=preferred(told.get("language")),
        console=told.get("console"),
        bell=told.get("bell", "yes").lower() not in {"no", "off", "false", "0"},
        reports=_path(told, "reports") or store.parent / "reports",
        backups=_path(told, "backups") or store.parent / "backups",
        backups_kept=_count(told, "backups_kept", 30),
        formats=tuple(told.get("formats", "csv html").replace(",", " ").split()),
        notify=tuple(told.get("notify", "").split()),
    )


def _path(told: Mapping[str, str], name: str) -> Path | None:
    return Path(told[name]).expanduser() if told.get(name) else None


def _count(told: Mapping[str, str], name: str, default: int) -> int:
    said = told.get(name, str(default))
    if not said.isdecimal() or int(said) < 1:
        sentence = _("{name} is {said}; write a whole number from 1 on.")
        raise Refusal(sentence.format(name=name, said=said))
    return int(said)


def _file(environment: Mapping[str, str]) -> dict[str, str]:
    named = environment.get("DESKTERM_CONFIG")
    path = Path(named) if named else _users("config") / "config.toml"
    try:
        found = _toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        sentence = _("The settings file {path} cannot be read: {error}.")
        raise Refusal(sentence.format(path=path, error=error)) from error
    known = {field.name for field in fields(Config)}
    if unknown := sorted(set(found) - known):
        sentence = _("The settings file {path} has {names}; known are {known}.")
        raise Refusal(
            sentence.format(path=path, names=", ".join(unknown), known=", ".join(sorted(known)))
        )
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: object) -> str:
    """A value as the environment would say it; of a list one after another."""
    return " ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _users(what: str) -> Path:
    """The user's own folder of this program, `data` or `config`."""
    import platformdirs  # noqa: PLC0415 - its import is a tenth of a look-up

    folders = {"data": platformdirs.user_data_path, "config": platformdirs.user_config_path}
    return folders[what]("deskterm")


def _toml(text: str) -> dict[str, object]:
    import tomllib  # noqa: PLC0415 - most machines have no settings file

    return tomllib.loads(text)
