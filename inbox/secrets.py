"""Keeps channels' secrets in a file beside the inbox that only this user can read.

Secrets are never printed, logged, or part of an error: whoever holds this object can ask for one
channel's, and nothing shows them by accident.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeGuard

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
        """Keep a secret ("" forgets it), replacing the file in one step. Raises: Damaged, Unreachable."""
        self.renew(channel, {key: value})

    def renew(self, channel: str, secrets: Mapping[str, str]) -> None:
        """Keep several secrets of a channel in one step, as `keep` does: a token and what renews it belong together."""
        everything = self._all()
        mine = everything.setdefault(channel, {})
        mine.update(secrets)
        everything[channel] = {key: value for key, value in mine.items() if value}
        self._write(everything)

    def forget(self, channel: str) -> None:
        """Forget all of one channel's secrets. Raises: Damaged, Unreachable."""
        everything = self._all()
        if everything.pop(channel, None) is not None:
            self._write(everything)

    def _write(self, everything: dict[str, dict[str, str]]) -> None:
        try:
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".secrets")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(everything, file)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as cause:
            raise Unreachable("{path} cannot be written; check who may.", path=self._path) from cause

    def _all(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as cause:
            raise Unreachable("{path} cannot be read; check who may.", path=self._path) from cause
        except ValueError:
            found = None
        if not _whole(found):
            # Without a cause: it would carry the file's text.
            raise Damaged("{path} is damaged; enter the channels' secrets again.", path=self._path)
        return dict(found)


def _whole(found: object) -> TypeGuard[dict[str, dict[str, str]]]:
    return isinstance(found, dict) and all(
        isinstance(mine, dict) and all(isinstance(value, str) for value in mine.values()) for mine in found.values()
    )
