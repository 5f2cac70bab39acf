"""The program's words in two languages: English in the source, the rest in catalogues.

`_("...")` is looked up when it is called, so that switching the language takes
effect at the next drawing; `N_("...")` only marks a word for translation.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh_CN")

_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    path = files("deskterm.core") / "locale" / language / "LC_MESSAGES" / "deskterm.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def use(language: str) -> None:
    """Speak this language from now on: `en` or `zh_CN`."""
    global _current, _language
    _current, _language = _catalogue(language), language


def language() -> str:
    """The language spoken now, `en` or `zh_CN`."""
    return _language


def preferred(wanted: str | None = None) -> str:
    """The language to start in: the one asked for, else the locale's, else English."""
    told = wanted or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh_CN" if told.lower().startswith(("zh", "cn")) else "en"


def _(message: str) -> str:
    """`message` in the language spoken now."""
    return _current.gettext(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark `message` for the catalogues; translated where it is shown."""
    return message


def pick(texts: dict[str, str]) -> str:
    """The text of `{"en": ..., "zh": ...}` in the language spoken now."""
    return texts.get("zh" if _language == "zh_CN" else "en") or next(iter(texts.values()), "")
