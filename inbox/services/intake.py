"""Takes messages in: what arrived together becomes one transaction, or nothing does.

Dedupe keys, messages, facts and the channel's cursor stand or fall together, so that a platform
may repeat itself and the program may die at any moment. What cannot be read is set aside, visibly,
with its raw bytes; the rest of the batch lands. Batches are small and yield between each other,
because people's writes go first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from inbox.domain.commands import Receive
from inbox.domain.incoming import Attachment, Identity, Incoming, Kind
from inbox.domain.rules import decide
from inbox.domain.rules.facts import known_channel
from inbox.domain.text import clean, clean_line, encodes
from inbox.errors import BadInput, InboxError, LeaseLost, Unreachable
from inbox.ports.adapter import Batch, Entry
from inbox.ports.keeping import Taken
from inbox.ports.leases import Lease
from inbox.ports.store import Unit
from inbox.services.about import ABOUT, apply, meet
from inbox.services.automation import automate
from inbox.services.gateway import land, meant_here
from inbox.services.office import Office
from inbox.wire import noun_from_json, noun_to_json

_log = logging.getLogger("inbox")
MOST = 100
"""Entries in one transaction."""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""No platform is older; an earlier time is a mistake, and would lead every list of who waits."""


def cleaned(said: Incoming) -> Incoming:
    """Return an entry whose texts are safe to keep and to show; the raw bytes are kept apart.

    Raises: BadInput where it lacks what it needs, or names a time that is none.
    """
    changes: dict[str, object] = {}
    for name, clean_one in _CLEANERS:
        before = getattr(said, name)
        if before and (after := clean_one(before)) != before:
            changes[name] = after
    if said.attachments:
        changes["attachments"] = tuple(_file(a) for a in said.attachments)
    if said.vouches:
        changes["vouches"] = tuple(clean_line(words, 2000) for words in said.vouches)
    identities = tuple(Identity(clean_line(i.kind), clean_line(i.value, 1000)) for i in said.identities)
    if identities != said.identities or not all(i.value for i in identities):
        changes["identities"] = tuple(i for i in identities if i.value)
    if said.occurred_at is not None and said.occurred_at.tzinfo is not UTC:
        changes["occurred_at"] = _in_utc(said.occurred_at)
    found = replace(said, **changes) if changes else said  # type: ignore[arg-type]  # each cleaner keeps its field's type
    if found.occurred_at is not None and found.occurred_at < EARLIEST:
        raise BadInput("Its time lies before {year}.", year=EARLIEST.year)
    if found.kind in (Kind.MESSAGE, Kind.ECHO) and not found.conversation_key:
        raise BadInput("It names no conversation.")
    return found


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise BadInput("Its time has no zone.")
    try:
        return at.astimezone(UTC)
    except OverflowError as cause:
        raise BadInput("Its time is out of range.") from cause


def _id(id: str) -> str:
    """Return a platform's id, which goes back to the platform as it is, without what could steer a terminal.

    What is no text at all stays, and is refused: made into text it could be somebody else's id.
    """
    return id if id.isprintable() or not encodes(id) else clean_line(id, 2000)


_CLEANERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("text", clean),
    ("folded", clean),
    ("name", clean_line),
    ("subject", clean_line),
    ("why", clean_line),
    ("conversation_key", lambda key: clean_line(key, 2000)),
    ("external_id", _id),
    ("target_id", _id),
    ("reply_to", _id),
    ("token", _id),
)


def _file(attachment: Attachment) -> Attachment:
    kind, name, url = clean_line(attachment.kind), clean_line(attachment.name), clean_line(attachment.url, 4000)
    return replace(attachment, kind=kind, name=name, url=url)


