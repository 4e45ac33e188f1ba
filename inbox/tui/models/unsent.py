"""What one person began and did not send yet: notes, answers, questions, kept in a file beside the inbox.

A reply's draft is the team's and kept on the server; only one that the server refused stands here. These are nobody
else's until they are sent.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote


def beside(inbox: Path, person: str) -> Path:
    """Return where a person's unsent texts are kept for an inbox."""
    return inbox.with_name(f"{inbox.name}.{quote(person, safe='')}.unsent")


class Unsent:
    """Texts by what they are and what they are about. Without a path they last as long as this sitting."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._texts: dict[str, str] = {}
        try:
            read = json.loads(path.read_text("utf-8")) if path else {}
        except (OSError, ValueError):
            read = {}
        if isinstance(read, dict):
            self._texts = {str(key): str(text) for key, text in read.items()}

    def text(self, what: str, about: int) -> str:
        """Return what was begun, "" for nothing."""
        return self._texts.get(f"{what} {about}", "")

    def keep(self, what: str, about: int, text: str) -> bool:
        """Keep a text, or forget it if it is empty; tell whether it outlasts this sitting."""
        key = f"{what} {about}"
        if self._texts.get(key, "") != text:
            self._texts[key] = text
            if not text:
                del self._texts[key]
            return self._write()
        return self._path is not None

    def _write(self) -> bool:
        if self._path is None:
            return False
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            if not self._texts:
                self._path.unlink(missing_ok=True)
                return True
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(self._texts, file, ensure_ascii=False)
            fresh.replace(self._path)
        except OSError:
            return False  # it is still here, and the screen says that it is no more than that
        return True
