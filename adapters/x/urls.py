"""Finds links in a text as X does, because each weighs 23 however long it is, and a post that holds one costs more.

Written after twitter-text's rules (https://github.com/twitter/twitter-text, Apache-2.0, its conformance cases are in
the tests), in one pass instead of by backtracking: this runs at every key.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adapters.x.tlds import TLDS

LONGEST = 4096
"""UTF-16 code units of a link, with https:// before it."""
LABEL = 63
"""Characters between two dots of a host, as DNS writes them."""
SLUG = 40
"""Characters of a t.co link's name."""

_LATIN = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb"
    "\u0300-\u036f\u1e00-\u1eff\u0399\u03b9\u1fbe"
)
"""The iota is there because twitter-text, which does not tell small from capital letters, takes it for U+0345."""
_NEVER = "\ufffe\ufeff\uffff"
_TURNS = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_BLANK = "\t-\r \u0085\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_PATH = rf"[a-zA-Z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PARENTHESES = rf"\((?:{_PATH}+|{_PATH}*\({_PATH}+\){_PATH}*)\)"

_RUN = re.compile(rf"[^!'#%&()*+,\\/:;<=>?@\[\]^{{|}}~${_BLANK}{_NEVER}{_TURNS}]+")
"""What a host may consist of, dots, hyphens and underscores among it."""
_BEFORE = re.compile(rf"[^A-Za-z0-9@＠$#＃{_NEVER}]")
"""What may stand before a link."""
_NOT_BEFORE = frozenset("-_./")
"""What may not, where it has no protocol."""
_PROTOCOL = re.compile(r"https?://\Z", re.IGNORECASE | re.ASCII)
_GOES_ON = re.compile(r"[0-9a-zA-Z@+\-]", re.ASCII)
"""What cannot follow a top-level domain."""
_PUNYCODE = re.compile(r"xn--[\-0-9a-z]+", re.IGNORECASE | re.ASCII)
_PORT = re.compile(r":[0-9]+", re.ASCII)
_WAY = re.compile(rf"({_PATH}+)|{_PARENTHESES}")
_WAY_ENDS = re.compile(rf".*[+\-a-zA-Z\u0400-\u04ff0-9=_#/{_LATIN}]", re.DOTALL)
_QUERY = re.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]", re.IGNORECASE | re.ASCII)
_SHORT = re.compile(
    r"https?://t\.co/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?", re.IGNORECASE | re.ASCII
)
_PLAIN = re.compile(rf"[\-a-zA-Z0-9{_LATIN}]*\Z")
_LONGEST_TLD = max(map(len, TLDS))


class Link(NamedTuple):
    """Where a link begins in a text, and how many characters it covers."""

    start: int
    length: int


def links(text: str) -> list[Link]:
    """Return the links of a text, in their order."""
    return list(_links(text)) if "." in text else []


def _links(text: str) -> Iterator[Link]:
    done = 0
    for run in _RUN.finditer(text):
        names = _Names(text, run.start(), run.end())
        while found := names.next_host(done):
            start, host, end = found
            way, done = _rest(text, end)
            if _fits(text[start:done], _half(text, start, host) + text[host:end]):
                yield from _weighed(text, start, host, end, way, done)


def _weighed(text: str, start: int, host: int, end: int, way: bool, done: int) -> Iterator[Link]:
    """Yield what counts of a link that was found; the host alone, where it has no protocol and no path."""
    if host > start:
        short = _SHORT.match(text, start, done)
        if short is None:
            yield Link(start, done - start)
        elif len(short[1]) <= SLUG:
            yield Link(start, short.end() - start)
        return
    if start and text[start - 1] in _NOT_BEFORE:
        return
    whole, behind = text[start:end], 0
    plain = list(_plain_hosts(whole))
    for number, (first, length) in enumerate(plain):
        place = whole.find(whole[first : first + length], behind)
        behind = place + length
        more = done - end if way and number == len(plain) - 1 else 0
        yield Link(start + place, length + more)


