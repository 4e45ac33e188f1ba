"""How much a file of rules asks for: it is laid against a hard text before it is kept, and the slowest line is named."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from inbox.domain.risk.assessing import LONGEST
from inbox.domain.risk.matching import MOST_LOOKS, TooMuch, Words, ends
from inbox.domain.risk.reading import Book, book
from inbox.domain.risk.tokens import tokens
from inbox.errors import BadInput

HARD = (
    "wir erstatten Ihnen 50 Euro und zahlen Ihnen das Geld bis Freitag an Frau Anna Müller zurück und das war unser Fehler "
    "we will refund you 50 dollars and you get the money back by Friday and it was our fault and Mr Peter Smith is an idiot "
    "a a a a a a a a a a a a a a a a a a a a the the the the the the und und und und und und 1 2 3 4 5 6 7 8 9 10 11 12 13 14 "
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa abababababababababababababababababababab "
) * 4
"""One long sentence of what rules are about, of words that stand in every text, and of what `*` finds again and again."""
MOST = MOST_LOOKS * len(HARD) // LONGEST
"""Looks that a file of rules may need for it."""


@lru_cache(maxsize=8)
def weigh(written: str) -> None:
    """Pass a file of rules that is quick enough. Raises: BadInput, also where it cannot be read, naming the line."""
    read = book(written)
    if needs(read) > MOST:
        raise BadInput(
            "These rules take too long to read; the slowest line so far is {n}. Say it shorter.", n=_slowest(read)
        )


def needs(read: Book) -> int:
    """Return how many looks a file of rules needs for the hard text; no more are counted than a text may need."""
    words = Words(tokens(HARD))
    with suppress(TooMuch):
        for begun in read.index.lay(words).values():
            for at, parts in begun.items():
                ends(parts, words, at)
    return words.looks


def _slowest(read: Book) -> int:
    """Return the number of the line that needs the most looks, among those that could be tried."""
    words, slowest, found = Words(tokens(HARD)), 0, 0
    for number, part in read.lines:
        before = words.looks
        with suppress(TooMuch):
            for at in range(len(words)):
                part.ends(words, at)
        if words.looks - before > slowest:
            slowest, found = words.looks - before, number
    return found
