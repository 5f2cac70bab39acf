"""The files of an archive: new ones, for their owner alone, with what they hold vouched for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.words import _

BOM = "\ufeff"
"""Without it a spreadsheet takes Chinese for something else."""


@dataclass
class Folder:
    """A folder that files are written into; none that is there already is touched."""

    path: Path
    written: list[dict[str, object]] = field(default_factory=list)
    """Of each file: name, sha256, bytes, lines."""

    def write(self, name: str, parts: Iterable[str]) -> str:
        """Write a new file and answer its SHA-256; it is on disk when this returns."""
        path = self.path / name
        seal, size, lines = sha256(), 0, 0
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self.written.append({"name": name})
            with os.fdopen(descriptor, "wb") as file:
                for part in parts:
                    raw = part.encode("utf-8", "replace")
                    seal.update(raw)
                    size, lines = size + len(raw), lines + 1
                    file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            sentence = _("{path} exists already; it is left as it is. Name another folder with -o.")
            raise Refusal(sentence.format(path=path)) from None
        except OSError as error:
            sentence = _("{path} cannot be written: {fault}.")
            raise Refusal(sentence.format(path=path, fault=error.strerror)) from error
        digest = seal.hexdigest()
        self.written[-1] |= {"sha256": digest, "bytes": size, "lines": lines}
        return digest

    def sums(self) -> str:
        """The files and their SHA-256, as `sha256sum --check` reads them."""
        return "".join(f"{file['sha256']}  {file['name']}\n" for file in self.written)

    def take_back(self) -> None:
        """Remove what was written here: the act that it belonged to was not kept."""
        for file in self.written:
            (self.path / str(file["name"])).unlink(missing_ok=True)
        self.written.clear()