async def take_in(
    office: Office, channel: str, batch: Batch, *, moves: bool = True, past: bool = False, lease: Lease | None = None
) -> Taken:
    """Take a batch in, in transactions of at most MOST entries; the last one `moves` the cursor.

    Of the `past`, which somebody brings in, what was said long ago sets off no rule and misses no target.

    Raises: LeaseLost where it is read under a lease that does not stand any more; what was taken in by then stays.
    """
    total = Taken()
    entries = batch.entries
    for start in range(0, max(1, len(entries)), MOST):
        part = entries[start : start + MOST]
        last = start + MOST >= len(entries)
        total += await _take(office, channel, part, batch.cursor if last and moves else None, lease, past=past)
        await asyncio.sleep(0)
    return total


async def _take(
    office: Office, channel: str, entries: Sequence[Entry], cursor: str | None, lease: Lease | None, *, past: bool
) -> Taken:
    """Take entries in together; where that fails, one by one, so that a bad one costs itself only."""
    try:
        return await _together(office, channel, entries, cursor, lease=lease, past=past)
    except (Unreachable, LeaseLost):
        raise
    # Whatever it is that nobody thought of, it must not keep the channel from its next entry.
    except Exception as cause:
        if not entries:
            raise
        _log.warning("channel %s: %s over %d entries; now one by one", channel, type(cause).__name__, len(entries))
    total = Taken()
    for entry in entries:
        total += await _alone(office, channel, entry, past=past)
    return total + await _together(office, channel, (), cursor, lease=lease)


async def _alone(office: Office, channel: str, entry: Entry, *, past: bool) -> Taken:
    """Take one entry in; where that fails, thing by thing, so that of all it says only the bad one is set aside."""
    try:
        return await _together(office, channel, (entry,), None, past=past)
    except Unreachable:
        raise
    # It is set aside with what went wrong, and can be read again once the program knows better.
    except Exception as cause:
        why = _wrong(cause)
    async with office.store.writing() as unit:
        await there(unit, channel)
        (raw,) = await unit.keep_raw(channel, office.now(), (entry,))
        await unit.save()
    bad: list[tuple[str, str]] = []
    total = await _halved(office, channel, raw, entry.says, why, bad, past=past)
    async with office.store.writing() as unit:
        await there(unit, channel)
        fresh = await unit.fresh(channel, [key for key, _ in bad])
        aside = [(key, why) for key, why in dict(bad).items() if key in fresh]
        await unit.quarantine(channel, office.now(), [(raw, why, key) for key, why in aside])
        await unit.save()
    return total + Taken(0, len(bad) - len(aside), tuple(aside))


def _wrong(cause: Exception) -> str:
    return clean_line(f"{type(cause).__name__}: {cause}")


async def _halved(
    office: Office,
    channel: str,
    raw: int,
    says: Sequence[Incoming],
    why: str,
    bad: list[tuple[str, str]],
    *,
    past: bool,
) -> Taken:
    """Take in the halves of what could not be taken in together, down to single things; those that fail are `bad`."""
    if len(says) < 2:
        bad += [(said.dedupe_key, why) for said in says]
        return Taken()
    total, middle = Taken(), len(says) // 2
    for part in (says[:middle], says[middle:]):
        try:
            total += await _together(office, channel, (Entry(b"", tuple(part)),), None, raw=raw, past=past)
        except Unreachable:
            raise
        # It is looked for in what it is half of, until only itself is left.
        except Exception as cause:
            total += await _halved(office, channel, raw, part, _wrong(cause), bad, past=past)
        await asyncio.sleep(0)
    return total


async def _together(
    office: Office,
    channel: str,
    entries: Sequence[Entry],
    cursor: str | None,
    *,
    raw: int | None = None,
    lease: Lease | None = None,
    past: bool = False,
) -> Taken:
    """Take entries in, in one transaction; `raw` is where the one entry's bytes are kept already."""
    at = office.now()
    async with office.store.writing(lease) as unit:
        await there(unit, channel)
        keys = [said.dedupe_key for entry in entries for said in entry.says]
        fresh = await unit.fresh(channel, keys) if keys else set()
        known = len(keys) - len(fresh)
        new: list[tuple[Entry, list[Incoming]]] = []
        for entry in entries:
            says = []
            for said in entry.says:
                if said.dedupe_key in fresh:
                    fresh.discard(said.dedupe_key)
                    says.append(said)
            if says:
                new.append((entry, says))
        refused = await _land(office, unit, channel, new, raw) if new else ()
        await automate(unit, at, past=past)
        if cursor is not None:
            await unit.set_cursor(channel, cursor, at)
        await unit.save()
    return Taken(len(keys) - known - len(refused), known, tuple(refused))


