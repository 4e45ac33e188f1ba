"""How a line of a rule is laid against words: each part says where it can end, and every look is counted.

A part that is named is one object wherever it stands, and what it found is remembered for the text. A text and a file that need
more looks than MOST_LOOKS are given up: no text and no rule can make it slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from inbox.domain.risk.tokens import CLAUSE, END, LINE, QUESTION, Token

STOPS = frozenset((END, QUESTION, LINE))
"""What a gap never crosses."""
BORDERS = STOPS | {CLAUSE}
"""What ends a clause."""
MOST_LOOKS = 800_000
"""How often the rules may look at words of one text; all together take about half a second."""
_LONGEST = 64
"""Letters of a word that are looked at, so that no look takes long."""
_STEM = 2
"""By how many first letters what can begin with a word is looked up in a choice."""
_MOST_HEADS = 1_000
"""Words up to which a part is looked up by what it can begin with."""
_KEPT = 5_000
"""Words of which is kept which lines can begin with them."""
_NUMBERS = frozenset(("¤phone", "¤postcode", "¤card"))
_MANY = 5
"""Digits of a number that names something: an order, a customer."""
_NONE: tuple[int, ...] = ()


class TooMuch(Exception):
    """The rules would have to look at a text more often than they may."""


class Words:
    """The words of a text, and what parts found in them so far."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.said = [w.said.removeprefix("^")[:_LONGEST] for w in words]
        self.capital = [w.said[:1] == "^" for w in words]
        self.stops = behind_each(self.said, STOPS)
        """For each place where its sentence ends at the latest: what a gap never crosses."""
        self.found: dict[int, dict[int, tuple[int, ...]]] = {}
        """What each choice that was looked at found, by the place where it begins."""
        self.looks = 0

    def __len__(self) -> int:
        return len(self.said)

    def look(self, times: int) -> None:
        """Count looks. Raises: TooMuch."""
        self.looks += times
        if self.looks > MOST_LOOKS:
            raise TooMuch


def behind_each(said: Sequence[str], marks: frozenset[str]) -> list[int]:
    """Return for each place, and the one behind the last, where the next of some marks stands, itself included."""
    found = [len(said)] * (len(said) + 1)
    for at in range(len(said) - 1, -1, -1):
        found[at] = at if said[at] in marks else found[at + 1]
    return found


class Part(Protocol):
    """A part of a line."""

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return behind which words it can end if it begins at one, the nearest first. Raises: TooMuch."""

    def reach(self, words: Words, places: Sequence[int]) -> tuple[int, ...]:
        """Return the same for several places, which come the nearest first. Raises: TooMuch."""


KINDS = ("#", "##", "Xx", "/")
"""What stands for a kind of word."""


class Word:
    """One word, with `*` for any letters in it, or a kind of word: `#` a number, `##` a long one, `Xx` one with a capital."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.pieces = word.split("*") if "*" in word else []
        """What stands before, between and behind the `*`."""
        self.fits: Callable[[str], bool] = self._like if self.pieces else self._kind if word in KINDS else self._same
        """Tells whether a word is one of these; True for `Xx`, which its capital tells."""

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return the place behind the word where it is one of these."""
        if at >= len(words.said):
            return _NONE
        fits = words.capital[at] if self.word == "Xx" else self.fits(words.said[at])
        return (at + 1,) if fits else _NONE

    def reach(self, words: Words, places: Sequence[int]) -> tuple[int, ...]:
        """Return the place behind each of these words that is one."""
        words.look(len(places))
        if self.word == "Xx":
            return tuple(at + 1 for at in places if at < len(words.said) and words.capital[at])
        return _behind(words.said, places, self.fits)

    def _same(self, said: str) -> bool:
        return said == self.word

    def _kind(self, said: str) -> bool:
        if self.word == "##":
            return said.isdigit() and len(said) >= _MANY
        if self.word == "#":
            return said[:1].isdigit() or said in _NUMBERS
        return self.word == "Xx" or said in BORDERS or said == "/"

    def _like(self, said: str) -> bool:
        """Tell whether the pieces between the `*` stand in a word in their order: each is taken where it comes first."""
        first, *middle, last = self.pieces
        if not said.startswith(first) or not said.endswith(last) or len(said) < len(first) + len(last):
            return False
        at, end = len(first), len(said) - len(last)
        for piece in middle:
            at = said.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True


class Gap:
    """Up to so many words of the same sentence."""

    def __init__(self, most: int) -> None:
        self._most = most

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return every place up to the gap's length."""
        return tuple(range(at, min(at + self._most, words.stops[at]) + 1))

    def reach(self, words: Words, places: Sequence[int]) -> tuple[int, ...]:
        """Return every place up to the gap's length behind any of these, which come the nearest first."""
        found, behind = list[int](), 0
        for at in places:
            last = min(at + self._most, words.stops[at])
            found += range(max(at, behind), last + 1)
            behind = max(behind, last + 1)
        return tuple(found)


