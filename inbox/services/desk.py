"""One person's desk over a store in this process."""

from __future__ import annotations

import asyncio
import re
from array import array
from collections.abc import Sequence
from dataclasses import replace

from inbox.domain.access import Token
from inbox.domain.commands import (
    BeginSend,
    CalmStorm,
    Command,
    EndLetter,
    EndSend,
    JoinStorm,
    RaiseStorm,
    Receive,
    Remind,
    Ring,
    TurnAbsence,
    Wake,
    Warn,
)
from inbox.domain.events import ChannelSet, Recorded
from inbox.domain.incoming import Attachment
from inbox.domain.limits import Measure
from inbox.domain.model import Department, Person, RequestState, Role
from inbox.domain.people import Act, Reach, reach, require
from inbox.domain.rules.facts import MOST as LONGEST
from inbox.domain.rules.parts import divided
from inbox.domain.sound import LARGEST, see
from inbox.domain.views import Filter
from inbox.errors import BadInput, NotAllowed, NotFound
from inbox.ports.desk import (
    Across,
    ChannelRow,
    Counts,
    Fit,
    Hit,
    Overview,
    Portrait,
    RequestRow,
    Row,
    Thread,
    Verdict,
    View,
)
from inbox.ports.page import Page
from inbox.ports.presence import Around
from inbox.ports.store import Store
from inbox.services.abilities import AbleLocalDesk
from inbox.services.asking import Asks
from inbox.services.guiding import GuidedDesk
from inbox.services.reporting import ReportingDesk
from inbox.services.routine import RoutineDesk
from inbox.services.signing import SigningDesk
from inbox.services.stormdesk import StormReading

_INNER = (
    *(Receive, BeginSend, EndSend, Ring, Wake, TurnAbsence, Remind, EndLetter, Warn),
    *(RaiseStorm, JoinStorm, CalmStorm),
)
"""What only the inbox itself does."""
MOST = 500
"""Rows a page may have."""
SHOWN = ("pretends", "training", "answer_in", "for")
"""Settings of a channel that everybody works with; the others are for who may change them."""


