"""What of a site's files is not in the store as they have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from deskterm.core import people
from deskterm.core.layout import clean, plain
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _
from deskterm.shell.site import registers
from deskterm.shell.site.cells import Value
from deskterm.shell.site.load import Record, SiteFiles
from deskterm.shell.site.registers import REGISTERS
from deskterm.shell.site.shape import Register

PIN_SET = "••••••"
"""How a PIN is shown; what it is never leaves its file."""


@dataclass(frozen=True)
class Added:
    """A row of the files that the store has not."""

    register: Register
    key: str
    record: Record

    def __str__(self) -> str:
        return f"+ {self.register.name}  {clean(self.key)}"


@dataclass(frozen=True)
class Changed:
    """A row that the store has otherwise: each field with what it holds, and what the file says."""

    register: Register
    key: str
    id: int | str
    fields: dict[str, tuple[Value, Value]]
    record: Record

    def __str__(self) -> str:
        told = "; ".join(
            f"{name} {plain(old) or '-'} → {plain(new) or '-'}"
            for name, (old, new) in self.fields.items()
        )
        return f"~ {self.register.name}  {clean(self.key)}: {told}"


@dataclass(frozen=True)
class Gone:
    """A row of the store that the files have no more: it becomes inactive, or `stays`."""

    register: Register
    key: str
    id: int | str
    stays: bool

    def __str__(self) -> str:
        fate = _("not in the file any more; stays") if self.stays else _("becomes inactive")
        return f"- {self.register.name}  {clean(self.key)}: {fate}"


Change = Added | Changed | Gone


@dataclass(frozen=True)
class Difference:
    """Every change that would bring the store to what the files say, in the order of keeping."""

    files: SiteFiles = field(repr=False)
    changes: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return all(isinstance(change, Gone) and change.stays for change in self.changes)

    def of(self, register: Register) -> tuple[Change, ...]:
        """The changes of one register."""
        return tuple(change for change in self.changes if change.register is register)


def difference(office: Office, files: SiteFiles) -> Difference:
    """What would change in the store if these files were taken in now."""
    today = office.site.local(office.now()).date()
    with office.read() as reader:
        return compare(reader, files, today, has_pepper=people.pepper_of(office.path).exists())


def compare(
    reader: Reader, files: SiteFiles, today: date, *, has_pepper: bool = True
) -> Difference:
    """The same, through a reader that is open already.

    Without the store's pepper no PIN that is kept can ever be right: those of the files
    take their place, and who has none there has none.
    """
    told = [each for each in REGISTERS if not each.optional or each.name in files.records]
    changes = (
        change for register in told for change in _of(reader, register, files, today, has_pepper)
    )
    return Difference(files, tuple(changes))


def _of(
    reader: Reader,
    register: Register,
    files: SiteFiles,
    today: date,
    has_pepper: bool,  # noqa: FBT001
) -> Iterator[Change]:
    rest = {Record(0, row).key(register): row for row in reader.each(register.current)}
    for record in files[register]:
        key = record.key(register)
        row = rest.pop(key, None)
        if row is None:
            yield Added(register, key, record)
        elif fields := _changed_fields(register, row, record, has_pepper=has_pepper):
            yield Changed(register, key, row["id"], fields, record)
    if register is registers.SETTINGS:
        return
    for key, row in rest.items():
        if _is_active(row, today):
            yield Gone(register, key, row["id"], stays=not _can_end(register, row))


def _changed_fields(
    register: Register, row: Row, record: Record, *, has_pepper: bool
) -> dict[str, tuple[Value, Value]]:
    fields = {
        name: (row[name], record.values[name])
        for name in register.fields
        if row[name] != record.values[name]
    }
    if row.get("active") == 0:
        fields["active"] = (False, True)
    if register is registers.PEOPLE:
        fields |= _changed_pin(record, has_pin=bool(row["has_pin"]), has_pepper=has_pepper)
    return fields


def _changed_pin(
    record: Record, *, has_pin: bool, has_pepper: bool
) -> dict[str, tuple[Value, Value]]:
    if has_pin and has_pepper:
        return {}
    pin = PIN_SET if record.values["pin"] else ""
    return {"pin": (PIN_SET if has_pin else "", pin)} if has_pin or pin else {}


def _is_active(row: Row, today: date) -> bool:
    return bool(row.get("active", 1)) and str(row.get("ends", today)) >= today.isoformat()


def _can_end(register: Register, row: Row) -> bool:
    return register is registers.NOTICES or "active" in row
