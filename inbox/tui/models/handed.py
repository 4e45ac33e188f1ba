"""What was handed to a desk that did not answer: kept with its key until the desk says what became of it.

Nobody knows whether such a command was carried out. So it is never handed over as a new one: the same words go as the
very same command under the same key, other words under that key too, which the desk refuses where the first ones arrived.
"""

from __future__ import annotations

import json

from inbox.domain.commands import Command
from inbox.errors import BadInput
from inbox.tui.models.unsent import Unsent
from inbox.wire import command_from_json, command_to_json

_TYPED = ("text", "why", "files")
"""What makes two commands the same to whoever typed them; what was seen and which draft it came from do not."""


def _same(one: Command, other: Command) -> bool:
    return type(one) is type(other) and all(getattr(one, k, None) == getattr(other, k, None) for k in _TYPED)


class Handed:
    """Commands without an answer, by what they are and what they are about."""

    def __init__(self, unsent: Unsent) -> None:
        self._unsent = unsent
        self._known: dict[tuple[str, int], tuple[str, Command] | None] = {}

    def of(self, what: str, about: int) -> tuple[str, Command] | None:
        """Return key and command of what was handed over, None for nothing."""
        if (what, about) not in self._known:
            self._known[what, about] = self._read(self._unsent.text(f"handed {what}", about))
        return self._known[what, about]

    def again(self, what: str, about: int, command: Command, key: str) -> tuple[Command, str]:
        """Return what to hand over now, and under which key."""
        if (known := self.of(what, about)) is None:
            return command, key
        return (known[1] if _same(known[1], command) else command), known[0]

    def keep(self, what: str, about: int, command: Command, key: str) -> None:
        """Keep what got no answer."""
        self._known[what, about] = key, command
        text = json.dumps([key, command_to_json(command).decode()], ensure_ascii=False)
        self._unsent.keep(f"handed {what}", about, text)

    def forget(self, what: str, about: int) -> None:
        """Forget what was answered, with whatever answer."""
        self._known[what, about] = None
        self._unsent.keep(f"handed {what}", about, "")

    @staticmethod
    def _read(text: str) -> tuple[str, Command] | None:
        try:
            key, command = json.loads(text)
            return str(key), command_from_json(command.encode())
        except (ValueError, TypeError, AttributeError, BadInput):
            return None  # nothing, or of another version of us
