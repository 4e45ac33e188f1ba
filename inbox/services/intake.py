"""Takes messages in: what arrived together becomes one transaction, or nothing does.

Dedupe keys, messages, facts and the channel's cursor stand or fall together, so that a platform
may repeat itself and the program may die at any moment. What cannot be read is set aside, visibly,
with its raw bytes; the rest of the batch lands. Batches are small and yield between each other,
because people's writes go first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inbox.domain.commands import Receive
from inbox.domain.incoming import Attachment, Incoming, Kind
from inbox.domain.rules import decide
from inbox.domain.text import clean, clean_line
from inbox.errors import InboxError
from inbox.ports.adapter import Batch, Entry
from inbox.ports.store import Unit
from inbox.services.office import Office

MOST = 100
"""Entries in one transaction."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: new messages, entries known before, entries set aside as (name, why)."""

    taken: int = 0
    known: int = 0
    refused: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.taken + other.taken, self.known + other.known, self.refused + other.refused)


def cleaned(said: Incoming) -> Incoming:
    """Return an entry whose texts are safe to keep and to show; the raw bytes are kept apart."""
    changes: dict[str, object] = {}
    for name, clean_one in _CLEANERS:
        before = getattr(said, name)
        if before and (after := clean_one(before)) != before:
            changes[name] = after
    if said.attachments:
        changes["attachments"] = tuple(_file(a) for a in said.attachments)
    for identity in said.identities:
        if clean_line(identity.value, 1000) != identity.value:
            changes["identities"] = tuple(replace(i, value=clean_line(i.value, 1000)) for i in said.identities)
    return replace(said, **changes) if changes else said  # type: ignore[arg-type]  # each cleaner keeps its field's type


_CLEANERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("text", clean),
    ("folded", clean),
    ("name", clean_line),
    ("subject", clean_line),
    ("why", clean_line),
    ("conversation_key", lambda key: clean_line(key, 2000)),
)


def _file(attachment: Attachment) -> Attachment:
    return replace(attachment, name=clean_line(attachment.name), url=clean_line(attachment.url, 4000))


async def take_in(office: Office, channel: str, batch: Batch, *, moves: bool = True) -> Taken:
    """Take a batch in, in transactions of at most MOST entries; the last one `moves` the cursor."""
    total = Taken()
    entries = batch.entries
    for start in range(0, max(1, len(entries)), MOST):
        part = entries[start : start + MOST]
        last = start + MOST >= len(entries)
        total += await _take(office, channel, part, batch.cursor if last and moves else None)
        await asyncio.sleep(0)
    return total


async def _take(office: Office, channel: str, entries: Sequence[Entry], cursor: str | None) -> Taken:
    at = office.now()
    async with office.store.writing() as unit:
        keys = [said.dedupe_key for entry in entries for said in entry.says]
        fresh = await unit.fresh(channel, keys) if keys else set()
        known = len(keys) - len(fresh)
        new: list[tuple[Entry, list[Incoming]]] = []
        for entry in entries:
            says = []
            for said in entry.says:
                if said.dedupe_key in fresh:
                    fresh.discard(said.dedupe_key)
                    says.append(cleaned(said))
            if says:
                new.append((entry, says))
        refused = await _land(office, unit, channel, new) if new else ()
        if cursor is not None:
            await unit.set_cursor(channel, cursor, at)
        await unit.save()
    return Taken(len(keys) - known - len(refused), known, tuple((name, why) for name, why in refused))


async def _land(
    office: Office, unit: Unit, channel: str, new: Sequence[tuple[Entry, list[Incoming]]]
) -> tuple[tuple[str, str], ...]:
    at = office.now()
    raws = await unit.keep_raw(channel, at, [entry for entry, _ in new])
    says = [said for _, many in new for said in many if said.kind is not Kind.UNKNOWN]
    await load_said(unit, channel, says)
    aside: list[tuple[int, str, str]] = []
    refused: list[tuple[str, str]] = []
    for raw, (_, many) in zip(raws, new, strict=True):
        for said in many:
            why = said.why or "unknown" if said.kind is Kind.UNKNOWN else ""
            if not why:
                try:
                    unit.record(decide(unit.picture, Receive(channel, said), None, at, unit), None, at)
                except InboxError as cause:
                    why = str(cause)
            if why:
                aside.append((raw, why, said.dedupe_key))
                refused.append((said.external_id or said.dedupe_key, why))
    if aside:
        await unit.quarantine(channel, at, aside)
    return tuple(refused)


async def load_said(unit: Unit, channel: str, says: Sequence[Incoming]) -> None:
    """Load what entries are about: their conversations, contacts, and the messages they name."""
    identities = [i for said in says for i in said.identities]
    await unit.load_keyed(channel, [s.conversation_key for s in says if s.conversation_key], identities)
    named = [s.target_id for s in says if s.target_id] + [s.external_id for s in says if s.kind is Kind.ECHO]
    if named:
        await unit.load_said("external_id", named)
    if tokens := [s.token for s in says if s.token]:
        await unit.load_said("token", tokens)
