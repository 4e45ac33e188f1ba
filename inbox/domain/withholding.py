"""What a department does not need to read is withheld from it: addresses, numbers, names, and whatever the asker names.

What is withheld is replaced before anything is stored for the department, so that nothing can be read, found or
fetched behind the mark. Postal addresses are not recognised; the asker names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BAR = "▇▇▇"
"""What stands where something was withheld."""
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\w")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)")
_DIGITS = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){12,18}(?![\w])")
_TELEPHONE = re.compile(r"(?<![\w@+.,/-])(?!\d{1,2}\.\s?\d{1,2}\.)(?:\+|00?)[1-9(][\d()/ .-]{5,18}\d(?![\w@])")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A message as its department reads it; `hidden` counts the places where something was withheld."""

    message: int
    text: str
    hidden: int = 0


def withheld(
    text: str, names: Iterable[str] = (), also: Sequence[str] = (), *, personal: bool = True
) -> tuple[str, int]:
    """Return a text without what is personal and without what was named, and how many places that were."""
    spans: list[tuple[int, int]] = []
    if personal:
        for pattern in (_MAIL, _IBAN, _TELEPHONE):
            spans += [found.span() for found in pattern.finditer(text)]
        spans += [found.span() for found in _DIGITS.finditer(text) if _is_card(found.group())]
        spans += [span for name in names for span in _named(text, name)]
    spans += [span for piece in also if piece.strip() for span in _pieces(text, piece.strip())]
    return _barred(text, spans)


def _is_card(digits: str) -> bool:
    """Tell whether digits are a card's: their check digit fits (ISO/IEC 7812, annex B)."""
    row = [int(d) for d in reversed(digits) if d.isdigit()]
    doubled = (d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(row))
    return sum(doubled) % 10 == 0


def _named(text: str, name: str) -> list[tuple[int, int]]:
    """Return where a name or handle stands, whole or a part of it."""
    parts = {name.strip(), *_LETTERS.findall(name)} if "@" not in name else {name.strip()}
    found: list[tuple[int, int]] = []
    for part in parts:
        if len(part) >= 3:
            found += [
                m.span() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?:s|'s|’s)?(?!\w)", text, re.IGNORECASE)
            ]
    return found


def _pieces(text: str, piece: str) -> list[tuple[int, int]]:
    """Return where a piece stands, whatever the case of its letters and its blanks."""
    loose = r"\s+".join(map(re.escape, piece.split()))
    return [m.span() for m in re.finditer(loose, text, re.IGNORECASE)]


def _barred(text: str, spans: list[tuple[int, int]]) -> tuple[str, int]:
    out, at, count = [], 0, 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        if start >= at:
            out += [text[at:start], BAR]
            count += 1
        at = end
    return "".join([*out, text[at:]]), count
