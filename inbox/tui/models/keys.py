"""Turns key presses into chords such as `g m`, waiting only where a longer chord could follow."""

from __future__ import annotations

from collections.abc import Collection


class KeySequence:
    """Collects keys until they name a chord, or cannot any more."""

    def __init__(self) -> None:
        self._keys: list[str] = []

    @property
    def pending(self) -> str:
        """What was typed of a chord so far."""
        return " ".join(self._keys)

    def feed(self, key: str, chords: Collection[str]) -> str | None:
        """Take a key; return the chord it completes, "" while one may follow, None where there is none."""
        self._keys.append(key)
        typed = self.pending
        if typed in chords:
            self._keys.clear()
            return typed
        if any(chord.startswith(typed + " ") for chord in chords):
            return ""
        alone = len(self._keys) == 1
        self._keys.clear()
        return None if alone else self.feed(key, chords)

    def clear(self) -> None:
        """Forget what was begun."""
        self._keys.clear()
