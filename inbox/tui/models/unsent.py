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
        self._texts = self._read()
        self._unwritten: set[str] = set()

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
            return self._write(key)
        return self._path is not None

    def keep_reply(self, about: int, text: str, version: int) -> bool:
        """Keep a reply that the desk does not take, with the version of the draft it goes on with; as `keep`."""
        self.keep("reply upon", about, str(version) if text else "")
        return self.keep("reply", about, text)

    def reply(self, about: int, draft: str, version: int) -> str:
        """Return the text to go on with: the draft with what was begun upon it here, both where they went apart."""
        mine = self.text("reply", about)
        if not mine or mine.strip() in draft:
            return draft
        upon = self.text("reply upon", about) == str(version) or mine.startswith(draft.rstrip())
        return mine if upon else f"{draft}\n\n{mine}"

    def _read(self) -> dict[str, str]:
        try:
            read = json.loads(self._path.read_text("utf-8")) if self._path else {}
        except (OSError, ValueError):
            read = {}
        return {str(key): str(text) for key, text in read.items()} if isinstance(read, dict) else {}

    def _write(self, changed: str) -> bool:
        if self._path is None:
            return False
        self._unwritten.add(changed)
        # What another screen of this person wrote down or sent meanwhile stays as it is.
        texts = {key: text for key, text in self._read().items() if key not in self._unwritten}
        texts |= {key: self._texts[key] for key in self._unwritten if key in self._texts}
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            if not texts:
                self._path.unlink(missing_ok=True)
                self._unwritten.clear()
                return True
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                json.dump(texts, file, ensure_ascii=False)
            fresh.replace(self._path)
            self._unwritten.clear()
        except OSError:
            return False  # it is still here, and the screen says that it is no more than that
        return True
