"""What can be told to everybody in a storm while nobody knows more yet: honest, short, in the language they write in.

The proposals promise nothing and admit nothing: the house's own risk rules let them pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_GERMAN = re.compile(
    r"\b(?:der|die|das|und|ist|nicht|ich|ihr|euer|eure|mein|seit|wir|wie|auf|warum|wieso|kein|keine|zu|ein|eine)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|is|not|my|your|you|since|we|how|on|why|no|to|a|it|are|was|have|this|still|from)\b", re.IGNORECASE
)
PROPOSED = {
    "de": (
        "Danke, dass du dich meldest. Das schreiben uns gerade mehrere. Wir sehen es uns an und schreiben hier weiter, wenn wir"
        " mehr wissen."
    ),
    "en": (
        "Thank you for writing. Several people are telling us the same right now. We are looking into it and will write here"
        " again when we know more."
    ),
}
"""What the inbox proposes, by language."""


def language(texts: Iterable[str], otherwise: str = "de") -> str:
    """Return the language that most of these texts are written in, `de` or `en`; `otherwise` where that does not show."""
    said = " ".join(texts)
    german, english = len(_GERMAN.findall(said)), len(_ENGLISH.findall(said))
    return otherwise if german == english else "de" if german > english else "en"
