"""What somebody changed in a text, word by word, as feedback for its writer."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|[^\s]+")
_LONGEST = 4000
"""Pieces beyond which only the whole texts are shown: to compare them takes too long."""


def difference(before: str, after: str) -> str:
    """Return a text with what was taken out in [-…-] and what was put in in {+…+}."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if len(old) + len(new) > _LONGEST:
        return f"[-{before}-]\n{{+{after}+}}"
    said = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            said.append(gone)
        else:
            said += [f"[-{gone}-]"] if gone else []
            said += [f"{{+{come}+}}"] if come else []
    return "".join(said)
