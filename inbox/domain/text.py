"""Makes text from strangers fit to be stored, compared and shown: the one place where it is cleaned.

What a customer sends may steer a terminal (ESC), reverse the reading order (bidi overrides), hide
(zero-width characters), pile up (combining marks) or break a database (NUL, lone surrogates). It is
cleaned once, at intake, and the raw text is kept apart. Names and ranges follow the Unicode Character
Database; which joiners are legitimate follows Unicode 15.1, chapters 9, 12, 13 and 23, and UTS #51.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

TEXT_LIMIT = 50_000
LINE_LIMIT = 200
MARKS_PER_BASE = 4
CUT = " […]"

# A text may shrink while it is cleaned; beyond this many times the limit it is not even looked at.
_LOOK_AHEAD = 8

# Below U+0300 everything is in NFC by itself, and so are the blocks named after it. Whoever is made of
# these only, but for U+FE0F after an emoji, has nothing to clean.
_ORDINARY = (
    "[\t\n -~\xa0-\xac\xae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203b\u20a0-\u20c0\u2600-\u27bf"
    "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001faff]*+"
)
_PLAIN = re.compile(f"{_ORDINARY}(?:(?<=[\u2600-\u27bf\U0001f300-\U0001faff])\ufe0f{_ORDINARY})*+").fullmatch

_SURROGATE = re.compile("[\ud800-\udfff]").search
_NEWLINES = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_PICTURES = tuple((chr(code), chr(0x2400 + code)) for code in range(0x20) if code not in (0x09, 0x0A))
_CONTROLS = (*_PICTURES, ("\x7f", "\u2421"), *((chr(code), "\ufffd") for code in range(0x80, 0xA0)))
_HAS_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]").search
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + "-" + chr(plane << 16 | 0xFFFF) for plane in range(17)) + "]"
)
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe01-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]+"
)

_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u2328\u232b-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd"
# Arabic, Syriac, N'Ko, the Indic scripts, Myanmar, Khmer, Mongolian, Adlam: here joiners change letters.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\u1900-\u194f\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\ua8ff\ua980-\uaaff"
    "\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00010f30-\U00010f6f\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
_FINE_POINT = re.compile("[\u200c\u200d\ufe00\ufe0e\ufe0f\U000e0100-\U000e01ef]").search
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_STRAY_SELECTOR = re.compile(
    f"(?<![#*0-9{_EMOJI}])[\ufe0e\ufe0f]|(?<=[#*0-9])[\ufe0e\ufe0f](?!\u20e3)"
    f"|(?<![{_IDEOGRAPH}])[\ufe00\U000e0100-\U000e01ef]"
)
_STRAY_JOINER = re.compile(f"(?<![{_JOINING}])(?:\u200c|(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}]))")
_MANY_HIGH = re.compile(f"[^\\w\\s\x00-\u02ff]{{{MARKS_PER_BASE + 1}}}").search
_MARK = frozenset({"Mn", "Me"})
_JOINER = frozenset("\u200c\u200d")
_STREAM_SAFE = 30

_OPEN_END = "\u200c\u200d\ufe0e\ufe0f"
_COMPAT = re.compile(f"\u200d[{_EMOJI}]|[\ufe00\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")
_TAB_WIDTH = 4


def encodes(text: str) -> bool:
    """Tell whether a text can be written as UTF-8: bytes that are none arrive as lone surrogates."""
    return _SURROGATE(text) is None


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    r"""Return a message as it may be stored, compared and shown; at most `limit` characters.

    The result is NFC and encodes to UTF-8. Line ends are `\n`; tabs stay; other C0 controls and DEL are
    shown as their Unicode pictures (␛, ␀), C1 controls, lone surrogates and noncharacters as �. Bidi
    controls, zero-width characters, fillers and tag characters are gone; joiners stay inside emoji and in
    the scripts that need them, variation selectors after characters that take them. A base carries at most
    four nonspacing marks. What is longer than `limit` (at least 8) ends in " […]". Cleaning twice changes
    nothing, and the time is linear in the length.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if len(text) <= limit and _PLAIN(text):
        return text
    return _capped(_washed(text[: limit * _LOOK_AHEAD]), limit, CUT, longer=len(text) > limit * _LOOK_AHEAD)


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return a name, subject or preview as one line: cleaned, blanks collapsed, cut with "…" at `limit` characters."""
    head = text[: limit * _LOOK_AHEAD]
    line = " ".join((head if _PLAIN(head) else _washed(head)).split())
    return _capped(line, limit, "…", longer=len(text) > len(head))


def display_width_safe(text: str) -> str:
    """Return cleaned text with what terminals measure differently taken away; for display only, never stored.

    Tabs become spaces to the next fourth column, a joined emoji sequence its first emoji, and variation
    selectors, keycaps and skin tones go.
    """
    if "\t" in text:
        text = text.expandtabs(_TAB_WIDTH)
    return text if text.isascii() else _COMPAT.sub("", text)


def folded(text: str) -> str:
    """Return a text for comparing whatever its spelling: no case, ü like ue and u, ß like ss; for finding only."""
    text = text.casefold()
    if not text.isascii():
        # What German needs is cheap, and mostly all there is.
        text = text.replace("ä", "a").replace("ö", "o").replace("ü", "u")
    if not text.isascii():
        # Normalising sorts runs of marks in quadratic time, so none may be left before.
        text = _bare(unicodedata.normalize("NFKD", _bare(text)))
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def folded_if_any(text: str | None) -> str | None:
    """Return a text folded, or None where there is none, as a database asks."""
    return None if text is None else folded(text)


def _bare(text: str) -> str:
    # A text has few different letters, so each is looked at once; going letter by letter takes ten times as long.
    for letter in set(text):
        if letter > "\u02ff" and unicodedata.combining(letter):
            text = text.replace(letter, "")
    return text


def _washed(text: str) -> str:
    if _SURROGATE(text):
        # Two halves of a pair that arrived as two characters become the one they mean.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if _HAS_CONTROL(text):
        for newline in _NEWLINES:
            text = text.replace(newline, "\n")
        for control, picture in _CONTROLS:
            text = text.replace(control, picture)
    if text.isascii():
        return text
    text = _INVISIBLE.sub("", _NONCHARACTER.sub("\ufffd", text))
    piled = _MANY_HIGH(text) is not None
    if piled:
        # Sorting a long run of marks takes quadratic time; thirty is what UAX #15 calls stream-safe.
        text = _thinned(text, _STREAM_SAFE)
    text = unicodedata.normalize("NFC", text)
    if _FINE_POINT(text):
        text = _STRAY_SELECTOR.sub("", _JOINERS.sub(r"\1", text))
        # What a joiner kept apart may now compose.
        text = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", text))
    return _thinned(text, MARKS_PER_BASE) if piled else text


def _capped(text: str, limit: int, marker: str, *, longer: bool) -> str:
    if len(text) <= limit and not longer:
        return text
    return text[: limit - len(marker)].rstrip(_OPEN_END + " \n\t") + marker


@cache
def _piles() -> re.Pattern[str]:
    # Built when the first suspicious text arrives: it takes as long as importing this module. Exact below
    # U+10000, a superset above (no word character, no emoji): `re` tests astral ranges one after the other.
    bare = [code for code in range(0x10000) if unicodedata.category(chr(code)) not in _MARK]
    edges = [pair for pair in pairwise([-1, *bare, 0x10000]) if pair[1] - pair[0] > 1]
    no_mark = "".join(
        f"\\u{left[1]:04x}-\\u{right[0]:04x}" for left, right in pairwise([(-1, 0), *edges, (0xFFFF, -1)])
    )
    mark = f"[^\\w\\s{no_mark}\U0001f000-\U0010ffff]"
    return re.compile(f"{mark}(?:{mark}|[\u200c\u200d]){{{MARKS_PER_BASE},}}")


def _thinned(text: str, most: int) -> str:
    return _piles().sub(lambda pile: "".join(_first_marks(pile[0], most)), text)


def _first_marks(pile: str, most: int) -> Iterator[str]:
    count = 0
    for character in pile:
        if unicodedata.category(character) in _MARK:
            count += 1
        elif character not in _JOINER:
            count = 0
        if count < most or (count == most and character not in _JOINER):
            yield character
