"""Cuts out of a text the place where words were found: the index knows folded words, a reader wants the written ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from inbox.domain.text import folded

WORD = re.compile(r"[^\W_]+")
"""What the index takes for a word: letters and digits."""
BEFORE, LONG = 40, 120
"""Characters in front of the first find, and in all."""


def parts(word: str) -> list[str]:
    """Return the words of the index that a word somebody asks for is made of; none where it has no letter or digit."""
    return WORD.findall(folded(word))


def excerpts(wanted: Sequence[str]) -> Callable[[str], str | None]:
    r"""Return what cuts the place of the first find out of a text, all finds between \x02 and \x03; None without a find.

    `wanted` are words as people ask for them; one that ends in `*` finds longer ones too.
    """
    whole = {part for word in wanted for part in parts(word)}
    begun = tuple(found[-1] for word in wanted if word.endswith("*") and (found := parts(word)))

    @cache
    def fits(word: str) -> bool:
        word = folded(word)
        return word in whole or word.startswith(begun)

    def excerpt(text: str) -> str | None:
        first = next((found for found in WORD.finditer(text) if fits(found[0])), None)
        if first is None:
            return None
        start, end = _edges(text, first)
        marked = WORD.sub(lambda found: f"\x02{found[0]}\x03" if fits(found[0]) else found[0], text[start:end])
        return ("…" if start else "") + marked + ("…" if end < len(text) else "")

    return excerpt


def _edges(text: str, first: re.Match[str]) -> tuple[int, int]:
    """Return where the excerpt begins and ends, between words if it can be."""
    start = max(0, first.start() - BEFORE)
    if start:
        start = max(start, text.find(" ", start, first.start()) + 1)
    end = max(start + LONG, first.end())
    if end < len(text):
        blank = text.rfind(" ", first.end(), end)
        end = blank if blank > 0 else end
    return start, end
