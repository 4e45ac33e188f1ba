"""Carries replies out: one attempt at a time per conversation, committed before its first byte.

Certainly not sent: tried again with growing pauses and jitter, as the platform asks where it names
a time. Certainly refused: failed, and the text is still there. Nobody knows: decided by the
adapter's class, and where that cannot be, shown as unknown. After a restart what was on its way is
classified, never simply sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta

from inbox import fault
from inbox.domain.commands import BeginSend, EndSend
from inbox.domain.events import DeliveryChanged, SendBegun
from inbox.domain.incoming import Identity, Visibility
from inbox.domain.model import Delivery, Message
from inbox.domain.text import clean_line, encodes
from inbox.errors import Ambiguous, InboxError, LeaseLost, NotFound, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Adapter, DeliveryClass, Outgoing, Reconciles, Sent
from inbox.ports.leases import CHANNEL
from inbox.services.leases import Held, Keeper
from inbox.services.letting import Letter, let_out, letter
from inbox.services.office import Office

_log = logging.getLogger("inbox")
ATTEMPTS = 10
FIRST = 1.0
LONGEST = 300.0
"""Pauses between attempts in seconds: doubled each time, with full jitter."""
SETTLE = 120.0
"""Seconds for which a platform is asked what became of an unclear send."""
ASK = 5.0
"""Seconds between two such questions."""
ASKS = 25
"""Such questions, at most: a clock that is set back must not make a platform be asked for hours."""
PATIENT = 86_400.0
"""Seconds a platform may ask us to wait, at most."""
CLOSED = 10.0
"""Seconds until a channel that could not be opened is tried again for a waiting reply."""
SENDING = 420.0
"""Seconds one attempt may take as a whole: a mail server alone has 300 for its answer (RFC 5321 4.5.3.2.6 asks for more)."""
ASKING = 60.0
"""Seconds a platform may take to say whether it has a message."""
LONG = 1000
"""Characters kept of an error."""
LEFT = "the program ended while this was being sent"

Find = Callable[[str], Awaitable[Adapter]]


@dataclass(frozen=True, slots=True)
class Carried:
    """How attempts ended."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    broken: int = 0
    """Attempts that a failure of ours cut short; the log says why."""

    def __add__(self, other: Carried) -> Carried:
        return Carried(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Errand:
    """A reply that is to leave, and the lease of its channel."""

    message: Message
    held: Held


class Courier:
    """Carries replies out. `find` returns the open adapter of a channel; `chance` is a seeded source of jitter."""

    def __init__(self, office: Office, find: Find, chance: random.Random, keeper: Keeper) -> None:
        self._office = office
        self._keeper = keeper
        self._find = find
        self._chance = chance
        self._busy: set[int] = set()
        self._sending: Counter[str] = Counter()

    @property
    def busy(self) -> frozenset[int]:
        """Return the conversations of which a reply is on its way."""
        return frozenset(self._busy)

    def sends(self, channel: str) -> bool:
        """Tell whether a reply is on its way on a channel."""
        return self._sending[channel] > 0

    async def due(self, limit: int = 20) -> list[Errand]:
        """Return what should leave now on this node's channels and is not on its way yet: one reply per conversation."""
        store, channels = self._office.store, self._keeper.channels
        due = await store.to_send(self._office.now(), limit + len(self._busy), channels)
        return await self._errands(m for m in due if m.conversation not in self._busy)

    async def _errands(self, messages: Iterable[Message]) -> list[Errand]:
        found = list(messages)
        channels = await self._office.store.channels_of([m.conversation for m in found]) if found else {}
        under = [(m, self._keeper.to_begin(channels.get(m.conversation, ""))) for m in found]
        return [Errand(message, held) for message, held in under if held is not None]

    async def carry(self) -> Carried:
        """Carry out what is due now, each reply once, and wait for it."""
        total, tried = Carried(), set[int]()
        await self._keeper.look()
        while due := [e for e in await self.due(20 + len(tried)) if e.message.id not in tried]:
            tried |= {e.message.id for e in due}
            total += await self._all(due, SETTLE)
        return total

    async def stranded(self) -> list[Errand]:
        """Return what is on its way by the books only: the program ended, or failed, while it was being sent."""
        before = self.busy
        found = await self._office.store.in_flight(self._keeper.channels)
        return await self._errands(m for m in found if m.conversation not in before | self.busy)

    async def recover(self) -> Carried:
        """Classify what was on its way when the program ended; a platform is asked once."""
        await self._keeper.look()
        return await self._all(await self.stranded(), 0)

    async def _all(self, errands: Sequence[Errand], patience: float) -> Carried:
        """Send all of them to the end: a failure over one must not leave the others half sent."""
        sends = (self.send(e, patience=patience) for e in errands)
        total = Carried()
        for errand, ended in zip(errands, await asyncio.gather(*sends, return_exceptions=True), strict=True):
            if isinstance(ended, Carried):
                total += ended
            elif isinstance(ended, Exception | asyncio.CancelledError):
                _log.error("reply %s", errand.message.id, exc_info=ended)
                total += Carried(broken=1)
            else:
                raise ended
        return total

    async def send(self, errand: Errand, *, patience: float = SETTLE) -> Carried:
        """Carry out one reply, or settle a stranded one; what another node goes on with is left to it."""
        message, channel = errand.message, errand.held.lease.name.removeprefix(CHANNEL)
        self._busy.add(message.conversation)
        self._sending[channel] += 1
        try:
            if message.delivery is Delivery.SENDING:
                return await self._unclear(errand, LEFT, patience=patience)
            return await self._carry(errand)
        except LeaseLost as cause:
            _log.warning("reply %s: %s", message.id, cause)
            self._keeper.lost(errand.held)
            return Carried()
        finally:
            self._sending[channel] -= 1
            self._busy.discard(message.conversation)

    async def deliver(self, errand: Errand) -> None:
        """Send whatever happens; after a failure of ours the conversation rests for a while."""
        message = errand.message
        try:
            await self.send(errand)
        except InboxError as cause:
            _log.warning("reply %s: %s", message.id, cause)
        # A mistake of ours over one reply must not end the house.
        except Exception:
            _log.exception("reply %s", message.id)
        else:
            return
        self._busy.add(message.conversation)
        try:
            await asyncio.sleep(ASK)
        finally:
            self._busy.discard(message.conversation)

    async def _carry(self, errand: Errand) -> Carried:
        message, lease = errand.message, errand.held.lease
        try:
            ready = await self._prepare(message)
        except InboxError as cause:
            # The channel is not there: nothing was begun, so this is no attempt.
            due = self._office.now() + timedelta(seconds=CLOSED * (0.5 + self._chance.random()))
            with contextlib.suppress(NotFound):  # taken back meanwhile
                await self._office.perform(
                    EndSend(message.id, Delivery.QUEUED, error=told(cause), due=due), None, lease=lease
                )
            return Carried()
        message = ready.message
        errand = replace(errand, message=message)
        # To begin may have waited: for an adapter to be opened, for the turn to write.
        if errand.held.left <= 0 or (grant := await self._begin(errand)) is None:
            return Carried()
        errand = replace(errand, message=replace(message, attempts=message.attempts + 1))
        return await self._attempt(ready, grant, errand)

    async def _begin(self, errand: Errand) -> str | None:
        """Commit to the send, and return the grant it leaves under; None where it does not leave now."""
        try:
            facts = await self._office.perform(BeginSend(errand.message.id), None, lease=errand.held.lease)
        except LeaseLost:
            raise
        except Refused:
            # Taken back or overtaken since it was listed; whoever did that has been told.
            return None
        return next((f.event.mark for f in facts if isinstance(f.event, SendBegun)), None)

    async def _prepare(self, message: Message) -> Letter:
        """Return what is ready to leave, as it stands now."""
        found = await self._office.store.outgoing(message.id)
        if found is None:
            raise NotSent("Reply {id} is gone.", id=message.id)
        message, row, handles, references = found
        adapter = await self._find(row.conversation.channel)
        out = Outgoing(
            message.token,
            str(row.conversation.key),
            tuple(Identity(k, v) for k, v in handles),
            str(message.words),
            message.visibility,
            row.contact,
            str(row.conversation.subject or ""),
            _said_before(message, references),
            references,
            max(message.at, message.planned or message.at),
            await self._office.store.files(message.id) if message.files else (),
        )
        return letter(adapter, out, message, row)

    async def _attempt(self, ready: Letter, grant: str, errand: Errand) -> Carried:
        fault.point("send.begin")
        if errand.held.left <= 0:
            return await self._later(errand, "its channel went to another node before it was begun", None)
        try:
            async with errand.held.within(), asyncio.timeout(SENDING):
                id = _name_of(await let_out(ready, grant))
        except LeaseLost:
            # Whoever holds the channel next, this node included, decides what became of it.
            raise
        except Rejected as cause:
            return await self._end(errand, Delivery.FAILED, error=told(cause))
        except NotSent as cause:
            return await self._later(errand, told(cause), cause.retry_after)
        except (Ambiguous, TimeoutError) as cause:
            return await self._unclear(errand, told(cause) or "no answer in time")
        except InboxError as cause:
            return await self._later(errand, told(cause), None)
        # An adapter's own mistake says nothing about whether the message left, so nobody knows.
        except Exception as cause:
            return await self._unclear(errand, f"The adapter failed ({type(cause).__name__}).")
        fault.point("send.end")
        return await self._end(errand, Delivery.SENT, id)

    async def _later(self, errand: Errand, error: str, retry_after: float | None, *, doubt: bool = False) -> Carried:
        message = errand.message
        if message.attempts >= ATTEMPTS:
            return await self._end(errand, Delivery.FAILED, error=error)
        pause = min(LONGEST, FIRST * 2**message.attempts) * self._chance.random()
        # An adapter names the time; what is no number is no wish.
        asked = retry_after if isinstance(retry_after, int | float) else 0
        due = self._office.now() + timedelta(seconds=min(PATIENT, max(pause, asked)))
        await self._keep(EndSend(message.id, Delivery.QUEUED, error=error, due=due, doubt=doubt), errand)
        return Carried()

    async def _keep(self, end: EndSend, errand: Errand) -> Delivery:
        """Record how an attempt ended, and return what became of the reply.

        What is known must not be lost to a full disk, so this goes on trying; also behind the end of the lease, because
        it is refused only once another node has taken it.
        """
        while True:
            try:
                facts = await self._office.perform(end, None, lease=errand.held.lease)
            except Unreachable as cause:
                _log.warning("reply %s: %s", end.message, cause)
                await asyncio.sleep(ASK)
            else:
                changed = (f.event.delivery for f in facts if isinstance(f.event, DeliveryChanged))
                return next(changed, end.delivery)

    async def _unclear(self, errand: Errand, why: str, *, patience: float = SETTLE) -> Carried:
        """Decide by the adapter's class what an unclear attempt becomes."""
        until = self._office.now() + timedelta(seconds=patience)
        for left in reversed(range(ASKS)):
            try:
                return await self._decided(errand, why)
            except LeaseLost:
                raise
            except Ambiguous as cause:
                why = f"{why}; {told(cause)}"
                break
            except (InboxError, TimeoutError) as cause:
                if self._office.now() >= until or not left:
                    why = f"{why}; {said}" if (said := told(cause)) else why
                    break
            await asyncio.sleep(ASK)
        return await self._end(errand, Delivery.UNKNOWN, error=why)

    async def _decided(self, errand: Errand, why: str) -> Carried:
        """Decide now. Raises: Ambiguous where nobody can know, LeaseLost, other errors where asking again may help."""
        message = errand.message
        ready = await self._prepare(message)
        adapter, out, now = ready.adapter, ready.out, ready.message
        if now.delivery is not Delivery.SENDING:
            # A report that brought our token back has said meanwhile what became of it.
            failed = now.delivery is Delivery.FAILED
            return Carried(sent=int(not failed), failed=int(failed))
        if adapter.delivery_class is DeliveryClass.IDEMPOTENT:
            if message.attempts >= ATTEMPTS:
                raise Ambiguous("{n} attempts went without an answer.", n=message.attempts)
            return await self._later(errand, why, None, doubt=True)
        if adapter.delivery_class is DeliveryClass.RECONCILABLE and isinstance(adapter, Reconciles):
            found = await _reconciled(adapter, out)
            if found is None:
                return await self._later(errand, why, None)
            return await self._end(errand, Delivery.SENT, _name_of(found))
        raise Ambiguous("The platform cannot be asked.")

    async def _end(self, errand: Errand, delivery: Delivery, external_id: str = "", error: str = "") -> Carried:
        became = await self._keep(EndSend(errand.message.id, delivery, external_id, error), errand)
        return Carried(int(became is Delivery.SENT), int(became is Delivery.FAILED), int(became is Delivery.UNKNOWN))


def _said_before(message: Message, references: tuple[str, ...]) -> str:
    """Return what a reply answers. In public its later parts hang on the one before; in private they only follow it."""
    if message.part == 1:
        return message.reply_to
    return references[-1] if references and message.visibility is Visibility.PUBLIC else ""


def _name_of(sent: object) -> str:
    """Return the name a platform gave a message. Raises: Ambiguous where it is none."""
    id: object = sent.external_id if isinstance(sent, Sent) else None
    if not isinstance(id, str) or not encodes(id):
        raise Ambiguous("The adapter failed ({kind}).", kind=type(sent).__name__)
    return id


def told(cause: BaseException) -> str:
    """Return an adapter's error as it may be kept and shown; its words may be a platform's."""
    try:
        return clean_line(str(cause), LONG)
    except (LookupError, ValueError, TypeError, AttributeError):
        # A sentence whose gaps cannot be filled; what it meant is in its kind.
        return f"The adapter failed ({type(cause).__name__})."


async def _reconciled(adapter: Reconciles, out: Outgoing) -> Sent | None:
    try:
        async with asyncio.timeout(ASKING):
            return await adapter.reconcile(out)
    except (InboxError, TimeoutError):
        raise
    # An adapter's own mistake says nothing about whether the message left, so nobody knows.
    except Exception as cause:
        raise Ambiguous("The adapter failed ({kind}).", kind=type(cause).__name__) from cause
