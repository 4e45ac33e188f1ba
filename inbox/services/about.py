"""What is said about a message: edits, deletions, reactions, reports on a delivery. What comes before its message waits for it.

Platforms promise no order. So an entry whose message is not known yet is kept until that message lands, or until
the courier learns its name; and of two edits the later one stands, whichever came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.commands import Receive
from inbox.domain.events import DeliveryChanged
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.rules import decide
from inbox.domain.rules.receiving import meant
from inbox.ports.store import Unit

ABOUT = frozenset({Kind.EDIT, Kind.DELETE, Kind.DELIVERY, Kind.RECEIPT, Kind.REACTION})


async def apply(unit: Unit, channel: str, said: Incoming, at: datetime) -> None:
    """Let an entry change its message, or wait for it."""
    if meant(unit.picture, channel, said) is None:
        await unit.keep_waiting(channel, said, at)
    elif said.kind is not Kind.EDIT or await unit.newest(channel, said, at):
        unit.record(decide(unit.picture, Receive(channel, said), None, at, unit), None, at)


async def meet(unit: Unit, channel: str, external_ids: Sequence[str], at: datetime) -> None:
    """Apply what waited for messages that are known by these ids now."""
    for said in await unit.waiting_for(channel, external_ids):
        await apply(unit, channel, said, at)


async def meet_sent(unit: Unit, at: datetime) -> None:
    """Apply what waited for replies whose ids on their platform were recorded just now."""
    for recorded in tuple(unit.recorded):
        event = recorded.event
        if isinstance(event, DeliveryChanged) and event.external_id:
            conversation = unit.picture.messages[event.message].conversation
            await meet(unit, unit.picture.conversations[conversation].channel, [event.external_id], at)
