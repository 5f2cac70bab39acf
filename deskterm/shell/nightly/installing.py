"""How a machine is told to do the night: a systemd timer, or a line for cron."""

from __future__ import annotations

import getpass
import os
import shlex
import sys
from dataclasses import fields
from pathlib import Path

from deskterm.core.config import Config
from deskterm.core.words import _
from deskterm.shell.site.shipped import shipped

SERVICE, TIMER, CRON = (f"deskterm-nightly.{end}" for end in ("service", "timer", "cron"))

_SET_HERE = frozenset(
    f"DESKTERM_{field.name.upper()}" for field in fields(Config) if field.name != "store"
)


def install_words(store: Path) -> str:
    """The shipped files with this machine's user, program and store, and where they go."""
    service, timer, cron = (_filled(name, store) for name in (SERVICE, TIMER, CRON))
    return "\n".join(
        [
            "# " + _("With systemd: two files, then one command."),
            f"# /etc/systemd/system/{SERVICE}",
            service,
            f"# /etc/systemd/system/{TIMER}",
            timer,
            f"systemctl daemon-reload && systemctl enable --now {TIMER}",
            "",
            "# " + _("With cron: one file, /etc/cron.d/deskterm-nightly"),
            cron,
            *_unknown_there(),
        ]
    )


def _unknown_there() -> list[str]:
    """What is set for this shell alone, and would be otherwise in a night."""
    names = sorted(name for name in os.environ if name in _SET_HERE)
    if not names:
        return []
    sentence = _("A timer does not know what is set here alone; write it into config.toml: {names}")
    return ["", "# " + sentence.format(names=", ".join(names))]


def _filled(name: str, store: Path) -> str:
    text = (shipped("nightly") / name).read_text(encoding="utf-8")
    # A `%` means something to cron and to systemd; a path may hold a blank.
    for sign, value in {
        "@program@": shlex.quote(str(_program())),
        "@store@": shlex.quote(str(store.absolute())),
        "@user@": getpass.getuser(),
    }.items():
        escaped = value.replace("%", "\\%" if name == CRON else "%%")
        text = text.replace(sign, escaped)
    return text.strip("\n")


def _program() -> Path:
    """This program's own command, as it was started or beside the Python that runs it."""
    beside = Path(sys.executable).with_name("deskterm")
    return beside if beside.exists() else Path(sys.argv[0]).absolute()
