"""Who sits at a desk in this process: what every part of such a desk begins with, so that each asks with the rights of now."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.domain.model import Person
from inbox.errors import Stranger
from inbox.services.office import Office


class Sitting:
    """A person at an office's desk."""

    def __init__(self, office: Office, person: Person) -> None:
        self._office = office
        self._store = office.store
        self._person = person
        self._instead: Mapping[str, str] = {}

    @property
    def person(self) -> Person:
        """Who sits here, as of the last command or read."""
        return self._person

    async def _now(self) -> Person:
        """Return the person with today's rights; someone who was removed can do nothing."""
        found = await self._store.seated(self._person.name, self._office.now())
        if found is None:
            raise Stranger("{person} no longer works here.", person=self._person.name)
        self._person, self._instead = found
        return self._person
