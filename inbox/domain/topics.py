"""Says what a text is about: its words that mean something, and how alike two texts are. Pure counting, in German and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet

MOST = 24
"""Words of a text that count; a topic is named early in it."""
LONG = 2000
"""Characters of a text that are looked at."""
_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]?\w+@\w+\.\S+|(?<!\w)@\S+|\d+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDINGS = ("ungen", "ings", "ing", "ern", "ung", "ies", "en", "er", "es", "em", "ed", "ly", "e", "s", "n", "y")
_LITTLE = frozenset(
    """
the and for you your yours are was were will would could should can cannot has have had been being not but with this that these those there their
they them then than from into onto over under out off about after before again all any both each few more most other some such only own same too
very just don doesn didn isn wasn won wouldn couldn shouldn hasn haven what which who whom when where why how she her his him its our ours me my mine
let get got getting gets make made does did done doing want wants wanted need needs needed like know tell told say said see one two also still even
much many now here please thanks thank hello hey dear team guys help way use used using anyone someone something anything everything nothing going
because since while until good morning afternoon evening regards best greetings kind though yes yeah okay really ever never always today yesterday tomorrow day days week weeks hour hours time times
der die das den dem des ein eine einer einem einen eines und oder aber doch denn weil dass daß ist sind war waren wird werden wurde wurden bin bist
seid sein seine seiner seinem seinen ihr ihre ihrer ihrem ihren ihnen mein meine meiner meinem meinen dein deine deiner deinem deinen unser unsere euer
eure euch uns mich mir dich dir sich ich wir sie er es man nicht kein keine keiner keinem keinen auch noch schon nur mal sehr mehr viel viele wenn als
wie was wer wen wem wann warum wieso weshalb wohin woher welche welcher welches hier dort da dann jetzt nun immer wieder heute gestern morgen tag tage
woche wochen stunde stunden zeit seit bis bei mit nach vor von vom zum zur für durch gegen ohne über unter zwischen aus auf ins beim habe hast hat
haben hatte hatten kann kannst können könnt konnte muss müssen musst soll sollen will wollen wollt würde würden möchte möchten gibt geht gehen machen
macht gemacht alle alles allem allen andere anderen etwas nichts jemand niemand bitte danke hallo liebe lieber liebes guten gut grüße grüßen gruß beste besten freundliche freundlichen moin servus ganz gar einfach also
""".split()
)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def spelt(text: str) -> dict[str, str]:
    """Return what a text is about: each meaning word's stem, and how it is spelt there, in the order of the text."""
    text = _NOISE.sub(" ", unicodedata.normalize("NFKC", text[:LONG]))
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if word not in _LITTLE:
            found.setdefault(_stem(word), match[0])
            if len(found) >= MOST:
                break
    return found


def alike(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return how alike two texts are by their words: 0 nothing in common, 1 the same words (Jaccard)."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
