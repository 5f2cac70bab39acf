"""What is said at the end of a call, and when it begins again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_, _


class CloseCall(Form):
    """Close a call."""

    verbs: ClassVar[tuple[str, ...]] = ("close", "x", "结案")
    title: ClassVar[str] = N_("Close")

    case: str = fill(N_("Call"), "case")
    satisfaction: int | None = fill(
        N_("Satisfaction"), "satisfaction", None, N_("What the caller says: 5/5 is very satisfied")
    )
    unmet: bool = fill(
        N_("Cannot be met"), "flag", default=False, words=("unmet", "cannot", "办不到", "未能办到")
    )
    words: str | None = fill(N_("Outcome"), "words", None, N_("What came of it"))
    told: Told | None = fill(N_("Closed at"), "told", None)

    @property
    def rating(self) -> int | None:
        """How satisfied the caller is; a digit that stands alone says it too."""
        if self.satisfaction is None and self._lone_digit:
            return int(self.words or "")
        return self.satisfaction

    @property
    def outcome(self) -> str:
        """What came of it."""
        return "" if self.satisfaction is None and self._lone_digit else self.words or ""

    @property
    def _lone_digit(self) -> bool:
        return bool(re.fullmatch("[1-5]", self.words or ""))


class CancelCall(Form):
    """End a call that the caller withdraws, or that was none."""

    title: ClassVar[str] = N_("Cancel a call")

    case: str = fill(N_("Call"), "case")
    words: str = fill(N_("Reason"), "words")


class Reopen(Form):
    """Open a call again that was closed."""

    verbs: ClassVar[tuple[str, ...]] = ("reopen", "重开")
    title: ClassVar[str] = N_("Reopen")

    case: str = fill(N_("Call"), "case")
    words: str = fill(N_("Reason"), "words")


class LinkCalls(Form):
    """Link two calls that belong together."""

    verbs: ClassVar[tuple[str, ...]] = ("link", "关联")
    title: ClassVar[str] = N_("Link")

    case: str = fill(N_("Call"), "case")
    other: str = fill(N_("With"), "case")
    duplicate: bool = fill(
        N_("Duplicate"),
        "flag",
        default=False,
        hint=N_("The same as the other call"),
        words=("重复",),
    )
    related: bool = fill(N_("Related"), "flag", default=False, words=("相关",))

    def problems(self) -> Mapping[str, str]:
        """Both at once."""
        if not (self.duplicate and self.related):
            return {}
        return {"related": _("A call is a duplicate of the other one, or related to it.")}
