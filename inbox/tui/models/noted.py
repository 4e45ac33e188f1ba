"""Notes that the inbox wrote itself, and why a reply did not leave, in the reader's language.

Such a sentence is kept in English, as a fact. Whatever is exactly one of them is said anew; anything else stays as
somebody wrote it.
"""

from __future__ import annotations

import re
import string
from functools import cache

from inbox.texts import t

NOTED: dict[str, tuple[str, ...]] = {
    "→ {to}: {why}; the reply is back in the draft.": ("Its files have to be enclosed again.",),
    "{name}'s planned reply would be held by now; it is held.": (),
    "{name}'s reply needs a sign-off by now; it is held.": (),
    "{name}'s reply is not what was released; it is held.": (),
    "Reply {id} was changed on the platform: {difference}": (
        "{name} had signed off other words.",
        "The rules would hold it: {rules}.",
    ),
    "the contact wrote before the planned reply left": (),
    "the contact wrote while sending was frozen": (),
    "it was answered elsewhere before the planned reply left": (),
    "{name} answered before the planned reply left": (),
    "{name} marked the answer to request {id} as out of date": (),
    "{name} may no longer answer here": (),
    "dropped by {name}": (),
}
"""Sentences of the rules, and those that may follow each, in this order."""
_GAPS = {"id": r"\d+", "difference": r"(?s:.*?)"}
_ANY = r"[^\n]+?"


def noted(words: object) -> str:
    """Return a note in the reader's language where the inbox wrote it, else as it is."""
    text = str(words)
    for sentences, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return "".join(_said(s, n, found) for n, s in enumerate(sentences) if found[f"s{n}"] is not None)
    return text


def _said(sentence: str, n: int, found: re.Match[str]) -> str:
    values = {gap: found[gap] for gap in _gaps(sentence)}
    if "why" in values:
        values["why"] = noted(values["why"])
    if "rules" in values:
        values["rules"] = ", ".join(map(t, values["rules"].split(", ")))
    return found[f"s{n}"][: 1 if n else 0] + t(sentence, **values)


@cache
def _patterns() -> list[tuple[tuple[str, ...], re.Pattern[str]]]:
    found = []
    for first, others in NOTED.items():
        later = "".join(rf"(?P<s{n}>[ \n]{_pattern(other)})?" for n, other in enumerate(others, 1))
        found.append(((first, *others), re.compile(f"(?P<s0>{_pattern(first)}){later}")))
    return found


def _pattern(sentence: str) -> str:
    pieces = string.Formatter().parse(sentence)
    return "".join(
        re.escape(text) + (f"(?P<{gap}>{_GAPS.get(gap, _ANY)})" if gap else "") for text, gap, _, _ in pieces
    )


def _gaps(sentence: str) -> list[str]:
    return [gap for _, gap, _, _ in string.Formatter().parse(sentence) if gap]
