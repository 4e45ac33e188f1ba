"""The part of a desk that signs off: what waits for whom, what would hold a text, how freely people speak."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from inbox.domain.holding import Hold
from inbox.domain.incoming import Visibility
from inbox.domain.model import Conversation, Message, Person, State, Words
from inbox.domain.people import Act, Reach, conversation_for, in_channels, reach, sees
from inbox.domain.picture import Picture
from inbox.domain.risk.assessing import assess
from inbox.domain.risk.standard import STANDARD
from inbox.domain.risk.weighing import weigh
from inbox.domain.rules.facts import MOST, worded
from inbox.domain.rules.holding import CHECKS, may_release, risky, written_risks
from inbox.domain.signing import Guard, Risks
from inbox.domain.sound import see
from inbox.errors import BadInput, NotFound
from inbox.ports.page import Page
from inbox.ports.signing import HeldRow
from inbox.services.sitting import Sitting


class SigningDesk(Sitting):
    """Signs off, and says what would have to be."""

    async def held(self, *, limit: int = 50, after: str = "") -> Page[HeldRow]:
        """Return replies that wait for a sign-off, oldest first."""
        see(after)
        if after and not (after.isascii() and after.isdigit() and len(after) < 19):
            raise BadInput("{cursor} is no cursor; use the `next` of the page before.", cursor=repr(after))
        person, limit = await self._now(), max(1, min(limit, 500))
        picture, at = await self._picture(person), int(after or 0)
        found: list[tuple[Message, Conversation, str]] = []
        while len(found) <= limit and (some := await self._store.waiting(at, limit + 1)):
            for message, where in some:
                picture.conversations[where.id] = where
                lacks = may_release(picture, person, [message])
                if sees(person, where) or not lacks:
                    found.append((message, where, lacks))
            at = some[-1][0].id
        around = await self._store.around([message for message, _, _ in found[:limit]])
        rows = [
            HeldRow(parts, where.channel, platform, contact, shown, lacks, sees(person, where))
            for (_, where, lacks), (parts, shown, contact, platform) in zip(found[:limit], around, strict=True)
        ]
        return Page(tuple(rows), str(found[limit - 1][0].id) if len(found) > limit else None)

    async def _picture(self, person: Person) -> Picture:
        """Return what the rules about releasing look at."""
        own = await self._store.risks()
        guards = {guard.key: guard for guard in await self._store.guards()}
        abilities = {ability.key: ability for ability in await self._store.abilities()}
        risks = {1: Risks(own)} if own else {}
        return Picture(people={person.name: person}, guards=guards, risks=risks, abilities=abilities)

    async def check(
        self,
        text: str,
        *,
        public: bool = False,
        lang: str = "",
        rules: str = "",
        channel: str = "",
        conversation: int | None = None,
    ) -> tuple[Hold, ...]:
        """Return what would hold a reply."""
        see(text, rules, conversation)
        person, at = await self._now(), self._office.now()
        if reach(person, Act.DRAFT) is Reach.NONE and reach(person, Act.APPROVE) is Reach.NONE:
            raise NotFound("There is nothing to check here for you.")
        if lang not in ("", "de", "en"):
            raise BadInput("The rules know German (de) and English (en).")
        if len(text) > MOST:
            worded(text, "reply")
        picture = await self._picture(person)
        if rules:
            weigh(rules)
            picture.risks[1] = Risks(rules)
        here, contact = await self._there(person, channel, conversation)
        if here is not None and conversation is None:
            here = replace(here, visibility=Visibility.PUBLIC if public else Visibility.PRIVATE)
        seen = public if here is None else here.visibility is Visibility.PUBLIC

        names = (person.name, *((contact,) if contact else ()))

        def work() -> tuple[Hold, ...]:
            found: list[Hold] = []
            for check in CHECKS:
                if here is not None and check is not risky:
                    found += check(picture, here, person, text, at)
            return (*found, *assess(text, written_risks(picture), public=seen, lang=lang, names=names))

        # Beside the loop: a long text takes its time, and it is asked for while somebody writes.
        return await asyncio.to_thread(work)

    async def _there(self, person: Person, channel: str, conversation: int | None) -> tuple[Conversation | None, str]:
        """Return where a reply would be said, and to whom. Raises: NotFound, the same for absent and foreign."""
        if conversation is not None:
            rows = {row.conversation.id: row for row in await self._store.rows(person, [conversation])}
            seen = Picture(conversations={id: row.conversation for id, row in rows.items()})
            return conversation_for(seen, person, conversation), rows[conversation].contact if rows else ""
        if not channel:
            return None, ""
        if await self._store.channel(channel) is None or not in_channels(person, channel):
            raise NotFound("There is no channel {name} here for you.", name=channel)
        now = self._office.now()
        return Conversation(0, channel, 0, Words(""), Visibility.PRIVATE, State.OPEN, now, now), ""

    async def guards(self) -> tuple[Guard, ...]:
        """Return how freely people speak."""
        person = await self._now()
        found = await self._store.guards()
        if reach(person, Act.GUARD) is Reach.NONE:
            return tuple(guard for guard in found if guard.person == person.name)
        return tuple(g for g in found if not g.channel or not person.channels or g.channel in person.channels)

    async def risks(self) -> str:
        """Return the house's own risk rules, also where they cannot be read any more; else the standard ones."""
        await self._now()
        return await self._store.risks() or STANDARD
