"""Keeps channels' secrets in a file beside the inbox that only this user can read.

Secrets are never printed, logged, or part of an error: whoever holds this object can ask for one
channel's, and nothing shows them by accident.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from inbox.errors import Damaged, Unreachable


class Secrets:
    """The secrets of all channels of one inbox."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __repr__(self) -> str:
        return f"Secrets({self._path})"

    def of(self, channel: str) -> dict[str, str]:
        """Return one channel's secrets. Raises: Damaged, Unreachable."""
        return dict(self._all().get(channel, {}))

    def keep(self, channel: str, key: str, value: str) -> None:
        """Keep a secret ("" forgets it), replacing the file in one step. Raises: Unreachable."""
        everything = self._all()
        mine = everything.setdefault(channel, {})
        mine[key] = value
        if not value:
            del mine[key]
        try:
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".secrets")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(everything, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError as cause:
            raise Unreachable("{path} cannot be written; check who may.", path=self._path) from cause

    def _all(self) -> dict[str, dict[str, str]]:
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return {}
        except OSError as cause:
            raise Unreachable("{path} cannot be read; check who may.", path=self._path) from cause
        try:
            found: dict[str, dict[str, str]] = json.loads(text)
        except ValueError:
            # Without the cause: it would carry the file's text.
            raise Damaged("{path} is damaged; enter the channels' secrets again.", path=self._path) from None
        return found
