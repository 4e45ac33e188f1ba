"""How a line of a rule is laid against words: each part says where it can end, so that no text and no rule can make it slow.

A part that is named is one object wherever it stands, and what it found is remembered for the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from inbox.domain.risk.tokens import END, LINE, QUESTION, Token

STOPS = frozenset((END, QUESTION, LINE))
"""What a gap never crosses."""
_NUMBERS = frozenset(("¤phone", "¤postcode", "¤card"))
_MANY = 5
"""Digits of a number that names something: an order, a customer."""
_NONE: tuple[int, ...] = ()


class Words:
    """The words of a text, and what parts found in them so far."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.said = [w.said.removeprefix("^") for w in words]
        self.capital = [w.said[:1] == "^" for w in words]
        self.found: dict[tuple[int, int], tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self.said)


class Part(Protocol):
    """A part of a line."""

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return behind which words it can end if it begins at one, the nearest first."""


KINDS = ("#", "##", "Xx", "/")
"""What stands for a kind of word."""


class Word:
    """One word, with `*` for any letters in it, or a kind of word: `#` a number, `##` a long one, `Xx` one with a capital."""

    def __init__(self, word: str) -> None:
        self.word = word
        self._like = re.compile(".*".join(map(re.escape, word.split("*")))) if "*" in word else None

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return the place behind the word where it is one of these."""
        if at >= len(words):
            return _NONE
        said = words.said[at]
        if self.word == "##":
            fits = said.isdigit() and len(said) >= _MANY
        elif self.word == "#":
            fits = said[:1].isdigit() or said in _NUMBERS
        elif self.word == "Xx":
            fits = words.capital[at]
        elif self.word == "/":
            fits = said in STOPS or said == "·"
        elif self._like is not None:
            fits = self._like.fullmatch(said) is not None
        else:
            fits = said == self.word
        return (at + 1,) if fits else _NONE


class Gap:
    """Up to so many words of the same sentence."""

    def __init__(self, most: int) -> None:
        self._most = most

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return every place up to the gap's length."""
        last = at
        while last < len(words) and last - at < self._most and words.said[last] not in STOPS:
            last += 1
        return tuple(range(at, last + 1))


class Row:
    """Parts one behind the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return where the last of them can end."""
        places: tuple[int, ...] = (at,)
        for part in self.parts:
            if len(places) == 1:
                places = part.ends(words, places[0])
            else:
                places = tuple(sorted({end for place in places for end in part.ends(words, place)}))
            if not places:
                return _NONE
        return places


class Choice:
    """One of several; with `none` also nothing. Only what can begin with a word's first two letters is looked at."""

    def __init__(self, rows: Iterable[Part], *, none: bool = False) -> None:
        self.none = none
        self._any: list[Part] = []
        self._by_start: dict[str, list[Part]] = {}
        for row in rows:
            starts = starts_of(row)
            for start in starts or ():
                self._by_start.setdefault(start, []).append(row)
            if starts is None:
                self._any.append(row)

    @property
    def starts(self) -> frozenset[str] | None:
        """The first two letters of what it can begin with; None where that may be anything."""
        return None if self.none or self._any else frozenset(self._by_start)

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return where any of them can end."""
        key = (id(self), at)
        if (known := words.found.get(key)) is not None:
            return known
        found = {at} if self.none else set[int]()
        if at < len(words):
            for row in (*self._by_start.get(words.said[at][:2], ()), *self._any):
                found.update(row.ends(words, at))
        words.found[key] = ends = tuple(sorted(found))
        return ends


def starts_of(part: Part) -> frozenset[str] | None:
    """Return the first two letters of what a part can begin with; None where that may be anything."""
    if isinstance(part, Row):
        return starts_of(part.parts[0])
    if isinstance(part, Choice):
        return part.starts
    if not isinstance(part, Word) or part.word in KINDS or "*" in part.word[:2]:
        return None
    return frozenset((part.word[:2],))


class Capital:
    """A part whose first word is written with a capital."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return where the part can end, where it begins with a capital."""
        return self._part.ends(words, at) if at < len(words) and words.capital[at] else _NONE
