"""A call that is half typed, as one more caller of a call that is open already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskterm.core.words import _
from deskterm.desks.calls.forms import JoinCall, NewCall


def joined_values(values: Mapping[str, str]) -> dict[str, str]:
    """The fields of `join` that a call line's values fill; what has no field goes to the words."""
    fields = {spec.name for spec in JoinCall.specs()} - {"case"}
    kept = {name: values[name] for name in fields if name in values}
    words = " ".join([*_rest(values, fields), kept.get("words", "")]).strip()
    return kept | ({"words": words} if words else {})


def _rest(values: Mapping[str, str], fields: set[str]) -> Iterator[str]:
    """What is said in fields that a joining has not; of a flag, its title."""
    for spec in NewCall.specs():
        if spec.name in values and spec.name not in fields:
            yield _(spec.title) if values[spec.name] == "yes" else values[spec.name]
