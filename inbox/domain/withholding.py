"""What a department does not need to read is withheld from it: addresses, numbers, names, and whatever the asker names.

What is withheld is replaced before anything is stored for the department, so that nothing can be read, found or
fetched behind the mark. Postal addresses are not recognised; the asker names them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BAR = "▇▇▇"
"""What stands where something was withheld."""
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\w")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)")
_IBAN_LIKE = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?=[\s.-]{0,2}[A-Za-z0-9])")
_LENGTHS = {
    group[n : n + 2]: int(group[:2])
    for group in (
        "15NO 16BE 18DKFIFONL 19MKSI 20ATBAEEKZLTLUXK 21CHHRLILV 22BGBHCRDEGBGEIEMERSVA 23AEGIILIQTL"
        " 24ADCZESMDPKROSASKSETNVG 25PT 26ISTR 27FRGRITMCMRSM 28ALAZBYCYDOGTHULBPLSV 29BREGPSQAUA 30JOKWMU 31MT 32LC"
    ).split()
    for n in range(2, len(group), 2)
}
"""How many letters and digits an account number of a country has (ISO 13616)."""
_DIGITS = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){12,18}(?![\w])")
_CARD = re.compile(r"(?<![\w.,])\d{4}(?:[\s.-]{0,2}\d{4}){2}[\s.-]{0,2}\d{1,7}(?!\w)")
_TELEPHONE = re.compile(r"(?<![\w@+.,/-])(?!\d{1,2}\.\s?\d{1,2}\.)(?:[+＋]|00?)[1-9(][\d()/ .-]{5,18}\d(?![\w@])")
_NATIONAL = re.compile(r"(?<![\w(])(?:\(\d{2,5}\)[ /-]?\d[\d /-]{3,10}\d|\d{3}[-. ]\d{3}[-. ]\d{4})(?![\w@-])")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_MARKS = "[\u0300-\u036f]*"
_SPELLED = {"a": "(?:ae|a)", "o": "(?:oe|o)", "u": "(?:ue|u)", "ss": "(?:ss|ß)", "ß": "(?:ss|ß)"}
"""How a letter of a name may be spelled instead, once what stands above it is taken away."""


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
    out, at, places = [], 0, _places(text, names, also, whoever=personal)
    for start, end in places:
        out += [text[at:start], BAR]
        at = end
    return "".join([*out, text[at:]]), len(places)


def personal(text: str, names: Iterable[str] = (), also: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the pieces of a text that would be withheld, each once."""
    return tuple(dict.fromkeys(text[start:end] for start, end in _places(text, names, also)))


def _places(text: str, names: Iterable[str], also: Sequence[str], *, whoever: bool = True) -> list[tuple[int, int]]:
    """Return from where to where something is to be withheld, in order; what overlaps is one place."""
    spans: list[tuple[int, int]] = []
    if whoever:
        for pattern in (_MAIL, _IBAN, _TELEPHONE, _NATIONAL):
            spans += [found.span() for found in pattern.finditer(text)]
        for pattern in (_DIGITS, _CARD):
            spans += [found.span() for found in pattern.finditer(text) if _is_card(found.group())]
        spans += _accounts(text)
        spans += [span for name in names for span in _named(text, name)]
    spans += [span for piece in also if piece.strip() for span in _pieces(text, piece.strip())]
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif end > start:
            found.append((start, end))
    return found


def _accounts(text: str) -> list[tuple[int, int]]:
    """Return where account numbers stand, in whatever case and broken however: those whose check digits fit (ISO 13616)."""
    found = []
    for began in _IBAN_LIKE.finditer(text):
        length, kept, at = _LENGTHS.get(began.group()[:2].upper(), 0), "", began.start()
        while len(kept) < length and at < len(text) and at - began.start() < 3 * length:
            if text[at].isascii() and text[at].isalnum():
                kept += text[at]
            elif not (text[at].isspace() or text[at] in ".->|"):
                break
            at += 1
        if length and len(kept) == length and int("".join(str(int(c, 36)) for c in kept[4:] + kept[:4])) % 97 == 1:
            found.append((began.start(), at))
    return found


def _is_card(digits: str) -> bool:
    """Tell whether digits are a card's: their check digit fits (ISO/IEC 7812, annex B)."""
    row = [int(d) for d in reversed(digits) if d.isdigit()]
    doubled = (d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(row))
    return sum(doubled) % 10 == 0


def _named(text: str, name: str) -> list[tuple[int, int]]:
    """Return where a name or handle stands, whole or a part of it, with or without what stands above its letters."""
    parts = {name.strip(), *_LETTERS.findall(unicodedata.normalize("NFC", name))} if "@" not in name else {name.strip()}
    plain, places = _decomposed(text)
    found: list[tuple[int, int]] = []
    for part in parts:
        if len(part) >= 3:
            pattern = rf"(?<!\w){_spelled(part)}(?:s|'s|’s)?(?!\w)"
            spans = (m.span() for m in re.finditer(pattern, plain, re.IGNORECASE))
            found += [(places[start], places[end]) for start, end in spans]
    return found


def _decomposed(text: str) -> tuple[str, list[int]]:
    """Return a text with what stands above letters behind them, and where each of its characters came from."""
    plain, places = [], []
    for n, character in enumerate(text):
        apart = unicodedata.normalize("NFD", character)
        plain.append(apart)
        places += [n] * len(apart)
    return "".join(plain), [*places, len(text)]


def _spelled(name: str) -> str:
    """Return a pattern for a name in every spelling: Müller, Mueller, Muller."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    found = []
    for piece in re.findall(r"[aouAOU]e|ss|.", bare, re.DOTALL):
        key = piece.lower()
        found.append(_SPELLED.get(key[0] if key[1:] == "e" else key) or re.escape(piece))
        found.append(_MARKS if piece.isalpha() else "")
    return "".join(found)


def _pieces(text: str, piece: str) -> list[tuple[int, int]]:
    """Return where a piece stands, whatever the case of its letters and its blanks."""
    loose = r"\s+".join(map(re.escape, piece.split()))
    return [m.span() for m in re.finditer(loose, text, re.IGNORECASE)]
