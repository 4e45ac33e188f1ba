"""How alike two questions are, so that what was answered once is offered before it is asked again.

Words count by their letters in threes, because German joins and bends them: "Rechnungskopie" is near "Kopie der
Rechnung". What stands in every question (a, der, is, wann …) counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import sqrt

from inbox.domain.text import folded

ALIKE = 0.3
"""From here on an answer is worth a look."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[^\W_]*\d[^\W_]*(?:[.,]\d[^\W_]*)*")
_NEGATION = re.compile(
    r"\b(?:nicht|nie|niemals|kein(?:e[rsnm]?)?|ohne|no|not|never|without|cannot|\w+n['’]t)\b", re.IGNORECASE
)
_NO = "no "
"""Stands for every word that says no; no number has a blank."""
_COMMON = frozenset(
    folded(word)
    for word in (
        "a an and any are at be been but by can could did do does for from had has have he her his how i if in is it its me "
        "my no not of on or our please she so than that the their them then there they this to us was we were what when "
        "where which who why will with would you your yes "
        "aber als am an auch auf aus bei bin bis bitte da damit dann das dass dem den der des die dies diese dieser dir doch "
        "du durch ein eine einem einen einer er es euch fur fuer habe haben hat hatte ich ihm ihn ihr im in ist ja kann "
        "konnen koennen man mehr mein mit mich mir nach nein nicht noch nun nur ob oder schon sein sich sie sind so soll um "
        "und uns unser vom von vor wann war warum was weil welche wenn wer wie wieder wir wird wo zu zum zur kunde kunden "
        "kundin customer"
    ).split()
)


def telling(text: str) -> list[str]:
    """Return the words of a text that say what it is about, folded, each once, at most forty."""
    words = (w for w in _WORD.findall(folded(text)) if w not in _COMMON and (len(w) > 2 or w.isdigit()))
    return list(dict.fromkeys(words))[:40]


@lru_cache(maxsize=4096)
def _threes(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in telling(text):
        padded = f" {word} " if len(word) < 5 else f" {word}"
        found.update(padded[n : n + 3] for n in range(len(padded) - 2))
    return found


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(n * other[three] for three, n in one.items() if three in other)
    size = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return shared / size if size else 0.0


def likeness(asked: str, question: str, answer: str = "") -> float:
    """Return how alike a question is to one that was answered, from 0 to 1; what the answer says counts a little."""
    one = _threes(asked)
    return min(1.0, max(_cosine(one, _threes(question)), 0.6 * _cosine(one, _threes(f"{question} {answer}"))))


def ranked(asked: str, known: Iterable[tuple[int, str, str]], least: float = ALIKE) -> list[tuple[int, float]]:
    """Return (id, likeness) of those of (id, question, answer) that are alike, the most alike first, then the newest.

    Those behind whose question stands another number, or a no, come last.
    """
    found = [(id, likeness(asked, question, answer), question) for id, question, answer in known]
    alike = [
        (any(differing(asked, question)), -round(score, 2), -id, score)
        for id, score, question in found
        if score >= least
    ]
    return [(-id, score) for _, _, id, score in sorted(alike)]


def differing(asked: str, question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what turns an answer round and stands in one of two questions only: numbers, and words that say no."""
    one, other = _turning(asked), _turning(question)
    here = [word for kind, word in one.items() if kind not in other]
    there = [word for kind, word in other.items() if kind not in one]
    return tuple(here), tuple(there)


def _turning(text: str) -> dict[str, str]:
    """Return the numbers of a text, and the first word that says no, as they are written."""
    found = {word.lower(): word for word in _NUMBER.findall(text)}
    no = _NEGATION.search(text)
    return found | ({_NO: no[0]} if no else {})