class Row:
    """Parts one behind the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return where the last of them can end. Raises: TooMuch."""
        places = self.parts[0].ends(words, at)
        for part in self.parts[1:]:
            if not places:
                return _NONE
            places = part.reach(words, places)
        return places

    def reach(self, words: Words, places: Sequence[int]) -> tuple[int, ...]:
        """Return where the last of them can end. Raises: TooMuch."""
        return _reach(self, words, places)


def _reach(part: Part, words: Words, places: Sequence[int]) -> tuple[int, ...]:
    """Return where a part can end that begins at one of these places, the nearest first. Raises: TooMuch."""
    words.look(len(places))
    if len(places) == 1:
        return part.ends(words, places[0])
    return tuple(sorted({end for place in places for end in part.ends(words, place)}))


def _behind(said: Sequence[str], places: Sequence[int], fits: Callable[[str], bool]) -> tuple[int, ...]:
    """Return the place behind each of these words that fits."""
    return tuple([at + 1 for at in places if at < len(said) and fits(said[at])])


class Choice:
    """One of several; with `none` also nothing. Only what can begin with a word is looked at."""

    def __init__(self, rows: Iterable[Part], *, none: bool = False) -> None:
        self.none = none
        rows = tuple(rows)
        self.gaps = max(map(gaps_of, rows), default=0)
        """Gaps on the longest way through it."""
        self.depth = 1 + max(map(depth_of, rows), default=0)
        """How many choices stand in one another."""
        self.heads = _all(map(heads_of, rows))
        """What its first word is, where it says one; None where that may be anything."""
        words = [row for row in rows if isinstance(row, Word) and row.word not in KINDS]
        self._alone = _Alone(words)
        self._any: list[Part] = []
        self._by_start: dict[str, list[Part]] = {}
        for row in (row for row in rows if not isinstance(row, Word) or row.word in KINDS):
            starts = {head[:_STEM] for head in heads_of(row) or ("*",)}
            if any("*" in start or start in KINDS for start in starts):
                self._any.append(row)
            else:
                for start in starts:
                    self._by_start.setdefault(start, []).append(row)
        self._rows = bool(self._by_start or self._any)

    def _beginning(self, said: str) -> Sequence[Part]:
        """Return the rows of several parts that may begin with a word, and maybe others."""
        some = self._by_start.get(said[:_STEM])
        return self._any if some is None else (*some, *self._any) if self._any else some

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return where any of them can end. Raises: TooMuch."""
        if self._rows:
            return self._ends(words, at)
        if at >= len(words.said):
            return (at,) if self.none else _NONE
        # Nothing but words is asked more often than anything else, and is sooner answered than remembered.
        words.look(self._alone.looks)
        if self._alone.fits(words.said[at]):
            return (at, at + 1) if self.none else (at + 1,)
        return (at,) if self.none else _NONE

    def reach(self, words: Words, places: Sequence[int]) -> tuple[int, ...]:
        """Return where any of them can end. Raises: TooMuch."""
        if self._rows or self.none:
            return _reach(self, words, places)
        words.look(self._alone.looks * len(places))
        return _behind(words.said, places, self._alone.fits)

    def _ends(self, words: Words, at: int) -> tuple[int, ...]:
        here = words.found.get(id(self))
        if here is None:
            here = words.found[id(self)] = {}
        if (known := here.get(at)) is not None:
            return known
        found = [at] if self.none else []
        if at < len(words.said):
            said = words.said[at]
            rows = self._beginning(said)
            words.look(self._alone.looks + len(rows))
            if self._alone.fits(said):
                found.append(at + 1)
            for row in rows:
                if ends := row.ends(words, at):
                    found += ends
        here[at] = ends = tuple(sorted(set(found))) if len(found) > 1 else tuple(found)
        return ends


class _Alone:
    """The words that stand alone among several: all of them are one question to a text's word."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._same = frozenset(word.word for word in words if not word.pieces)
        starred = [word for word in words if word.pieces]
        self._first = tuple(w.pieces[0] for w in starred if len(w.pieces) == 2 and not w.pieces[1])
        self._last = tuple(w.pieces[1] for w in starred if len(w.pieces) == 2 and w.pieces[1] and not w.pieces[0])
        self._like = tuple(w for w in starred if len(w.pieces) > 2 or all(w.pieces))
        self.fits: Callable[[str], bool] = self._fits if starred else self._same.__contains__
        """Tells whether a word is one of them."""
        self.looks = 1 + len(self._like) + (len(self._first) + len(self._last)) // 16
        """How much a question costs; many words that begin or end so are compared quickly."""

    def _fits(self, said: str) -> bool:
        if said in self._same or said.startswith(self._first) or said.endswith(self._last):
            return True
        return any(word.fits(said) for word in self._like) if self._like else False


