"""What was said, kept apart from the fact that it was said: a text that can be erased without breaking the chain of facts."""

from __future__ import annotations

import hmac


class Words:
    """A text kept apart from the fact that it was said.

    Facts carry only the `commitment`, a keyed hash of the text; text and salt live in the nouns'
    rows and can be erased without breaking the chain of facts. An erased or unread text is None.
    Two are equal when they commit to the same. Immutable by promise; no dataclass, so that the
    codec asks how to write it.
    """

    __slots__ = ("_seal", "salt", "text")

    def __init__(self, text: str | None, salt: str | None = None, seal: str = "") -> None:
        self.text = text
        self.salt = salt
        self._seal = seal

    @staticmethod
    def of(text: str, salt: str) -> Words:
        """Seal a text with a salt nobody else knows."""
        return Words(text, salt)

    @property
    def commitment(self) -> str:
        """What a fact carries: 160 bits of HMAC-SHA256 in hexadecimal; "" once erased."""
        if not self._seal and self.text is not None and self.salt is not None:
            self._seal = hmac.digest(self.salt.encode(), self.text.encode(), "sha256")[:20].hex()
        return self._seal

    def __str__(self) -> str:
        return "" if self.text is None else self.text

    def __repr__(self) -> str:
        return f"Words({self.commitment[:8] or 'erased'})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.commitment == other.commitment

    def __hash__(self) -> int:
        return hash(self.commitment)
