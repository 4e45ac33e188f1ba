"""The part of a desk that prepares questions and knows what was answered before."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain.letters import Correspondent
from inbox.domain.model import Contact, Handle, Person, Words
from inbox.domain.people import Act, Reach, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.asking import chosen, named, need, pack
from inbox.domain.rules.facts import known_department
from inbox.domain.sound import see
from inbox.domain.withholding import personal
from inbox.errors import BadInput
from inbox.ports.asking import Known, Prepared
from inbox.ports.page import Page
from inbox.services.sitting import Sitting

LATEST = 200
"""Messages that are looked at for what is unanswered."""
MOST = 100
"""Messages, or pieces to be withheld, in one question."""


class Asks(Sitting):
    """Questions and knowledge at a desk."""

    async def prepare(
        self,
        conversation: int,
        department: str,
        *,
        show: Sequence[int] | None = None,
        hide: Sequence[str] | None = (),
        said: str = "",
    ) -> Prepared:
        """Return when an answer would be needed and what the department would read."""
        see(conversation, department, said, *(show or ()), *(hide or ()))
        if max(len(show or ()), len(hide or ())) > MOST:
            raise BadInput("At most {most} messages and pieces go into one question.", most=MOST)
        person = await self._now()
        picture = await self._pictured(person, conversation, show)
        require(person, Act.ASK)
        here = picture.conversations[conversation]
        messages = chosen(picture, here, None if show is None else tuple(show))
        name = known_department(picture, department)
        packed = pack(picture, here, messages, None if hide is None else tuple(hide))
        told = personal(said, named(picture, here), tuple(hide or ()))
        return Prepared(need(picture, here, name, self._office.now()), tuple(packed), told)

    async def _pictured(self, person: Person, id: int, show: Sequence[int] | None) -> Picture:
        """Return what the rules look at before somebody is asked. Raises: NotFound."""
        thread = await self._store.thread(person, id, None, LATEST)
        channel, standing = await self._store.standing(person, id)
        here, picture = thread.row.conversation, Picture(limits=self._office.limits)
        handles = tuple(Handle(i.kind, Words(i.value)) for i in standing.to)
        picture.contacts[here.contact] = Contact(here.contact, Words(thread.row.contact), handles)
        picture.conversations[here.id], picture.channels[channel.name] = here, channel
        picture.messages = {m.id: m for m in thread.messages}
        picture.hours = {h.channel: h for h in await self._store.hours(person)}
        picture.departments = {d.name: d for d in await self._store.departments()}
        for message in show or ():
            if message not in picture.messages:
                picture.messages[message] = (await self._store.message(person, message))[0]
        return picture

    async def similar(self, text: str, *, department: str = "", limit: int = 5) -> tuple[Known, ...]:
        """Return accepted answers to questions like this one."""
        see(text, department)
        return await self._store.similar(await self._now(), text, department, max(1, min(limit, 50)))

    async def knowledge(self, *, department: str = "", limit: int = 50, after: str = "") -> Page[Known]:
        """Return accepted answers, latest first."""
        see(department, after)
        return await self._store.knowledge(await self._now(), department, max(1, min(limit, 500)), after)

    async def correspondents(self) -> tuple[Correspondent, ...]:
        """Return who is asked by mail: oneself, for whoever changes the set-up everybody."""
        person, found = await self._now(), await self._store.correspondents()
        everybody = reach(person, Act.SETUP) is Reach.ALL
        return tuple(c for c in found if everybody or c.person == person.name)