class _Names:
    """The names between the dots of a run, and how far a host reaches that begins in each."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start = text, start
        self._dots = [place for place in range(start, end) if text[place] == "."] if "." in text[start:end] else []
        self._tlds = [_tld(text, dot + 1, len(text)) for dot in self._dots]
        self._reach = [-1] * (len(self._dots) + 1)
        for n in range(len(self._dots) - 1, -1, -1):
            first = self._dots[n - 1] + 1 if n else start
            self._reach[n] = self._from(n, first)
        self._place = start
        self._protocol = _PROTOCOL.search(text, max(0, start - 8), start) if self._dots else None

    def _from(self, n: int, first: int) -> int:
        """Return the last name of the longest host that begins at `first`, in name `n`; -1 where none does."""
        text, dot = self._text, self._dots[n]
        if first >= dot or text[first] in "-_" or text[dot - 1] in "-_":
            return -1
        if self._reach[n + 1] >= 0:
            return self._reach[n + 1]
        return n if self._tlds[n] and text.find("_", first, dot) < 0 else -1

    def next_host(self, done: int) -> tuple[int, int, int] | None:
        """Return where the next link behind `done` begins, where its host begins and where that ends."""
        if self._protocol is not None:
            start, self._protocol = self._protocol.start(), None
            if self._opens(start, done) and (last := self._from(0, self._start)) >= 0:
                return start, self._start, self._tlds[last]
        for place in self._starts(done):
            self._place = place + 1
            n = self._name_at(place)
            if n < len(self._dots) and (last := self._from(n, place)) >= 0:
                return place, place, self._tlds[last]
        return None

    def _starts(self, done: int) -> Iterator[int]:
        """Yield where a host may begin; a text's first character comes second, as it may also stand before a host."""
        end = self._dots[-1] if self._dots else self._start
        place = max(self._place, done + 1 if done else 0)
        if place == 0 < end:
            yield from (n for n in (1, 0) if self._opens(n, done))
            place = 2
        while place < end:
            n = self._name_at(place)
            if self._reach[n + 1] < 0 and not self._tlds[n]:
                place = self._dots[n] + 1
                continue
            if self._opens(place, done):
                yield place
            place += 1

    def _opens(self, place: int, done: int) -> bool:
        return place == 0 or (place > done and _BEFORE.match(self._text, place - 1) is not None)

    def _name_at(self, place: int) -> int:
        return bisect_left(self._dots, place)


def _tld(text: str, start: int, end: int) -> int:
    """Return where the top-level domain ends that begins here, 0 where none does."""
    for stop in range(min(end, start + _LONGEST_TLD), start, -1):
        if _known(text[start:stop]) and (stop == end or not _GOES_ON.match(text, stop)):
            return stop
    found = _PUNYCODE.match(text, start, end)
    return found.end() if found else 0


def _known(name: str) -> bool:
    lower = name.lower()
    return lower in TLDS and lower.isascii() == name.isascii()


def _rest(text: str, end: int) -> tuple[bool, int]:
    """Return whether a path follows a host, and where port, path and query end."""
    if port := _PORT.match(text, end):
        end = port.end()
    way = text.startswith("/", end)
    if way:
        end = _way_end(text, end + 1)
    if query := _QUERY.match(text, end):
        end = query.end()
    return way, end


def _way_end(text: str, end: int) -> int:
    """Return where a path ends: at a letter, or at parentheses that follow one; a full stop is the sentence's."""
    place = end
    while part := _WAY.match(text, place):
        place = part.end()
        if part[1] is None:
            end = place if end == part.start() else end
        elif ends := _WAY_ENDS.match(text, part.start(), place):
            end = ends.end()
    return end


def _plain_hosts(host: str) -> Iterator[tuple[int, int]]:
    """Yield the hosts of Latin letters within one: in Japanese, no space stands before a link."""
    names = host.split(".")
    first, done = 0, 0
    begins: int | None = None
    best = 0
    for name in names[:-1]:
        dot = first + len(name)
        plain = _PLAIN.search(host, max(first, done), dot)
        size = plain.end() - plain.start() if plain else 0
        if begins is not None and size < len(name):
            if best:
                yield begins, best - begins
                done = best
            begins, best = None, 0
            size = min(size, dot - done)
        if begins is None and size > 0:
            begins = dot - size
        if begins is not None and (end := _tld(host, dot + 1, len(host))):
            best = end
        if size <= 0:
            begins = None
        first = dot + 1
    if begins is not None and best:
        yield begins, best - begins


def _half(text: str, start: int, host: int) -> str:
    """Return what of the character before a host counts as part of it: X counts in UTF-16, where emoji are two."""
    before = text[start - 1] if start and start == host else ""
    return before.encode("utf-16-le", "surrogatepass")[2:].decode("utf-16-le", "surrogatepass")


def _fits(link: str, host: str) -> bool:
    """Tell whether DNS could know such a host, and whether the link is not too long."""
    if host.startswith("xn--") and not any(_plain_hosts(host)):
        return False
    if not all(0 < _encoded(name) <= LABEL for name in host.split(".")):
        return False
    return len(link.encode("utf-16-le", "surrogatepass")) // 2 + len("https://") <= LONGEST


def _encoded(name: str) -> int:
    """Return how long a name is in DNS, in its ASCII form."""
    if name.isascii() or len(name) > LABEL:
        return len(name)
    parts: Sequence[str] = re.split("[\u3002\uff0e\uff61]", name)
    try:
        return sum(len(p) if p.isascii() else 4 + len(p.encode("punycode")) for p in parts) + len(parts) - 1
    except UnicodeError:
        return LABEL + 1
