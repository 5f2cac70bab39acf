"""A call that is half typed, as one more caller of a call that is open already."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS = ("place", "phone", "caller", "words", "told")


def joined_values(values: Mapping[str, str]) -> dict[str, str]:
    """The fields of `join` that a call line's values fill; what has no field goes to the words."""
    kept = {name: values[name] for name in FIELDS if name in values}
    rest = [text for name, text in values.items() if name not in FIELDS and text != "yes"]
    words = " ".join([*rest, kept.get("words", "")]).strip()
    return kept | ({"words": words} if words else {})
