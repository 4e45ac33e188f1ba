"""Takes texts apart into the words of the full-text index, by SQLite's own tokenizer, so that both databases find the same.

PostgreSQL's parser splits addresses, numbers and hyphens in its own way. So its index is given words that were taken
apart here, as `tsvector` literals. What such a literal cannot hold makes a text *rough*: words over 2 KB, more than
16,383 words, one word over 256 times (postgresql.org/docs/current/textsearch-limitations.html). A rough text is indexed
without positions and with long words cut; it is a candidate, and `holds` decides.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inbox.storage.excerpt import parts

LONGEST = 1000
"""Bytes of a word that PostgreSQL's index is given; it takes 2,046, and a GIN key must fit into a page."""
MOST = 16_383
OFTEN = 255
FULL = 900_000
"""Bytes of a literal; PostgreSQL takes 1 MB. Of what lies behind it nothing is indexed."""
GAP = 2
"""Between two texts of one row, so that no phrase spans both."""
NEVER = "' '"
"""A word that no text has: a long one stands in rough texts only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One word or phrase somebody looks for, as words of the index; the last may be unfinished."""

    words: tuple[str, ...]
    unfinished: bool

    def within(self, text: Sequence[str]) -> bool:
        """Tell whether a text's words hold this."""
        length = len(self.words)
        if not length:
            return False
        *begin, last = self.words
        for at in range(len(text) - length + 1):
            end = text[at + length - 1]
            fits = end.startswith(last) if self.unfinished else end == last
            if fits and list(text[at : at + length - 1]) == begin:
                return True
        return False


def lexemes(texts: Sequence[str]) -> list[list[str]]:
    """Return the words of folded texts in their order."""
    found: list[list[str]] = [[] for _ in texts]
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.execute("create virtual table t using fts5 (text, content = '', tokenize = 'unicode61')")
        memory.execute("create virtual table v using fts5vocab (t, instance)")
        memory.execute("begin")
        memory.executemany("insert into t (rowid, text) values (?, ?)", enumerate(texts))
        placed: list[list[tuple[int, str]]] = [[] for _ in texts]
        for doc, offset, term in memory.execute("select doc, offset, term from v"):
            placed[doc].append((offset, term))
    for words, there in zip(found, placed, strict=True):
        words += [term for _, term in sorted(there)]
    return found


def asked(words: Iterable[str]) -> list[Asked]:
    """Return what somebody looks for, taken apart as texts are."""
    wanted = list(words)
    apart = lexemes([" ".join(parts(word)) for word in wanted])
    return [Asked(tuple(a), word.endswith("*")) for a, word in zip(apart, wanted, strict=True)]


def vector(texts: Sequence[Sequence[str]]) -> tuple[str, bool]:
    """Return the `tsvector` literal of a row's texts, and whether it is rough."""
    counted = Counter(word for text in texts for word in text)
    length = sum(map(len, texts)) + GAP * len(texts)
    rough = length > MOST or any(n > OFTEN or _cut(word) is not word for word, n in counted.items())
    if rough:
        kept = dict.fromkeys(_quoted(word) for word in counted)
        return _within(kept), True
    places: dict[str, list[int]] = {}
    at = 0
    for text in texts:
        for word in text:
            at += 1
            places.setdefault(word, []).append(at)
        at += GAP
    return " ".join(f"{_quoted(word)}:{','.join(map(str, there))}" for word, there in places.items()), False


def query(wanted: Sequence[Asked], *, loose: bool = False) -> str:
    """Return the `tsquery` literal for what must all occur; `loose` finds every rough text that may hold it too."""
    said = []
    for one in wanted:
        last = len(one.words) - 1
        words = [
            (_quoted(word) if loose or _cut(word) == word else NEVER) + (":*" if n == last and one.unfinished else "")
            for n, word in enumerate(one.words)
        ]
        said.append("(" + (" & " if loose else " <-> ").join(words) + ")")
    return " & ".join(said)


def holds(texts: Sequence[Sequence[str]], wanted: Sequence[Asked]) -> bool:
    """Tell whether a row's texts hold all that is looked for."""
    return all(any(one.within(text) for text in texts) for one in wanted)


def _within(words: Iterable[str]) -> str:
    kept, size = [], 0
    for word in words:
        size += len(word.encode())
        if size > FULL:
            break
        kept.append(word)
    return " ".join(kept)


def _cut(word: str) -> str:
    return word if len(word) <= LONGEST // 4 else word.encode()[:LONGEST].decode("utf-8", "ignore")


def _quoted(word: str) -> str:
    # The tokenizer leaves letters and digits only: nothing in a word needs to be escaped.
    return f"'{_cut(word)}'"
