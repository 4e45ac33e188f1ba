"""Measures a post as X does: twitter-text's weighted length, configuration 3.

https://github.com/twitter/twitter-text/blob/master/config/v3.json: in NFC, a character of the scripts in `_LIGHT` weighs 1 and
any other 2, a link 23, an emoji 2 however many characters it is made of.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from adapters.x.emoji import EMOJI
from adapters.x.urls import links

MAX = 280
LINK = 23
EMOJI_WEIGHT = 2
_LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_NEVER = re.compile("[\ufffe\ufeff\uffff]")


class Weight(NamedTuple):
    """How much a text weighs, whether it may be posted, and how many links it holds."""

    weight: int
    valid: bool
    links: int


def weighed(text: str) -> Weight:
    """Weigh a text."""
    text = unicodedata.normalize("NFC", text)
    found = links(text)
    weight = place = 0
    for start, length in found:
        if start >= place:
            weight += _plain(text, place, start) + LINK
            place = start + length
    weight += _plain(text, place, len(text))
    return Weight(weight, 0 < weight <= MAX and not _NEVER.search(text), len(found))


def _plain(text: str, start: int, end: int) -> int:
    """Weigh what is no link. An emoji that a link cuts in two does not occur: none is part of one."""
    weight = place = 0
    place = start
    for emoji in EMOJI.finditer(text, start, end):
        weight += _letters(text[place : emoji.start()]) + EMOJI_WEIGHT
        place = emoji.end()
    return weight + _letters(text[place:end])


def _letters(text: str) -> int:
    return 2 * len(text) - len(_LIGHT.findall(text))
