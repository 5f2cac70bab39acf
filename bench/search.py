"""What a look-up costs, beside the same query through the bare driver, and beside a LIKE scan."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from bench.console import Console
from bench.figure import Figure, figure
from deskterm.core.office import Office
from deskterm.core.reader import Reader, connect
from deskterm.core.search import asked, find
from deskterm.shell.screens.find import shortened
from tests.console.keys import sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

PAGE = 20
PATIENCE = 40
"""How often the list of the words before is waited for."""
START = 13
"""So much of the first row tells an answer from another one: a number, a name."""
SCANS = 3
"""How often a scan is made: it takes long, and not one time as another."""


class Look(NamedTuple):
    """What is looked for, and of which kind that is."""

    name: str
    said: str


LOOKS = (
    Look("1 character, common", "水"),
    Look("1 character, rare", "鎏"),
    Look("2 characters, common", "漏水"),
    Look("2 characters, rare", "琉璃"),
    Look("2 characters, nowhere", "饕餮"),
    Look("3 characters, common", "水管漏"),
    Look("3 characters, rare", "有琉璃"),
    Look("3 letters, common", "kit"),
    Look("6 characters, common", "厨房水管漏水"),
    Look("6 characters, rare", "旁边有楠木"),
    Look("6 letters, common", "toilet"),
    Look("6 letters, rare", "samova"),
    Look("two words, common", "厨房 漏水"),
    Look("two words, rare", "samovar kitchen"),
    Look("two words that never meet", "厨房 胸痛"),
    Look("phone tail", "2231"),
    Look("pinyin initials", "wjg"),
    Look("pinyin in full", "jianguo"),
    Look("unit and word", "12-3-1502 漏水"),
    Look("number", "C412"),
    Look("kind, building, month", "kind:call unit:12-3 from:2026-03 to:2026-03 漏水"),
    Look("month and word", "2026-03 漏水"),
)

_SCAN = "SELECT kind, ref, case_id, at, body FROM docs WHERE {words} ORDER BY id DESC LIMIT 20"
_WORD = "(body LIKE ? OR keys LIKE ?)"


class SearchBench:
    """Measures looking up in one store, which is only read."""

    def __init__(self, store: Path, rounds: int) -> None:
        """`rounds` times ten is how often each query is asked."""
        self.store, self.rounds = store, rounds
        self.office = Office(store)
        self.now = self.office.site.local(self.office.now())

    def figures(self) -> Iterator[Figure]:
        """Each query by itself."""
        with closing(connect(self.store)) as bare, self.office.read() as reader:
            for look in LOOKS:
                query, same = asked.read(look.said, self.now), self._asked_for(look.said)
                taken = in_turn(
                    self.rounds * 10,
                    lambda look=look: find(reader, look.said, PAGE, now=self.now),  # type: ignore[misc]
                    lambda same=same: [bare.execute(*each).fetchmany(PAGE) for each in same],  # type: ignore[misc]
                )
                words = query.words or [look.said]
                sql = _SCAN.format(words=" AND ".join([_WORD] * len(words)))
                values = [f"%{word}%" for word in words for _column in "bk"]
                scans = [timed(lambda: bare.execute(sql, values).fetchall()) for _n in range(SCANS)]  # noqa: B023 - called at once
                yield figure(f"find: {look.name}", *taken, scan=scans)

    def _asked_for(self, said: str) -> list[tuple[str, Mapping[str, object]]]:
        """The full-text queries that a look-up makes, with their values."""
        made: list[tuple[str, Mapping[str, object]]] = []
        with closing(connect(self.store)) as connection:

            def run(sql: str, values: Mapping[str, object]) -> object:
                if "MATCH" in sql:
                    made.append((sql, values))
                return connection.execute(sql, values)

            find(Reader(run), said, PAGE, now=self.now)
        return made

    def typed(self, command: Sequence[str], env: Mapping[str, str | None]) -> Figure:
        """In the console: from a key to the list that it changes; other keys are left out."""
        taken: list[float] = []
        with self.office.read() as reader, Console(command, env) as console:
            console.reaches(lambda screen: "Board" in screen, console.wire.started)
            console.wire.write(sequence("f9"))
            console.settle()
            keys = list(self._keys(reader))
            for _round in range(max(1, self.rounds // 8)):
                taken += [_press(console, *key) for key in keys]
        return Figure.of("key to changed list (F9)", taken)

    def _keys(self, reader: Reader) -> Iterator[tuple[str, str]]:
        """Every beginning of what is looked for whose last key changes the list, and a new row."""
        for said in dict.fromkeys(look.said[:n] for look in LOOKS for n in range(len(look.said))):
            longer = (look.said[len(said)] for look in LOOKS if _goes_on(look.said, said))
            for more in dict.fromkeys(longer):
                before, after = (self._starts(reader, words) for words in (said, said + more))
                new = [start for start in after if not any(start in known for known in before)]
                if new and more.strip() and said == said.strip():
                    yield said + more, new[0]

    def _starts(self, reader: Reader, said: str) -> list[str]:
        """How the rows of the first page begin."""
        rows = find(reader, said, PAGE, now=self.now)
        bodies = (shortened(str(row["body"]), self.now.year) for row in rows if row["body"])
        return [body[:START] for body in bodies]


def _goes_on(whole: str, said: str) -> bool:
    return whole.startswith(said) and len(whole) > len(said)


def _press(console: Console, said: str, new: str) -> float:
    """Type all but the last character, then that one; milliseconds until a new row is there."""
    console.wire.write(sequence("ctrl+u"))
    _wait(console, "")
    console.wire.write(said[:-1].encode())
    _wait(console, said[:-1])
    for _more in range(PATIENCE):
        if new not in _list(console.screen()):
            break
        console.settle()
    else:
        message = f"{new} is there before {said}"
        raise RuntimeError(message)
    at = time.perf_counter()
    console.wire.write(said[-1].encode())
    return console.reaches(lambda screen: new in _list(screen), at)


def _wait(console: Console, typed: str) -> None:
    """Until this stands in the box and the list has come to rest."""
    console.settle()
    while _box(console.screen()) != typed and not console.wire.ended:
        console.settle()


def _box(screen: str) -> str:
    return screen.splitlines()[1].strip()


def _list(screen: str) -> str:
    """The lines under the box, without what is shown of one of them beside the list."""
    lines = screen.partition("Find ·")[2].splitlines()
    return "\n".join(line.partition("││")[0] for line in lines)


def in_turn(
    times: int, taken: Callable[[], object], floor: Callable[[], object]
) -> tuple[list[float], list[float]]:
    """Both timed turn by turn, so that what slows the machine slows both."""
    pairs = [(timed(floor), timed(taken)) for _ in range(times)]
    return [pair[1] for pair in pairs], [pair[0] for pair in pairs]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    at = time.perf_counter()
    act()
    return (time.perf_counter() - at) * 1000
