"""Which room of ours another program means."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from deskterm.core.errors import NotFound
from deskterm.core.kinds import short
from deskterm.core.reader import Row
from deskterm.core.words import _
from deskterm.shell.calendars.map_file import RoomMap
from deskterm.shell.site.rows import meant


class PassedOver(Exception):  # noqa: N818 - not an error: the map wants it so
    """The events of this room are none of ours."""


class Rooms:
    """Finds rooms by the map, by their codes and by their names in both languages."""

    def __init__(self, rooms: Sequence[Row], mapped: RoomMap) -> None:
        self.by_code = {room["code"]: room for room in rooms}
        self.default = mapped.default
        self.named = {
            _plain(name): room["code"]
            for room in rooms
            for name in (room["english"], room["name"], room["code"])
            if name
        }
        self.named |= {_plain(name): code for name, code in mapped.rooms.items()}

    def find(self, said: str) -> Row:
        """The room that is meant; NotFound says which there are, PassedOver that none is wanted."""
        code = self.named.get(_plain(said), self.default)
        if code == "":
            raise PassedOver
        if code is not None and code in self.by_code:
            return self.by_code[code]
        if code is not None:
            sentence = _("The map names a room {code} that this site has not.")
            raise NotFound(sentence.format(code=short(code)))
        if not said:
            raise NotFound(_("It names no room; name one in the map: default = ..."))
        sentence = _("There is no room “{said}” ({meant}); name it in the map under [rooms].")
        near = meant(said, [str(room["name"]) for room in self.by_code.values()])
        raise NotFound(sentence.format(said=short(said), meant=near.rstrip(".?。？")))

    def known(self, said: str) -> Row | None:
        """The room that is meant, or none."""
        return self.by_code.get(self.code(said))

    def code(self, said: str) -> str:
        """The code of the room that is meant; blank for none."""
        return self.named.get(_plain(said), self.default) or ""


def _plain(said: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said).casefold().split())
