"""Letters that look like others: a text is read as a reader sees it, whatever letters it was typed with."""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = (
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX аa еe ѕs іi јj оo рp сc уy хx һh ԁd ԛq ԝw кk мm тt вb нh пn гr"
)
_GREEK = "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa εe ιi κk νv οo ρp τt υu χx ηn γy ωw ϲc ϳj"
_LATIN = "ıi ɑa ɡg ɩi łl øo đd ɪi ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"
_ALIKE = {pair[0]: pair[1] for pair in f"{_CYRILLIC} {_GREEK} {_LATIN}".split()}
# Unicode names no plain letter for the white ones on black, round or square.
_ALIKE |= {chr(first + n): chr(ord("A") + n) for first in (0x1F150, 0x1F170) for n in range(26)}
_FOREIGN = re.compile(r"[^\x00-\x7fäöüÄÖÜß„“”–…’‚‘€]")
_DIGITS = str.maketrans("01345", "oieas")
_INSIDE = re.compile(r"(?<=[a-z])[01345]+(?=[a-z])")
_UNITS = (
    "min|mal|std|stu|tag|woc|mon|jah|eur|usd|chf|gbp|day|wee|yea|hou|sec|sek|mil|und|and|lit|stü|pro|dol|pou|cen|per"
)
BEGUN = rf"(?<![\w.,])(?:0(?=[^\W\d_]{{2}})|1(?=[^\W\d_]\w+[^\W\d_])(?!(?i:{_UNITS})))\w+"
"""A word whose first letter is a digit: `0ur`, `1diot`, but not `1min`."""


def plain(text: str) -> str:
    """Return a text with a plain letter or digit for each that looks like one; no place in it moves."""
    return text if text.isascii() else _FOREIGN.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    letter = match.group()
    found = _ALIKE.get(letter) or _ALIKE.get(unicodedata.normalize("NFD", letter)[0])
    if found:
        return found
    same = unicodedata.normalize("NFKC", letter)
    return same if len(same) == 1 and same.isalnum() else letter


def worded(word: str) -> str:
    """Return a folded word with letters for the digits inside it: `idi0t`."""
    return word if word.isalpha() else _INSIDE.sub(lambda match: match.group().translate(_DIGITS), word)


def begun(word: str) -> str:
    """Return a word with a letter for the digit that it begins with."""
    return word[0].translate(_DIGITS) + word[1:]
