"""What can be told to everybody in a storm while nobody knows more yet: honest, short, in the language they write in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

_GERMAN = re.compile(
    r"\b(?:der|die|das|und|ist|nicht|ich|ihr|euer|eure|mein|seit|wir|wie|auf|warum|wieso|kein|keine|zu|ein|eine)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|is|not|my|your|you|since|we|how|on|why|no|to|a|it|are|was|have|this|still|from)\b", re.IGNORECASE
)
_TEXTS = {
    "de": (
        "Danke, dass du dich meldest. Du bist gerade nicht der einzige Mensch, dem das passiert ist: Wir gehen der Sache nach und"
        " melden uns hier bis {until} Uhr mit dem, was wir dann wissen. Was dich persönlich betrifft, klären wir danach mit dir."
    ),
    "en": (
        "Thank you for telling us. You are not the only one this is happening to: we are looking into it and will get back to"
        " you here by {until} with what we know by then. What concerns you personally we will sort out with you after that."
    ),
}


def language(texts: Iterable[str]) -> str:
    """Return the language that most of these texts are written in: `de` or `en`."""
    said = " ".join(texts)
    return "de" if len(_GERMAN.findall(said)) >= len(_ENGLISH.findall(said)) else "en"


def proposed(texts: Iterable[str], until: datetime) -> str:
    """Return a holding statement for whoever wrote these texts, with the time by which more is said."""
    return _TEXTS[language(texts)].format(until=f"{until:%H:%M}")
