"""The part of a store that knows accepted answers, and what leaves or is owed by departments."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.letters import Correspondent
from inbox.domain.model import Person
from inbox.ports.asking import Known, ToPost
from inbox.ports.page import Page
from inbox.storage import knowledge
from inbox.storage.database import Database


class Knowing:
    """Answers and letters of a store."""

    _db: Database

    async def similar(self, person: Person, text: str, department: str, limit: int) -> tuple[Known, ...]:
        """Return accepted answers to questions like this one."""
        return await knowledge.similar(self._db, person, text, department, limit)

    async def knowledge(self, person: Person, department: str, limit: int, after: str) -> Page[Known]:
        """Return accepted answers."""
        return await knowledge.knowledge(self._db, person, department, limit, after)

    async def correspondents(self) -> tuple[Correspondent, ...]:
        """Return who is asked by mail."""
        return await knowledge.correspondents(self._db)

    async def owed(self, now: datetime) -> list[int]:
        """Return requests of which a department is to be reminded."""
        return await knowledge.owed(self._db, now)

    async def to_post(self, now: datetime, limit: int = 20) -> list[ToPost]:
        """Return letters that are due."""
        return await knowledge.to_post(self._db, now, limit)
