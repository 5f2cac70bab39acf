"""What a file of a site looks like: its columns, and the rows of the store that come from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskterm.shell.site.cells import Read, Value


@dataclass(frozen=True)
class Cell:
    """One column of a file: the field it becomes, and how it is read."""

    name: str
    read: Read
    field: str = ""
    refers: tuple[str, ...] = ()
    """Files one of whose keys it must be, where it is not blank."""
    compared: bool = True

    @property
    def to(self) -> str:
        """The field of the record."""
        return self.field or self.name


@dataclass(frozen=True)
class Register:
    """One file, and the rows of the store that come from it."""

    name: str
    """Of the file, without its ending; names the rows in a difference."""
    table: str
    cells: tuple[Cell, ...]
    key: tuple[str, ...]
    """The fields by which a row of the file and one of the store are the same."""
    current: str
    """SQL: `id`, `active` and every field, as the store has them."""
    fixed: Mapping[str, Value] = field(default_factory=dict)
    unique: bool = False
    """Whether its keys may stand in no other file of the same table either."""
    file: str = ""
    """The file's name; blank for NAME.csv."""
    optional: bool = False
    """Whether a site may do without the file; then what the store has stays as it is."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", self.file or f"{self.name}.csv")

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are compared with the store."""
        return tuple(cell.to for cell in self.cells if cell.compared)
