"""The least a look-up could be: open a store, ask its index for a word, print."""

import sqlite3
import sys

LOOK = """
    SELECT docs.body FROM docs_index JOIN docs ON docs.id = docs_index.rowid
    WHERE docs_index MATCH ? ORDER BY docs_index.rowid DESC LIMIT 20
"""


def main(store: str, word: str) -> None:
    """Print the newest records with a word that begins so."""
    for (body,) in sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(LOOK, (f"{word}*",)):
        print(body)


main(*sys.argv[1:])