async def there(unit: Unit, channel: str) -> None:
    """See that a channel was not removed while it was listened to. Raises: NotFound."""
    await unit.load_house()
    known_channel(unit.picture, channel)


async def _land(
    office: Office, unit: Unit, channel: str, new: Sequence[tuple[Entry, list[Incoming]]], raw: int | None
) -> Sequence[tuple[str, str]]:
    at = office.now()
    raws = await unit.keep_raw(channel, at, [entry for entry, _ in new]) if raw is None else [raw]
    says: list[Incoming] = []
    places: dict[str, int] = {}
    aside: list[tuple[int, str, str]] = []
    refused: list[tuple[str, str]] = []
    for kept, (_, many) in zip(raws, new, strict=True):
        for said in many:
            found, why = readable(said)
            if why:
                aside.append((kept, why, said.dedupe_key))
                refused.append((clean_line(str(said.external_id or said.dedupe_key)), why))
            else:
                says.append(found)
                places[found.dedupe_key] = kept
    for said, why in await apart(office, unit, channel, says, at):
        aside.append((places[said.dedupe_key], why, said.dedupe_key))
        refused.append((clean_line(said.external_id or said.dedupe_key), why))
    if aside:
        await unit.quarantine(channel, at, aside)
    return refused


async def apart(
    office: Office, unit: Unit, channel: str, says: Sequence[Incoming], at: datetime
) -> list[tuple[Incoming, str]]:
    """Let entries happen: what answers a request as an answer, the rest in its dialogue; return what is neither, with reasons."""
    answers = await meant_here(unit.picture, office.signing, channel, says)
    kept = {id(said) for said in answers}
    await receive(unit, channel, [said for said in says if id(said) not in kept], at)
    return await land(unit, office.signing, channel, answers, at)


def readable(said: Incoming) -> tuple[Incoming, str]:
    """Return the entry cleaned, and why it has to be set aside ("" it has not)."""
    if said.kind == Kind.UNKNOWN:
        return said, clean_line(said.why) or "unknown"
    try:
        return cleaned(said), ""
    except InboxError as cause:
        return said, str(cause)


async def receive(unit: Unit, channel: str, says: Sequence[Incoming], at: datetime) -> None:
    """Load what entries are about and let them happen: messages first, then what is said about messages.

    Raises: BadInput, UnicodeEncodeError where a field holds what is not of its type.
    """
    # An adapter's mistake in one field would be kept without a word, and break whoever reads it later.
    says = [noun_from_json(noun_to_json(said), Incoming) for said in says]
    await load_said(unit, channel, says)
    for said in says:
        if said.kind not in ABOUT:
            unit.record(decide(unit.picture, Receive(channel, said), None, at, unit), None, at)
    await meet(unit, channel, [s.external_id for s in says if s.external_id and s.kind not in ABOUT], at)
    for said in says:
        if said.kind in ABOUT:
            await apply(unit, channel, said, at)


async def load_said(unit: Unit, channel: str, says: Sequence[Incoming]) -> None:
    """Load what entries are about: their conversations, contacts, and the messages they name."""
    identities = [i for said in says for i in said.identities]
    await unit.load_keyed(channel, [s.conversation_key for s in says], identities)
    named = [s.target_id for s in says if s.target_id]
    named += [id for s in says if s.kind is Kind.ECHO for id in (s.external_id, s.reply_to) if id]
    if named:
        await unit.load_said("external_id", named)
    if tokens := [s.token for s in says if s.token]:
        await unit.load_said("token", tokens)
    if any(s.kind is Kind.ECHO and not s.token for s in says):
        await unit.load_leaving()
    await unit.load_planned()