class Lines:
    """Lines of a rule: what one of them finds is found."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = tuple(parts)


class Index:
    """Every line of a file by the word that it begins with; what begins with a word that people say is kept."""

    def __init__(self, every: Iterable[Lines]) -> None:
        self._by_head: dict[str, list[_Begun]] = {}
        for lines in every:
            for part in lines.parts:
                for head in heads_of(part) or ("*",):
                    self._by_head.setdefault(head, []).append((lines, part))
        # Those that are not only the beginning or only the end of a word are tried one by one.
        heads = (Word(head) for head in self._by_head if "*" in head or head in ("#", "##", "/"))
        self._odd = [word for word in heads if not word.pieces or len(word.pieces) > 2 or all(word.pieces)]
        self._kept: dict[tuple[str, bool], dict[Lines, list[Part]]] = {}

    def lay(self, words: Words) -> dict[Lines, dict[int, list[Part]]]:
        """Return for lines at which words some of them may begin, and which, the first place first. Raises: TooMuch."""
        found: dict[Lines, dict[int, list[Part]]] = {}
        for at, said in enumerate(words.said):
            begun = self._begun(said, words.capital[at])
            # What is kept counts like what is looked up: the same text is held for the same everywhere.
            words.look(1 + len(self._odd) // 8 + len(begun))
            for lines, parts in begun.items():
                found.setdefault(lines, {})[at] = parts
        return found

    def _begun(self, said: str, capital: bool) -> dict[Lines, list[Part]]:
        """Return the lines that may begin with a word."""
        if (known := self._kept.get((said, capital))) is None:
            heads = [said, *(f"{said[:n]}*" for n in range(1, len(said) + 1))]
            heads += [f"*{said[n:]}" for n in range(len(said) + 1)]
            heads += [word.word for word in self._odd if word.fits(said)]
            heads += ["Xx"] if capital else []
            known = {}
            for head in dict.fromkeys(heads):
                for lines, part in self._by_head.get(head, ()):
                    parts = known.setdefault(lines, [])
                    if not parts or parts[-1] is not part:
                        parts.append(part)
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[said, capital] = known
        return known


_Begun = tuple[Lines, Part]


def ends(parts: Sequence[Part], words: Words, at: int) -> tuple[int, ...]:
    """Return where any of these parts can end that may begin at a word, the nearest first. Raises: TooMuch."""
    words.look(len(parts))
    found = {end for part in parts for end in part.ends(words, at)}
    return tuple(sorted(found)) if found else _NONE


def heads_of(part: Part) -> frozenset[str] | None:
    """Return what the first word of a part is, as rules write it; None where that may be anything."""
    if isinstance(part, Word):
        return frozenset((part.word,))
    if isinstance(part, Choice):
        return None if part.none else part.heads
    if isinstance(part, Capital):
        return heads_of(part.part)
    if not isinstance(part, Row):
        return None
    heads: list[frozenset[str] | None] = []
    for one in part.parts:
        may_miss = isinstance(one, Choice) and one.none
        heads.append(one.heads if isinstance(one, Choice) else heads_of(one))
        if not may_miss:
            return _all(heads)
    return None


def _all(some: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return all heads together; None where one may be anything, or where they are too many to be looked up by."""
    found = set[str]()
    for heads in some:
        if heads is None or len(found) > _MOST_HEADS:
            return None
        found |= heads
    return frozenset(found) if len(found) <= _MOST_HEADS else None


def depth_of(part: Part) -> int:
    """Return how many choices stand in one another in a part, those of what is named in it included."""
    if isinstance(part, Row):
        return max(map(depth_of, part.parts), default=0)
    if isinstance(part, Choice):
        return part.depth
    return depth_of(part.part) if isinstance(part, Capital) else 0


def gaps_of(part: Part) -> int:
    """Return how many gaps the longest way through a part has."""
    if isinstance(part, Row):
        return sum(map(gaps_of, part.parts))
    if isinstance(part, Choice):
        return part.gaps
    return gaps_of(part.part) if isinstance(part, Capital) else int(isinstance(part, Gap))


class Capital:
    """A part whose first word is written with a capital."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def ends(self, words: Words, at: int) -> tuple[int, ...]:
        """Return where the part can end, where it begins with a capital."""
        return self.part.ends(words, at) if at < len(words.said) and words.capital[at] else _NONE

    def reach(self, words: Words, places: Sequence[int]) -> tuple[int, ...]:
        """Return where the part can end, where it begins with a capital."""
        return _reach(self, words, places)
