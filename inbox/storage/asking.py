"""The part of a write that knows letters."""

from __future__ import annotations

from abc import abstractmethod

from inbox.domain.picture import Picture
from inbox.storage import rows
from inbox.storage.database import Writing


class Asking:
    """Letters of a write."""

    _writing: Writing
    picture: Picture

    @abstractmethod
    async def load_request(self, id: int) -> None:
        """Load a request and its dialogue; the whole write knows how."""

    async def load_letter(self, id: int) -> None:
        """Load a letter with its request; nothing where there is none."""
        for r in await self._writing.read(f"select {rows.LETTER} from letter where id = $1", (id,)):
            self.picture.letters[r[0]] = rows.letter(r)
            await self.load_request(r[1])