class LocalDesk(AbleLocalDesk, Asks, GuidedDesk, ReportingDesk, RoutineDesk, SigningDesk, StormReading):
    """Everything one person can do and see, in this process. See `inbox.ports.desk.Desk`."""

    async def perform(self, command: Command, key: str = "") -> tuple[Recorded, ...]:
        """Carry out a command."""
        if isinstance(command, _INNER):
            raise NotAllowed("Only the inbox itself does that.")
        see(command, key)
        return await self._office.perform(command, self._person.name, key)

    async def conversations(
        self, view: View, narrow: Filter = Filter(), *, limit: int = 50, after: str = ""
    ) -> Page[Row]:
        """Return one page of a view."""
        see(narrow, after)
        page = await self._store.conversations(await self._now(), view, narrow, _bounded(limit), after)
        return Page(tuple(self._acting(page.items)), page.next)

    async def index(self, view: View, narrow: Filter = Filter()) -> array[int]:
        """Return the ids of a whole view."""
        see(narrow)
        return await self._store.index(await self._now(), view, narrow)

    async def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows of conversations."""
        return self._acting(await self._store.rows(await self._now(), [id for id in ids if abs(id) <= LARGEST]))

    async def counts(self) -> Counts:
        """Return how many each view holds."""
        return await self._store.counts(await self._now(), self._office.now())

    async def thread(self, conversation: int, *, before: int | None = None, limit: int = 50) -> Thread:
        """Return a conversation to read."""
        see(conversation, before)
        found = await self._store.thread(await self._now(), conversation, before, _bounded(limit))
        return replace(found, row=self._acting([found.row])[0])

    async def fit(self, conversation: int, text: str) -> Fit:
        """Return how a reply would leave here."""
        see(conversation, text)
        channel, standing = await self._store.standing(await self._now(), conversation)
        limits, text = self._office.limits, text.strip()
        splits = limits.splits(channel.platform) and len(text) <= LONGEST

        def count() -> tuple[Measure | None, int]:
            def measure(part: str) -> Measure | None:
                return limits.measure(channel, standing, part)

            return measure(text), len(divided(text, measure, splits=splits) or ())

        # Beside the loop: a long text takes its time, and it is asked for at every key.
        measured, parts = await asyncio.to_thread(count)
        files = limits.files(channel.platform)
        return Fit(limits.window(channel, standing, self._office.now()), measured, parts, files)

    async def fetch(self, message: int, n: int = 1) -> tuple[Attachment, bytes]:
        """Bring the bytes of a message's n-th attachment."""
        see(message, n)
        found, channel = await self._store.message(await self._now(), message)
        if not 1 <= n <= len(found.attachments):
            raise NotFound("Message {id} has no attachment {n}.", id=message, n=n)
        attachment = found.attachments[n - 1]
        if found.author:
            kept = await self._store.files(message)
            return attachment, kept[n - 1].content
        return attachment, await self._office.fetch(channel, attachment)

    async def portrait(self, id: int) -> Portrait:
        """Return a contact as a person."""
        see(id)
        return await self._store.portrait(await self._now(), id)

    async def across(self, id: int, *, limit: int = 50, before: str = "") -> Across:
        """Return what was said with a contact on all channels."""
        see(id, before)
        return await self._store.across(await self._now(), id, _bounded(limit), before)

    async def requests(
        self, *, department: str = "", state: RequestState | None = None, limit: int = 50, after: str = ""
    ) -> Page[RequestRow]:
        """Return requests the person may see."""
        see(department, after)
        return await self._store.requests(await self._now(), department, state, _bounded(limit), after)

    async def request(self, request: int) -> RequestRow:
        """Return one request."""
        see(request)
        return await self._store.request(await self._now(), request)

    async def search(self, words: str, *, limit: int = 50, after: str = "") -> Page[Hit]:
        """Find words."""
        see(words, after)
        return await self._store.search(await self._now(), words, _bounded(limit), after)

    async def overview(self) -> Overview:
        """Return the lead's look at the whole, with everybody who can own a conversation."""
        person = await self._now()
        require(person, Act.ASSIGN)
        return await self._store.overview(person, self._office.now())

    async def people(self) -> tuple[Person, ...]:
        """Return who works here."""
        await self._now()
        return await self._store.people()

    async def departments(self) -> tuple[Department, ...]:
        """Return who can be asked."""
        await self._now()
        return await self._store.departments()

    async def channels(self) -> tuple[ChannelRow, ...]:
        """Return our accounts, settings only for who may change them."""
        person = await self._now()
        rows = await self._store.channel_rows()
        if reach(person, Act.SETUP) is Reach.ALL:
            return rows
        own = (r for r in rows if not person.channels or r.channel.name in person.channels)
        return tuple(replace(r, channel=replace(r.channel, settings=_shown(r.channel.settings))) for r in own)

    async def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that stand."""
        person = await self._now()
        return await self._store.tokens("" if reach(person, Act.SETUP) is Reach.ALL else person.name)

    async def undoable(self) -> Recorded | None:
        """Return this person's latest act that can be taken back."""
        number = await self._store.undoable((await self._now()).name)
        found = await self._store.between(number, number) if number else []
        return found[0] if found else None

    async def feed(self, after: int, *, limit: int = 500, wait: float = 0) -> tuple[Recorded, ...]:
        """Return what happened after a number, waiting up to `wait` seconds for something."""
        see(after)
        if wait > 0:
            await self._store.wait(after, wait)
        return await facts_for(self._store, await self._now(), after, limit)

    async def last(self) -> int:
        """Return the number of the latest fact."""
        await self._now()
        return await self._store.last()

    async def look_at(self, conversation: int | None, *, writing: bool = False, screen: str = "") -> None:
        """Tell colleagues what this screen looks at, and whether it writes there."""
        see(conversation, screen)
        person = await self._now()
        if conversation is None:
            await self._office.presence.leave(person.name, screen)
        else:
            channel, _ = await self._store.standing(person, conversation)
            await self._office.presence.look(person.name, screen, conversation, channel.name, writing=writing)

    async def around(self, after: int = 0, *, wait: float = 0, screen: str = "") -> Around:
        """Return who else is at the conversations this person may read."""
        see(after, screen)
        presence = self._office.presence
        if wait > 0:
            await presence.wait(await self._now(), screen, after, wait)
        return presence.around(await self._now(), screen)

    async def verify(self, known: str = "") -> Verdict:
        """Check the chain of facts and the invariants."""
        see(known)
        person = await self._now()
        if not person.roles & {Role.LEAD, Role.ADMIN, Role.AUDITOR}:
            require(person, Act.FEED)
        head = re.fullmatch("([0-9]{1,18}):([0-9a-f]{64})", known)
        if known and head is None:
            raise BadInput("{known} is no NUMBER:HASH as inbox verify prints it.", known=repr(known[:100]))
        return await self._store.verify((int(head[1]), head[2]) if head else None)


async def facts_for(store: Store, person: Person, after: int, limit: int) -> tuple[Recorded, ...]:
    """Return facts about what a person may see, words sealed, settings only for who may change them."""
    facts = await store.feed(person, after, _bounded(limit))
    return tuple(facts if reach(person, Act.SETUP) is Reach.ALL else map(_without_settings, facts))


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))


def _shown(settings: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in settings if key in SHOWN)


def _without_settings(fact: Recorded) -> Recorded:
    if not isinstance(fact.event, ChannelSet):
        return fact
    return replace(fact, event=replace(fact.event, settings=_shown(fact.event.settings)))
