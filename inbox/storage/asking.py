"""The part of a write that knows requests."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain.picture import Picture
from inbox.storage import rows
from inbox.storage.database import Writing


class Asking:
    """Requests of a write, without their dialogues."""

    _writing: Writing
    picture: Picture

    async def load_requests_of(self, conversation: int) -> None:
        """Load a conversation's requests, and those whose answers stand there again."""
        await self._load_requests("conversation = $1", (conversation,))
        sources = "select source from request where conversation = $1 and source != 0"
        await self._load_requests(f"id in ({sources})", (conversation,))

    async def load_letters_out(self) -> None:
        """Load the letters about requests that still want something from somebody."""
        pending = "select id from request where state in ('open', 'taken', 'answered', 'returned')"
        for r in await self._writing.read(f"select {rows.LETTER} from letter where request in ({pending})", ()):
            self.picture.letters.setdefault(r[0], rows.letter(r))

    async def load_pending_of(self, department: str) -> None:
        """Load a department's pending requests."""
        pending = "state in ('open', 'taken', 'answered', 'returned')"
        await self._load_requests(f"{pending} and department = $1", (department,))

    async def _load_requests(self, where: str, args: Sequence[object]) -> None:
        for r in await self._writing.read(f"select {rows.REQUEST} from request where {where}", args):
            if r[0] in self.picture.requests:
                continue  # what was recorded since it was loaded stands in the picture only
            sql = f"select {rows.REMARK} from remark where request = $1 order by n"
            self.picture.requests[r[0]] = rows.request(r, await self._writing.read(sql, (r[0],)))
